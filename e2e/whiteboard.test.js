// The whiteboard as people use it: the real server, real pages.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";

import { App, NODES } from "./support/app.js";
import { Browser, shoot } from "./support/browser.js";

let app, browser;

before(async () => {
  [app, browser] = await Promise.all([
    App.copy("whiteboard"),
    Browser.launch(),
  ]);
  await app.start();
});

after(async () => {
  await browser?.close();
  await app?.remove();
});

/** A window with a board, and somebody before it who has a name. */
async function open(board, name, options) {
  const { page } = await browser.window(options);
  await page.goto(`${app.url}?board=${board}`);
  await page.getByLabel("Your name").fill(name);
  await page.getByLabel("Your name").press("Enter");
  await page.locator("#people .me", { hasText: name }).waitFor();
  return page;
}

/** Draws from place to place, in parts of the board's box. */
async function draw(page, ...places) {
  const box = await page.locator("#board").boundingBox();
  const at = ([x, y]) => [box.x + x * box.width, box.y + y * box.height];
  await page.mouse.move(...at(places[0]));
  await page.mouse.down();
  for (const place of places.slice(1))
    await page.mouse.move(...at(place), { steps: 6 });
  await page.mouse.up();
}

const shows = (page, strokes, pictures = 0) =>
  page
    .locator("#told", {
      hasText: `Strokes: ${strokes}, pictures: ${pictures}`,
    })
    .waitFor({ state: "attached" });

/** What a page would save as SVG. */
async function svgOf(page) {
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.click("#svg"),
  ]);
  return readFile(await download.path(), "utf8");
}

test("what one draws the other sees, to the last place", async () => {
  const ann = await open("two", "Ann");
  const bob = await open("two", "Bob");
  await ann.locator("#people", { hasText: "Bob" }).waitFor();
  await draw(ann, [0.3, 0.3], [0.5, 0.4], [0.4, 0.7]);
  await ann.keyboard.press("2");
  await draw(ann, [0.6, 0.3], [0.7, 0.6]);
  await shows(ann, 2);
  await shows(bob, 2);
  await shoot(bob, "whiteboard-two");
  const drawn = await svgOf(bob);
  assert.match(drawn, /stroke="#c8372d"/);
  assert.equal(await svgOf(ann), drawn);
  // Who comes later has it, too.
  const eve = await open("two", "Eve");
  await shows(eve, 2);
  assert.equal(await svgOf(eve), drawn);
});

test("everybody takes back what they did themselves", async () => {
  const ann = await open("undo", "Ann");
  const bob = await open("undo", "Bob");
  await draw(ann, [0.3, 0.3], [0.5, 0.3]);
  await shows(bob, 1);
  await draw(bob, [0.3, 0.6], [0.5, 0.6]);
  await shows(ann, 2);
  await ann.keyboard.press("Control+z");
  await shows(bob, 1);
  await ann.keyboard.press("Control+z");
  await ann.locator("#news", { hasText: "nothing to take back" }).waitFor();
  await ann.keyboard.press("Control+Shift+z");
  await shows(bob, 2);
  // Anybody may erase, and take that back.
  await bob.click("#eraser");
  await draw(bob, [0.4, 0.2], [0.4, 0.35]);
  await shows(ann, 1);
  await bob.click("#undo");
  await shows(ann, 2);
});

test("a finger draws, on a phone in the dark", async () => {
  const phone = { viewport: { width: 390, height: 780 }, hasTouch: true };
  const cid = await open("phone", "Cid", { ...phone, colorScheme: "dark" });
  await draw(cid, [0.2, 0.4], [0.5, 0.6], [0.8, 0.45]);
  await shows(cid, 1);
  await shoot(cid, "whiteboard-phone");
});

const PICTURE = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

test("a picture is uploaded, and everybody has it", async () => {
  const ann = await open("picture", "Ann");
  const bob = await open("picture", "Bob");
  await ann.setInputFiles("#file", {
    name: "dot.png",
    mimeType: "image/png",
    buffer: PICTURE,
  });
  await shows(bob, 0, 1);
  const [, address] = /<image href="([^"]+)"/.exec(await svgOf(bob));
  const seen = await bob.evaluate(async (address) => {
    const answer = await fetch(address);
    return { status: answer.status, size: (await answer.blob()).size };
  }, address);
  assert.deepEqual(seen, { status: 200, size: PICTURE.length });
  await ann.setInputFiles("#file", {
    name: "notes.txt",
    mimeType: "text/plain",
    buffer: Buffer.from("hello"),
  });
  await ann.locator("#news", { hasText: "takes PNG" }).waitFor();
  await ann.click("#undo");
  await shows(bob, 0, 0);
});

test("what is drawn without a connection is there when it is back", async () => {
  const ann = await open("away", "Ann");
  const bob = await open("away", "Bob");
  await draw(ann, [0.3, 0.3], [0.5, 0.3]);
  await shows(bob, 1);
  await app.kill();
  await ann.locator("#connection", { hasText: "No connection" }).waitFor();
  await draw(ann, [0.3, 0.5], [0.5, 0.5]);
  await draw(bob, [0.3, 0.7], [0.5, 0.7]);
  await shows(ann, 2);
  await app.startOne();
  await shows(ann, 3);
  await shows(bob, 3);
  const strokes = async (page) => (await svgOf(page)).match(/<path/g).length;
  assert.equal(await strokes(ann), 3);
  assert.equal(await strokes(bob), 3);
});

const onNodes = NODES > 1 ? test : test.skip;

onNodes("a node that is killed: the board goes on at the others", async () => {
  const ann = await open("nodes", "Ann");
  const bob = await open("nodes", "Bob");
  for (const left of [0, 1, 2]) {
    await app.moveTo((left + 1) % NODES);
    const y = 0.3 + left / 10;
    await draw(ann, [0.3, y], [0.5, y]);
    await draw(bob, [0.6, y], [0.8, y]);
    for (const page of [ann, bob]) await shows(page, 2 * left + 2);
  }
  assert.equal(await svgOf(ann), await svgOf(bob));
});

test("no page has failed", () => assert.deepEqual(browser.errors, []));
