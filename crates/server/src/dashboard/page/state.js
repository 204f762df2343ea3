// What is stored: values, game states, documents.

import { el, empty, search, show, table } from "./elements.js";
import { documentShown } from "./rooms.js";
import { ask, ignore } from "./server.js";
import { bytes, clock, count, glance, pretty } from "./words.js";

const view = document.getElementById("view");

export const KINDS = {
  value: "Values",
  game: "Game states",
  document: "Documents",
};

function entryLink(kind, key) {
  const href = `#state/${kind}/${encodeURIComponent(key)}`;
  return el("a", { href }, key === "" ? "(empty)" : key);
}

export const stateView = {
  kind: "value",
  prefix: "",
  open() {
    this.list = el("div");
    this.more = el("button", { type: "button", hidden: true }, "More");
    this.more.addEventListener("click", () => this.goOn().catch(ignore));
    const kinds = el(
      "select",
      { "aria-label": "Kind" },
      Object.entries(KINDS).map(([kind, name]) =>
        el("option", { value: kind, selected: kind === this.kind }, name),
      ),
    );
    kinds.addEventListener("change", () => {
      this.kind = kinds.value;
      this.look().catch(ignore);
    });
    view.replaceChildren(
      el(
        "div",
        { class: "bar" },
        kinds,
        search("Names that begin with …", this.prefix, (text) => {
          this.prefix = text;
          this.look().catch(ignore);
        }),
        el("span", { class: "quiet" }, "as it was when it was looked at"),
        el(
          "button",
          { type: "button", onclick: () => this.look().catch(ignore) },
          "Look again",
        ),
      ),
      this.list,
      el("p", {}, this.more),
    );
  },
  look() {
    this.entries = [];
    this.next = null;
    return this.goOn();
  },
  async goOn() {
    const asked = {
      kind: this.kind,
      prefix: this.prefix,
      from: this.next,
      limit: 50,
    };
    const known = this.entries;
    const page = await ask("state", asked);
    // Another question was asked meanwhile.
    if (known !== this.entries) return;
    this.entries = [...known, ...page.entries];
    this.next = page.next;
    this.more.hidden = page.next === null;
    const { kind, prefix, entries, next } = this;
    show(this.list, [kind, prefix, entries, next], () => this.rows());
  },
  rows() {
    if (this.entries.length === 0) {
      if (this.next !== null)
        return empty("Nothing so far; there is more to look through.");
      return empty(
        this.prefix
          ? "No name begins so."
          : `There are no ${KINDS[this.kind].toLowerCase()}.`,
      );
    }
    if (this.kind === "document") {
      const told = this.entries.map(({ key, version }) => [
        entryLink("document", key),
        count(version),
      ]);
      return table(
        [
          ["Document", "wide"],
          ["Version", "number"],
        ],
        told,
      );
    }
    const told = this.entries.map(({ key, value, until, problem }) => [
      entryLink(this.kind, key),
      el(
        "span",
        {},
        el("code", { class: "clamped" }, glance(value)),
        problem
          ? el("span", { class: "bad" }, ` doesn’t fit its model: ${problem}`)
          : "",
      ),
      bytes(value.bytes),
      until === undefined ? "" : clock(until),
    ]);
    return table(
      ["Name", ["Value", "wide"], ["Size", "number"], ["Until", "time"]],
      told,
    );
  },
};

export const entryView = {
  open(kind, key) {
    Object.assign(this, { kind, key });
    this.body = el("div");
    const name = { value: "Value", game: "Game state", document: "Document" }[
      kind
    ];
    view.replaceChildren(
      el("div", { class: "bar" }, el("a", { href: "#state" }, "← State")),
      el("h2", {}, `${name} `, el("code", {}, key)),
      this.body,
    );
  },
  async look() {
    const { kind, key } = this;
    try {
      const found = await ask("entry", { kind, key });
      show(this.body, found, ({ value, document }) =>
        document ? documentShown(document) : el("pre", {}, pretty(value)),
      );
    } catch (error) {
      if (error.message)
        show(this.body, null, () => empty("There is nothing of this name."));
    }
  },
};
