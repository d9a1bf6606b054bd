// The sandbox's API: asks, and a feed of changes.

const BASE = "/sandbox/api";
const RETRY_MS = 1000;

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
export const openLink = (person, url) => ask("POST", "/open", { person, url, web: true });
export const changeChannel = (change) => ask("POST", "/channels", change);
export const changeTeam = (change) => ask("POST", "/teams", change);
export const changeBot = (change) => ask("POST", "/bots", change);
export const changeMembers = (change) => ask("POST", "/members", change);
export const changeStanding = (change) => ask("POST", "/standing", change);

// Calls onChange for every change. onOpen is awaited first, so that nothing is missed: what changes meanwhile waits
// in the socket. A sandbox that comes back may be a new one that knows nothing of before: the page starts afresh.
export function follow({ onOpen, onChange, onLost }) {
  const socket = new WebSocket(`ws://${location.host}${BASE}/changes`);
  let ready = Promise.resolve();
  socket.onopen = () => { ready = onOpen(); };
  socket.onmessage = (event) => { ready = ready.then(() => onChange(JSON.parse(event.data))); };
  socket.onclose = () => {
    onLost();
    setInterval(() => world().then(() => location.reload(), () => {}), RETRY_MS);
  };
}
