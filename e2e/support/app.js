// A copy of an app in a folder of its own, and the real `buildamp` that serves it: one process, or several with a Redis and a balancer.
//
// E2E_NODES says how many; the tests are the same. Owns the folder and all that it has started, and ends it. It refuses to know
// what the app is about.

import { cp, mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { isDeepStrictEqual } from "node:util";

import { Balancer } from "./balancer.js";
import { Redis } from "./redis.js";
import { PATIENCE_MS, Serving } from "./serving.js";

export { PATIENCE_MS };

const top = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const binary = process.env.BUILDAMP ?? join(top, "target/debug/buildamp");

/** How many nodes serve an app. */
export const NODES = Number(process.env.E2E_NODES ?? 1);

/** Where a test keeps what it has seen. Not in git. */
export const shots = join(top, "target/e2e");

export class App {
  #folder;
  #isGenerated = false;
  #redis;
  #isRedisOurs;
  #balancer = null;

  /** The processes that serve it. */
  nodes;

  /**
   * Of a folder, on so many nodes. `variables` go into their environment; `redis` is one that other apps use, too.
   */
  constructor(folder, { nodes = NODES, variables = {}, redis = null } = {}) {
    this.#folder = folder;
    this.#isRedisOurs = !redis;
    this.#redis = redis ?? (nodes > 1 ? new Redis() : null);
    const all = () => ({ ...this.#redis?.variables, ...variables });
    const node = () => new Serving(binary, folder, all);
    this.nodes = Array.from({ length: nodes }, node);
    if (nodes > 1) this.#balancer = new Balancer(this.nodes);
  }

  /** A copy of an example, without what a run has left there. */
  static async copy(example, options) {
    return App.#copyOf(join(top, "examples", example), example, options);
  }

  /** A copy of an app of the tests' own. */
  static async ours(name, options) {
    return App.#copyOf(join(top, "e2e/apps", name), name, options);
  }

  static async #copyOf(from, name, options) {
    const parent = await mkdtemp(join(tmpdir(), "buildamp-e2e-"));
    const folder = join(parent, name);
    await cp(from, folder, {
      recursive: true,
      filter: (path) => !/[/\\](data|generated)$/.test(path),
    });
    return new App(folder, options);
  }

  /** The program that serves it. */
  get binary() {
    return binary;
  }

  /** Where the copy is. */
  get folder() {
    return this.#folder;
  }

  /** Where clients connect to. */
  get address() {
    return this.#balancer?.address ?? this.nodes[0].address;
  }

  get url() {
    return `http://${this.address}/`;
  }

  /**
   * Starts the nodes that don't run, with these variables beside their own and all that they need, and waits until they listen.
   */
  async start(command, variables = {}) {
    await this.#redis?.start();
    await this.#balancer?.start();
    const idle = this.nodes.filter((node) => !node.isRunning);
    // The first one writes what is generated, which they share.
    if (!this.#isGenerated) await idle.shift()?.start(command, variables);
    this.#isGenerated = true;
    await Promise.all(idle.map((node) => node.start(command, variables)));
  }

  /** Any node does. */
  says(pattern) {
    return Promise.any(this.nodes.map((node) => node.says(pattern)));
  }

  /** Of one node. */
  times(pattern) {
    return this.nodes[0].times(pattern);
  }

  forget() {
    this.nodes[0].forget();
  }

  /** Waits until the metrics of all nodes that run are together these. */
  async counts(expected) {
    const late = Date.now() + PATIENCE_MS;
    for (;;) {
      const found = {};
      for (const name of Object.keys(expected)) {
        const running = this.nodes.filter((node) => node.isRunning);
        const each = running.map((node) => node.metric(name));
        const sum = (await Promise.all(each)).reduce((a, b) => a + b, 0);
        found[name] = sum;
      }
      if (isDeepStrictEqual(found, expected)) return;
      if (Date.now() > late) {
        throw new Error(`The metrics are ${JSON.stringify(found)}`);
      }
    }
  }

  /** Cuts all nodes off, as a failure of the machine would. */
  async kill() {
    await this.#killed(this.nodes);
  }

  /** Starts one node alone: where all were cut off, one that is there again is enough for everybody. */
  async startOne() {
    await this.nodes[0].start();
  }

  /** Lets everybody move to one node: it is there, and then all others are cut off. */
  async moveTo(index) {
    const { [index]: one } = this.nodes;
    if (!one.isRunning) await one.start();
    await this.#killed(this.nodes.filter((other) => other !== one));
  }

  #killed(nodes) {
    const running = nodes.filter((node) => node.isRunning);
    return Promise.all(running.map((node) => node.kill()));
  }

  /** Asks one node after the other to stop, and tells the first exit code that is not 0. */
  async stop() {
    let code = 0;
    for (const node of this.nodes) code ||= await node.stop();
    return code;
  }

  /** Changes a file of the copy at once, as a good editor does; what is replaced has to be there. */
  async edit(file, before, after) {
    const path = join(this.#folder, file);
    const text = await readFile(path, "utf8");
    if (!text.includes(before)) {
      throw new Error(`${file} does not say ${JSON.stringify(before)}`);
    }
    const whole = `${this.#folder}.edited`;
    await writeFile(whole, text.replace(before, after));
    await rename(whole, path);
  }

  /** Leaves nothing behind. */
  async remove() {
    this.#balancer?.close();
    await this.kill();
    if (this.#isRedisOurs) await this.#redis?.remove();
    await rm(dirname(this.#folder), { recursive: true, force: true });
  }
}
