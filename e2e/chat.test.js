// The chat example as people use it: the real server, real pages. Each test has a room of its own.
//
// BUILDAMP names the binary (target/debug/buildamp otherwise), CHROMIUM the browser (one in the PATH otherwise).

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { App, NODES } from "./support/app.js";
import { Browser } from "./support/browser.js";

let app, browser;

before(async () => {
  [app, browser] = await Promise.all([App.copy("chat"), Browser.launch()]);
  await app.start();
});

after(async () => {
  await browser?.close();
  await app?.remove();
});

/** A browser of somebody's own, with the room open. */
async function open(t, room, options = {}) {
  const { page, errors } = await browser.window(options);
  t.after(() => page.context().close());
  t.after(() => assert.deepEqual(errors, []));
  await page.goto(`${app.url}?room=${room}`);
  return page;
}

async function comeIn(t, room, name, options) {
  const page = await open(t, room, options);
  await page.fill("dialog[open] input", name);
  await page.click("dialog button");
  await page
    .locator("#people", { hasText: name })
    .waitFor({ state: "attached" });
  await page.locator("dialog").waitFor({ state: "hidden" });
  return page;
}

async function say(page, text) {
  await page.fill("#text", text);
  await page.press("#text", "Enter");
}

const line = (page, text, side = "theirs") =>
  page.locator(`#log .${side}:not(.sending) .bubble`, { hasText: text });

const bubbles = (page) => page.locator("#log .bubble").allInnerTexts();

test("what one writes stands on the right there, and on the left for the others", async (t) => {
  const ada = await comeIn(t, "talk", "Ada");
  const bob = await comeIn(t, "talk", "Bob");
  await ada.locator(".note", { hasText: "Bob came in" }).waitFor();

  await say(ada, "hello <b>you</b>");
  await line(ada, "hello <b>you</b>", "mine").waitFor();
  await line(bob, "hello <b>you</b>").waitFor();
  await say(bob, "see https://example.com/a?b=c.");
  const link = line(ada, "see").locator("a");
  assert.equal(await link.getAttribute("href"), "https://example.com/a?b=c");

  // Who comes later reads it, too.
  const eve = await comeIn(t, "talk", "Eve");
  await line(eve, "hello").waitFor();
  assert.deepEqual(await bubbles(eve), await bubbles(ada));
});

test("rooms don't hear each other", async (t) => {
  const ada = await comeIn(t, "here", "Ada");
  const bob = await comeIn(t, "there", "Bob");
  await say(ada, "for here");
  await line(ada, "for here", "mine").waitFor();
  await say(bob, "for there");
  await line(bob, "for there", "mine").waitFor();
  assert.deepEqual(await bubbles(bob), ["for there"]);
});

test("that somebody is writing vanishes by itself", async (t) => {
  const ada = await comeIn(t, "writing", "Ada");
  const bob = await comeIn(t, "writing", "Bob");
  const told = bob.locator("#typing", { hasText: "Ada is writing" });
  await ada.locator("#text").pressSequentially("well");
  await told.waitFor();
  await told.waitFor({ state: "detached" });

  await ada.locator("#text").pressSequentially(", then");
  await told.waitFor();
  await ada.press("#text", "Enter");
  await line(bob, "well, then").waitFor();
  assert.equal(await bob.locator("#typing").innerText(), "");
});

test("a refusal says why, and the message can be mended or sent again", async (t) => {
  const ada = await comeIn(t, "refusals", "Ada");
  await say(ada, "x".repeat(1001));
  const foot = ada.locator(".failed .foot");
  await foot.filter({ hasText: "1 to 1000 characters" }).waitFor();
  await foot.getByText("Edit").click();
  assert.equal((await ada.inputValue("#text")).length, 1001);
  await say(ada, "   ");
  await foot.filter({ hasText: "there is nothing in this message" }).waitFor();
  await foot.getByText("Edit").click();

  for (let number = 1; number <= 6; number++)
    await say(ada, `number ${number}`);
  await foot.filter({ hasText: "slow down" }).waitFor();
  assert.equal(await ada.locator(".mine .bubble").count(), 6);
  // The rule's ten seconds end: pressed now and then, the message is said in the end.
  while ((await ada.locator(".failed").count()) > 0) {
    await foot.getByText("Try again").click();
    await ada.locator(".sending").waitFor({ state: "detached" });
    await ada.waitForFunction((then) => Date.now() > then, Date.now() + 500);
  }
  assert.deepEqual((await bubbles(ada)).slice(-2), ["number 5", "number 6"]);
});

test("a name is one person's", async (t) => {
  const ada = await comeIn(t, "names", "Ada");
  const bob = await open(t, "names");
  await bob.fill("dialog[open] input", "ADA");
  await bob.click("dialog button");
  await bob.locator("dialog .problem", { hasText: "taken" }).waitFor();
  await bob.fill("dialog[open] input", "Bob");
  await bob.click("dialog button");
  await ada.locator(".note", { hasText: "Bob came in" }).waitFor();

  await bob.click("text=Change name");
  await bob.fill("dialog[open] input", "Robert");
  await bob.click("dialog button");
  await ada.locator(".note", { hasText: "Bob is Robert now" }).waitFor();
  await ada.locator("#people", { hasText: "Robert" }).waitFor();

  await bob.context().close();
  await ada.locator(".note", { hasText: "Robert left" }).waitFor();
});

test("a page that is loaded again has not gone and come", async (t) => {
  const ada = await comeIn(t, "reload", "Ada");
  const bob = await comeIn(t, "reload", "Bob");
  await say(bob, "one");
  await line(ada, "one").waitFor();
  await bob.fill("#text", "not sent yet");
  await bob.reload();
  await line(bob, "one", "mine").waitFor();
  assert.equal(await bob.inputValue("#text"), "not sent yet");
  await say(bob, "two");
  await line(ada, "two").waitFor();
  assert.deepEqual(await ada.locator(".note").allInnerTexts(), ["Bob came in"]);
});

test("what came while nobody looked is marked as new", async (t) => {
  const ada = await comeIn(t, "unread", "Ada");
  const phone = { viewport: { width: 390, height: 500 } };
  const bob = await comeIn(t, "unread", "Bob", phone);
  await say(ada, "long\n".repeat(40));
  await line(bob, "long").waitFor();
  await bob.locator("#scroll").evaluate((node) => (node.scrollTop = 0));
  await bob.locator("#down").waitFor();

  await say(ada, "first");
  await say(ada, "second");
  await bob.locator("#down", { hasText: "2 new" }).waitFor();
  assert.match(await bob.title(), /^\(2\) /);
  await bob.click("#down");
  await bob.locator("#down").waitFor({ state: "hidden" });
  assert.match(await bob.title(), /^unread/);
  const rows = await bob.locator("#log li").allInnerTexts();
  const mark = rows.indexOf("New");
  assert.match(rows[mark + 1], /first/);
  await say(bob, "read it");
  await bob.locator(".mark").waitFor({ state: "detached" });
});

test("the rules say which rooms there are", async (t) => {
  const page = await open(t, "no%20such%20room");
  await page
    .locator("#connection", { hasText: "letters, digits or -" })
    .waitFor();
  assert.equal(await page.locator("#composer").isVisible(), false);
});

test("a killed server loses nothing, and pages come back", async (t) => {
  const ada = await comeIn(t, "crash", "Ada");
  const bob = await comeIn(t, "crash", "Bob");
  await say(ada, "before");
  await line(ada, "before", "mine").waitFor();
  await line(bob, "before").waitFor();

  await app.kill();
  await ada.locator("#connection", { hasText: "No connection" }).waitFor();
  await say(ada, "meanwhile");
  await ada.locator(".sending .bubble", { hasText: "meanwhile" }).waitFor();

  await app.startOne();
  await line(ada, "meanwhile", "mine").waitFor();
  await line(bob, "meanwhile").waitFor();
  assert.deepEqual(await bubbles(bob), ["before", "meanwhile"]);
  assert.equal(await ada.locator("#connection").isVisible(), false);
  // Both are here, and neither is told of as a newcomer.
  await bob.locator("#people li").nth(1).waitFor({ state: "attached" });
  await ada.locator("#people li").nth(1).waitFor();
  assert.deepEqual(await ada.locator(".note").allInnerTexts(), ["Bob came in"]);
  assert.deepEqual(await bubbles(ada), ["before", "meanwhile"]);
});

const onNodes = NODES > 1 ? test : test.skip;

onNodes("a node that is killed: its pages go on at others", async (t) => {
  const ada = await comeIn(t, "nodes", "Ada");
  const bob = await comeIn(t, "nodes", "Bob");
  const eve = await comeIn(t, "nodes", "Eve");
  await ada.locator(".note", { hasText: "Eve came in" }).waitFor();
  const expected = [];
  for (const [left, who] of [ada, bob, eve].entries()) {
    await app.moveTo((left + 1) % NODES);
    const text = `said at the one node that is left, ${left}`;
    await say(who, text);
    expected.push(text);
    for (const page of [ada, bob, eve])
      await line(page, text, page === who ? "mine" : "theirs").waitFor();
  }
  for (const page of [ada, bob, eve])
    assert.deepEqual(await bubbles(page), expected);
  const notes = await ada.locator(".note").allInnerTexts();
  assert.deepEqual(notes, ["Bob came in", "Eve came in"], "nobody has left");
});
