// A game of chess from its first move to mate, in real windows on a real server: what the project is for.
//
// The tests are one story, told in order. Each waits for what a person would see; nothing waits for time to pass.

import assert from "node:assert/strict";
import { after, before } from "node:test";

import { App, NODES } from "./support/app.js";
import { Browser } from "./support/browser.js";
import { SeedClient } from "./support/seed.js";
import { story } from "./support/story.js";
import { Table } from "./support/table.js";

const GAME = "?game=friday";
const ROOM = "chess:friday";

const then = story();
let app, browser, ann, bob, eve;

before(async () => {
  [app, browser] = await Promise.all([App.copy("chess"), Browser.launch()]);
  await app.start();
});

after(async () => {
  await browser?.close();
  await app?.remove();
});

then("two sit down, and a third watches", async () => {
  ann = await Table.open(browser, app.url + GAME);
  await ann.asks("Take a seat");
  await ann.shoot("1-seats");
  await ann.name("Ann");
  await ann.press("White");
  await ann.asks("You play White");
  await ann.shoot("2-waiting");

  bob = await Table.open(browser, app.url + GAME);
  await bob.asks("Ann is waiting for you");
  await bob.name("Bob");
  await bob.press("Play Black");
  await bob.reads("Ann to move");
  await ann.reads("Your move");

  eve = await Table.open(browser, app.url + GAME);
  await eve.reads("Ann to move");
  for (const table of [ann, bob, eve]) {
    await table.page.getByText("1 watching").waitFor();
  }
});

then("the square with the keyboard's focus shows its figure", async () => {
  await ann.page.locator('[aria-label^="e3"]').focus();
  await ann.page.keyboard.press("ArrowDown");
  const seen = await ann.page.evaluate(() => {
    const { x, y, width, height } =
      document.activeElement.getBoundingClientRect();
    const figures = document.querySelector(".pieces");
    figures.style.pointerEvents = "auto"; // so that they are found
    const top = document.elementFromPoint(x + width / 2, y + height / 2);
    figures.style.pointerEvents = "";
    return [document.activeElement.ariaLabel, !!top.closest(".piece")];
  });
  assert.deepEqual(seen, ["e2, white pawn", true]);
});

then("everybody sees each move, whether it is clicked or dragged", async () => {
  await ann.click("e2", "e4");
  for (const table of [ann, bob, eve]) await table.sees("e4");
  await bob.drag("e7", "e5");
  for (const table of [ann, bob, eve]) await table.sees("e4", "e5");
  await eve.holds("e4", "white pawn");
  await eve.holds("e5", "black pawn");
  await eve.holds("e7", "empty");
});

then("a wrong move is refused by the rules, in words", async () => {
  await ann.drag("f1", "h3");
  await ann.hears("The bishop can't jump over the pawn on g2");
  await ann.shoot("3-refused");
  await ann.holds("f1", "white bishop");
  await bob.drag("d7", "d5");
  await bob.hears("It is White's turn");
  for (const table of [ann, bob, eve]) await table.sees("e4", "e5");
});

then("who watches may not move", async () => {
  await eve.click("d2", "d4");
  await eve.hears("You are watching, not playing");
  await eve.sees("e4", "e5");
});

then(
  "a client of plain frames hears the same refusals, and the same moves",
  async () => {
    const user = await ann.page.evaluate(() =>
      sessionStorage.getItem("chess.user"),
    );
    const client = await SeedClient.connect(app.address, user);
    client.join(ROOM);
    const { state, members } = await client.next("room_state");
    assert.equal(state.moves.length, 2);
    assert.equal(members.length, 3);

    client.send(ROOM, "MakeMove", { from: "e1", to: "e3" });
    const refusal = await client.next("error");
    assert.deepEqual(refusal, {
      type: "error",
      error: "a king goes one square at a time",
      code: "rejected",
      room: ROOM,
    });
    client.send(ROOM, "MakeMove", { from: "e1", to: 3 });
    const misfit = await client.next("error");
    assert.equal(misfit.code, "invalid_payload");
    assert.equal(
      misfit.error,
      "payload.to: expected a string of exactly 2 characters, found the number 3",
    );

    client.send(ROOM, "MakeMove", { from: "f1", to: "c4" });
    const { message } = await client.next("broadcast");
    assert.equal(message.type, "ChessState");
    assert.equal(message.payload.moves.at(-1).san, "Bc4");
    client.close();
    for (const table of [ann, bob, eve]) await table.sees("e4", "e5", "Bc4");
  },
);

then("a page that is loaded again has its position and its seat", async () => {
  const before = await bob.position();
  await bob.page.reload();
  await bob.reads("Your move");
  await bob.sees("e4", "e5", "Bc4");
  assert.deepEqual(await bob.position(), before);
  await bob.click("b8", "c6");
  for (const table of [ann, bob, eve])
    await table.sees("e4", "e5", "Bc4", "Nc6");
});

then("a killed server comes back, and the game goes on", async () => {
  const before = await eve.position();
  await app.kill();
  for (const table of [ann, bob, eve]) {
    await table.banner.waitFor({ state: "visible" });
  }
  await ann.shoot("4-connection-lost");
  // A move that is made meanwhile waits.
  await ann.drag("d1", "h5");
  await app.startOne();
  for (const table of [ann, bob, eve]) {
    await table.banner.waitFor({ state: "hidden" });
    await table.sees("e4", "e5", "Bc4", "Nc6", "Qh5");
  }
  const after = await eve.position();
  const moved = (piece) =>
    piece === "d1 white queen" ? "h5 white queen" : piece;
  assert.deepEqual(after, before.map(moved).sort());
});

then("it ends with mate, for all to see", async () => {
  await bob.drag("g8", "f6");
  await ann.reads("Your move");
  await ann.shoot("5-before-mate");
  await ann.click("h5", "f7");
  await ann.asks("You win");
  await bob.asks("Ann wins");
  await eve.asks("Ann wins");
  for (const table of [ann, bob, eve]) {
    await table.sees("e4", "e5", "Bc4", "Nc6", "Qh5", "Nf6", "Qxf7#");
    await table.page.locator("#card").getByText("by checkmate").waitFor();
  }
  await bob.shoot("6-mate");
  await eve.press("Look at the board");
  await eve.shoot("7-the-end");
  await bob.press("Rematch");
  await ann.page.getByText("Bob offers a rematch.").waitFor();
  await ann.press("Accept the rematch");
  await ann.reads("Bob to move");
  await bob.reads("Your move");
});

if (NODES > 1) {
  then("a node that is killed: the game goes on at the others", async () => {
    const moves = [
      [bob, "e2", "e4", "e4"],
      [ann, "e7", "e5", "e5"],
      [bob, "g1", "f3", "Nf3"],
    ];
    const told = [];
    for (const [left, [table, from, to, move]] of moves.entries()) {
      await app.moveTo((left + 1) % NODES);
      await table.click(from, to);
      told.push(move);
      for (const each of [ann, bob, eve]) await each.sees(...told);
    }
  });
}

then("a server that everybody has left holds nothing of them", async () => {
  assert.deepEqual(browser.errors, []);
  await Promise.all([ann, bob, eve].map(({ page }) => page.close()));
  await app.counts({ connections: 0, rooms: 0 });
});
