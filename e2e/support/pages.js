// What the pages of docs/ hold that can be run.
//
// Owns how excerpts become apps: those of Rust and of settings name their file in their first line and add up over a page, and ` ```frames ` is a
// conversation with the app that stands above it. It refuses to know what an excerpt does: it starts no server.

import {
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, resolve } from "node:path";

export const root = resolve(import.meta.dirname, "../..");

/** Pages whose programs are run against the app of the first of them, by docs.test.js. */
export const PROGRAMS = ["uploads.md", "transports.md"];

/** The names of all pages, of the recipes too. */
export function pages() {
  const names = readdirSync(join(root, "docs"));
  const recipes = readdirSync(join(root, "docs/recipes"));
  return [...names, ...recipes.map((name) => `recipes/${name}`)].filter(
    (name) => name.endsWith(".md"),
  );
}

export function read(page) {
  return readFileSync(join(root, "docs", page), "utf8");
}

/** All excerpts of a page in their order: the language with what stands behind it, the text, the heading above. */
export function excerpts(page) {
  const found = [];
  let heading = "";
  for (const [, title, kind, text] of read(page).matchAll(
    /^#+ (.*)$|^```(\S[^\n]*)\n([^]*?)^```$/gm,
  )) {
    if (title) heading = title.replaceAll("`", "");
    else found.push({ kind, text, heading });
  }
  return found;
}

const RULES = "src/WebSocketLogic.elm";

/** The rules of a page as they are read: a module without a definition is the head of all that follow; one that has some goes on in those. */
class Rules {
  #head = "";
  #isWhole = false;
  text = "";

  read(excerpt) {
    if (excerpt.startsWith("module WebSocketLogic ")) {
      this.#head = excerpt;
      this.#isWhole = /^\w+ :/m.test(excerpt);
      this.text = excerpt;
    } else if (this.#head && !excerpt.startsWith("module ")) {
      this.text = `${this.#isWhole ? this.text : this.#head}\n\n${excerpt}`;
    }
  }
}

/**
 * The conversations of a page. Each has the app that it is held with: the example that it names, or its files by their paths, of which those of
 * settings go on in the next excerpt; and the last program in each language above it.
 */
export function conversations(page) {
  const files = {};
  const programs = {};
  const rules = new Rules();
  const found = [];
  for (const { kind, text, heading } of excerpts(page)) {
    const [, path] = /^(?:\/\/|#) (\S+\.(?:rs|toml))\n/.exec(text) ?? [];
    const [language, example] = kind.split(" ");
    if (language === "rust" && path) files[path] = text;
    else if (language === "toml" && path) {
      files[path] = `${files[path] ?? ""}\n${text}`;
    } else if (kind === "elm") rules.read(text);
    else if (["js", "sh"].includes(language)) programs[language] = text;
    else if (language === "frames") {
      const all = { ...files, [RULES]: rules.text };
      const one = { page, heading, text, example, files: all };
      found.push({ ...one, programs: { ...programs } });
    }
  }
  return found;
}

export function write(file, text) {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

/** Writes an app's files into a folder; what every app has beside them too. */
export function lay(folder, files) {
  for (const [path, text] of Object.entries(files)) {
    write(join(folder, path), text);
  }
  cpSync(
    join(root, "crates/cli/templates/blank/elm.json"),
    join(folder, "elm.json"),
  );
  write(join(folder, "web/index.html"), "<!doctype html>\n");
}
