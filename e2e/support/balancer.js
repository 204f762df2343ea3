// What stands before several nodes: each connection goes to the next one in turn, and to the one after that where it can't be reached.
//
// It looks at a connection's first bytes alone, so that sockets and requests take turns of their own: the pages of a test are on different
// nodes. It knows no health checks, as simple ones don't.

import { once } from "node:events";
import { connect, createServer } from "node:net";

export class Balancer {
  #server = null;
  #starting = null;
  #nodes;
  #sticky;
  #turns = { socket: 0, request: 0 };
  #open = new Set();

  /** Before nodes that have an `address`. One that is sticky sends all connections of an address to the same node, while it is there. */
  constructor(nodes, { sticky = false } = {}) {
    this.#nodes = nodes;
    this.#sticky = sticky;
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

  /** Which node an address is sent to. */
  nodeOf(address) {
    const last = Number(address.split(".").at(-1));
    return last % this.#nodes.length;
  }

  #take(client) {
    this.#hold(client);
    client.once("data", (first) => {
      client.pause();
      const kind = /^GET \/ws\b/.test(first.subarray(0, 16))
        ? "socket"
        : "request";
      const start = this.#sticky
        ? this.nodeOf(client.remoteAddress)
        : this.#turns[kind]++;
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
