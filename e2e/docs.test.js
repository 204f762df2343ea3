// The excerpts of docs/guide.md are one app, which the real compiler accepts. Those of docs/uploads.md are one that is served, and spoken
// to by its own excerpts and those of docs/transports.md.
//
// BUILDAMP names the binary, target/debug/buildamp otherwise.

import assert from "node:assert/strict";
import { execFile, execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, before, describe, test } from "node:test";
import { promisify } from "node:util";

import { App, NODES, PATIENCE_MS } from "./support/app.js";
import { Browser } from "./support/browser.js";
import {
  excerpts as every,
  lay,
  PROGRAMS,
  root,
  write,
} from "./support/pages.js";
import { OF_UPLOADS, Ran, WAYS } from "./support/ran.js";

const binary = resolve(
  process.env.BUILDAMP ?? join(root, "target/debug/buildamp"),
);

/** The excerpts of a language, in their order. */
function excerpts(page, language) {
  const found = every(page).filter(({ kind }) => kind === language);
  return found.map(({ text }) => text);
}

/** What is the same on however many nodes is looked at once. */
const once = { skip: NODES > 1 };

test("the guide's excerpts compile together", once, (t) => {
  const app = mkdtempSync(join(tmpdir(), "buildamp-guide-"));
  t.after(() => rmSync(app, { recursive: true, force: true }));
  cpSync(join(root, "examples/chat/elm.json"), join(app, "elm.json"));

  const models = excerpts("guide.md", "rust");
  for (const model of models) {
    const [, file] = /^\/\/ (models\/\S+\.rs)\n/.exec(model);
    write(join(app, file), model);
  }
  const logic = join(app, "src/WebSocketLogic.elm");
  const rules = excerpts("guide.md", "elm");
  write(logic, rules.join("\n\n"));
  assert.ok(models.length >= 3 && rules.length >= 6, "excerpts are missing");

  const run = (...words) => execFileSync(binary, words, { encoding: "utf8" });
  run("gen", app);
  run("elm", "check", logic);

  // The guide's own tests of its rules hold.
  const tests = rules.join("\n\n").match(/^a\w+(?= : Bool$)/gm);
  assert.equal(tests.length, 2);
  const all = tests.map((name) => `WebSocketLogic.${name}`).join(" && ");
  const main = [
    "module Main exposing (main)",
    "import WebSocketLogic",
    "main : String",
    `main = if ${all} then "holds" else "fails"`,
  ];
  write(join(app, "src/Main.elm"), main.join("\n"));
  write(
    logic,
    rules.join("\n\n").replace("exposing (", `exposing (${tests.join(", ")}, `),
  );
  assert.equal(run("elm", "run", join(app, "src/Main.elm")).trim(), "holds");
});

test("the Elm of pages is well typed", once, (t) => {
  const app = mkdtempSync(join(tmpdir(), "buildamp-elm-"));
  t.after(() => rmSync(app, { recursive: true, force: true }));
  cpSync(join(root, "examples/collaboration/models"), join(app, "models"), {
    recursive: true,
  });
  const direct = Object.fromEntries(
    ["browser", "core", "file", "html", "http", "json", "url"].map((name) => [
      `elm/${name}`,
      "1.0.0",
    ]),
  );
  const project = {
    type: "application",
    "source-directories": ["src", "generated/elm"],
    "elm-version": "0.19.1",
    dependencies: { direct, indirect: {} },
    "test-dependencies": { direct: {}, indirect: {} },
  };
  write(join(app, "elm.json"), JSON.stringify(project));
  const [page] = excerpts("clients.md", "elm");
  write(join(app, "src/Main.elm"), page);
  const [upload] = excerpts("uploads.md", "elm client");
  const head = [
    "module Uploading exposing (Msg, upload)",
    "import File exposing (File)",
    "import Http",
    "import Json.Decode as Decode",
    "import Url.Builder",
    "type Msg = Uploaded (Result Http.Error String)",
  ];
  write(join(app, "src/Uploading.elm"), `${head.join("\n")}\n\n${upload}`);
  const run = (...words) => execFileSync(binary, words, { encoding: "utf8" });
  run("gen", app);
  for (const file of ["Main", "Uploading"]) {
    run("elm", "check", join(app, `src/${file}.elm`));
  }
});

describe("the app of uploads.md", () => {
  let app, address;

  before(async () => {
    const parent = mkdtempSync(join(tmpdir(), "buildamp-uploads-"));
    const [model] = excerpts("uploads.md", "rust");
    const [, file] = /^\/\/ (models\/\S+\.rs)\n/.exec(model);
    app = new App(join(parent, "app"));
    lay(app.folder, {
      [file]: model,
      "src/WebSocketLogic.elm": excerpts("uploads.md", "elm")[0],
      "buildamp.toml": excerpts("uploads.md", "toml")[0],
    });
    await app.start();
    ({ address } = app);
  });

  after(() => app?.remove());

  /** What a program says. Not waited for in one go: the balancer before several nodes is in this process. */
  async function says(program, words) {
    const options = { timeout: PATIENCE_MS };
    return (await promisify(execFile)(program, words, options)).stdout;
  }

  /** An excerpt, to the server of this test. */
  const here = (text) => text.replaceAll("127.0.0.1:8080", address);

  for (const page of PROGRAMS) {
    test(`the JavaScript of ${page} says what the page says`, async () => {
      const all = Array.from(every(page));
      const programs = all.filter(({ kind }) => kind === "js");
      assert.ok(programs.length > 0);
      for (const program of programs) {
        const words = ["--input-type=module", "--eval", here(program.text)];
        const said = await says("node", words);
        const then = all[all.indexOf(program) + 1];
        assert.deepEqual([then.kind, said], ["text", then.text]);
      }
    });
  }

  test("a post by curl is answered as the page says", async () => {
    const [program] = excerpts("transports.md", "sh");
    const said = await says("sh", ["-c", here(program)]);
    assert.equal(
      `${said}\n`,
      excerpts("transports.md", "text").find((text) =>
        text.startsWith('{"type":"ack"'),
      ),
    );
  });

  test("a browser's own event source hears what is posted, and what is uploaded", async (t) => {
    const browser = await Browser.launch();
    t.after(() => browser.close());
    const { page } = await browser.window();
    const heard = [];
    let wake = () => {};
    page.on("console", (message) => {
      heard.push(message.text());
      wake();
    });
    const hears = async (text) => {
      while (!heard.includes(text)) {
        await new Promise((resolve) => (wake = resolve));
      }
    };
    await page.goto(`http://${address}/`);
    const [program] = excerpts("transports.md", "javascript");
    await page.evaluate(here(program));
    // Ann hears bob come once she is in.
    const joins = `http://${address}/sse?room=lobby&userId=bob`;
    const bob = new AbortController();
    await fetch(joins, { signal: bob.signal });
    t.after(() => bob.abort());
    await hears("user_joined");
    await fetch(`http://${address}/rooms/lobby/messages?userId=bob`, {
      method: "POST",
      body: '{"message_type":"Say","text":"hi"}',
    });
    await hears("Say");
    const program2 = here(excerpts("uploads.md", "js")[0]);
    await says("node", ["--input-type=module", "--eval", program2]);
    await hears("Picture");
  });

  test("the plain form of the page uploads a file", async (t) => {
    const browser = await Browser.launch();
    t.after(() => browser.close());
    const { page } = await browser.window();
    await page.goto(`http://${address}/`);
    await page.setContent(excerpts("uploads.md", "html")[0]);
    const [, picture] = /"(iVBOR[^"]+)"/.exec(excerpts("uploads.md", "js")[0]);
    await page.setInputFiles("input", {
      name: "../dot.png",
      mimeType: "image/png",
      buffer: Buffer.from(picture, "base64"),
    });
    const [answer] = await Promise.all([
      page.waitForResponse(/\/uploads\?/),
      page.click("button"),
    ]);
    const { name, size } = await answer.json();
    assert.deepEqual([answer.status(), name, size], [201, "dot.png", 70]);
  });

  test("all of it has run: each way in, each function, each effect", async () => {
    const ran = new Ran();
    for (const node of app.nodes) await ran.add(node.address);
    assert.deepEqual(ran.missing("path", WAYS.docs), []);
    for (const [kind, names] of Object.entries(OF_UPLOADS)) {
      assert.deepEqual(ran.missing(kind, names), []);
    }
  });
});
