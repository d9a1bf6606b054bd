// The sandbox's API: asks, and a feed of changes that comes back by itself after an interruption.

const BASE = "/sandbox/api";

async function ask(method, path, body) {
  const response = await fetch(BASE + path, {
    method,
    headers: { "Content-Type": "application/json" },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.error);
  return answer;
}

export const world = () => ask("GET", "/world");
export const messages = () => ask("GET", "/messages").then((answer) => answer.messages);
export const say = (words) => ask("POST", "/say", { ...words, wait: false });
export const press = (button) => ask("POST", "/press", button);

// Calls onChange for every change. After each (re)connection onOpen is awaited first, so that nothing is missed:
// what changes meanwhile waits in the socket.
export function follow({ onOpen, onChange, onLost }) {
  const socket = new WebSocket(`ws://${location.host}${BASE}/changes`);
  let ready = Promise.resolve();
  socket.onopen = () => { ready = onOpen(); };
  socket.onmessage = (event) => { ready = ready.then(() => onChange(JSON.parse(event.data))); };
  socket.onclose = () => {
    onLost();
    setTimeout(() => follow({ onOpen, onChange, onLost }), 1000);
  };
}
