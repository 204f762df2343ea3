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

/** A colour for a person, the same on all pages: one of twelve hues. */
export function hue(user) {
  let sum = 0;
  for (const char of user) sum = (sum * 31 + char.codePointAt(0)) % 997;
  return (sum % 12) * 30;
}
