// Who one is, and which board this page shows.

const random = (length) =>
  Array.from(
    crypto.getRandomValues(new Uint8Array(length)),
    (byte) => "abcdefghijkmnpqrstuvwxyz23456789"[byte % 32],
  ).join("");

/** A name for a stroke or a picture that nothing else has. */
export const newKey = () => random(16);

/** The board in the page's address: `?board=tea`. A page without one gets a new board, and its address says so. */
export const room = boardName();

function boardName() {
  const address = new URL(location.href);
  const named = address.searchParams.get("board");
  if (named) return named;
  const fresh = random(8);
  address.searchParams.set("board", fresh);
  history.replaceState(null, "", address);
  return fresh;
}

/** This tab's user: two tabs are two people, and a page that is loaded again is the same one. */
export const me = sessionStorage.getItem("board.user") ?? `guest-${random(12)}`;
sessionStorage.setItem("board.user", me);

/** What the user is called, as it was last chosen in this tab or else in this browser. */
export const name = {
  get: () =>
    sessionStorage.getItem("board.name") ??
    localStorage.getItem("board.name") ??
    `Guest ${me.slice(-3)}`,
  set(text) {
    sessionStorage.setItem("board.name", text);
    localStorage.setItem("board.name", text);
  },
};
