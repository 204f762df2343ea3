// What stands before several nodes: each WebSocket goes to the next one in turn, so that the pages of a test are on different nodes.
// Requests go by the client's address, for a stream of events and what its client posts have to meet. Where a node can't be reached, the
// one after it is taken.
//
// It looks at a connection's first bytes alone, and knows no health checks, as simple ones don't.

import { once } from "node:events";
import { connect, createServer } from "node:net";

export class Balancer {
  #server = null;
  #starting = null;
  #nodes;
  #turn = 0;
  #open = new Set();

  /** Before nodes that have an `address`. */
  constructor(nodes) {
    this.#nodes = nodes;
  }

  get address() {
    return `127.0.0.1:${this.#server.address().port}`;
  }

  /** Starts to listen, once. */
  start() {
    this.#starting ??= this.#listen();
    return this.#starting;
  }

  async #listen() {
    this.#server = createServer((client) => this.#take(client));
    this.#server.listen(0, "127.0.0.1");
    await once(this.#server, "listening");
  }

  close() {
    for (const stream of this.#open) stream.destroy();
    this.#server?.close();
  }

  #take(client) {
    this.#hold(client);
    client.once("data", (first) => {
      client.pause();
      const isSocket = /^GET \/ws\b/.test(first.subarray(0, 16));
      const number = Number((client.remoteAddress ?? "").split(".").at(-1));
      const start = isSocket ? this.#turn++ : number;
      this.#join(client, first, start, this.#nodes.length);
    });
  }

  #join(client, first, turn, tries) {
    if (tries === 0) return client.destroy();
    const node = this.#nodes[turn % this.#nodes.length];
    const [host, port] = node.address.split(":");
    const server = connect(Number(port), host);
    this.#hold(server);
    let isThere = false;
    server.once("connect", () => {
      isThere = true;
      server.write(first);
      client.pipe(server);
      server.pipe(client);
      client.on("close", () => server.destroy());
    });
    server.on("close", () => {
      if (isThere) client.end();
      else this.#join(client, first, turn + 1, tries - 1);
    });
  }

  #hold(stream) {
    stream.setNoDelay(true);
    this.#open.add(stream);
    stream.on("error", () => {});
    stream.on("close", () => this.#open.delete(stream));
  }
}
