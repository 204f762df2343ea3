// All of a case: Redis as the case wants it, three nodes, users and ghosts, and what was done to them when.

import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { Ghost, User } from "./load.mjs";
import { Proxy } from "./network.mjs";
import { Redis, Receiver, Sentinel, Server, ask, until } from "./processes.mjs";

const USERS = 12;
const LEDGERS = 4;
const NODES = 3;
export const HOSTS = ["node1", "node2", "node3", "redis", "replica", "replica2", "sentinel1", "sentinel2", "sentinel3"];

export class World {
  nodes = [];
  users = [];
  ghosts = [];
  sentinels = [];
  replicas = [];
  /** When nothing was wrong with the servers any more, by this process' clock. */
  healedAt = 0;
  #proxies = [];
  #between = [];

  constructor(network, fault, binary, app) {
    Object.assign(this, { network, fault, binary, app });
    this.folder = mkdtempSync(join(tmpdir(), "buildamp-faults-"));
  }

  async start(Client) {
    this.receiver = await Receiver.listen(this.network.outside);
    await this.#startRedis();
    for (let number = 0; number < NODES; number += 1) {
      const host = this.network.hosts.get(`node${number + 1}`);
      const app = join(this.folder, `app${number}`);
      cpSync(this.app, app, { recursive: true });
      this.nodes.push(new Server(this.binary, host, app));
      await this.startNode(number);
    }
    for (let number = 0; number < USERS; number += 1) {
      const url = `ws://127.0.0.1:${await this.#balancer(number % NODES)}/ws`;
      this.users.push(new User(Client, `user-${number}`, `ledger:${number % LEDGERS}`, url, this.fault.silence));
    }
    for (const [number, { host, port }] of this.nodes.entries()) this.ghosts.push(new Ghost(`ghost-${number}`, `ws://${host.front}:${port}/ws`));
    await Promise.all([...this.users, ...this.ghosts].map((one) => one.enter()));
  }

  async #startRedis() {
    const { hosts } = this.network;
    const { redis, sentinels, delayed } = this.fault;
    this.redis = new Redis(hosts.get("redis"), this.folder, "redis", redis);
    await this.redis.start();
    if (delayed) {
      const { host, port } = this.redis;
      this.delay = await Proxy.before(() => [{ host: host.back, port }], this.network.own);
      this.#proxies.push(this.delay);
    }
    if (!sentinels) return;
    for (const name of ["replica", "replica2"].slice(0, this.fault.copies ?? 1)) {
      const replica = new Redis(hosts.get(name), this.folder, name, redis);
      await replica.start(["--replicaof", this.redis.host.back, this.redis.port]);
      this.replicas.push(replica);
    }
    for (let number = 1; number <= NODES; number += 1) {
      const sentinel = new Sentinel(hosts.get(`sentinel${number}`), this.folder, `sentinel${number}`);
      sentinel.start(this.redis);
      this.sentinels.push(sentinel);
    }
    const copies = String(this.replicas.length);
    await until("the sentinels know each other and the replicas", async () => {
      const views = await Promise.all(this.sentinels.map((sentinel) => sentinel.view().catch(() => ({}))));
      return views.every((view) => view["num-other-sentinels"] === "2" && view["num-slaves"] === copies && view.flags === "master");
    });
    const online = async () => (await ask(this.redis, "INFO replication")).split("state=online").length - 1;
    await until("the replicas have all", async () => (await online()) === this.replicas.length);
  }

  async startNode(number) {
    const { replicas = 0, clocks = [], sentinels } = this.fault;
    const list = this.sentinels.map(({ host, port }) => `${host.back}:${port}`);
    const url = sentinels ? `redis-sentinel://${list.join(",")}/main` : await this.#path(number);
    await this.nodes[number].start({ redis: url, replicas, clock: clocks[number], receiver: this.receiver.address });
  }

  /** How a node gets to Redis: where hosts can't be unplugged, there is a proxy that can be cut. */
  async #path(number) {
    if (this.delay) return `redis://${this.network.own}:${this.delay.port}`;
    const { host, port } = this.redis;
    if (host.unplug) return this.redis.url;
    this.#between[number] ??= await Proxy.before(() => [{ host: host.back, port }]);
    return `redis://127.0.0.1:${this.#between[number].port}`;
  }

  /** A balancer that takes the node of its number, or else the next one that listens. */
  async #balancer(number) {
    const targets = () =>
      this.nodes.map((_, step) => {
        const { host, port } = this.nodes[(number + step) % NODES];
        return { host: host.front, port };
      });
    const proxy = await Proxy.before(targets);
    this.#proxies.push(proxy);
    return proxy.port;
  }

  cut(number, isCut) {
    const { host } = this.nodes[number];
    if (!host.unplug) this.#between[number].cut(isCut);
    else if (isCut) host.unplug("back");
    else host.plug("back");
  }

  breakOff() {
    this.brokeAt = Date.now();
    for (const ghost of this.ghosts) ghost.breakOff();
  }

  healed() {
    this.healedAt = Date.now();
  }

  async failedOver() {
    await until("a replica takes over", async () => {
      const views = await Promise.all(this.sentinels.map((sentinel) => sentinel.view().catch(() => ({}))));
      const agreed = views.filter((view) => this.replicas.some(({ host, port }) => view.ip === host.back && Number(view.port) === port));
      return agreed.length > this.sentinels.length / 2;
    });
  }

  /** The first primary has become a copy of the one that took over. */
  async follows() {
    const said = () => ask(this.redis, "INFO replication").catch(() => "");
    await until("the old primary follows", async () => /role:slave[^]*master_link_status:up/.test(await said()), 40_000);
  }

  /** These hosts reach each other, and no others, behind; or they are where they belong again. */
  island(isApart, ...hosts) {
    for (const host of hosts) {
      if (isApart) host.plug("back", "island");
      else host.plug("back");
    }
  }

  /** All packets from and to Redis' machine are lost; or arrive again. */
  loseRedis(isLost) {
    const { host } = this.redis;
    if (!host.unplug) this.nodes.forEach((_, number) => this.cut(number, isLost));
    else if (isLost) host.unplug("back");
    else host.plug("back");
  }

  /** A node's machine is gone, without a word to anybody. */
  vanish(number) {
    const { host } = this.nodes[number];
    host.unplug("front");
    host.unplug("back");
  }

  /** It is there again, and knows nothing of having been away. */
  reappear(number) {
    const { host } = this.nodes[number];
    host.plug("front");
    host.plug("back");
  }

  async end() {
    for (const { client } of this.users) client.close();
    for (const { socket } of this.ghosts) socket.terminate();
    this.receiver?.close();
    const all = [...this.nodes, ...this.sentinels, ...this.replicas, this.redis];
    await Promise.all(all.map((program) => program?.end()));
    for (const proxy of [...this.#proxies, ...this.#between]) proxy?.close();
    for (const host of this.network.hosts.values()) for (const net of ["front", "back"]) host.plug?.(net);
    rmSync(this.folder, { recursive: true, force: true });
  }
}
