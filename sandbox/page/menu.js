// A button with a menu behind it. What it offers is asked for each time it opens.

import { icon, make } from "/page/dom.js";

// `items()` gives [{ label, act, grave }]; null draws a line between groups.
export function menu(label, items) {
  const list = make("div", { class: "menu-list", role: "menu", "aria-label": label, hidden: true });
  const button = make(
    "button",
    { type: "button", class: "quiet", "aria-label": label, title: label, "aria-haspopup": "menu", "aria-expanded": "false", "data-testid": "more" },
    icon("more"),
  );
  const element = make("div", { class: "menu" }, button, list);
  const show = (open) => {
    list.hidden = !open;
    button.setAttribute("aria-expanded", String(open));
  };
  const entry = (item) => {
    if (item === null) return make("hr");
    const choose = () => { show(false); button.focus(); item.act(); };
    return make("button", { type: "button", role: "menuitem", class: item.grave ? "grave" : null, onclick: choose }, item.label);
  };
  const move = (step) => {
    const entries = [...list.querySelectorAll("button")];
    entries.at((entries.indexOf(document.activeElement) + step) % entries.length).focus();
  };
  button.addEventListener("click", () => {
    list.replaceChildren(...items().map(entry));
    show(list.hidden);
    if (!list.hidden) move(1);
  });
  element.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !list.hidden) { show(false); button.focus(); }
    if (event.key === "ArrowDown" && !list.hidden) { event.preventDefault(); move(1); }
    if (event.key === "ArrowUp" && !list.hidden) { event.preventDefault(); move(-1); }
  });
  element.addEventListener("focusout", (event) => { if (!element.contains(event.relatedTarget)) show(false); });
  return element;
}
