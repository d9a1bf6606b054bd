// Puts the page together: panes, the picker that adds more, theme and width. Panes stand in the address's #.

import * as api from "/page/api.js";
import { make } from "/page/dom.js";
import { openLink } from "/page/links.js";
import { Pane } from "/page/pane.js";
import { Store } from "/page/store.js";

const $ = (id) => document.getElementById(id);
const panes = [];
let store;

const theme = () => (document.documentElement.classList.contains("dark") ? "dark" : "light");

function open(key) {
  const [personId, channelId] = key.split("|");
  const person = store.people.get(personId);
  const team = store.world.teams.find((t) => t.channels.some((c) => c.id === channelId));
  const channel = team?.channels.find((c) => c.id === channelId);
  if (!person || (channelId && !channel) || panes.some((pane) => pane.key === key)) return;
  const onLink = (url) => openLink(store, person, url, (text) => openChat(person, text));
  const pane = new Pane(store, { person, channel, team }, theme, { onClose: () => close(pane), onLink });
  panes.push(pane);
  $("panes").append(pane.element);
  pane.follow(true);
  remember();
}

function openChat(person, text) {
  open(person.id);
  const pane = panes.find(({ key }) => key === person.id);
  pane.element.scrollIntoView({ inline: "nearest" });
  pane.prefill(text);
}

function close(pane) {
  panes.splice(panes.indexOf(pane), 1);
  pane.close();
  remember();
}

function remember() {
  history.replaceState(null, "", `#${panes.map((pane) => encodeURIComponent(pane.key)).join("&")}`);
}

function firstPanes() {
  if (location.hash.length > 1) return location.hash.slice(1).split("&").map(decodeURIComponent);
  const { people, teams } = store.world;
  const lro = people.find((person) => person.role === "LRO");
  const advisers = people.filter((person) => person.role === "adviser").slice(0, 2);
  const channel = teams[0].channels.at(-1);
  return [lro && lro.id, lro && `${lro.id}|${channel.id}`, ...advisers.map((person) => person.id)].filter(Boolean);
}

function fillPicker() {
  const { people, teams } = store.world;
  const picker = $("picker");
  const option = (value, text) => make("option", { value }, text);
  picker.replaceChildren(option("", "Add a person or a channel…"));
  picker.append(make("optgroup", { label: "Chats with the bot" }, ...people.map((p) => option(p.id, `${p.name} (${p.role}, ${p.force})`))));
  for (const team of teams.filter(({ deleted }) => !deleted)) {
    const members = people.filter((person) => team.members.includes(person.id));
    for (const channel of team.channels) {
      const options = members.map((person) => option(`${person.id}|${channel.id}`, `${channel.name}, as ${person.name}`));
      picker.append(make("optgroup", { label: `${team.name} › ${channel.name}` }, ...options));
    }
  }
}

function addPicked() {
  open($("picker").value);
  panes.at(-1)?.element.scrollIntoView({ inline: "end" });
  $("picker").value = "";
}

function toggle(button, className, after = () => {}) {
  const apply = (on) => {
    document.documentElement.classList.toggle(className, on);
    button.setAttribute("aria-pressed", String(on));
  };
  apply(localStorage.getItem(className) === "yes");
  button.addEventListener("click", () => {
    const on = button.getAttribute("aria-pressed") !== "true";
    localStorage.setItem(className, on ? "yes" : "no");
    apply(on);
    after();
  });
}

toggle($("dark"), "dark", () => panes.forEach((pane) => pane.redraw()));
toggle($("phone"), "phone");
store = new Store(await api.world());
await store.follow(() => { $("offline").hidden = false; });
fillPicker();
store.addEventListener("world", fillPicker);
$("picker").addEventListener("change", addPicked);
firstPanes().forEach(open);
