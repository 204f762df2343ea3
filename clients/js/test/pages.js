// Pages that write at once, over a network that delays, drops and repeats; the same for every kind of document.
import { DocumentState } from "../src/ot-client.js";
import { random } from "./ot-support.js";

/** What the rules do with an edit, `BuildAmp.Documents` in short. */
export class Server {
  constructor(kind, content, kept = Infinity) {
    this.kind = kind;
    this.begun = content;
    this.done = 0;
    this.log = []; // {version, operation, edit_id}
    this.edits = {};
    this.kept = kept;
  }

  get version() {
    return this.log.length;
  }

  submit({ version, operation: mine, edit_id }) {
    const [, source, number] = /^(.*)-(\d+)$/.exec(edit_id);
    if ((this.edits[source] ?? 0) >= Number(number)) return null;
    if (this.version - version > this.kept) return "too old";
    let operation = mine;
    for (const other of this.log.slice(version)) {
      [operation] = this.kind.transform(operation, other.operation);
    }
    this.edits[source] = Number(number);
    const update = { version: this.version + 1, operation, edit_id };
    this.log.push(update);
    return update;
  }

  /** The content at a version, worked out when somebody asks. */
  get content() {
    for (const { operation } of this.log.slice(this.done)) {
      this.begun = this.kind.apply(operation, this.begun);
    }
    this.done = this.log.length;
    return this.begun;
  }

  state() {
    const { version, content } = this;
    return { version, content, edits: { ...this.edits } };
  }
}

/** A page, with what is on the wire to it and from it, each in its order. */
class Page {
  constructor(name, server) {
    const { version, content } = server.state();
    const { kind } = server;
    this.state = new DocumentState({ source: name, version, content, kind });
    this.toServer = [];
    this.toPage = [];
    this.online = true;
  }

  type(edit) {
    this.put(this.state.edit(edit));
  }

  put(edit) {
    if (edit !== null && this.online) this.toServer.push(edit);
  }

  hear(server) {
    const update = this.toPage.shift();
    if (update === undefined) return;
    const received = this.state.receive(update);
    if (received === "missed") {
      this.toPage = [];
      this.put(this.state.restart(server.state()).send);
    } else if (received !== null) this.put(received.send);
  }

  /** All that has come, or the first half of it. */
  hearAll(server, luck) {
    const count = Math.ceil(this.toPage.length / (1 + luck.below(2)));
    for (let heard = 0; heard < count; heard += 1) this.hear(server);
  }

  drop() {
    this.online = false;
    this.toServer = [];
    this.toPage = [];
  }

  /** Back, with what was missed, or with the whole state. */
  back(server, recovered) {
    this.online = true;
    if (recovered) {
      this.toPage.push(...server.log.slice(this.state.version));
      this.put(this.state.outgoing);
    } else {
      this.put(this.state.restart(server.state()).send);
    }
  }
}

/**
 * So many pages make so many edits, each by `write(luck, state)`, over a network that delays, drops and brings back; then all come to
 * rest.
 */
export function simulate(world) {
  const { seed, pages: count, edits, content, kept, kind, write } = world;
  const luck = random(seed);
  const server = new Server(kind, content, kept);
  const pages = Array.from(
    { length: count },
    (_, i) => new Page(`p${i}`, server),
  );
  const serve = (page) => {
    const edit = page.toServer.shift();
    if (edit === undefined) return;
    const update = server.submit(edit);
    if (update === "too old") {
      page.toPage = [];
      page.put(page.state.restart(server.state()).send);
    } else if (update !== null) {
      for (const other of pages) if (other.online) other.toPage.push(update);
    }
  };
  for (let made = 0; made < edits;) {
    const page = luck.of(pages);
    const what = luck.below(1000);
    if (what < 200) {
      page.type(write(luck, page.state));
      made += 1;
    } else if (what < 600) serve(page);
    else if (what < 970 || count * edits > 1e5) page.hearAll(server, luck);
    else if (page.online) page.drop();
    else page.back(server, luck.below(2) === 0);
  }
  for (const page of pages) if (!page.online) page.back(server, true);
  for (let busy = true; busy;) {
    busy = false;
    for (const page of pages) {
      busy ||= page.toServer.length + page.toPage.length > 0;
      serve(page);
      page.hear(server);
    }
  }
  return { server, pages };
}
