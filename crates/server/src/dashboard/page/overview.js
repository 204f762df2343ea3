// What is going on, in figures: now, and over the last two minutes.

import { el, empty, heading, show, svg, table } from "./elements.js";
import { nodesTable, rememberNodes } from "./nodes.js";
import { roomLink } from "./rooms.js";
import { bytes, clock, count, lasts, millis, rate } from "./words.js";

const SAMPLES = 60;

const view = document.getElementById("view");

/** The last overview. */
export const latest = () => samples.at(-1);

/** The last overviews: what rates and lines are made of. */
let samples = [];

const sum = (counts) => counts.reduce((all, { count }) => all + count, 0);

export function remember(overview) {
  const last = samples.at(-1);
  // Another process counts anew.
  if (last && last.started !== overview.started) samples = [];
  samples.push(overview);
  if (overview.nodes) rememberNodes(overview.nodes);
  if (samples.length > SAMPLES + 1) samples.shift();
}

/** What came in a second between each overview and the one before. */
function rates(of) {
  return samples.slice(1).map((now, place) => {
    const before = samples[place];
    const seconds = (now.now - before.now) / 1000;
    return seconds > 0 ? (of(now) - of(before)) / seconds : 0;
  });
}

/** How much time so much of the messages between the first and the last overview took at most; of all, where there were none. */
function quantile(part) {
  const [first, last] = [samples[0], samples.at(-1)];
  const before = new Map(first.message_times.buckets);
  const { buckets, count: all } = last.message_times;
  const total = all - first.message_times.count;
  if (samples.length < 2 || total === 0) {
    return last.message_times[part === 0.5 ? "p50_ms" : "p99_ms"];
  }
  let [low, passed] = [0, 0];
  for (const [high, upTo] of buckets) {
    const seen = upTo - (before.get(high) ?? 0);
    if (seen >= total * part && seen > passed) {
      const within = (total * part - passed) / (seen - passed);
      return low + (high - low) * within;
    }
    [low, passed] = [high, seen];
  }
  return low;
}

function line(values) {
  const most = Math.max(...values, 0);
  const at = (value, place) => {
    const x = SAMPLES - values.length + place;
    return `${x},${most > 0 ? 19 - (value / most) * 18 : 19}`;
  };
  return svg(
    "svg",
    {
      viewBox: `0 0 ${SAMPLES - 1} 20`,
      preserveAspectRatio: "none",
      "aria-hidden": "true",
    },
    svg("polyline", { points: values.map(at).join(" ") }),
  );
}

function card(name, value, more, values) {
  return el(
    "div",
    { class: "card" },
    el("h3", {}, name),
    el("strong", {}, value),
    more ? el("p", {}, more) : null,
    values && values.length > 1 ? line(values) : null,
  );
}

function cards(overview) {
  const perSecond = (name, of, more) => {
    const values = rates(of);
    const last = values.at(-1);
    const value = last === undefined ? "–" : rate(last);
    return card(`${name}/s`, value, more, values);
  };
  const gauge = (name, of, more) =>
    card(name, count(of(overview)), more, samples.map(of));
  const { process, connections, queues, rooms, history } = overview.memory;
  return [
    perSecond(
      "Messages",
      (o) => o.messages,
      `${count(overview.messages)} in all`,
    ),
    perSecond(
      "Deliveries",
      (o) => o.delivered,
      `${count(overview.delivered)} in all`,
    ),
    perSecond(
      "Refused",
      (o) => sum(o.refusals),
      `${count(sum(overview.refusals))} in all`,
    ),
    card(
      "Message time",
      millis(quantile(0.5)),
      `99 of 100 within ${millis(quantile(0.99))}`,
    ),
    gauge(
      "Connections",
      (o) => o.connections,
      `${count(overview.lingering)} may be back`,
    ),
    gauge("Users", (o) => o.users),
    gauge(
      "Rooms",
      (o) => o.rooms,
      `the largest has ${count(overview.largest_room)}`,
    ),
    card(
      "Memory",
      bytes(process ?? connections + queues + rooms + history),
      `connections ${bytes(connections)}, rooms ${bytes(rooms)}, history ${bytes(history)}, waiting ${bytes(queues)}`,
    ),
  ];
}

function counts(rows, none) {
  if (rows.length === 0) return empty(none);
  const told = rows.map(({ name, count: number }) => [
    el("code", {}, name),
    count(number),
  ]);
  return table(["Code", ["Count", "number"]], told, { stacks: false });
}

function facts(overview) {
  const { engine, rules, version, node, host, has_hosts: hasHosts } = overview;
  const fact = (name, ...value) => [el("dt", {}, name), el("dd", {}, value)];
  const health = engine.problem
    ? el("span", { class: "bad" }, ` – does not work: ${engine.problem}`)
    : el("span", { class: "good" }, " – works");
  return el(
    "dl",
    {},
    fact("Server", `BuildAmp ${version}, node ${node}`),
    fact(
      "Up for",
      lasts(overview.now - overview.started),
      overview.is_stopping ? el("span", { class: "warn" }, " – stopping") : "",
    ),
    fact("Engine", engine.kind, health),
    fact(
      "Rules",
      `${rules.version ?? "–"}, for ${lasts(overview.now - rules.since)}: ${rules.functions.join(", ")}`,
    ),
    fact(
      "Rules' time",
      `half within ${millis(overview.rules_times.p50_ms)}, 99 of 100 within ${millis(overview.rules_times.p99_ms)}`,
    ),
    fact(
      "Beside messages",
      `${count(overview.events)} events, ${count(overview.ticks)} ticks, ${count(overview.conflicts)} commits tried again`,
    ),
    hasHosts
      ? fact(
          "Host",
          `${host} – rooms, state and messages are this host's, figures are the node's`,
        )
      : [],
  );
}

function faults(list) {
  if (list.length === 0) return empty("No call of the rules has failed.");
  const rows = list.map((fault) => [
    clock(fault.at),
    roomLink(fault.room),
    fault.user,
    el("span", {}, el("code", {}, fault.function), ` ${fault.text}`),
  ]);
  return table([["When", "time"], "Room", "User", ["Fault", "wide"]], rows);
}

export const overviewView = {
  open() {
    const places = {};
    const place = (name, kind = "div", properties = {}) =>
      (places[name] = el(kind, properties));
    view.replaceChildren(
      place("cards", "div", { class: "cards" }),
      place("nodes"),
      el(
        "div",
        { class: "halves" },
        el("section", {}, heading("Server"), place("facts")),
        el(
          "section",
          {},
          heading("Refused, by code"),
          place("refusals"),
          heading("Faults of the rules, by code"),
          place("codes"),
        ),
      ),
      heading("Last faults of the rules"),
      place("faults"),
    );
    this.places = places;
    if (samples.length > 0) this.draw();
  },
  draw() {
    const overview = samples.at(-1);
    this.places.cards.replaceChildren(...cards(overview));
    show(this.places.nodes, overview.nodes ?? [], (nodes) =>
      nodes.length > 0 ? [heading("Nodes"), nodesTable(nodes)] : [],
    );
    show(this.places.facts, overview, facts);
    show(this.places.refusals, overview.refusals, (rows) =>
      counts(rows, "Nothing was refused."),
    );
    show(this.places.codes, overview.faults, (rows) =>
      counts(rows, "There were none."),
    );
    show(this.places.faults, overview.last_faults, faults);
  },
};
