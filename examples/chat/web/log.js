// The conversation as it is drawn: days, groups, the mark of what is new, what is not sent yet.
//
// It refuses to know of the connection. It gets all items whenever one changes, and touches only the elements that differ.

import { button, element } from "./dom.js";

/** Messages that follow each other within this time stand together. In milliseconds. */
const TOGETHER = 5 * 60 * 1000;

/** A colour for somebody, always the same. */
export function hue(user) {
  let sum = 7;
  for (const char of user) sum = (sum * 31 + char.codePointAt(0)) % 9973;
  // Steps of the golden angle, so that neighbours differ.
  return Math.round((sum * 137.508) % 360);
}

/** A round mark with somebody's first letter. */
export const face = (person) =>
  element(
    "span",
    { className: "face", style: `--hue: ${hue(person.user_id)}` },
    [...person.name][0].toUpperCase(),
  );

/**
 * The rows of a conversation. Items are lines (`{ line }`), lines that are on their way (`{ line, status, reason }`) and notes
 * (`{ note, at }`), in their order; `mark` is the number after which everything is new.
 */
export function rowsOf(items, mark) {
  const rows = [];
  let last = null;
  let day = null;
  let isMarked = mark === null;
  for (const item of items) {
    const at = item.line?.at ?? item.at;
    const today = new Date(at).toDateString();
    if (today !== day) {
      rows.push({ key: `day ${today}`, kind: "day", at });
      last = null;
    }
    day = today;
    if (!isMarked && item.line?.number > mark) {
      rows.push({ key: "mark", kind: "mark" });
      isMarked = true;
      last = null;
    }
    if (item.note) {
      rows.push({ key: `note ${item.id}`, kind: "note", text: item.note });
      last = null;
      continue;
    }
    const { line } = item;
    const isFirst =
      last === null ||
      last.user_id !== line.user_id ||
      last.name !== line.name ||
      at - last.at > TOGETHER;
    const { status = "sent", reason = "", canRetry = false } = item;
    const key = `line ${line.user_id} ${line.key}`;
    rows.push({ key, kind: "line", line, isFirst, status, reason, canRetry });
    last = line;
  }
  return rows;
}

/** Draws rows into a list. `act(what, key)` is called for `retry` and `edit`. */
export function draw(list, rows, me, act) {
  const known = new Map(
    Array.from(list.children, (node) => [node.dataset.key, node]),
  );
  let place = list.firstChild;
  for (const row of rows) {
    const form = JSON.stringify(row);
    let node = known.get(row.key);
    if (node?.form !== form) {
      const fresh = DRAWN[row.kind](row, me, act);
      fresh.dataset.key = row.key;
      fresh.form = form;
      if (node === place) place = place?.nextSibling ?? null;
      node?.remove();
      node = fresh;
    }
    known.delete(row.key);
    if (node === place) place = place.nextSibling;
    else list.insertBefore(node, place);
  }
  while (place) {
    const next = place.nextSibling;
    place.remove();
    place = next;
  }
}

const DRAWN = {
  day: ({ at }) =>
    element("li", { className: "day" }, element("span", {}, dayText(at))),
  mark: () => element("li", { className: "mark" }, element("span", {}, "New")),
  note: ({ text }) => element("li", { className: "note" }, text),
  line: drawLine,
};

function drawLine({ line, isFirst, status, reason, canRetry }, me, act) {
  const isMine = line.user_id === me;
  const time = element("time", {}, timeText(line.at));
  time.dateTime = new Date(line.at).toISOString();
  time.title = new Date(line.at).toLocaleString();
  const bubble = element("div", { className: "bubble" }, ...linked(line.text));
  const foot = {
    sending: () => element("p", { className: "foot" }, "Sending …"),
    failed: () =>
      element(
        "p",
        { className: "foot problem" },
        `Not sent: ${reason} `,
        canRetry ? button("Try again", () => act("retry", line.key)) : null,
        button("Edit", () => act("edit", line.key)),
      ),
  }[status];
  return element(
    "li",
    {
      className: [
        isMine ? "mine" : "theirs",
        isFirst ? "first" : "",
        status,
      ].join(" "),
    },
    isFirst && !isMine ? face(line) : null,
    element(
      "div",
      { className: "said" },
      isFirst
        ? element(
            "p",
            { className: "head", style: `--hue: ${hue(line.user_id)}` },
            element("b", isMine ? { className: "unseen" } : {}, line.name),
            " ",
            time,
          )
        : null,
      bubble,
      foot ? foot() : null,
    ),
  );
}

/** Text with its web addresses as links. */
function linked(text) {
  return text
    .split(/(https?:\/\/[^\s<>"]+[^\s<>".,:;!?)\]}'])/)
    .map((part, index) =>
      index % 2
        ? element(
            "a",
            { href: part, target: "_blank", rel: "noopener noreferrer" },
            part,
          )
        : part,
    );
}

const timeText = (at) =>
  new Date(at).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });

function dayText(at) {
  const days = Math.round(
    (new Date().setHours(12) - new Date(at).setHours(12)) / 86_400_000,
  );
  if (days < 2)
    return new Intl.RelativeTimeFormat([], { numeric: "auto" })
      .format(-days, "day")
      .replace(/^./, (letter) => letter.toUpperCase());
  return new Date(at).toLocaleDateString([], {
    weekday: "long",
    day: "numeric",
    month: "long",
  });
}
