// What stands around the conversation: the connection's state, the rooms, the panel at the side, the link.

import { element } from "./dom.js";
import { addressOf, knownRooms, room } from "./session.js";

const find = (id) => document.getElementById(id);

let countdown;

/** Brings all of it to life. `leave` is called when Escape is pressed. */
export function begin(client, leave) {
  history.replaceState(null, "", addressOf(room));
  find("room").textContent = room;
  find("text").placeholder = `Message #${room}`;
  find("connection").querySelector("button").onclick = () => client.connect();
  find("share").onclick = () =>
    share().catch(() => prompt("Copy:", location.href));
  find("open").onclick = () =>
    openSide(!document.body.classList.contains("side"));
  find("go").onsubmit = (event) => {
    event.preventDefault();
    const name = event.target.elements.room.value.trim();
    location.assign(addressOf(name.replace(/^#\s*/, "")));
  };
  document.addEventListener("click", (event) => {
    if (!event.target.closest("#side, #open")) openSide(false);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    openSide(false);
    leave();
  });
  showRooms();
}

/** Says how the connection is; `wasOpen` tells a break from the beginning. */
export function showConnection(state, wasOpen) {
  clearInterval(countdown);
  const isOpen = state.name === "open";
  document.body.classList.toggle("offline", !isOpen);
  if (isOpen || state.name === "idle") return banner(null);
  if (state.name === "closed")
    return banner(`Not connected: ${state.error?.message ?? "closed"}.`);
  const tell = () => {
    const left = Math.ceil((state.retryAt - Date.now()) / 1000);
    const when = left > 0 ? `trying again in ${left} s` : "trying again";
    const lost = `No connection, ${when}. What you write is sent then.`;
    banner(wasOpen ? lost : "Connecting …", state.name === "waiting");
  };
  tell();
  if (state.name === "waiting") countdown = setInterval(tell, 500);
}

/** A line above the conversation; `null` for none. */
export function banner(words, canTry = false) {
  const node = find("connection");
  node.hidden = words === null;
  node.querySelector("span").textContent = words ?? "";
  node.querySelector("button").hidden = !canTry;
}

/** The rules let nobody into this room: says why, and offers nothing to write. */
export function keepOut(words) {
  banner(words);
  document.body.classList.add("outside");
}

function showRooms() {
  const names = new Set([...knownRooms(), room]);
  find("rooms").replaceChildren(
    ...Array.from(names, (name) => {
      const link = element("a", { href: addressOf(name) }, `# ${name}`);
      if (name === room) link.setAttribute("aria-current", "page");
      return element("li", {}, link);
    }),
  );
}

const SHARE = find("share").textContent;

async function share() {
  try {
    await navigator.clipboard.writeText(location.href);
    find("share").textContent = "Copied";
    setTimeout(() => (find("share").textContent = SHARE), 2000);
  } catch {
    // Over plain HTTP browsers give pages no clipboard.
    prompt("Copy:", location.href);
  }
}

function openSide(isOpen) {
  document.body.classList.toggle("side", isOpen);
  find("open").setAttribute("aria-expanded", String(isOpen));
}
