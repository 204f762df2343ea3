// Who one is, which document this page shows, and what is kept across a reload.

const random = (length) =>
  Array.from(
    crypto.getRandomValues(new Uint8Array(length)),
    (byte) => "abcdefghijkmnpqrstuvwxyz23456789"[byte % 32],
  ).join("");

/** The document in the page's address: `?doc=tea`. The rules say which names there may be. */
export const name =
  new URLSearchParams(location.search).get("doc") || "welcome";

export const addressOf = (document) => `?doc=${encodeURIComponent(document)}`;

/** An address that nobody has yet. */
export const freshAddress = () => addressOf(random(12));

/** This tab's user: two tabs are two people, and a page that is loaded again is the same one. */
export const me =
  sessionStorage.getItem("editor.user") ?? `guest-${random(12)}`;
sessionStorage.setItem("editor.user", me);

/** The name as it was last chosen in this tab, or in this browser. */
export const ownName = {
  get: () =>
    sessionStorage.getItem("editor.name") ??
    localStorage.getItem("editor.name") ??
    "",
  set(chosen) {
    sessionStorage.setItem("editor.name", chosen);
    localStorage.setItem("editor.name", chosen);
  },
};

const hues = new Map();

/** A colour for a person: one of twelve hues, and not one that somebody else has, as long as there are others. */
export function hue(user) {
  if (hues.has(user)) return hues.get(user);
  let sum = 0;
  for (const char of user) sum = (sum * 31 + char.codePointAt(0)) % 997;
  const taken = new Set(hues.values());
  let found = (sum % 12) * 30;
  for (let tried = 0; taken.has(found) && tried < 12; tried += 1) {
    found = (found + 150) % 360;
  }
  hues.set(user, found);
  return found;
}
