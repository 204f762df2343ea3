// Who one is, which game this page shows, and how others get there.

const GAME = /^[A-Za-z0-9_-]{1,40}$/;

/** A text of random letters and digits. */
function random(length) {
  const bytes = crypto.getRandomValues(new Uint8Array(length));
  return Array.from(
    bytes,
    (byte) => "abcdefghijkmnpqrstuvwxyz23456789"[byte % 32],
  ).join("");
}

/**
 * This tab's user. It is kept as long as the tab, so that two tabs are two players, and a page that is loaded again is
 * the same one.
 */
export function userId() {
  const known = sessionStorage.getItem("chess.user");
  if (known) return known;
  const fresh = `guest-${random(10)}`;
  sessionStorage.setItem("chess.user", fresh);
  return fresh;
}

/** The name to play under, as it was last given in this browser. */
export const playerName = {
  get: () => localStorage.getItem("chess.name") ?? "",
  set: (name) => localStorage.setItem("chess.name", name),
};

/** The game in the page's address; a page without one gets a new game, and its address says so. */
export function gameName() {
  const address = new URL(location.href);
  const named = address.searchParams.get("game") ?? "";
  if (GAME.test(named)) return named;
  const fresh = random(6);
  address.searchParams.set("game", fresh);
  history.replaceState(null, "", address);
  return fresh;
}

/** What to send to an opponent. */
export const gameLink = () => location.href;
