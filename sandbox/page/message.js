// One message as one person sees it.

import * as api from "/page/api.js";
import { drawCard } from "/page/cards.js";
import { avatar, botAvatar, clock, make } from "/page/dom.js";
import { toHtml } from "/page/markdown.js";

const CARD = "application/vnd.microsoft.card.adaptive";
const LINE_STAYS_MS = 8000;

export class MessageView {
  constructor(store, viewer, message, theme, openLink) {
    Object.assign(this, { store, viewer, theme, openLink });
    this.lines = make("div", { class: "lines" });
    this.element = make("article", { class: "message", "data-testid": "message", "data-message": message.id, tabindex: "-1" });
    this.element.addEventListener("click", (event) => {
      const link = event.target.closest("a[href]");
      if (!link) return;
      event.preventDefault();
      this.open(link.href);
    });
    this.show(message);
  }

  show(message) {
    const { bot } = this.store.world;
    const fromBot = message.from === bot.id;
    const sender = fromBot ? bot : this.store.people.get(message.from);
    const own = message.from === this.viewer.id && !message.thread;
    const hadFocus = this.element.contains(document.activeElement);
    this.message = message;
    this.element.classList.toggle("own", own);
    this.element.classList.toggle("from-bot", fromBot);
    this.element.setAttribute("aria-label", `${sender.name}, ${clock(message.sent)}`);
    const head = make(
      "header", {},
      own ? null : make("b", {}, sender.name),
      make("time", { datetime: message.sent }, clock(message.sent)),
      message.edited ? make("span", { class: "edited" }, "Edited") : null,
    );
    const content = make("div", { class: "content" }, head, ...this.parts(message, bot), this.lines);
    this.element.replaceChildren(...(own ? [content] : [fromBot ? botAvatar() : avatar(sender), content]));
    if (hadFocus) this.element.focus({ preventScroll: true });
  }

  parts(message, bot) {
    const parts = [];
    if (message.text) parts.push(bubble(message, bot));
    for (const attachment of message.views[this.viewer.id] ?? message.attachments) {
      if (attachment.contentType === CARD) parts.push(this.card(attachment.content));
      else parts.push(make("div", { class: "bubble" }, `[${attachment.contentType} is not shown here]`));
    }
    return parts;
  }

  card(content) {
    const frame = make("div", { class: "card-frame" });
    frame.append(drawCard(content, this.theme(), (action) => this.press(frame, action), (url) => this.open(url)));
    return frame;
  }

  async open(url) {
    try {
      await this.openLink(url);
    } catch (error) {
      this.tell("error", error.message);
    }
  }

  async press(frame, action) {
    frame.classList.add("busy");
    frame.inert = true;
    const { id, chat } = this.message;
    try {
      await api.press({ person: this.viewer.id, chat, message: id, action });
    } catch (error) {
      this.tell("error", error.message);
    } finally {
      frame.classList.remove("busy");
      frame.inert = false;
    }
  }

  tell(level, text) {
    const line = make("p", { class: `line ${level}`, role: level === "error" ? "alert" : "status", "data-testid": "line" }, text);
    this.lines.replaceChildren(line);
    if (level !== "error") setTimeout(() => line.remove(), LINE_STAYS_MS);
  }
}

function bubble(message, bot) {
  const element = make("div", { class: "bubble" });
  if (message.textFormat === "plain") element.textContent = message.text;
  else element.innerHTML = toHtml(message.text);
  if (message.mentionsBot) element.prepend(make("span", { class: "mention" }, bot.name), " ");
  return element;
}
