// The page of docs/recipes/optimistic.md in two windows: what it shows at once, over a break, and when the rules refuse.
//
// BUILDAMP names the binary, CHROMIUM the browser. The tests are one story, told in order.

import assert from "node:assert/strict";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before } from "node:test";

import { App } from "./support/app.js";
import { Browser } from "./support/browser.js";
import { conversations, lay, write } from "./support/pages.js";
import { story } from "./support/story.js";

const then = story();
let app, browser, ann, bob;

/** The recipe's own program, with what it says that a page has: `client`, `room`, `show` and `notice`. */
const page = (program) => `<!doctype html>
<meta charset="utf-8" />
<ul></ul>
<p></p>
<script type="module">
  import { Client } from "/generated/js/buildamp.js";
  const client = new Client({ userId: location.search.slice(1) });
  const room = "list:1";
  const drawn = [];
  const show = (tasks, pending) => {
    drawn.push(tasks.map(({ text }) => text).join());
    document.querySelector("ul").replaceChildren(
      ...tasks.map((task) => {
        const line = document.createElement("li");
        line.textContent = task.text + (task.is_done ? " (done)" : "") + (pending.has(task) ? " …" : "");
        line.onclick = () => tick(task);
        return line;
      }),
    );
  };
  const notice = (text) => (document.querySelector("p").textContent = text);
  ${program}
  Object.assign(window, { add, drawn });
  client.connect();
</script>
`;

before(async () => {
  const folder = join(await mkdtemp(join(tmpdir(), "buildamp-tasks-")), "app");
  const [{ files, programs }] = conversations("recipes/optimistic.md");
  lay(folder, files);
  write(join(folder, "web/index.html"), page(programs.js));
  app = new App(folder);
  await app.start();
  browser = await Browser.launch();
  [ann, bob] = [await window("ann"), await window("bob")];
});

after(async () => {
  await browser?.close();
  await app?.remove();
});

async function window(user) {
  const { page } = await browser.window();
  await page.goto(`${app.url}?${user}`);
  return page;
}

const add = (page, text) => page.evaluate((one) => void add(one), text);
const sees = (page, text) => page.getByText(text, { exact: true }).waitFor();
const lines = (page) => page.locator("li").allInnerTexts();

then("a task is seen by both", async () => {
  await add(ann, "milk");
  for (const one of [ann, bob]) await sees(one, "milk");
  assert.deepEqual(await lines(ann), ["milk"]);
});

then("without a server it is there at once, and waits", async () => {
  await app.kill();
  await add(ann, "bread");
  assert.deepEqual(await lines(ann), ["milk", "bread …"]);
  assert.deepEqual(await lines(bob), ["milk"]);
});

then("with the server again it has happened once", async () => {
  await app.start();
  for (const one of [ann, bob]) await sees(one, "bread");
  for (const one of [ann, bob]) {
    assert.deepEqual(await lines(one), ["milk", "bread"]);
  }
});

then("what is refused was there, goes, and is explained", async () => {
  await add(bob, "tea");
  await sees(ann, "tea");
  await add(ann, "salt");
  await sees(ann, "three tasks are open: finish one first");
  assert.deepEqual(await lines(ann), ["milk", "bread", "tea"]);
  const drawn = await ann.evaluate(() => drawn);
  assert.deepEqual(drawn.slice(-2), ["milk,bread,tea,salt", "milk,bread,tea"]);
});

then("what was told is never gone in between", async () => {
  await ann.evaluate(() => drawn.splice(0));
  await ann.getByText("milk").click();
  await sees(bob, "milk (done)");
  await sees(ann, "milk (done)");
  const drawn = await ann.evaluate(() => drawn);
  assert.deepEqual(new Set(drawn), new Set(["milk,bread,tea"]));
  await add(ann, "salt");
  await sees(bob, "salt");
});
