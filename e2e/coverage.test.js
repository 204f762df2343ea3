// Whatever rules can do, read or be asked, and every way in, stands in docs/ in an excerpt that is run on a real server, by excerpts.test.js or
// docs.test.js. What there is comes from the sources, so that what is new has to be shown before it is finished.
//
// That an effect, a function of the rules or a way in has run is asserted there, by what the servers count; here, that they count all that there
// are. Of reads, answers and modules it is only seen that rules which are served name them.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import { conversations, excerpts, pages, read } from "./support/pages.js";
import { PROGRAMS, root } from "./support/pages.js";
import { WAYS } from "./support/ran.js";

const held = pages().flatMap(conversations);
const run = PROGRAMS.flatMap(excerpts);

/** All rules that are run, without what only names a thing. */
const rules = held
  .map(({ files }) => files["src/WebSocketLogic.elm"])
  .concat(run.filter(({ kind }) => kind === "elm").map(({ text }) => text))
  .join("\n")
  .replace(/^(?:import|module) .*$|--.*$/gm, "");

const source = (path) => readFileSync(join(root, path), "utf8");
const server = source("crates/codegen/src/elm/Server.elm");

function names(text, pattern) {
  return Array.from(text.matchAll(pattern), ([, name]) => name);
}

/** The variants of a type of `BuildAmp.Server`. */
function variants(type) {
  const [, text] = new RegExp(`^type ${type}\\n([^]*?)\\n\\n`, "m").exec(
    server,
  );
  return names(text, /^ +[=|] (\w+)/gm);
}

function word(name) {
  return new RegExp(`\\b${name}\\b`);
}

/** Nothing of what was found is without what it has to have; and at least so much was found. */
function all(found, least, has) {
  assert.ok(found.length >= least, `only these were found: ${found}`);
  const without = found.filter((name) => !has(name));
  assert.deepEqual(without, []);
}

test("every effect is counted where it runs", () => {
  const kinds = source("crates/rules/src/kind.rs");
  const counted = names(kinds, /^ {4}\w+ = "(\w+)",$/gm);
  all(variants("Effect"), 22, (name) => counted.includes(name));
  assert.equal(counted.length, variants("Effect").length);
});

test("every effect is told of on its page", () => {
  all(variants("Effect"), 21, (name) => word(name).test(read("effects.md")));
});

test("every answer is named", () => {
  const found = [...variants("Response"), ...variants("Access")];
  all(found, 5, (name) => word(name).test(rules));
});

test("every handler is counted where it runs", () => {
  const handlers = source("crates/elm/src/app/handlers.rs");
  const found = names(handlers, /\bhandler\(\s*"(\w+)"/g);
  const [, all_] = /fn name\(self\)([^]*?)\n {4}\}/.exec(
    source("crates/rules/src/lib.rs"),
  );
  const counted = names(all_, /=> "(\w+)"/g);
  assert.ok(found.length >= 8, `only these were found: ${found}`);
  assert.deepEqual(counted.sort(), found.sort());
});

test("every read is named", () => {
  const [, reading] = /-- READING([^]*)-- TESTING/.exec(server);
  all(names(reading, /^(\w+) :/gm), 8, (name) => word(name).test(rules));
});

test("what comes with a call, where models ask for it, is named", () => {
  const folder = "crates/codegen/src/elm";
  const text =
    source(join(folder, "server.rs")) + source(join(folder, "joined.rs"));
  const found = names(text, /^((?!get)\w+) : Context -> Maybe/gm);
  all(found, 2, (name) => word(name).test(rules));
});

test("every module that rules are given is named", () => {
  const files = readdirSync(join(root, "crates/codegen/src/elm/bundled"));
  const found = files.filter(
    (name) => /\.elm$/.test(name) && name !== "OT.elm",
  );
  all(found, 3, (name) => rules.includes(name.replace("elm", "")));
});

test("every way in is used by a test, beside the socket of the conversations", () => {
  const folder = "crates/server/src/transport";
  const files = readdirSync(join(root, folder), { recursive: true });
  const sources = files.filter((name) => name.endsWith(".rs"));
  const text = sources.map((name) => source(join(folder, name))).join("\n");
  const found = names(text, /\.route\(\s*"(\/[^"]+)"/g);
  assert.deepEqual(found.sort(), Object.values(WAYS).flat().sort());
});

test("every code of a refusal is on the protocol's page, and no other", () => {
  const codes = source("crates/server/src/protocol/code.rs");
  const found = names(codes, /^ {4}\w+ = "(\w+)", \w+;$/gm);
  assert.ok(found.length >= 19, `only these were found: ${found}`);
  const [, table] = /^## Codes\n([^]*?)^An error/m.exec(read("protocol.md"));
  assert.deepEqual(names(table, /^\| `(\w+)` \|/gm), found);
});

test("every metric is on the page of settings, and no other", () => {
  const files = ["metrics.rs", "metrics/answers.rs", "metrics/held.rs"];
  const text = files
    .map((name) => source(join("crates/server/src", name)))
    .join("");
  const found = names(text, /\.register\(\s*"(\w+)"/g);
  assert.ok(found.length >= 31, `only these were found: ${found}`);
  const [, table] = /^## Metrics\n([^]*?)^No connection/m.exec(
    read("settings.md"),
  );
  const firsts = names(table, /^\| (`[^|]*) \|/gm).join("");
  const told = names(firsts, /`(\w+?)(?:_total)?(?:\{[\w,]+\})?`/g);
  assert.deepEqual(told.sort(), found.sort());
});
