// docs/quick-start.md, word by word, in two windows: what it has people write, what it says that they see, and what it says of mistakes.
//
// BUILDAMP names the binary, CHROMIUM the browser. The tests are one story, told in order.

import assert from "node:assert/strict";
import { mkdtemp, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before } from "node:test";

import { App } from "./support/app.js";
import { Browser, shoot } from "./support/browser.js";
import { excerpts, read, write } from "./support/pages.js";
import { story } from "./support/story.js";

const page = read("quick-start.md");
const then = story();
let app, browser, ann, bob;

/** The files of the page, each named in the words before its excerpt. */
function files() {
  const found = page.matchAll(
    /`([\w/]+\.(?:rs|elm|html))`:\n\n```\w+\n([^]*?)^```$/gm,
  );
  return Array.from(found, ([, path, text]) => [path, text]);
}

/** A part of the page, as it is quoted. */
function said(text) {
  assert.ok(page.includes(text), `the page does not say ${text}`);
  return text;
}

before(async () => {
  const folder = join(
    await mkdtemp(join(tmpdir(), "buildamp-lunch-")),
    "lunch",
  );
  const all = files();
  assert.equal(all.length, 4);
  for (const [path, text] of all) write(join(folder, path), text);
  app = new App(folder);
  browser = await Browser.launch();
});

after(async () => {
  await browser?.close();
  await app?.remove();
});

async function window() {
  const { page, sockets } = await browser.window();
  await page.goto(app.url);
  return { page, sockets };
}

const press = ({ page }, name) => page.getByRole("button", { name }).click();
const sees = ({ page }, text) => page.getByText(text).first().waitFor();

then("it is served, and votes are seen in both windows", async () => {
  await app.start("dev");
  for (const line of [
    "warning: no authentication: everyone is who they say they are",
    "watching models/, src/ and web/; Ctrl+C stops it",
  ]) {
    await app.says(new RegExp(said(line).replace(/[+.]/g, "\\$&")));
  }
  [ann, bob] = [await window(), await window()];
  await press(ann, "soup");
  await sees(ann, "counted");
  for (const one of [ann, bob]) await sees(one, /guest-\w+: soup/);
});

then("the rules refuse in their own words", async () => {
  await press(bob, "lobster");
  await sees(bob, said("there is no lobster today: choose soup or pizza"));
  await shoot(bob.page, "quick-start-refused");
});

then("a vote outlives the page and the server", async () => {
  await ann.page.reload();
  await sees(ann, /guest-\w+: soup/);
  await app.kill();
  await sees(ann, said("connecting …"));
  await app.start("dev");
  for (const { page } of [ann, bob]) {
    await page
      .locator("#notice")
      .filter({ hasText: /^$/ })
      .waitFor({ state: "attached" });
  }
  await sees(ann, /guest-\w+: soup/);
});

then("a rule is changed while both are connected", async () => {
  const before = [ann, bob].map(({ sockets }) => sockets.length);
  await app.edit(
    "src/WebSocketLogic.elm",
    '[ "soup", "pizza" ]',
    `[ "soup", "pizza", ${said('"lobster"')} ]`,
  );
  await app.says(/compiled and swapped in [\d.]+ ms/);
  await press(bob, "lobster");
  await sees(ann, /guest-\w+: lobster/);
  const now = [ann, bob].map(({ sockets }) => sockets.length);
  assert.deepEqual(now, before);
});

then(
  "a forgotten bracket is shown over the page, and the rules go on",
  async () => {
    await app.edit("src/WebSocketLogic.elm", ', "lobster" ]', ', "lobster"');
    const problem = ann.page.getByRole("alert");
    await problem.waitFor();
    await shoot(ann.page, "quick-start-elm");
    assert.match(await problem.innerText(), /src\/WebSocketLogic\.elm/);
    await bob.page.evaluate(() => document.querySelector("button").click());
    await sees(ann, /guest-\w+: soup/);
    await app.edit("src/WebSocketLogic.elm", ', "lobster"', ', "lobster" ]');
    await problem.waitFor({ state: "hidden" });
  },
);

then("a value that the rules log is in the terminal", async () => {
  const logged = said('vote (Debug.log "dish" dish) ctx');
  app.forget();
  await app.edit("src/WebSocketLogic.elm", said("vote dish ctx"), logged);
  await app.says(/compiled and swapped/);
  await press(bob, "pizza");
  said('dish: "soup"');
  await app.says(/logic: dish: "pizza" .*room="lunch:today" user="guest-\w+"/);
});

then("a field of a model is new, and the compiler tells where", async () => {
  await app.edit(
    "models/ws/lunch_ws.rs",
    "    pub votes: BTreeMap<String, String>,\n",
    `    pub votes: BTreeMap<String, String>,\n    ${said("pub voters: u32")},\n`,
  );
  const problem = ann.page.getByRole("alert");
  await problem.waitFor();
  assert.match(await problem.innerText(), /voters/);
  await shoot(ann.page, "quick-start-model");
  const types = await readFile(
    join(app.folder, "generated/js/buildamp.d.ts"),
    "utf8",
  );
  assert.match(types, /voters: number/);
  const [tally] = excerpts("quick-start.md").filter(({ text }) =>
    text.startsWith("tally :"),
  );
  const rules = "src/WebSocketLogic.elm";
  for (const line of [
    "TallyMessage (tally ballot)",
    "Messages.encodeTally (tally (ballotOf room ctx))",
  ]) {
    await app.edit(rules, line.replace(/\(tally (.*)\)/, "$1"), said(line));
  }
  await app.edit(rules, "{-| What", `${tally.text}\n\n{-| What`);
  await problem.waitFor({ state: "hidden" });
  await press(bob, "lobster");
  await sees(ann, /guest-\w+: lobster/);
});

then("a mistake in the settings is shown too", async () => {
  const problem = ann.page.getByRole("alert");
  const settings = join(app.folder, "buildamp.toml");
  write(settings, "[limits]\nmesages_per_minute = 5\n");
  await problem.waitFor();
  assert.match(await problem.innerText(), /did you mean `messages_per_minute`/);
  await shoot(ann.page, "quick-start-settings");
  await ann.page.keyboard.press("Escape");
  await problem.waitFor({ state: "hidden" });
  app.forget();
  write(settings, "[limits]\nmessages_per_minute = 5\n");
  await app.says(
    /buildamp\.toml has changed: it counts from the next start on/,
  );
});
