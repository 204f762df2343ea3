// Where the others are: the same text once more behind the field, unseen, with their carets and selections in it.
//
// The field and its mirror have the same lines because they have the same width and type. The mirror is also what makes the
// field as high as its text.

import { element } from "./dom.js";
import { hue } from "./session.js";

const mirror = document.getElementById("mirror");

/** Draws the text with carets `{ user, anchor, head }`, and the names of people by user. */
export function draw(text, carets, nameOf) {
  const shown = [...carets].filter(({ user }) => nameOf(user) !== undefined);
  const places = new Set([0, text.length]);
  for (const { anchor, head } of shown) places.add(anchor).add(head);
  const cuts = [...places].sort((a, b) => a - b);
  const nodes = [];
  cuts.forEach((from, index) => {
    for (const caret of shown) {
      if (caret.head === from) nodes.push(flag(caret, nameOf(caret.user)));
    }
    const to = cuts[index + 1];
    if (to === undefined) return;
    const piece = text.slice(from, to);
    const owner = shown.find(({ anchor, head }) => {
      const [start, end] = [Math.min(anchor, head), Math.max(anchor, head)];
      return start <= from && to <= end && start < end;
    });
    nodes.push(owner ? selected(piece, owner) : piece);
  });
  // A line that has just begun has a height too.
  nodes.push("\u200b");
  mirror.replaceChildren(...nodes);
}

function selected(piece, { user }) {
  const mark = element("mark", {}, piece);
  mark.style.setProperty("--hue", hue(user));
  return mark;
}

function flag({ user }, name) {
  const caret = element("i", { className: "caret" }, element("b", {}, name));
  caret.style.setProperty("--hue", hue(user));
  return caret;
}
