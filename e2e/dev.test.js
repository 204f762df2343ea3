// Chess while it is being written: `buildamp dev` with two pages open, and a person with an editor.

import assert from "node:assert/strict";
import { after, before } from "node:test";

import { App } from "./support/app.js";
import { Browser } from "./support/browser.js";
import { story } from "./support/story.js";
import { Table } from "./support/table.js";

const RULES = "src/Chess/Explain.elm";
const MODELS = "models/ws/chess_ws.rs";
const MODEL = "pub struct TakeSeat";
const OLD = "a bishop goes diagonally";
const NEW = "bishops never leave their colour";

const then = story();
let app, browser, ann, bob;

before(async () => {
  [app, browser] = await Promise.all([App.copy("chess"), Browser.launch()]);
  await app.start("dev");
  const url = `${app.url}?game=dev`;
  ann = await Table.open(browser, url);
  await ann.press("White");
  await ann.asks("You play White");
  bob = await Table.open(browser, url);
  await bob.press("Play Black");
  await ann.reads("Your move");
});

after(async () => {
  await browser?.close();
  await app?.remove();
});

/** Every page is on the one socket that it came with. */
function assertSockets() {
  for (const { sockets } of [ann, bob]) {
    const open = sockets.map((socket) => !socket.isClosed());
    assert.deepEqual(open, [true]);
  }
}

then("a rule is changed while people play, and nobody is dropped", async () => {
  await ann.drag("f1", "f4");
  await ann.hears("A bishop goes diagonally");
  app.forget();
  await app.edit(RULES, OLD, NEW);
  await app.says(/compiled and swapped in \d+ ms\n/);
  await ann.drag("f1", "f4");
  await ann.hears("Bishops never leave their colour");
  await ann.click("e2", "e4");
  await bob.sees("e4");
  assertSockets();
  assert.equal(app.times(/compiled and swapped/), 1);
});

then("a mistake is shown over every page until it is mended", async () => {
  const overlays = [ann, bob].map(({ page }) => page.locator("body > pre"));
  await app.edit(RULES, "import Bitwise", "imprt Bitwise");
  for (const overlay of overlays) {
    await overlay.filter({ hasText: RULES }).waitFor();
  }
  await ann.shoot("8-mistake");
  // The last rules without a mistake are in force all the while.
  assertSockets();
  app.forget();
  await app.edit(RULES, "imprt Bitwise", "import Bitwise");
  await app.says(/compiled and swapped in \d+ ms\n/);
  for (const overlay of overlays) await overlay.waitFor({ state: "detached" });
  await bob.click("e7", "e5");
  await ann.sees("e4", "e5");
  assertSockets();
});

then(
  "a fault of the rules is shown at the foot, and covers nothing",
  async () => {
    const strips = [ann, bob].map(({ page }) =>
      page.locator("body > aside[role=status]"),
    );
    const fault = 'String.fromInt (modBy (String.length "") 1)';
    app.forget();
    await app.edit(RULES, `"${NEW}"`, `(${fault})`);
    await app.says(/compiled and swapped in \d+ ms\n/);
    await ann.drag("f1", "f3");
    for (const strip of strips) {
      const told = /modBy 0 has no result \(room .+, message\)/;
      await strip.filter({ hasText: told }).waitFor();
    }
    await ann.shoot("9-fault");
    const { height } = await strips[0].boundingBox();
    assert.ok(height < 100, `it takes ${height} px`);
    // Closed, it stays so while the same fault comes again.
    await strips[0].getByRole("button", { name: "Close" }).click();
    await strips[0].waitFor({ state: "detached" });
    app.forget();
    await app.edit(RULES, fault, `"${NEW}"`);
    await app.says(/compiled and swapped in \d+ ms\n/);
    await strips[1].waitFor({ state: "detached" });
    assertSockets();
  },
);

then("a page is loaded again when its files change", async () => {
  const loads = [ann, bob].map(({ page }) => page.waitForEvent("load"));
  await app.edit("web/index.html", ">Copy link<", ">Copy the link<");
  await Promise.all(loads);
  for (const table of [ann, bob]) {
    await table.page.getByText("Copy the link").waitFor();
    await table.sees("e4", "e5");
  }
  await ann.reads("Your move");
});

then(
  "pages get the client of changed models once the rules fit again",
  async () => {
    const overlays = [ann, bob].map(({ page }) => page.locator("body > pre"));
    await app.edit(RULES, "import Bitwise", "imprt Bitwise");
    for (const overlay of overlays) await overlay.waitFor();
    app.forget();
    await app.edit(MODELS, MODEL, `/// Sits down.\n${MODEL}`);
    await app.says(/imprt/);
    const loads = [ann, bob].map(({ page }) => page.waitForEvent("load"));
    await app.edit(RULES, "imprt Bitwise", "import Bitwise");
    await Promise.all(loads);
    for (const table of [ann, bob]) await table.sees("e4", "e5");
  },
);

then("it stops in good order, and tells the pages", async () => {
  assert.equal(await app.stop(), 0);
  for (const { banner } of [ann, bob]) await banner.waitFor();
  assert.deepEqual(browser.errors, []);
});
