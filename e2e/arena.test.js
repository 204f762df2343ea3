// The arena as people play it: the real server, real pages, thirty ticks a second; and its rules, line by line.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { after, before, test } from "node:test";

import { move } from "../examples/arena/web/physics.js";
import { App, NODES } from "./support/app.js";
import { Browser, shoot } from "./support/browser.js";

const example = resolve(import.meta.dirname, "../examples/arena");
let app, browser;

before(async () => {
  [app, browser] = await Promise.all([App.copy("arena"), Browser.launch()]);
  await app.start();
});

after(async () => {
  await browser?.close();
  await app?.remove();
});

const run = (program) =>
  execFileSync(app.binary, ["elm", "run", `tests/${program}.elm`], {
    cwd: app.folder,
    encoding: "utf8",
  });

test("the rules say what they should", () => {
  const expected = readFileSync(join(example, "tests/rules.txt"), "utf8");
  assert.deepEqual(run("Rules").split("\n"), expected.split("\n"));
});

test("the page's physics go the way of the server's", () => {
  let disc = { x: 400, y: 300, vx: 0, vy: 0 };
  const path = JSON.parse(run("Path"));
  assert.equal(path.length, 300);
  path.forEach((place, index) => {
    const turn = Math.floor((index + 1) / 40);
    disc = move(disc, { x: (turn % 3) - 1, y: ((turn % 5) - 2) / 2 });
    assert.deepEqual(
      [disc.x, disc.y, disc.vx, disc.vy],
      place,
      `step ${index}`,
    );
  });
});

/** A window in a room, in which somebody plays under this name. */
async function play(room, name, options) {
  const { page } = await browser.window(options);
  await page.goto(`${app.url}?room=${room}`);
  await page.getByLabel("Your name").fill(name);
  await page.getByRole("button", { name: "Play" }).click();
  await page.locator("#players li.mine", { hasText: name }).waitFor();
  return page;
}

/** Where somebody's disc is, as the page tells those who can't see it. */
async function placeOf(page, name) {
  const told = await page.locator("#where").textContent();
  const found = new RegExp(`${name}: (-?\\d+), (-?\\d+)`).exec(told);
  return found ? { x: Number(found[1]), y: Number(found[2]) } : null;
}

/** Waits until a disc is where it should be. */
async function sees(page, name, isThere) {
  for (let tries = 0; tries < 600; tries++) {
    const place = await placeOf(page, name);
    if (place && isThere(place)) return place;
    await page.evaluate(() => new Promise(requestAnimationFrame));
  }
  assert.fail(`${name} is at ${JSON.stringify(await placeOf(page, name))}`);
}

test("what one steers moves in both windows", async () => {
  const ann = await play("two", "Ann");
  const bob = await play("two", "Bob");
  const before = await sees(bob, "Ann", () => true);
  await ann.keyboard.down("ArrowLeft");
  await sees(ann, "You", ({ x }) => x < before.x - 100);
  await sees(bob, "Ann", ({ x }) => x < before.x - 100);
  await ann.keyboard.up("ArrowLeft");
  await shoot(bob, "arena-two");
  // When it lies still, both have it in the same place. The page tells places four times a second: for so many frames is still.
  let last = null;
  let frames = 0;
  const rest = await sees(ann, "You", (place) => {
    const isSame = last?.x === place.x && last?.y === place.y;
    frames = isSame ? frames + 1 : 0;
    last = place;
    return frames > 60;
  });
  await sees(bob, "Ann", ({ x, y }) => Math.hypot(x - rest.x, y - rest.y) <= 3);
});

test("a finger steers as well, on a phone", async () => {
  const phone = { viewport: { width: 390, height: 780 }, hasTouch: true };
  const cid = await play("phone", "Cid", { ...phone, colorScheme: "dark" });
  const before = await sees(cid, "You", () => true);
  const { mouse } = cid;
  await mouse.move(190, 500);
  await mouse.down();
  await mouse.move(190, 420, { steps: 4 });
  await sees(cid, "You", ({ y }) => y < before.y - 100);
  await shoot(cid, "arena-phone");
  await mouse.up();
});

test("a name that is taken is refused, and who only watches sees all", async () => {
  const dan = await play("names", "Dan");
  const { page } = await browser.window();
  await page.goto(`${app.url}?room=names`);
  await page.getByLabel("Your name").fill("DAN");
  await page.getByRole("button", { name: "Play" }).click();
  await page.locator("#problem", { hasText: "take another" }).waitFor();
  const before = await sees(page, "Dan", () => true);
  await dan.keyboard.down("KeyW");
  await sees(page, "Dan", ({ y }) => y < before.y - 50);
  await dan.keyboard.up("KeyW");
});

test("a killed server: the same game goes on in the open pages", async () => {
  const eve = await play("crash", "Eve");
  const fay = await play("crash", "Fay");
  await eve.keyboard.down("ArrowDown");
  await sees(fay, "Eve", ({ y }) => y > 800);
  await eve.keyboard.up("ArrowDown");
  await app.kill();
  await eve.locator("#connection", { hasText: "No connection" }).waitFor();
  await shoot(eve, "arena-lost");
  await app.startOne();
  await eve.locator("#connection").waitFor({ state: "hidden" });
  await fay.locator("#connection").waitFor({ state: "hidden" });
  await sees(fay, "Eve", ({ y }) => y > 600);
  await eve.keyboard.down("ArrowUp");
  await sees(fay, "Eve", ({ y }) => y < 500);
  await eve.keyboard.up("ArrowUp");
});

const onNodes = NODES > 1 ? test : test.skip;

onNodes("a node that is killed: the game goes on at the others", async () => {
  const ida = await play("nodes", "Ida");
  const jon = await play("nodes", "Jon");
  const ways = ["ArrowDown", "ArrowUp", "ArrowDown"];
  const isThere = [({ y }) => y > 800, ({ y }) => y < 500, ({ y }) => y > 800];
  for (const [left, key] of ways.entries()) {
    await app.moveTo((left + 1) % NODES);
    await ida.keyboard.down(key);
    // The one that ticked may have been among them: another one does after two seconds.
    await sees(jon, "Ida", isThere[left]);
    await ida.keyboard.up(key);
  }
});

test("who leaves is gone after a while", async () => {
  const gil = await play("leave", "Gil");
  const hal = await play("leave", "Hal");
  await gil.locator("#players", { hasText: "Hal" }).waitFor();
  await hal.context().close();
  await gil
    .locator("#players li", { hasText: "Hal" })
    .waitFor({ state: "detached" });
});

test("no page has failed", () => assert.deepEqual(browser.errors, []));
