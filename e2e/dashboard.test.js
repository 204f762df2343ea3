// The dashboard while people chat: an operator looks at what is going on, in a real browser.
//
// BUILDAMP names the binary (target/debug/buildamp otherwise), CHROMIUM the browser (one in the PATH otherwise).

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { after, before } from "node:test";
import { promisify } from "node:util";

import { App } from "./support/app.js";
import { Browser, shoot } from "./support/browser.js";
import { story } from "./support/story.js";

const PASSWORD = "correct horse battery staple";
const ROOM = "talk";
// Names are the users' own.
const NAME = "<img src=x onerror=alert(1)>".slice(0, 24);

const then = story();
let app, browser, ada, bob, desk;

/** The node that is looked at. Who chats is there, or on another one. */
const node = () => app.nodes[0].address;

before(async () => {
  const variables = {
    BUILDAMP_DASHBOARD_PASSWORD_VARIABLE: "OPERATORS_PASSWORD",
    OPERATORS_PASSWORD: PASSWORD,
  };
  const copied = App.copy("chat", { variables });
  [app, browser] = await Promise.all([copied, Browser.launch()]);
  await app.start();
});

after(async () => {
  await browser?.close();
  await app?.remove();
});

async function comeIn(address, name) {
  const { page } = await browser.window();
  await page.goto(`http://${address}/?room=${ROOM}`);
  await page.fill("dialog[open] input", name);
  await page.click("dialog button");
  await page.locator("dialog").waitFor({ state: "hidden" });
  return page;
}

async function say(page, text) {
  await page.fill("#text", text);
  await page.press("#text", "Enter");
}

const tab = (name) => desk.getByRole("link", { name }).first().click();
const row = (...texts) =>
  texts.reduce(
    (rows, hasText) => rows.filter({ hasText }),
    desk.locator("tbody tr"),
  );
const card = (name) => desk.locator(".card", { hasText: name });

then("who has not the password sees nothing", async () => {
  for (const path of ["", "/api/overview", "/api/messages", "/page/main.js"]) {
    const { status } = await fetch(`http://${node()}/_buildamp${path}`);
    assert.equal(status, 401, path);
  }
});

then("who has it sees what is going on", async () => {
  ada = await comeIn(node(), "Ada");
  bob = await comeIn(app.address, NAME);
  const httpCredentials = { username: "me", password: PASSWORD };
  const window = await browser.window({ httpCredentials });
  desk = window.page;
  await desk.goto(`http://${node()}/_buildamp`);
  await desk.getByRole("heading", { name: "chat" }).waitFor();
  await card("Messages/s")
    .getByText(/^[1-9]\d* in all/)
    .waitFor();
  await desk.getByText(/– works/).waitFor();
  assert.equal(await desk.title(), "chat – BuildAmp");
});

then("messages are told as they come, and why some are refused", async () => {
  await tab("Messages");
  await desk.getByText("live", { exact: true }).waitFor();
  await desk.getByText("Waiting for messages.").waitFor();
  await say(ada, "hello <b>you</b>");
  await row("Say", "committed", "KVSet ×2, Broadcast").first().waitFor();
  for (let n = 0; n < 6; n += 1) await say(ada, `line ${n}`);
  await row("Say", "refused", "rejected", /slow down, others want to read/)
    .first()
    .waitFor();
  await shoot(desk, "dashboard-messages");
  await desk.getByLabel("Only refused").check();
  await row("committed").first().waitFor({ state: "detached" });
  assert.ok((await row("refused").count()) > 0);
  await desk.getByLabel("Only refused").uncheck();
  await desk.keyboard.press("/");
  await desk.keyboard.type("nobody is called so");
  await desk.getByText("None of the last messages is like this.").waitFor();
  await desk.keyboard.press("Escape");
  await row("Say").first().waitFor();
});

then("a room has its members and what was said there", async () => {
  await desk.keyboard.press("2");
  await desk.getByLabel("Rooms that begin with").waitFor();
  await desk.getByRole("link", { name: ROOM, exact: true }).click();
  await desk.getByRole("heading", { name: "Members" }).waitFor();
  await desk.getByText(/^2 users/).waitFor();
  await row("Said", "hello <b>you</b>").waitFor();
  await row("PersonChanged", NAME).first().waitFor();
  await shoot(desk, "dashboard-room");
  await desk.keyboard.press("Escape");
  await desk.getByLabel("Rooms that begin with").fill("none");
  await desk.getByText("No room begins so.").waitFor();
});

then("what is stored can be looked through", async () => {
  await tab("State");
  await desk.getByLabel("Names that begin with").fill("History");
  await row("History", ROOM).waitFor();
  await desk.getByRole("link", { name: /History/ }).click();
  await desk.locator("pre", { hasText: '"hello <b>you</b>"' }).waitFor();
  await shoot(desk, "dashboard-entry");
  await desk.goBack();
  await desk.getByLabel("Kind").selectOption("game");
  await desk.getByText("No name begins so.").waitFor();
  await desk.getByLabel("Names that begin with").fill("");
  await desk.getByText("There are no game states.").waitFor();
  await tab("Given up");
  await desk.getByText("Nothing was given up.").waitFor();
  await desk.getByText("Nothing waits.").waitFor();
});

then("the nodes that share the state are shown with what they do", async () => {
  await tab("Overview");
  const count = app.nodes.length > 1 ? app.nodes.length : 0;
  const heading = desk.getByRole("heading", { name: "Nodes" });
  if (count > 0) {
    await heading.waitFor();
    await row("works")
      .nth(count - 1)
      .waitFor();
    await row("this one", app.nodes[0].address, "works").waitFor();
  } else {
    assert.equal(await heading.count(), 0);
  }
  const buildamp = promisify(execFile)(app.binary, ["nodes", app.folder]);
  const { stdout } = await buildamp;
  const works = stdout.split("\n").filter((line) => / works[, ]/.test(line));
  assert.equal(works.length, count, stdout);
  if (count === 0) assert.match(stdout, /shares its state with no other/);
});

then("it is readable light and dark, and on a phone", async () => {
  await tab("Overview");
  await card("Messages/s").locator("svg").waitFor();
  await card("Refused/s")
    .getByText(/^[1-9]\d* in all/)
    .waitFor();
  for (const colorScheme of ["light", "dark"]) {
    await desk.emulateMedia({ colorScheme });
    await shoot(desk, `dashboard-${colorScheme}`);
  }
  await desk.setViewportSize({ width: 390, height: 844 });
  await shoot(desk, "dashboard-phone");
  await tab("Messages");
  await desk.getByText("live", { exact: true }).waitFor();
  await say(ada, "");
  await say(bob, "from a phone");
  for (let n = 0; n < 6; n += 1) await say(ada, `again ${n}`);
  await row("Say").first().waitFor();
  const width = await desk.evaluate(() => document.body.scrollWidth);
  assert.ok(width <= 390, `${width} px`);
  await shoot(desk, "dashboard-phone-messages");
});

then("what was given up goes once more", async () => {
  // Who writes an app needs no password, on their own machine.
  const failing = await App.ours("failing", { nodes: 1 });
  try {
    await failing.start("dev");
    await failing.says(/dashboard: http:\/\/[\d.:]+\/_buildamp\n/);
    const { page } = await browser.window();
    const post = (type) =>
      fetch(`${failing.url}rooms/office/messages?userId=ann`, {
        method: "POST",
        body: JSON.stringify({ message_type: type }),
      });
    await post("Begin");
    await page.goto(`${failing.url}_buildamp#given-up`);
    await page.getByText(/logic failed.*it is not mended yet/).waitFor();
    await shoot(page, "dashboard-given-up");
    await page.getByRole("link", { name: "Overview" }).click();
    await page.getByText("Debug.todo: it is not mended yet").waitFor();
    await post("Mend");
    await page.getByRole("link", { name: /^Given up/ }).click();
    await page.getByRole("button", { name: "Replay Report" }).click();
    await page.getByText("Report goes once more.").waitFor();
    await page.getByText("Nothing was given up.").waitFor();
    await page.getByRole("link", { name: "State" }).click();
    await page.getByLabel("Kind").selectOption("game");
    await page.locator("tbody tr", { hasText: "done" }).waitFor();
  } finally {
    await failing.remove();
  }
});

then("it says so where the server is gone, and comes back", async () => {
  await desk.setViewportSize({ width: 1180, height: 860 });
  await tab("Overview");
  await app.kill();
  const trouble = desk.getByRole("alert");
  await trouble.getByText("The server does not answer.").waitFor();
  await shoot(desk, "dashboard-gone");
  await app.start();
  await trouble.waitFor({ state: "hidden" });
  await card("Messages/s").waitFor();
  assert.deepEqual(browser.errors, []);
});
