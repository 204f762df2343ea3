// What was given up, which can be let go once more, and what waits.

import { el, empty, heading, show, table } from "./elements.js";
import { roomLink } from "./rooms.js";
import { ask, ignore } from "./server.js";
import { clock, count, glance } from "./words.js";

const view = document.getElementById("view");

export const jobsView = {
  open() {
    this.given = el("div");
    this.waiting = el("div");
    this.note = el("p", { class: "quiet", role: "status" });
    view.replaceChildren(
      heading("Given up"),
      this.note,
      this.given,
      heading("Waiting, the next due first"),
      this.waiting,
    );
  },
  async look() {
    const jobs = await ask("jobs");
    show(this.given, jobs.given_up, (list) => this.givenUp(list));
    show(this.waiting, jobs.waiting, (list) => this.later(list));
    if (jobs.is_part)
      this.note.textContent =
        "These are not all; `buildamp events list` and `webhooks list` have those that were given up.";
  },
  givenUp(list) {
    if (list.length === 0) return empty("Nothing was given up.");
    const told = list.map((job) => {
      const again = el(
        "button",
        { type: "button", "aria-label": `Replay ${job.name}` },
        "Replay",
      );
      again.addEventListener("click", () => this.replay(job, again));
      return [
        job.kind,
        el("code", {}, job.name),
        roomLink(job.room),
        count(job.attempts),
        el(
          "div",
          {},
          el("div", { class: "bad" }, job.reason),
          el("code", { class: "clamped" }, glance(job.payload)),
        ),
        again,
      ];
    });
    const heads = [
      "Kind",
      "Name",
      "Room",
      ["Attempts", "number"],
      ["Why, and its payload", "wide"],
      "",
    ];
    return table(heads, told);
  },
  later(list) {
    if (list.length === 0) return empty("Nothing waits.");
    const told = list.map((job) => [
      clock(job.due),
      job.kind,
      el("code", {}, job.name),
      roomLink(job.room),
      job.key ?? "",
      el("code", { class: "clamped" }, glance(job.payload)),
      job.attempts > 0 ? count(job.attempts) : "",
    ]);
    const heads = [
      ["Due", "time"],
      "Kind",
      "Name",
      "Room",
      "Key",
      ["Payload", "wide"],
      ["Attempts", "number"],
    ];
    return table(heads, told);
  },
  async replay(job, button) {
    button.disabled = true;
    try {
      await ask("replay", { id: job.id }, "POST");
      this.note.textContent = `${job.name} goes once more.`;
    } catch (error) {
      button.disabled = false;
      if (error.message)
        this.note.textContent = `${job.name}: ${error.message}`;
    }
    await this.look().catch(ignore);
  },
};
