// nginx as deploy/nginx.conf sets it up, before nodes of a test.
//
// It takes the file as it is, but for the addresses, the size of files, and where nginx keeps what it keeps.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { PATIENCE_MS } from "./app.js";
import { root } from "./pages.js";
import { freePort } from "./port.js";

const KEPT = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];

export class Nginx {
  #child;
  #folder;
  #said = "";

  address;

  /** Before nodes, in their order in the file. */
  static async before(nodes, { bodySize }) {
    const nginx = new Nginx();
    const folder = await mkdtemp(join(tmpdir(), "buildamp-nginx-"));
    nginx.#folder = folder;
    nginx.address = `127.0.0.1:${await freePort()}`;
    const kept = KEPT.map((kind) => `${kind}_temp_path ${folder}/${kind};`);
    const text = await readFile(join(root, "deploy/nginx.conf"), "utf8");
    const file = join(folder, "nginx.conf");
    const changed = replaced(text, [
      ...nodes.map(({ address }, place) => [`node${place + 1}:8080`, address]),
      ["listen 80;", `listen ${nginx.address};`],
      ["client_max_body_size 11m;", `client_max_body_size ${bodySize};`],
      ["http {", `http {\naccess_log off;\n${kept.join("\n")}`],
      ["worker_processes auto;", "worker_processes 2;"],
    ]);
    await writeFile(file, changed);
    const user = process.getuid?.() === 0 ? "user root;" : "";
    const globals = `daemon off; pid ${folder}/pid; error_log stderr; ${user}`;
    const words = ["-e", "stderr", "-p", folder, "-c", file, "-g", globals];
    nginx.#child = spawn("nginx", words, {
      stdio: ["ignore", "ignore", "pipe"],
    });
    const { stderr } = nginx.#child;
    stderr.setEncoding("utf8").on("data", (said) => (nginx.#said += said));
    await nginx.#listens();
    return nginx;
  }

  async #listens() {
    const [host, port] = this.address.split(":");
    let isOpen = false;
    const late = Date.now() + PATIENCE_MS;
    const failed = once(this.#child, "error").then(([error]) => {
      throw error;
    });
    while (!isOpen) {
      if (this.#child.exitCode !== null || Date.now() > late) {
        throw new Error(`nginx does not listen:\n${this.#said}`);
      }
      const socket = connect(Number(port), host);
      const tried = new Promise((done) => {
        socket.on("connect", () => done(true));
        socket.on("error", () => done(false));
      });
      isOpen = await Promise.race([tried, failed]);
      socket.destroy();
      if (!isOpen) await new Promise((go) => setTimeout(go, 20));
    }
  }

  async close() {
    if (this.#child.exitCode === null) {
      this.#child.kill("SIGTERM");
      await once(this.#child, "exit");
    }
    await rm(this.#folder, { recursive: true, force: true });
  }
}

/** Each has to be there. */
function replaced(text, pairs) {
  for (const [from, to] of pairs) {
    if (!text.includes(from)) throw new Error(`nginx.conf has no ${from}`);
    text = text.replaceAll(from, to);
  }
  return text;
}
