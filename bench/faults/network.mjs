// Hosts to run processes on: network namespaces of their own with two networks, or all of one loopback where that is not allowed.
//
// In front of the nodes is the network of the clients, behind them that of Redis. A host is cut off by unplugging it: its cable stays up,
// and whatever it sends goes nowhere, as with a switch that fails. It refuses to know what runs on a host.

import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { connect, createServer } from "node:net";

const NAMESPACE = "ba-faults-";
/** Beside the two networks, where hosts are put that only reach each other. */
const BRIDGES = { front: "baf-front", back: "baf-back", island: "baf-island" };
const NETS = { front: "10.199.71", back: "10.199.72" };
/** This script's own number in both networks. */
const OWN = 254;

const ip = (...words) => execFileSync("ip", words.map(String), { stdio: ["ignore", "pipe", "pipe"] });

/** Whether namespaces can be made here. */
export function isPossible() {
  try {
    ip("netns", "add", `${NAMESPACE}probe`);
    ip("link", "add", "baf-probe", "type", "bridge");
    ip("link", "del", "baf-probe");
    ip("netns", "del", `${NAMESPACE}probe`);
    return true;
  } catch {
    return false;
  }
}

/** Removes what a run has left that was killed. */
export function clean() {
  const there = String(ip("netns", "list")).match(/^\S+/gm) ?? [];
  for (const name of there.filter((name) => name.startsWith(NAMESPACE))) ip("netns", "del", name);
  // A namespace goes when its last process has ended; its cables go at once.
  const links = String(ip("-o", "link")).match(/(?<=^\d+: )baf-[\w-]+/gm) ?? [];
  for (const link of links) {
    try {
      ip("link", "del", link);
    } catch {
      // It went with its other end.
    }
  }
}

/** Hosts in namespaces. */
export class Namespaces {
  kind = "network namespaces";
  hosts = new Map();

  constructor(names) {
    if (String(ip("netns", "list")).includes(NAMESPACE))
      throw new Error("there are namespaces of another run, or of one that was killed: `bench/faults/run clean` removes them");
    for (const [net, bridge] of Object.entries(BRIDGES)) {
      ip("link", "add", bridge, "type", "bridge");
      ip("link", "set", bridge, "up");
      if (net in NETS) ip("addr", "add", `${NETS[net]}.${OWN}/24`, "dev", bridge);
    }
    names.forEach((name, index) => this.hosts.set(name, new NamespacedHost(name, index + 1)));
  }

  /** The address on which processes of this script are reached by hosts: from behind, and from the front. */
  get own() {
    return `${NETS.back}.${OWN}`;
  }

  get outside() {
    return `${NETS.front}.${OWN}`;
  }

  remove() {
    clean();
  }
}

class NamespacedHost {
  constructor(name, number) {
    this.space = NAMESPACE + name;
    this.front = `${NETS.front}.${number}`;
    this.back = `${NETS.back}.${number}`;
    this.cables = {};
    ip("netns", "add", this.space);
    ip("-n", this.space, "link", "set", "lo", "up");
    for (const net of Object.keys(NETS)) {
      const cable = `baf-${net[0]}-${number}`;
      this.cables[net] = cable;
      ip("link", "add", cable, "type", "veth", "peer", "name", net, "netns", this.space);
      ip("-n", this.space, "addr", "add", `${this[net]}/24`, "dev", net);
      ip("-n", this.space, "link", "set", net, "up");
      ip("link", "set", cable, "master", BRIDGES[net], "up");
    }
  }

  /** The same port on each host is another one. */
  port(usual) {
    return usual;
  }

  spawn(command, args, options) {
    return spawn("ip", ["netns", "exec", this.space, command, ...args.map(String)], options);
  }

  unplug(net) {
    ip("link", "set", this.cables[net], "nomaster");
  }

  /** Plugs a cable in where it belongs, or elsewhere: `island`. */
  plug(net, where = net) {
    ip("link", "set", this.cables[net], "master", BRIDGES[where]);
  }
}

/** All on one loopback, with ports of their own. Cutting off is what a proxy does that is between. */
export class Loopback {
  kind = "one loopback";
  hosts = new Map();
  own = "127.0.0.1";
  outside = "127.0.0.1";

  constructor(names) {
    names.forEach((name, index) => this.hosts.set(name, new LoopbackHost(index)));
  }

  remove() {}
}

class LoopbackHost {
  front = "127.0.0.1";
  back = "127.0.0.1";
  #offset;

  constructor(index) {
    this.#offset = 23000 + index * 10;
  }

  port(usual) {
    return this.#offset + (usual % 10);
  }

  spawn(command, args, options) {
    return spawn(command, args.map(String), options);
  }
}

/** Passes connections on, late if it is told so, or not at all. */
export class Proxy {
  delayMs = 0;
  #cut = false;
  #server;
  #pairs = new Set();

  /** `targets` gives where to connect, by choice; the next one is taken where nobody listens. */
  static async before(targets, host = "127.0.0.1") {
    const proxy = new Proxy();
    proxy.#server = createServer({ noDelay: true }, (client) => proxy.#join(client, targets()));
    proxy.#server.listen(0, host);
    await once(proxy.#server, "listening");
    return proxy;
  }

  get port() {
    return this.#server.address().port;
  }

  /** Nothing goes through any more, and nobody is told; what was on its way comes later. */
  cut(isCut) {
    this.#cut = isCut;
    for (const pair of this.#pairs) for (const socket of pair) isCut ? socket.pause() : socket.resume();
  }

  close() {
    this.#server.close();
    for (const pair of this.#pairs) for (const socket of pair) socket.destroy();
  }

  async #join(client, targets) {
    client.on("error", () => {});
    for (const { host, port } of targets) {
      const server = connect({ host, port, noDelay: true });
      const isOpen = await new Promise((done) => {
        server.once("connect", () => done(true));
        server.once("error", () => done(false));
        setTimeout(done, 1000, false).unref();
      });
      if (isOpen) return this.#couple(client, server);
      server.destroy();
    }
    client.destroy();
  }

  #couple(client, server) {
    const pair = [client, server];
    this.#pairs.add(pair);
    for (const [from, to] of [pair, [server, client]]) {
      // One timer for all that waits, for of two the one that was set later may end first.
      const waiting = [];
      const pass = () => {
        while (waiting.length > 0 && waiting[0].at <= performance.now()) to.write(waiting.shift().bytes);
        if (waiting.length > 0) setTimeout(pass, waiting[0].at - performance.now());
      };
      from.on("data", (bytes) => {
        if (this.delayMs === 0 && waiting.length === 0) return void to.write(bytes);
        waiting.push({ at: performance.now() + this.delayMs, bytes });
        if (waiting.length === 1) setTimeout(pass, this.delayMs);
      });
      from.on("error", () => {});
      from.on("close", () => {
        this.#pairs.delete(pair);
        to.destroy();
      });
      if (this.#cut) from.pause();
    }
    if (client.destroyed || server.destroyed) pair.forEach((socket) => socket.destroy());
  }
}
