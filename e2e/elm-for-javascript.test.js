// docs/elm-for-javascript.md: its Elm gives what its JavaScript gives, and its mistake is told as it says.
//
// BUILDAMP names the binary, target/debug/buildamp otherwise.

import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { before, after, test } from "node:test";

import { excerpts, read, root, write } from "./support/pages.js";

const PAGE = "elm-for-javascript.md";
const binary = resolve(
  process.env.BUILDAMP ?? join(root, "target/debug/buildamp"),
);
let folder;

before(() => (folder = mkdtempSync(join(tmpdir(), "buildamp-elm-"))));
after(() => rmSync(folder, { recursive: true, force: true }));

/** The excerpts of a kind, in their order. */
function texts(kind) {
  const found = excerpts(PAGE).filter((excerpt) => excerpt.kind === kind);
  return found.map(({ text }) => text);
}

/** What stands side by side in the tables: `[JavaScript, Elm]`. */
function rows() {
  const found = read(PAGE).matchAll(/^\| `(.*)` \| `(.*)` \|$/gm);
  return Array.from(found, (row) =>
    row.slice(1).map((cell) => cell.replaceAll("\\|", "|")),
  );
}

/** A value as `Debug.toString` writes it, as JSON: what may be missing is missing, or is there. */
function json(shown) {
  return shown
    .replace(/\b(?:True|False)\b/g, (word) => word.toLowerCase())
    .replace(/(\w+) = /g, '"$1": ')
    .replace(/^Just /, "")
    .replace(/^Nothing$/, "null");
}

/** One module of all its Elm, with imports first, which says what each of these expressions gives. */
function program(expressions) {
  const lines = texts("elm").join("\n\n").split("\n");
  const isImport = (line) => line.startsWith("import ");
  const shown = expressions.map((text) => `Debug.toString (${text})`);
  return [
    "module Main exposing (main)",
    ...lines.filter(isImport),
    ...lines.filter((line) => !isImport(line)),
    "main : String",
    `main = String.join "\\n" [ ${shown.join("\n    , ")} ]`,
  ].join("\n");
}

test("both columns of each table give the same", () => {
  const all = rows();
  assert.ok(all.length > 25, `only ${all.length} rows were found`);
  const main = join(folder, "src/Main.elm");
  write(main, program(all.map(([, elm]) => elm)));
  const said = execFileSync(binary, ["elm", "run", main], { encoding: "utf8" });
  const found = said.trimEnd().split("\n").map(json).map(JSON.parse);
  const whole = texts("js").join("\n");
  all.forEach(([js, elm], place) => {
    const expected = new Function(`${whole}\nreturn ${js};`)();
    assert.deepEqual(found[place], expected, `${js} and ${elm}`);
  });
});

test("the mistake is told as the page says", () => {
  const main = join(folder, "wrong/Main.elm");
  write(main, texts("elm wrong")[0]);
  const { status, stdout, stderr } = spawnSync(binary, ["elm", "check", main], {
    encoding: "utf8",
  });
  assert.equal(status, 1);
  assert.ok((stdout + stderr).includes(texts("text")[0]), stdout + stderr);
});
