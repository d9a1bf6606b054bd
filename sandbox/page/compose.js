// The box people write in. In a channel it mentions the bot unless that is switched off.

import { icon, make } from "/page/dom.js";

export function compose({ label, bot, inChannel, onSend }) {
  const box = make("textarea", { rows: "1", "aria-label": label, placeholder: label, "data-testid": "compose" });
  const send = make("button", { type: "submit", class: "send", "aria-label": "Send", title: "Send", "data-testid": "send" }, icon("send"));
  const mention = make(
    "button",
    { type: "button", class: "chip", "aria-pressed": "true", title: "Only what mentions the bot reaches it", "data-testid": "mention" },
    `@${bot.name}`,
  );
  mention.addEventListener("click", () => {
    mention.setAttribute("aria-pressed", String(mention.getAttribute("aria-pressed") !== "true"));
  });
  const grow = () => {
    box.style.height = "auto";
    box.style.height = `${Math.min(box.scrollHeight + 2, 120)}px`;
  };
  box.addEventListener("input", grow);
  box.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      form.requestSubmit();
    }
  });
  const form = make("form", { class: "compose" }, inChannel ? mention : null, make("div", { class: "field" }, box, send));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const text = box.value.trim();
    if (!text) return;
    box.value = "";
    grow();
    onSend(text, inChannel && mention.getAttribute("aria-pressed") === "true");
  });
  const prefill = (text) => {
    box.value = text;
    box.focus();
    grow();
  };
  return { element: form, prefill };
}
