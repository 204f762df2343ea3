// A Redis of a test's own, in memory, on a port that nobody has. REDIS_SERVER names another program, such as a `valkey-server`.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { freePort } from "./port.js";

const program = process.env.REDIS_SERVER ?? "redis-server";

export class Redis {
  #child = null;
  #folder = null;
  #url = null;
  #starting = null;

  /** What tells a node where it is, once it has started: the same for all nodes. */
  get variables() {
    return {
      BUILDAMP_STORE_ENGINE: "redis",
      BUILDAMP_REDIS_URL: this.#url,
    };
  }

  /** Starts it, once. */
  start() {
    this.#starting ??= this.#run();
    return this.#starting;
  }

  async #run() {
    const port = await freePort();
    this.#folder = await mkdtemp(join(tmpdir(), "buildamp-redis-"));
    const options = ["--port", port, "--bind", "127.0.0.1", "--save", ""];
    const child = spawn(program, [...options, "--dir", this.#folder], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    this.#child = child;
    let said = "";
    await new Promise((ready, failed) => {
      child.on("error", failed);
      child.once("exit", () => failed(new Error(`no Redis:\n${said}`)));
      child.stdout.setEncoding("utf8").on("data", (text) => {
        said += text;
        if (said.includes("Ready to accept connections")) ready();
      });
    });
    this.#url = `redis://127.0.0.1:${port}`;
  }

  async remove() {
    if (!this.#child) return;
    const ended = once(this.#child, "exit");
    this.#child.kill("SIGKILL");
    await ended;
    this.#child = null;
    await rm(this.#folder, { recursive: true, force: true });
  }
}
