// All messages by chat, as the feed tells them, and what single people were told.

import * as api from "/page/api.js";

export class Store extends EventTarget {
  constructor(world) {
    super();
    this.chats = new Map();
    this.web = world.web;
    this.takeWorld(world);
  }

  takeWorld(world) {
    this.world = world;
    this.people = new Map(world.people.map((person) => [person.id, person]));
  }

  team(id) {
    return this.world.teams.find((team) => team.id === id);
  }

  messagesOf(chat) {
    if (!this.chats.has(chat)) this.chats.set(chat, new Map());
    return this.chats.get(chat);
  }

  follow(onLost) {
    return new Promise((resolve) => {
      const onOpen = async () => {
        for (const message of await api.messages()) this.take(message);
        resolve();
      };
      api.follow({ onOpen, onLost, onChange: (change) => this.change(change) });
    });
  }

  take(message) {
    const chat = this.messagesOf(message.chat);
    const known = chat.get(message.id);
    if (known && known.version >= message.version) return;
    chat.set(message.id, message);
    this.tell("message", message.chat, { message, isNew: !known });
  }

  change(change) {
    if (change.kind === "message") this.take(change.message);
    if (change.kind === "deleted") {
      this.messagesOf(change.chat).delete(change.message);
      this.tell("deleted", change.chat, { id: change.message });
    }
    if (change.kind === "world") {
      this.takeWorld(change.world);
      this.dispatchEvent(new CustomEvent("world"));
    }
    if (change.kind === "typing") this.tell("typing", change.chat, { thread: change.thread });
    if (change.kind === "line") this.tell("line", change.chat, change);
  }

  tell(kind, chat, detail) {
    this.dispatchEvent(new CustomEvent(`${kind} ${chat}`, { detail }));
  }
}
