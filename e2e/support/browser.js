// Debian's Chromium with one window for each person, and pictures of what they saw.
//
// Owns the browser. It refuses to know the app: `support/table.js` does.

import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "playwright-core";

import { PATIENCE_MS, shots } from "./app.js";

function executable() {
  if (process.env.CHROMIUM) return process.env.CHROMIUM;
  try {
    return execFileSync("which", ["chromium"], { encoding: "utf8" }).trim();
  } catch {
    throw new Error("There is no chromium: `tools/need browser` installs it");
  }
}

export class Browser {
  #browser;
  #windows = [];

  static async launch() {
    const browser = new Browser();
    // Chromium's sandbox refuses to work for root, as whom containers run.
    const args = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
    browser.#browser = await chromium.launch({
      executablePath: executable(),
      args,
    });
    mkdirSync(shots, { recursive: true });
    return browser;
  }

  /** A window that shares nothing with the others: storage, cookies, sockets. */
  async window(options = {}) {
    const context = await this.#browser.newContext({
      viewport: { width: 1180, height: 860 },
      ...options,
    });
    context.setDefaultTimeout(PATIENCE_MS);
    const page = await context.newPage();
    const window = { page, errors: [], sockets: [] };
    page.on("pageerror", (error) => window.errors.push(error.message));
    page.on("websocket", (socket) => window.sockets.push(socket));
    this.#windows.push(window);
    return window;
  }

  /** What went wrong in the pages' own code, of all windows. */
  get errors() {
    return this.#windows.flatMap(({ errors }) => errors);
  }

  async close() {
    await this.#browser.close();
  }
}

/** Keeps a picture of a window. */
export async function shoot(page, name) {
  await page.screenshot({ path: join(shots, `${name}.png`) });
}
