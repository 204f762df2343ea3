// What becomes of messages, as it happens. The server records them only while this is open.

import { el, empty, search, show, table } from "./elements.js";
import { roomLink } from "./rooms.js";
import { API, session } from "./server.js";
import { clock, count, micros } from "./words.js";

const WAYS = 200;
const AGAIN_MS = 2000;

const view = document.getElementById("view");

export const messagesView = {
  ways: [],
  passed: 0,
  filter: "",
  isPaused: false,
  onlyRefused: false,
  open() {
    this.note = el("span", { class: "quiet", role: "status" });
    this.list = el("div");
    const pause = el(
      "button",
      { type: "button", "aria-pressed": String(this.isPaused) },
      "Pause",
    );
    pause.addEventListener("click", () => {
      this.isPaused = !this.isPaused;
      pause.setAttribute("aria-pressed", String(this.isPaused));
      pause.textContent = this.isPaused ? "Go on" : "Pause";
      this.draw();
    });
    const refused = el("input", {
      type: "checkbox",
      checked: this.onlyRefused,
    });
    refused.addEventListener("change", () => {
      this.onlyRefused = refused.checked;
      this.draw();
    });
    view.replaceChildren(
      el(
        "div",
        { class: "bar" },
        search("Room, user, type, code …", this.filter, (text) => {
          this.filter = text;
          this.draw();
        }),
        el("label", {}, refused, "Only refused"),
        pause,
        this.note,
      ),
      this.list,
    );
    [this.ways, this.passed] = [[], 0];
    this.draw();
    this.listen();
  },
  listen() {
    this.source = new EventSource(`${API}messages`);
    this.source.onopen = () => {
      this.isOpen = true;
      this.tell();
    };
    this.source.onerror = () => {
      this.isOpen = false;
      this.tell();
      // A server that said no is not asked again by the browser.
      if (this.source?.readyState === EventSource.CLOSED) {
        this.source = null;
        this.again = setTimeout(
          () => session.isOver || this.listen(),
          AGAIN_MS,
        );
      }
    };
    this.source.onmessage = ({ data }) => {
      const { ways, passed } = JSON.parse(data);
      this.passed += passed;
      this.ways = [...ways.toReversed(), ...this.ways].slice(0, WAYS);
      if (!this.isPaused) this.draw();
    };
  },
  close() {
    clearTimeout(this.again);
    this.source?.close();
    this.source = null;
  },
  tell() {
    const more = this.passed > 0 ? `; ${count(this.passed)} more went by` : "";
    this.note.textContent = this.isOpen ? `live${more}` : "not connected";
  },
  draw() {
    this.tell();
    const words = this.filter.toLowerCase();
    const shown = this.ways.filter((way) => {
      const texts = [way.room, way.user, way.message, way.code, way.reason];
      const isMeant = texts.some((text) => text?.toLowerCase().includes(words));
      return isMeant && (!this.onlyRefused || way.outcome === "refused");
    });
    const isNone = this.ways.length === 0;
    show(this.list, [isNone, shown], () => this.rows(shown));
  },
  rows(ways) {
    if (ways.length === 0) {
      return empty(
        this.ways.length > 0
          ? "None of the last messages is like this."
          : "Waiting for messages. Only those that come while this is open are shown; nothing is recorded before.",
      );
    }
    const told = ways.map((way) => [
      clock(way.at),
      way.room === undefined ? "" : roomLink(way.room),
      way.user,
      el("code", {}, way.message ?? ""),
      el(
        "span",
        {
          class: `badge ${way.outcome}`,
          title: `In the log: trace ${way.trace}`,
        },
        way.outcome,
      ),
      this.became(way),
      micros(way.rules_us),
      micros(way.commit_us),
    ]);
    const heads = [
      ["When", "time"],
      "Room",
      ["User", "name"],
      "Message",
      "Outcome",
      ["What became of it", "wide"],
      ["Rules", "number"],
      ["Commit", "number"],
    ];
    return table(heads, told);
  },
  became(way) {
    const { effects, code, reason, fault, conflicts } = way;
    const often = new Map();
    for (const effect of effects)
      often.set(effect, (often.get(effect) ?? 0) + 1);
    const named = [...often].map(([name, times]) =>
      times > 1 ? `${name} ×${times}` : name,
    );
    const text = code
      ? el("span", {}, el("code", {}, code), ` ${reason ?? ""}`)
      : el(
          "span",
          {},
          named.join(", ") ||
            (way.outcome === "repeated" ? "answered as before" : "no effects"),
        );
    return el(
      "div",
      {},
      text,
      fault ? el("div", { class: "bad" }, fault) : null,
      conflicts > 0
        ? el(
            "div",
            { class: "warn" },
            `others were faster ${count(conflicts)} times`,
          )
        : null,
    );
  },
};
