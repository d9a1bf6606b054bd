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
  const element = card.render();
  element.classList.add("card");
  return element;
}

function asSent(action) {
  const { id, title, verb, data } = action;
  return { type: action.getJsonTypeName(), id, title, verb, data: data ?? {} };
}
