// What `buildamp new` makes where nothing else is asked for, in two windows: presses, pointers, and what is refused.
//
// BUILDAMP names the binary, CHROMIUM the browser. The tests are one story, told in order.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before } from "node:test";

import { App } from "./support/app.js";
import { Browser, shoot } from "./support/browser.js";
import { story } from "./support/story.js";

const then = story();
let app, browser, ann, bob;

before(async () => {
  const folder = join(await mkdtemp(join(tmpdir(), "buildamp-new-")), "small");
  app = new App(folder);
  execFileSync(app.binary, ["new", folder], { stdio: "ignore" });
  browser = await Browser.launch();
});

after(async () => {
  await browser?.close();
  await app?.remove();
});

async function window() {
  const { page } = await browser.window();
  await page.goto(app.url);
  await page.getByText(/You are guest-/).waitFor();
  return page;
}

const sees = (page, text) => page.getByText(text).first().waitFor();

then("a press is counted for all, and outlives the server", async () => {
  await app.start("serve");
  [ann, bob] = [await window(), await window()];
  await ann.keyboard.press("Tab");
  await ann.keyboard.press("Enter");
  for (const page of [ann, bob]) await sees(page, /Pressed 1 time, last by/);
  await app.kill();
  await sees(ann, "Connecting …");
  await app.start("serve");
  await sees(ann, /You are guest-/);
  const later = await window();
  await sees(later, "Pressed 1 time.");
});

then("others see where somebody points", async () => {
  const name = (await ann.locator("#connection").innerText()).slice(8, -1);
  await ann.mouse.move(300, 200);
  await ann.mouse.move(320, 220, { steps: 4 });
  await bob.locator(".pointer", { hasText: name }).waitFor();
  await shoot(bob, "new-pointer");
});

then("whoever presses too fast is told, and nothing is thrown", async () => {
  const button = ann.getByRole("button", { name: "Press" });
  await button.evaluate((press) => {
    for (let count = 0; count < 20; count += 1) press.click();
  });
  await sees(ann, "more than 5 Press in a second");
  await shoot(ann, "new-refused");
  assert.deepEqual(browser.errors, []);
});
