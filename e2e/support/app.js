// A copy of an app in a folder of its own, and the real `buildamp` that serves it.
//
// Owns the folder and the one process that it has started, and ends both. It refuses to know what the app is about.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { cp, mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { isDeepStrictEqual } from "node:util";

const top = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const binary = process.env.BUILDAMP ?? join(top, "target/debug/buildamp");
/** How long anything may take before a test gives up: much, for machines have other things to do. */
export const PATIENCE_MS = 60_000;

/** Where a test keeps what it has seen. Not in git. */
export const shots = join(top, "target/e2e");

/** A port that nobody listens at just now. */
export async function freePort() {
  const server = createServer().listen(0, "localhost");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}

export class App {
  #folder;
  #child = null;
  #ended = null;
  #said = "";
  #listeners = new Set();

  /** Where it listens, such as `127.0.0.1:4711`; a server that is started again listens there too. */
  address = "127.0.0.1:0";

  constructor(folder) {
    this.#folder = folder;
  }

  /** A copy of an example, without what a run has left there. */
  static async copy(example) {
    const parent = await mkdtemp(join(tmpdir(), "buildamp-e2e-"));
    const folder = join(parent, example);
    const left = [`${example}/data`, `${example}/generated`];
    await cp(join(top, "examples", example), folder, {
      recursive: true,
      filter: (path) => !left.some((end) => path.endsWith(end)),
    });
    return new App(folder);
  }

  /** The program that serves it. */
  get binary() {
    return binary;
  }

  /** Where the copy is. */
  get folder() {
    return this.#folder;
  }

  get url() {
    return `http://${this.address}/`;
  }

  /** Starts `buildamp serve` or `dev`, with these variables beside its own, and waits until it listens. */
  async start(command = "serve", environment = {}) {
    const options = [command, this.#folder, "--address", this.address];
    this.#said = "";
    const child = spawn(binary, options, {
      stdio: ["ignore", "ignore", "pipe"],
      env: { ...process.env, ...environment },
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

  /** Waits until the server's metrics are these. */
  async counts(expected) {
    const late = Date.now() + PATIENCE_MS;
    for (;;) {
      const text = await (await fetch(`${this.url}metrics`)).text();
      const found = {};
      for (const name of Object.keys(expected)) {
        const line = new RegExp(`^buildamp_${name} (\\d+)$`, "m");
        found[name] = Number(line.exec(text)?.[1]);
      }
      if (isDeepStrictEqual(found, expected)) return;
      if (Date.now() > late) {
        throw new Error(`The metrics are ${JSON.stringify(found)}`);
      }
    }
  }

  #hear(text) {
    this.#said += text;
    for (const look of [...this.#listeners]) look();
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
    if (this.#child) await this.kill();
    await rm(dirname(this.#folder), { recursive: true, force: true });
  }
}
