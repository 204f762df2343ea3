// The rooms, and one of them: who is in it, what was said, what is stored under its name.

import { el, empty, heading, search, show, table } from "./elements.js";
import { latest } from "./overview.js";
import { ask, ignore } from "./server.js";
import { clock, count, glance, pretty } from "./words.js";

const view = document.getElementById("view");

export function roomLink(room) {
  return el("a", { href: `#rooms/${encodeURIComponent(room)}` }, room);
}

export const roomsView = {
  prefix: "",
  open() {
    this.note = el("span", { class: "quiet" });
    this.list = el("div");
    view.replaceChildren(
      el(
        "div",
        { class: "bar" },
        search("Rooms that begin with …", this.prefix, (text) => {
          this.prefix = text;
          this.look().catch(ignore);
        }),
        this.note,
      ),
      this.list,
    );
  },
  async look() {
    const { prefix } = this;
    const found = await ask("rooms", { prefix, limit: 100 });
    if (prefix !== this.prefix) return;
    show(this.list, [prefix, found.rooms], () => this.rows(found.rooms));
    const more =
      found.found > found.rooms.length
        ? `, the largest ${found.rooms.length} of them here`
        : "";
    this.note.textContent = `${count(found.found)}${found.is_part ? "+" : ""} rooms with somebody of this node${more}`;
  },
  rows(rooms) {
    if (rooms.length === 0) {
      return empty(
        this.prefix ? "No room begins so." : "Nobody is in any room.",
      );
    }
    const told = rooms.map((room) => [
      roomLink(room.room),
      count(room.connections),
      room.seq === undefined ? "–" : count(room.seq),
      room.ticks === undefined ? "" : `${room.ticks}/s`,
    ]);
    const heads = [
      ["Room", "wide"],
      ["Connections", "number"],
      ["Broadcasts", "number"],
      ["Ticks", "number"],
    ];
    return table(heads, told);
  },
};

export const roomView = {
  open(room) {
    this.room = room;
    this.unfolded ??= new Set();
    this.body = el("div");
    view.replaceChildren(
      el("div", { class: "bar" }, el("a", { href: "#rooms" }, "← Rooms")),
      el("h2", {}, room),
      this.body,
    );
  },
  async look() {
    const { room } = this;
    const found = await ask("room", { room });
    if (room === this.room) show(this.body, found, () => this.draw(found));
  },
  draw(found) {
    const stored = [
      found.game && [heading("Game state"), el("pre", {}, pretty(found.game))],
      found.document && documentShown(found.document),
    ];
    return [
      el(
        "p",
        { class: "quiet" },
        `${count(found.member_count)} users, ${count(found.connections)} connections of this node, ${count(found.seq)} broadcasts in the numbering ${found.epoch}${found.ticks ? `, ${found.ticks} ticks a second` : ""}`,
      ),
      el(
        "div",
        { class: "halves" },
        el("section", {}, heading("Members"), this.members(found)),
        el(
          "section",
          {},
          stored.some(Boolean)
            ? stored.filter(Boolean).flat()
            : [
                heading("Stored"),
                empty(
                  "There is no game state and no document of the room's name.",
                ),
              ],
        ),
      ),
      heading("Last broadcasts"),
      this.history(found),
    ];
  },
  members({ members, member_count: all }) {
    if (all === 0) return empty("Nobody is here.");
    const own = latest()?.node;
    const told = members.map(({ user, connections }) => [
      user,
      el(
        "code",
        {},
        connections
          .map((id) =>
            own && !id.startsWith(own) ? `${id} (another node)` : id,
          )
          .join(", "),
      ),
    ]);
    const rest = all - members.length;
    return [
      table(["User", ["Connections", "wide"]], told),
      rest > 0 ? el("p", { class: "quiet" }, `and ${count(rest)} more`) : null,
    ].filter(Boolean);
  },
  history({ history, seq }) {
    if (history.length === 0) {
      return empty(
        seq > 0
          ? "What was broadcast is too old to be remembered."
          : "Nothing was broadcast here.",
      );
    }
    const told = history.toReversed().map((said) => {
      const isOpen = this.unfolded.has(said.seq);
      const code = el(
        "code",
        { class: isOpen ? null : "clamped" },
        spoken(said.message),
      );
      code.addEventListener("click", () => {
        code.classList.toggle("clamped");
        if (!this.unfolded.delete(said.seq)) this.unfolded.add(said.seq);
      });
      const except = said.excluded > 0 ? ` except ${count(said.excluded)}` : "";
      return [
        count(said.seq),
        clock(said.at),
        `${said.type ?? "–"}${except}`,
        code,
      ];
    });
    return table(
      [["No.", "number"], ["When", "time"], "Type", ["Message", "wide"]],
      told,
    );
  },
};

export function documentShown({
  version,
  content_version: of,
  content,
  problem,
}) {
  const which =
    of === version
      ? `version ${count(version)}`
      : `version ${count(version)}, shown as of ${count(of)}`;
  return [
    heading(`Document, ${which}`),
    problem
      ? el("p", { class: "warn" }, `It can't be worked out: ${problem}`)
      : null,
    el("pre", {}, pretty(content)),
  ].filter(Boolean);
}

/** What a broadcast says beside its type, which stands before it. */
function spoken(message) {
  if (message.is_cut) return glance(message);
  try {
    const { type, payload, ...rest } = JSON.parse(message.json);
    return JSON.stringify(payload ?? rest);
  } catch {
    return message.json;
  }
}
