// One process of `buildamp` that serves an app, and what it says.
//
// It owns the process and ends it. It refuses to know what the app is about, and whether there are more of its kind.

import { spawn } from "node:child_process";

import { freePort } from "./port.js";

/** How long anything may take before a test gives up: much, for machines have other things to do. */
export const PATIENCE_MS = 60_000;

/** Where nobody can listen. */
const NOWHERE = "127.0.0.1:0";

export class Serving {
  #binary;
  #folder;
  #variables;
  #child = null;
  #ended = null;
  #said = "";
  #listeners = new Set();

  /** Where it listens, such as `127.0.0.1:4711`; one that is started again listens there too. */
  address = NOWHERE;

  /** One that is to serve a folder. What `variables` gives at each start goes into its environment. */
  constructor(binary, folder, variables = () => ({})) {
    this.#binary = binary;
    this.#folder = folder;
    this.#variables = variables;
  }

  get isRunning() {
    return this.#child !== null;
  }

  /** Starts `buildamp serve` or `dev`, with these variables beside its own, and waits until it listens. */
  async start(command = "serve", variables = {}) {
    if (this.address === NOWHERE)
      this.address = `127.0.0.1:${await freePort()}`;
    const options = [command, this.#folder, "--address", this.address];
    this.#said = "";
    const child = spawn(this.#binary, options, {
      stdio: ["ignore", "ignore", "pipe"],
      env: { ...process.env, ...this.#variables(), ...variables },
    });
    this.#child = child;
    this.#ended = new Promise((resolve) => {
      child.on("error", (error) => this.#hear(`${error}\n`));
      child.on("close", (code, signal) => {
        this.#child = null;
        resolve({ code, signal });
        this.#hear(`(it has ended: ${signal ?? code})\n`);
      });
    });
    child.stderr.setEncoding("utf8").on("data", (text) => this.#hear(text));
    const [, address] = await this.says(/: http:\/\/([\d.]+:\d+)\n/);
    this.address = address;
  }

  /** Waits until the server has said something since it was started, or since `forget`. */
  says(pattern) {
    return new Promise((resolve, reject) => {
      const look = () => {
        const found = pattern.exec(this.#said);
        if (found) settle(resolve, found);
        else if (!this.#child) fail("The server has ended");
      };
      const fail = (what) =>
        settle(
          reject,
          new Error(`${what} without saying ${pattern}:\n${this.#said}`),
        );
      const settle = (how, value) => {
        this.#listeners.delete(look);
        clearTimeout(timer);
        how(value);
      };
      const timer = setTimeout(fail, PATIENCE_MS, "Much time has passed");
      // Another node may have said it: then nobody waits for this one.
      timer.unref();
      this.#listeners.add(look);
      look();
    });
  }

  /** How often the server has said something since it was started, or since `forget`. */
  times(pattern) {
    return this.#said.split(pattern).length - 1;
  }

  /** What was said so far is not looked at any more. */
  forget() {
    this.#said = "";
  }

  #hear(text) {
    this.#said += text;
    for (const look of [...this.#listeners]) look();
  }

  /** One of its metrics. */
  async metric(name) {
    const text = await (await fetch(`http://${this.address}/metrics`)).text();
    return Number(new RegExp(`^buildamp_${name} (\\d+)$`, "m").exec(text)?.[1]);
  }

  /** Cuts the process off, as a failure of the machine would. */
  async kill() {
    this.#child.kill("SIGKILL");
    await this.#ended;
  }

  /** Asks the process to stop, and tells its exit code. */
  async stop() {
    this.#child.kill("SIGTERM");
    return (await this.#ended).code;
  }
}
