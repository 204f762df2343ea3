// Links between the project's pages lead somewhere: to a file that is there, and to a heading that it has.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { test } from "node:test";

import { root } from "./support/pages.js";

const listed = execFileSync("git", ["ls-files", "*.md"], {
  cwd: root,
  encoding: "utf8",
});
const files = listed.trim().split("\n");

function prose(file) {
  const text = readFileSync(join(root, file), "utf8");
  return text.replace(/^```[^]*?^```$/gm, "");
}

/** What GitHub calls the headings of a page. */
function anchors(file) {
  const headings = Array.from(
    prose(file).matchAll(/^#+ (.*)$/gm),
    ([, heading]) =>
      heading
        .toLowerCase()
        .replace(/[^\p{L}\p{N} _-]/gu, "")
        .replaceAll(" ", "-"),
  );
  return new Set(headings);
}

test("every link leads somewhere", () => {
  const broken = [];
  let count = 0;
  for (const file of files) {
    for (const [, link] of prose(file).matchAll(/\]\(([^)\s]+)\)/g)) {
      if (/^(?:https?|mailto):/.test(link)) continue;
      const [path, anchor] = link.split("#");
      const target = path ? join(dirname(file), path) : file;
      const isThere =
        existsSync(join(root, target)) &&
        (!anchor || anchors(target).has(decodeURIComponent(anchor)));
      if (!isThere) broken.push(`${file}: ${link}`);
      count += 1;
    }
  }
  assert.ok(count > 100, `only ${count} links were found`);
  assert.deepEqual(broken, []);
});

test("every page of docs/ is on its list, and so is every recipe", () => {
  for (const folder of ["docs", "docs/recipes"]) {
    const list = readFileSync(join(root, folder, "README.md"), "utf8");
    const pages = files.filter((file) => dirname(file) === folder);
    const missing = pages.filter(
      (file) => !list.includes(`(${basename(file)})`),
    );
    assert.deepEqual(missing, [`${folder}/README.md`]);
  }
});
