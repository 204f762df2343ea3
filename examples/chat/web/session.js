// Who one is, which room this page shows, and what is kept across a reload.

const random = (length) =>
  Array.from(
    crypto.getRandomValues(new Uint8Array(length)),
    (byte) => "abcdefghijkmnpqrstuvwxyz23456789"[byte % 32],
  ).join("");

/** A name for a message that no other message has. */
export const newKey = () => random(20);

/** The room in the page's address: `?room=tea`. The rules say which names there may be. */
export const room = new URLSearchParams(location.search).get("room") || "lobby";

/** Where a room is. */
export const addressOf = (name) => `?room=${encodeURIComponent(name)}`;

/** This tab's user: two tabs are two people, and a page that is loaded again is the same one. */
export const me = kept(
  sessionStorage,
  "chat.user",
  `guest-${random(12)}`,
).get();
kept(sessionStorage, "chat.user").set(me);

/** The name as it was last chosen: in this tab, or else in this browser. */
export const ownName = {
  get: () =>
    sessionStorage.getItem("chat.name") ??
    localStorage.getItem("chat.name") ??
    "",
  set(name) {
    sessionStorage.setItem("chat.name", name);
    localStorage.setItem("chat.name", name);
  },
  /** Whether this tab's user has chosen it, and not another one's. */
  isChosen: () => sessionStorage.getItem("chat.name") !== null,
};

/** What is in the composer. */
export const draft = kept(sessionStorage, `chat.draft.${room}`, "");
/** The messages that the server has not taken yet. */
export const unsent = kept(sessionStorage, `chat.unsent.${room}`, []);
/** The number of the last line that was seen. */
export const seen = kept(sessionStorage, `chat.seen.${room}`, null);

/** The rooms that this browser has been to, the lobby first. */
export function knownRooms() {
  return kept(localStorage, "chat.rooms", ["lobby"]).get();
}

/** Keeps a room among these. */
export function rememberRoom(name) {
  const rooms = knownRooms().filter((other) => other !== name);
  const others = rooms.filter((other) => other !== "lobby").slice(-8);
  kept(localStorage, "chat.rooms").set([
    ...new Set(["lobby", ...others, name]),
  ]);
}

function kept(storage, key, otherwise) {
  return {
    get() {
      const text = storage.getItem(key);
      return text === null ? otherwise : JSON.parse(text);
    },
    set: (value) => storage.setItem(key, JSON.stringify(value)),
  };
}
