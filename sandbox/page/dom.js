// Small helpers to build the page. Text is always set as text, never as markup.

export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== null));
  return element;
}

const ICONS = {
  send: "M3 17.5 18 10 3 2.500l2.200 6.300L12 10l-6.800 1.200z",
  close: "m5 5 10 10M15 5 5 15",
  more: "M5 10h.01M10 10h.01M15 10h.01",
};

export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 20 20");
  svg.setAttribute("aria-hidden", "true");
  svg.classList.add("icon", `icon-${name}`);
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}

const COLOURS = ["#8764b8", "#0f6c6d", "#a4262c", "#986f0b", "#1f6fb2", "#4f6b2d", "#a43e8c", "#5c4b8a"];

export function avatar(person) {
  const initials = person.name.split(" ").map((part) => part[0]).slice(0, 2).join("").toUpperCase();
  const sum = [...person.id].reduce((total, letter) => total + letter.codePointAt(0), 0);
  return make("span", { class: "avatar", style: `background:${COLOURS[sum % COLOURS.length]}`, "aria-hidden": "true" }, initials);
}

export const botAvatar = () => make("img", { class: "avatar bot", src: "/page/icon.svg", alt: "" });

const CLOCK = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: "Europe/London" });
export const clock = (instant) => CLOCK.format(new Date(instant));
