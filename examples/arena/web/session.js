// Who one is, and which floor this page shows.

const random = (length) =>
  Array.from(
    crypto.getRandomValues(new Uint8Array(length)),
    (byte) => "abcdefghijkmnpqrstuvwxyz23456789"[byte % 32],
  ).join("");

/** The room in the page's address: `?room=tea`. The rules say which names there may be. */
export const room = new URLSearchParams(location.search).get("room") || "arena";

/** This tab's user: two tabs are two players, and a page that is loaded again is the same one. */
export const me = sessionStorage.getItem("arena.user") ?? `guest-${random(12)}`;
sessionStorage.setItem("arena.user", me);

/** The name to play under. `get` tells the one that was last used in this browser. */
export const name = {
  get: () => localStorage.getItem("arena.name") ?? "",
  set(text) {
    localStorage.setItem("arena.name", text);
    sessionStorage.setItem("arena.plays", "yes");
  },
  /** Whether this tab plays, and goes on after it is loaded again. */
  isPlaying: () => sessionStorage.getItem("arena.plays") !== null,
};
