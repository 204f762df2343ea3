// A window with the chess page, as the one who sits before it sees and uses it: by texts, clicks and drags alone.

import assert from "node:assert/strict";

import { shoot } from "./browser.js";

export class Table {
  constructor({ page, sockets }) {
    this.page = page;
    this.sockets = sockets;
  }

  static async open(browser, url, options) {
    const table = new Table(await browser.window(options));
    await table.page.goto(url);
    return table;
  }

  shoot(name) {
    return shoot(this.page, name);
  }

  // What is seen

  /** Waits for the line beside the board. */
  async reads(status) {
    await this.#shows("#status", status);
  }

  /** Waits for what is told at the top of the board. */
  async hears(text) {
    await this.#shows("#toast", text);
  }

  /** Waits for the card's heading. */
  async asks(heading) {
    await this.#shows("#card h2", heading);
  }

  async #shows(place, text) {
    const exact = new RegExp(
      `^${text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}$`,
    );
    const line = this.page.locator(place, { hasText: exact });
    await line.waitFor({ state: "visible" }).catch(async (error) => {
      const found = await this.page.locator(place).textContent();
      error.message = `${place} reads "${found}", and not "${text}"\n${error.message}`;
      throw error;
    });
  }

  /** Waits until these are all the moves so far. */
  async sees(...moves) {
    await this.page.waitForFunction((expected) => {
      const told = [...document.querySelectorAll("#moves .move")];
      return told.map((move) => move.textContent).join(" ") === expected;
    }, moves.join(" "));
  }

  /** What is on the board, from a8 to h1, as the squares are named for who can't see them. */
  position() {
    return this.page.locator("#board [role=gridcell]").evaluateAll((cells) =>
      cells
        .map((cell) =>
          cell.getAttribute("aria-label").split(", ").slice(0, 2).join(" "),
        )
        .filter((label) => !label.endsWith("empty"))
        .sort(),
    );
  }

  async holds(square, piece) {
    const label = await this.#cell(square).getAttribute("aria-label");
    assert.equal(label.split(", ")[1], piece, square);
  }

  get banner() {
    return this.page.locator("#connection");
  }

  // What is done

  /** Presses a button. One that is there twice does the same in both places. */
  press(name) {
    const button = this.page.getByRole("button", { name, exact: true });
    return button.first().click();
  }

  async name(text) {
    await this.page.getByLabel("Your name").fill(text);
  }

  #cell(square) {
    return this.page.locator(
      `#board [role=gridcell][aria-label^="${square},"]`,
    );
  }

  /** Moves by two clicks. */
  async click(from, to) {
    await this.#cell(from).click();
    await this.#cell(to).click();
  }

  /** Moves with the button held down. */
  async drag(from, to) {
    const { mouse } = this.page;
    const start = await this.#middle(from);
    const end = await this.#middle(to);
    await mouse.move(...start);
    await mouse.down();
    await mouse.move(...end, { steps: 6 });
    await mouse.up();
  }

  async #middle(square) {
    const box = await this.#cell(square).boundingBox();
    return [box.x + box.width / 2, box.y + box.height / 2];
  }
}
