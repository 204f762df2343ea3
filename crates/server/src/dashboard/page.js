// The dashboard's page. What it shows was named by strangers: it comes into the page as text alone, never as HTML.

const API = "/_buildamp/api/";
const SAMPLES = 60;
const EVERY_MS = 2000;
const WAYS = 200;

const view = document.getElementById("view");
const trouble = document.getElementById("trouble");

// --- elements ---------------------------------------------------------------

/** An element; properties that begin with `on` listen, others are attributes. */
function el(name, properties = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else element.setAttribute(key, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child !== null));
  return element;
}

function svg(name, attributes, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) {
    element.setAttribute(key, value);
  }
  element.append(...children);
  return element;
}

/** Rows under heads; a head is a name, or a name and its class. */
function table(heads, rows, { stacks = true } = {}) {
  const named = heads.map((head) => [head].flat());
  const cells = (row) =>
    row.map((cell, place) => {
      const [name, kind] = named[place];
      const isNamed = kind === "number" || kind === "time";
      const labelled = isNamed && name && cell !== "" ? name : null;
      return el("td", { class: kind, "data-name": labelled }, cell);
    });
  return el(
    "table",
    { class: stacks ? "stacks" : null },
    el(
      "thead",
      {},
      el(
        "tr",
        {},
        named.map(([name, kind]) =>
          el("th", { class: kind, scope: "col" }, name),
        ),
      ),
    ),
    el(
      "tbody",
      {},
      rows.map((row) => el("tr", {}, cells(row))),
    ),
  );
}

const empty = (text) => el("p", { class: "empty" }, text);
const heading = (text) => el("h2", {}, text);

/** Puts what is made of data into a place, unless the data is what it was: who selects or reads is not disturbed. */
function show(place, data, make) {
  const text = JSON.stringify(data);
  if (place.shown === text) return;
  place.shown = text;
  place.replaceChildren(...[make(data)].flat());
}

function search(name, value, oninput) {
  return el("input", {
    type: "search",
    placeholder: name,
    "aria-label": name,
    value,
    spellcheck: "false",
    autocapitalize: "off",
    oninput: ({ target }) => oninput(target.value),
  });
}

// --- words ------------------------------------------------------------------

const plain = new Intl.NumberFormat("en");
const short = new Intl.NumberFormat("en", { maximumSignificantDigits: 3 });
const count = (number) => plain.format(number);

function rate(number) {
  return number >= 1000 ? count(Math.round(number)) : short.format(number);
}

function bytes(number) {
  const units = ["B", "kB", "MB", "GB", "TB"];
  let place = 0;
  while (number >= 1000 && place < units.length - 1) {
    number /= 1000;
    place += 1;
  }
  return `${short.format(number)} ${units[place]}`;
}

function millis(number) {
  if (number === undefined || number === null) return "–";
  if (number < 1) return `${Math.round(number * 1000)} µs`;
  if (number < 1000) return `${short.format(number)} ms`;
  return `${short.format(number / 1000)} s`;
}

const micros = (number) => (number === undefined ? "" : millis(number / 1000));

function lasts(milliseconds) {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  const units = [
    [86400, "d"],
    [3600, "h"],
    [60, "min"],
    [1, "s"],
  ];
  const first = units.findIndex(([size]) => seconds >= size);
  if (first < 0) return "0 s";
  const [size, unit] = units[first];
  const whole = `${Math.floor(seconds / size)} ${unit}`;
  const next = units[first + 1];
  const rest = next ? Math.floor((seconds % size) / next[0]) : 0;
  return rest > 0 ? `${whole} ${rest} ${next[1]}` : whole;
}

function clock(at) {
  const time = new Date(at);
  const isToday = time.toDateString() === new Date().toDateString();
  const text = time.toLocaleTimeString("en-GB");
  return isToday ? text : `${time.toLocaleDateString("en-CA")} ${text}`;
}

/** JSON as people read it; as it is where it is cut. */
function pretty({ json, is_cut: isCut, bytes: whole }) {
  if (isCut) return `${json}…\n\n(${bytes(whole)} in all)`;
  try {
    return JSON.stringify(JSON.parse(json), null, 2);
  } catch {
    return json;
  }
}

const glance = ({ json, is_cut: isCut }) => (isCut ? `${json}…` : json);

// --- the server -------------------------------------------------------------

class Refused extends Error {}

/** Asks the server; says where it can't be asked, and that it can again. */
async function ask(path, query = {}, method = "GET") {
  const given = Object.entries(query).filter(([, value]) => value !== null);
  const url = `${API}${path}?${new URLSearchParams(given)}`;
  let response;
  try {
    response = await fetch(url, { method, cache: "no-store" });
  } catch {
    say("The server does not answer. It is asked again every few seconds.");
    throw new Refused();
  }
  if (response.status === 401 || response.status === 429) {
    halted = true;
    say("The password is not known any more. Load the page again to give it.");
    throw new Refused();
  }
  const type = response.headers.get("content-type") ?? "";
  const body = type.includes("json") ? await response.json() : null;
  if (!response.ok) {
    const text = body?.error ?? (await response.text().catch(() => ""));
    if (response.status !== 404) say(`The server says: ${text}`);
    throw new Refused(text);
  }
  say(null);
  return body;
}

let halted = false;

function say(text) {
  trouble.hidden = !text;
  if (trouble.textContent !== (text ?? "")) trouble.textContent = text ?? "";
}

// --- the overview -----------------------------------------------------------

/** The last overviews: what rates and lines are made of. */
let samples = [];

const sum = (counts) => counts.reduce((all, { count }) => all + count, 0);

function remember(overview) {
  const last = samples.at(-1);
  // Another process counts anew.
  if (last && last.started !== overview.started) samples = [];
  samples.push(overview);
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
  if (list.length === 0) return empty("The rules have ended early nowhere.");
  const rows = list.map((fault) => [
    clock(fault.at),
    roomLink(fault.room),
    fault.user,
    el("span", {}, el("code", {}, fault.function), ` ${fault.text}`),
  ]);
  return table([["When", "time"], "Room", "User", ["Fault", "wide"]], rows);
}

const overviewView = {
  open() {
    const places = {};
    const place = (name, kind = "div", properties = {}) =>
      (places[name] = el(kind, properties));
    view.replaceChildren(
      place("cards", "div", { class: "cards" }),
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

// --- rooms ------------------------------------------------------------------

function roomLink(room) {
  return el("a", { href: `#rooms/${encodeURIComponent(room)}` }, room);
}

const roomsView = {
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
          this.look();
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
    show(this.list, found, ({ rooms }) => this.rows(rooms));
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

const roomView = {
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
    const own = samples.at(-1)?.node;
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
        glance(said.message),
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

function documentShown({ version, content_version: of, content, problem }) {
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

// --- messages ---------------------------------------------------------------

const messagesView = {
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
        this.again = setTimeout(() => this.listen(), EVERY_MS);
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
    show(this.list, shown, (ways) => this.rows(ways));
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
      el("span", { class: `badge ${way.outcome}` }, way.outcome),
      this.became(way),
      micros(way.rules_us),
      micros(way.commit_us),
    ]);
    const heads = [
      ["When", "time"],
      "Room",
      "User",
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

// --- state ------------------------------------------------------------------

const KINDS = { value: "Values", game: "Game states", document: "Documents" };

function entryLink(kind, key) {
  const href = `#state/${kind}/${encodeURIComponent(key)}`;
  return el("a", { href }, key === "" ? "(empty)" : key);
}

const stateView = {
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
    show(this.list, [this.kind, this.entries], () => this.rows());
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
    const told = this.entries.map(({ key, value, until }) => [
      entryLink(this.kind, key),
      el("code", { class: "clamped" }, glance(value)),
      bytes(value.bytes),
      until === undefined ? "" : clock(until),
    ]);
    return table(
      ["Name", ["Value", "wide"], ["Size", "number"], ["Until", "time"]],
      told,
    );
  },
};

const entryView = {
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

// --- given up ---------------------------------------------------------------

const jobsView = {
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
        "There are more than were looked at; `buildamp events list` has all.";
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

// --- going about ------------------------------------------------------------

const ignore = () => {};
const VIEWS = ["overview", "rooms", "messages", "state", "given-up"];
let current = null;

/** The part of an address behind `#`, whatever somebody wrote there. */
function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function route() {
  const [name, ...rest] = location.hash.slice(1).split("/").map(decoded);
  const tab = VIEWS.includes(name) ? name : "overview";
  current?.close?.();
  if (tab === "rooms" && rest.length > 0) {
    current = roomView;
    roomView.open(rest[0]);
  } else if (tab === "state" && rest.length > 1 && rest[0] in KINDS) {
    current = entryView;
    entryView.open(rest[0], rest[1]);
  } else {
    const views = [overviewView, roomsView, messagesView, stateView, jobsView];
    current = views[VIEWS.indexOf(tab)];
    current.open();
  }
  for (const link of document.querySelectorAll("nav a")) {
    if (link.hash === `#${tab}`) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  current.look?.().catch(ignore);
}

async function beat() {
  try {
    const overview = await ask("overview");
    remember(overview);
    document.getElementById("app").textContent = overview.app;
    document.title = `${overview.app} – BuildAmp`;
    document.getElementById("where").textContent = overview.has_hosts
      ? overview.host
      : "";
    const given = overview.given_up;
    const all = given ? given.events + given.webhooks : 0;
    document.getElementById("given-up-count").textContent =
      all > 0 ? count(all) : "";
    if (current === overviewView) overviewView.draw();
    const isLive = [roomsView, roomView, jobsView].includes(current);
    if (isLive) await current.look();
  } catch (error) {
    // What a server says no to was told; anything else is a mistake of this page.
    if (!(error instanceof Refused)) console.error(error);
  }
  if (!halted) setTimeout(beat, EVERY_MS);
}

addEventListener("hashchange", () => {
  route();
  view.focus({ preventScroll: true });
  scrollTo(0, 0);
});

addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const isWriting = event.target.matches("input[type=search], select");
  if (event.key === "Escape") {
    if (isWriting) event.target.blur();
    else if (current === roomView) location.hash = "#rooms";
    else if (current === entryView) location.hash = "#state";
    return;
  }
  if (isWriting) return;
  const place = Number(event.key) - 1;
  if (place in VIEWS) location.hash = `#${VIEWS[place]}`;
  if (event.key === "r") current.look?.().catch(ignore);
  if (event.key === "/") {
    const filter = view.querySelector("input[type=search]");
    if (filter) {
      event.preventDefault();
      filter.focus();
    }
  }
});

route();
beat();
