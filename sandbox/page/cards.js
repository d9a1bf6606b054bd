// Draws Adaptive Cards and reports pressed buttons.

import { hostConfig } from "/page/host-config.js";
import { toHtml } from "/page/markdown.js";

const AC = window.AdaptiveCards;

AC.AdaptiveCard.onProcessMarkdown = (text, result) => {
  result.outputHtml = toHtml(text);
  result.didProcess = true;
};

// onPress gets the button as the card has it, with the inputs merged into its data; onOpen a link.
export function drawCard(content, theme, onPress, onOpen) {
  const card = new AC.AdaptiveCard();
  card.hostConfig = new AC.HostConfig(hostConfig(theme));
  card.parse(content);
  card.onExecuteAction = (action) => {
    if (action instanceof AC.OpenUrlAction) onOpen(action.url);
    else if (action instanceof AC.ExecuteAction || action instanceof AC.SubmitAction) onPress(asSent(action));
  };
  card.onInlineCardExpanded = (action, isExpanded) => {
    if (isExpanded) requestAnimationFrame(() => action.card.renderedElement.scrollIntoView({ block: "nearest", inline: "nearest" }));
  };
  const element = card.render();
  element.classList.add("card");
  for (const choices of element.querySelectorAll(".ac-choiceSetInput-expanded, .ac-choiceSetInput-multiSelect")) nameGroup(choices);
  return element;
}

// The library gives the label to the first choice alone, and tells nobody that the choices belong together.
function nameGroup(choices) {
  const inputs = [...choices.querySelectorAll("input")];
  const label = inputs[0]?.getAttribute("aria-labelledby")?.split(" ").slice(0, -1).join(" ");
  choices.setAttribute("role", choices.matches(".ac-choiceSetInput-expanded") ? "radiogroup" : "group");
  if (!label) return;
  choices.setAttribute("aria-labelledby", label);
  inputs[0].setAttribute("aria-labelledby", inputs[0].getAttribute("aria-labelledby").slice(label.length + 1));
}

function asSent(action) {
  const { id, title, verb, data } = action;
  return { type: action.getJsonTypeName(), id, title, verb, data: data ?? {} };
}
