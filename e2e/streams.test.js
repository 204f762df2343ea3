// Chess where no socket gets through: one player behind a proxy that knows requests alone, the other as always.

import assert from "node:assert/strict";
import { after, before } from "node:test";

import { App, NODES } from "./support/app.js";
import { Browser } from "./support/browser.js";
import { PlainProxy } from "./support/proxy.js";
import { story } from "./support/story.js";
import { Table } from "./support/table.js";

const GAME = "?game=behind";

const then = story();
let app, browser, proxy, ann, bob;

before(async () => {
  [app, browser] = await Promise.all([App.copy("chess"), Browser.launch()]);
  await app.start();
  // Of several nodes a stream and its client's requests have to meet at one: their address says at which.
  const from = NODES > 1 ? "127.0.0.2" : undefined;
  proxy = await PlainProxy.before(() => app.address, from);
});

after(async () => {
  await browser?.close();
  proxy?.close();
  await app?.remove();
});

then("who gets no socket plays all the same", async () => {
  ann = await Table.open(browser, proxy.url + GAME);
  await ann.asks("Take a seat");
  await ann.name("Ann");
  await ann.press("White");
  await ann.asks("You play White");
  bob = await Table.open(browser, app.url + GAME);
  await bob.asks("Ann is waiting for you");
  await bob.name("Bob");
  await bob.press("Play Black");
  await ann.reads("Your move");
  await ann.click("e2", "e4");
  await bob.sees("e4");
  await bob.click("e7", "e5");
  await ann.sees("e4", "e5");
  await ann.drag("f1", "h3");
  await ann.hears("The bishop can't jump over the pawn on g2");
  assert.equal(proxy.refused, 2);
});

then("a server that was killed comes back for both", async () => {
  await app.kill();
  for (const table of [ann, bob]) {
    await table.banner.waitFor({ state: "visible" });
  }
  await ann.click("f1", "c4");
  await app.startOne();
  for (const table of [ann, bob]) {
    await table.banner.waitFor({ state: "hidden" });
    await table.sees("e4", "e5", "Bc4");
  }
  assert.ok(proxy.refused > 2, "sockets are tried again after a break");
});

if (NODES > 1) {
  then("a node that is killed: who was there plays on at another", async () => {
    const moves = [
      [bob, "b8", "c6", "Nc6"],
      [ann, "d1", "h5", "Qh5"],
      [bob, "a7", "a6", "a6"],
    ];
    const told = ["e4", "e5", "Bc4"];
    for (const [left, [table, from, to, move]] of moves.entries()) {
      await app.moveTo((left + 1) % NODES);
      await table.click(from, to);
      told.push(move);
      for (const each of [ann, bob]) await each.sees(...told);
    }
  });
}

then("who leaves is gone at once", async () => {
  await ann.page.close();
  await app.counts({ connections: 1 });
  await bob.page.close();
  await app.counts({ connections: 0, rooms: 0 });
  assert.deepEqual(browser.errors, []);
});
