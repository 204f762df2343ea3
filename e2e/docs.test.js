// The excerpts of docs/guide.md are one app, which the real compiler accepts.
//
// BUILDAMP names the binary, target/debug/buildamp otherwise.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync } from "node:fs";
import { rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { test } from "node:test";

const root = resolve(import.meta.dirname, "..");
const binary = resolve(
  process.env.BUILDAMP ?? join(root, "target/debug/buildamp"),
);

/** The excerpts of a language, in their order. */
function excerpts(page, language) {
  const text = readFileSync(join(root, "docs", page), "utf8");
  const found = text.matchAll(/^```(\w+)\n([^]*?)^```$/gm);
  return Array.from(found)
    .filter((excerpt) => excerpt[1] === language)
    .map((excerpt) => excerpt[2]);
}

function write(file, text) {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

test("the guide's excerpts compile together", (t) => {
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

  // The guide's own test of its rules holds.
  const main = [
    "module Main exposing (main)",
    "import WebSocketLogic",
    "main : String",
    'main = if WebSocketLogic.aLowBidIsRefused then "holds" else "fails"',
  ];
  write(join(app, "src/Main.elm"), main.join("\n"));
  write(
    logic,
    rules.join("\n\n").replace("exposing (", "exposing (aLowBidIsRefused, "),
  );
  assert.equal(run("elm", "run", join(app, "src/Main.elm")).trim(), "holds");
});
