// Links that people click: one to a chat with the bot opens that chat, any other a page of its own.

import * as api from "/page/api.js";

const TEAMS = ["teams.microsoft.com", "teams.cloud.microsoft"];
const HERE = ["localhost", "127.0.0.1", "[::1]"];

// `openChat(text)` is called for a chat with the bot. Throws a sentence if the link is to another bot.
export async function openLink(store, person, url, openChat) {
  const opened = isForUs(store, new URL(url)) ? await api.openLink(person.id, url) : { url };
  if (opened.chat) openChat(opened.text);
  else window.open(opened.url, "_blank", "noopener,noreferrer");
}

function isForUs(store, link) {
  if (TEAMS.includes(link.hostname)) return link.pathname.startsWith("/l/chat/") && link.search.includes("28:");
  const bot = new URL(store.web);
  const sameHost = link.hostname === bot.hostname || (HERE.includes(link.hostname) && HERE.includes(bot.hostname));
  return sameHost && link.port === bot.port;
}
