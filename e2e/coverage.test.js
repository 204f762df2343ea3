// Whatever rules can do, read or be asked, and every way in, stands in docs/ in an excerpt that is run on a real server: by excerpts.test.js or
// docs.test.js. What there is comes from the sources, so that what is new has to be shown before it is finished.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import { conversations, excerpts, pages, read } from "./support/pages.js";
import { PROGRAMS, root } from "./support/pages.js";

const held = pages().flatMap(conversations);
const run = PROGRAMS.flatMap(excerpts);

/** All rules that are run, without what only names a thing. */
const rules = held
  .map(({ files }) => files["src/WebSocketLogic.elm"])
  .concat(run.filter(({ kind }) => kind === "elm").map(({ text }) => text))
  .join("\n")
  .replace(/^(?:import|module) .*$|--.*$/gm, "");

/** All programs that are run. */
const programs = held
  .flatMap(({ programs }) => Object.values(programs))
  .concat(run.map(({ text }) => text))
  .join("\n");

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

test("every effect is run", () => {
  all(variants("Effect"), 21, (name) => word(name).test(rules));
});

test("every effect is told of on its page", () => {
  all(variants("Effect"), 21, (name) => word(name).test(read("effects.md")));
});

test("every answer is run", () => {
  const found = [...variants("Response"), ...variants("Access")];
  all(found, 5, (name) => word(name).test(rules));
});

test("every handler is run", () => {
  const handlers = source("crates/elm/src/app/handlers.rs");
  const found = names(handlers, /\bhandler\(\s*"(\w+)"/g);
  all(found, 8, (name) => new RegExp(`^${name} :`, "m").test(rules));
});

test("every read is run", () => {
  const [, reading] = /-- READING([^]*)-- TESTING/.exec(server);
  all(names(reading, /^(\w+) :/gm), 8, (name) => word(name).test(rules));
});

test("every module that rules are given is run", () => {
  const files = readdirSync(join(root, "crates/codegen/src/elm/bundled"));
  const found = files.filter(
    (name) => /\.elm$/.test(name) && name !== "OT.elm",
  );
  all(found, 3, (name) => rules.includes(name.replace("elm", "")));
});

/** Where each way in is used. Those without an excerpt are for who watches a server. */
const WAYS = {
  "/sse": [/new EventSource\("[^"]*\/sse\?/, /\/sse\?session=[^]*POST/],
  "/rooms/{room}/messages": [/\/rooms\/lobby\/messages/],
  "/uploads": [/\/uploads\?room=/],
  "/uploads/{id}": [/:8080\$\{file\.url\}/],
  "/webhooks/{name}": [/:8080\/webhooks\/\w+/],
  "/healthz": [],
  "/readyz": [],
  "/metrics": [],
};

test("every way in is run, beside the socket of the conversations", () => {
  const folder = "crates/server/src/transport";
  const files = readdirSync(join(root, folder), { recursive: true });
  const sources = files.filter((name) => name.endsWith(".rs"));
  const text = sources.map((name) => source(join(folder, name))).join("\n");
  const found = names(text, /\.route\(\s*"(\/[^"]+)"/g);
  all(found, 8, (route) => WAYS[route]?.every((use) => use.test(programs)));
});

test("every code of a refusal is on the protocol's page, and no other", () => {
  const codes = source("crates/server/src/protocol/code.rs");
  const found = names(codes, /^ {4}\w+ = "(\w+)", \w+;$/gm);
  assert.ok(found.length >= 19, `only these were found: ${found}`);
  const [, table] = /^## Codes\n([^]*?)^An error/m.exec(read("protocol.md"));
  assert.deepEqual(names(table, /^\| `(\w+)` \|/gm), found);
});

test("every metric is on the page of settings, and no other", () => {
  const files = ["metrics.rs", "metrics/held.rs"];
  const text = files
    .map((name) => source(join("crates/server/src", name)))
    .join("");
  const found = names(text, /\.register\(\s*"(\w+)"/g);
  assert.ok(found.length >= 28, `only these were found: ${found}`);
  const [, table] = /^## Metrics\n([^]*?)^No connection/m.exec(
    read("settings.md"),
  );
  const firsts = names(table, /^\| (`[^|]*) \|/gm).join("");
  const told = names(firsts, /`(\w+?)(?:_total)?(?:\{\w+\})?`/g);
  assert.deepEqual(told.sort(), found.sort());
});
