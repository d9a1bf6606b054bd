// One person's window: their chat with the bot, or a channel as they see it.

import * as api from "/page/api.js";
import { compose } from "/page/compose.js";
import { avatar, icon, make } from "/page/dom.js";
import { channelItems, channelNotice, chatItems, chatNotice } from "/page/manage.js";
import { menu } from "/page/menu.js";
import { MessageView } from "/page/message.js";
import { Thread } from "/page/thread.js";

const TYPING_STAYS_MS = 4000;
const NEAR_BOTTOM_PX = 80;

export class Pane {
  constructor(store, { person, channel, team }, theme, { onClose, onLink }) {
    Object.assign(this, { store, person, channel, team, theme, onLink });
    this.chat = channel ? channel.id : person.chat;
    this.views = new Map();
    this.threads = new Map();
    this.news = 0;
    this.listening = new AbortController();
    this.build(onClose);
    for (const message of store.messagesOf(this.chat).values()) this.take(message);
    this.listen();
  }

  get key() {
    return this.channel ? `${this.person.id}|${this.channel.id}` : this.person.id;
  }

  build(onClose) {
    const { person, channel, store } = this;
    this.where = make("p", { "data-testid": "where" });
    this.badge = make("span", { class: "badge", role: "status", "data-testid": "news", hidden: true });
    const close = make("button", { type: "button", class: "close", "aria-label": `Close ${person.name}`, onclick: onClose }, icon("close"));
    const title = make(
      "div", { class: "who" },
      make("h2", {}, person.name, make("span", { class: "role" }, `Sample ${person.role}, ${person.force}`)),
      this.where,
    );
    const more = menu(`More for ${person.name}`, () => this.items());
    this.notice = make("div", { class: "standing", role: "status", "data-testid": "standing", hidden: true });
    this.warning = make("p", { class: "line error", role: "alert", hidden: true });
    this.list = make("div", { class: "messages", role: "log", tabindex: "0" });
    this.atBottom = true;
    this.list.addEventListener("scroll", () => { this.atBottom = this.isAtBottom(); }, { passive: true });
    this.resizing = new ResizeObserver(() => this.follow(this.atBottom));
    this.resizing.observe(this.list);
    this.typing = make("p", { class: "typing", "aria-live": "polite", hidden: true }, make("span", {}), make("span", {}), make("span", {}), `${store.world.bot.name} is typing`);
    const label = channel ? "Start a post" : "Type a message";
    this.compose = compose({ label, bot: store.world.bot, inChannel: Boolean(channel), onSend: (text, mention) => this.say(text, this.chat, mention) });
    this.element = make(
      "section",
      { class: channel ? "pane channel" : "pane", "data-testid": "pane", "data-person": person.id, "data-chat": this.chat },
      make("header", {}, avatar(person), title, this.badge, more, close), this.notice, this.list, this.typing, this.warning, this.compose.element,
    );
    this.showStanding();
    for (const event of ["pointerdown", "focusin", "wheel"]) this.element.addEventListener(event, () => this.read(), { passive: true });
  }

  done(answer) {
    answer.then(() => { this.warning.hidden = true; }, (error) => this.warn(error.message));
  }

  warn(text) {
    this.warning.textContent = text;
    this.warning.hidden = false;
  }

  items() {
    const done = (answer) => this.done(answer);
    return this.channel ? channelItems(this.store, this.team.id, this.channel.id, done) : chatItems(this.store, this.person, done);
  }

  showStanding() {
    const { person, channel, store } = this;
    const done = (answer) => this.done(answer);
    const team = channel && store.team(this.team.id);
    const name = channel && (team.channels.find((c) => c.id === channel.id) ?? channel).name;
    const where = channel ? `${team.name} › ${name}` : `Chat with ${store.world.bot.name}`;
    this.where.textContent = where;
    this.list.setAttribute("aria-label", `${where}, as ${person.name} sees it`);
    this.element.setAttribute("aria-label", `${person.name}: ${where}`);
    const gone = channel && !team.members.includes(person.id) && { text: `${person.name} is not in this team.` };
    const notice = gone || (channel ? channelNotice(store, team.id, channel.id, done) : chatNotice(store, person, done));
    this.notice.hidden = !notice;
    this.element.classList.toggle("closed", Boolean(notice) && !notice.canWrite);
    const undo = notice?.undo && make("button", { type: "button", onclick: notice.undo.act }, notice.undo.label);
    this.notice.replaceChildren(...[notice?.text, undo].filter(Boolean));
  }

  prefill(text) {
    this.compose.prefill(text);
  }

  listen() {
    const on = (kind, act) => this.store.addEventListener(`${kind} ${this.chat}`, (event) => act(event.detail), { signal: this.listening.signal });
    this.store.addEventListener("world", () => this.showStanding(), { signal: this.listening.signal });
    on("message", ({ message, isNew }) => {
      this.take(message);
      if (isNew && message.from !== this.person.id && !this.element.contains(document.activeElement)) this.note();
    });
    on("deleted", ({ id }) => this.remove(id));
    on("typing", () => this.showTyping());
    on("line", (line) => {
      if (line.person === this.person.id) this.views.get(line.message)?.tell(line.level, line.text);
      this.follow(true);
    });
  }

  take(message) {
    const atBottom = this.isAtBottom();
    const view = this.views.get(message.id);
    if (view) {
      view.show(message);
    } else {
      const added = new MessageView(this.store, this.person, message, this.theme, (url) => this.onLink(url));
      this.views.set(message.id, added);
      this.place(message).append(added.element);
      if (message.from === this.store.world.bot.id) this.typing.hidden = true;
    }
    this.follow(atBottom || message.from === this.person.id);
  }

  place(message) {
    if (!message.thread) return this.list;
    if (!this.threads.has(message.thread)) {
      const say = (text, mention) => this.say(text, message.conversation, mention);
      const thread = new Thread(this.store.world.bot, say);
      this.threads.set(message.thread, thread);
      this.list.append(thread.element);
    }
    return this.threads.get(message.thread);
  }

  remove(id) {
    this.views.get(id)?.element.remove();
    this.views.delete(id);
  }

  redraw() {
    for (const view of this.views.values()) view.show(view.message);
  }

  isAtBottom() {
    return this.list.scrollHeight - this.list.scrollTop - this.list.clientHeight < NEAR_BOTTOM_PX;
  }

  follow(wanted) {
    if (wanted) this.list.scrollTop = this.list.scrollHeight;
  }

  say(text, conversation, mention) {
    this.read();
    this.done(api.say({ person: this.person.id, text, conversation, mention }));
  }

  showTyping() {
    this.typing.hidden = false;
    clearTimeout(this.typingEnds);
    this.typingEnds = setTimeout(() => { this.typing.hidden = true; }, TYPING_STAYS_MS);
  }

  note() {
    this.news += 1;
    this.badge.textContent = `${this.news} new`;
    this.badge.hidden = false;
    this.element.classList.add("has-news");
  }

  read() {
    this.news = 0;
    this.badge.hidden = true;
    this.element.classList.remove("has-news");
  }

  close() {
    this.listening.abort();
    this.resizing.disconnect();
    this.element.remove();
  }
}
