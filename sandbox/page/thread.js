// A post in a channel with its replies and a box to reply in.

import { compose } from "/page/compose.js";
import { make } from "/page/dom.js";

export class Thread {
  constructor(bot, say) {
    this.messages = make("div", { class: "thread-messages" });
    const reply = make("button", { type: "button", class: "reply", "data-testid": "reply" }, "Reply");
    const { element: box } = compose({ label: "Reply", bot, inChannel: true, onSend: say });
    box.hidden = true;
    reply.addEventListener("click", () => {
      reply.hidden = true;
      box.hidden = false;
      box.querySelector("textarea").focus();
    });
    this.element = make("div", { class: "thread", "data-testid": "thread" }, this.messages, reply, box);
  }

  append(message) {
    this.messages.append(message);
  }
}
