// Small windows over the page: one asks for a name, one ticks who is in a team.

import { make } from "/page/dom.js";

function open(title, content, ...buttons) {
  const dialog = make("dialog", { "aria-label": title });
  const form = make("form", { method: "dialog" }, make("h2", {}, title), content, make("div", { class: "buttons" }, ...buttons));
  dialog.append(form);
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}

export function askName(title, value, onName) {
  const input = make("input", { type: "text", value, maxlength: "50", required: true, "aria-label": title });
  const cancel = make("button", { type: "button", onclick: () => dialog.close() }, "Cancel");
  const save = make("button", { type: "submit", class: "primary" }, "Save");
  const dialog = open(title, input, cancel, save);
  dialog.addEventListener("submit", () => onName(input.value.trim()));
  input.select();
}

export function tickPeople(title, people, isIn, onTick) {
  const row = (person) => {
    const box = make("input", { type: "checkbox", checked: isIn(person) });
    box.addEventListener("change", () => onTick(person, box.checked));
    return make("label", {}, box, `${person.name} (${person.role}, ${person.force})`);
  };
  const done = make("button", { type: "submit", class: "primary" }, "Done");
  open(title, make("div", { class: "ticks" }, ...people.map(row)), done);
}
