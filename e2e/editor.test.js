// The editor example as people use it: one text in two windows, carets, a break, undo, a phone.
//
// BUILDAMP names the binary, CHROMIUM the browser. Each test has a document of its own, and waits for what a person would see.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { join } from "node:path";

import { App, NODES, PATIENCE_MS, shots } from "./support/app.js";
import { Browser } from "./support/browser.js";

let app, browser;

before(async () => {
  [app, browser] = await Promise.all([App.copy("editor"), Browser.launch()]);
  await app.start();
});

after(async () => {
  await browser?.close();
  await app?.remove();
});

/** A window with a document, of somebody who has said their name. */
async function open(doc, name, options) {
  const { page } = await browser.window(options);
  page.setDefaultTimeout(PATIENCE_MS);
  await page.goto(`${app.url}?doc=${doc}`);
  await page.getByRole("textbox", { name: "Your name" }).fill(name);
  await page.getByRole("button", { name: "Write", exact: true }).click();
  await page.getByRole("dialog").waitFor({ state: "hidden" });
  const field = page.getByRole("textbox", { name: "The text" });
  await page.locator('body[data-status="saved"]').waitFor();
  return { page, field };
}

/** Waits until the windows have this text, and it is saved. */
async function have(windows, text) {
  for (const { page } of windows) {
    await page.waitForFunction(
      (expected) => document.getElementById("text").value === expected,
      text,
    );
    await page.locator('body[data-status="saved"]').waitFor();
  }
}

test("two write one text, and see each other's carets and selections", async () => {
  const ann = await open("letter", "Ann");
  const bob = await open("letter", "Bob");
  await ann.field.pressSequentially("Dear 😀,\nhow are you?");
  await have([ann, bob], "Dear 😀,\nhow are you?");
  await bob.field.press("Control+End");
  await bob.field.pressSequentially(" I am fine.");
  await have([ann, bob], "Dear 😀,\nhow are you? I am fine.");
  await ann.page.locator(".caret", { hasText: "Bob" }).waitFor();
  await ann.field.press("Control+Home");
  for (let step = 0; step < 4; step += 1)
    await ann.field.press("Shift+ArrowRight");
  await bob.page.locator("#mirror mark", { hasText: "Dear" }).waitFor();
  assert.equal(await bob.page.title(), "Dear 😀,");
  await ann.page.screenshot({ path: join(shots, "editor-1.png") });
  await bob.page.screenshot({ path: join(shots, "editor-2.png") });

  await ann.field.press("Control+Home");
  await ann.field.pressSequentially("My ");
  await bob.field.press("Control+z");
  await have([ann, bob], "My Dear 😀,\nhow are you?");
  await bob.page.getByRole("button", { name: "Redo" }).click();
  await have([ann, bob], "My Dear 😀,\nhow are you? I am fine.");

  await bob.page.close();
  await ann.page.locator(".caret").waitFor({ state: "detached" });
});

test("both go on without a server, and come together when it is back", async () => {
  const [ann, bob] = [await open("trip", "Ann"), await open("trip", "Bob")];
  await ann.field.pressSequentially("Take the train.");
  await have([ann, bob], "Take the train.");
  await app.kill();
  await ann.page.locator('body[data-status="offline"]').waitFor();
  await ann.field.press("Control+Home");
  await ann.field.pressSequentially("Plan: ");
  await bob.field.press("Control+End");
  await bob.field.pressSequentially(" Bring tea.");
  await ann.page.screenshot({ path: join(shots, "editor-3-offline.png") });
  await app.startOne();
  await have([ann, bob], "Plan: Take the train. Bring tea.");
});

const onNodes = NODES > 1 ? test : test.skip;

onNodes("a node that is killed: the text goes on at the others", async () => {
  const [ann, bob] = [await open("nodes", "Ann"), await open("nodes", "Bob")];
  let text = "";
  for (const left of [0, 1, 2]) {
    await app.moveTo((left + 1) % NODES);
    await ann.field.press("Control+End");
    await ann.field.pressSequentially(`${left} Ann. `);
    text += `${left} Ann. `;
    await have([ann, bob], text);
    await bob.field.press("Control+End");
    await bob.field.pressSequentially(`${left} Bob. `);
    text += `${left} Bob. `;
    await have([ann, bob], text);
  }
});

test("on a phone", async () => {
  const size = { width: 390, height: 780 };
  const ann = await open("phone", "Ann", { viewport: size, hasTouch: true });
  const words =
    "Words of different lengths, and some that are considerably longer. ";
  await ann.field.fill(`Milk\nBread\n${words.repeat(60)}`);
  await ann.page.locator('body[data-status="saved"]').waitFor();
  const [scroll, width] = await ann.page.evaluate(() => [
    document.documentElement.scrollWidth,
    innerWidth,
  ]);
  assert.ok(scroll <= width, "nothing sticks out");
  const [field, mirror] = await ann.page.evaluate(() =>
    ["text", "mirror"].map((id) => document.getElementById(id).scrollHeight),
  );
  assert.equal(
    field,
    mirror,
    "the field and its mirror break their lines alike",
  );
  await ann.page.screenshot({ path: join(shots, "editor-4-phone.png") });
});
