// What an edit of a text of 100 KB costs the server: BuildAmp beside ShareDB, the same edits in turn on both.
//
// Each server is a process of its own, the pages are all in this one. A page makes an edit, waits until the server has it, and makes
// the next. What is counted is the server's CPU, user and system, and what it takes until an edit is confirmed.
//
//   npm ci && node run.mjs [--edits 2000] [--runs 3]        BUILDAMP names the binary, ../../target/release/buildamp otherwise

import { spawn } from "node:child_process";
import {
  cpSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { pathToFileURL } from "node:url";

import { type } from "ot-text-unicode";
import ReconnectingClient from "sharedb/lib/client/index.js";
import WebSocket from "ws";

const here = import.meta.dirname;
const { values } = parseArgs({
  options: {
    edits: { type: "string", default: "2000" },
    runs: { type: "string", default: "3" },
  },
});
const EDITS = Number(values.edits);
const TEXT = "Words and words and words and words.\n".repeat(2770);

/** Numbers that look random. */
function luckOf(seed) {
  let state = seed;
  return (limit) => {
    state = (Math.imul(state, 48271) + 11) >>> 0;
    return (state >>> 8) % limit;
  };
}

/** What somebody types: a word somewhere, or a few characters less. */
function change(luck, length) {
  const at = luck(length - 10);
  return luck(3) === 0
    ? { at, remove: 4, insert: "" }
    : { at, remove: 0, insert: "word " };
}

/** Of a process so far, in microseconds. */
function cpu(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1];
  const [user, system] = fields.split(" ").slice(11, 13).map(Number);
  return (user + system) * 10_000;
}

function started(child, pattern, stream) {
  return new Promise((found, failed) => {
    let said = "";
    child[stream].setEncoding("utf8").on("data", (text) => {
      said += text;
      const match = pattern.exec(said);
      if (match) found(match[1]);
    });
    child.on("close", () => failed(new Error(`it has ended: ${said}`)));
  });
}

async function shareDb() {
  const child = spawn("node", [join(here, "sharedb.mjs")], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const port = await started(child, /(\d+)\n/, "stdout");
  ReconnectingClient.types.register(type);
  const open = (index) =>
    new Promise((opened, failed) => {
      const socket = new WebSocket(`ws://127.0.0.1:${port}`);
      const doc = new ReconnectingClient.Connection(socket).get("notes", "d");
      const page = {
        length: () => doc.data.length,
        text: () => doc.data,
        settled: () => !doc.hasPending(),
        version: () => doc.version,
        edit: ({ at, remove, insert }) =>
          new Promise((done, refused) => {
            const parts = [
              at,
              ...(insert ? [insert] : []),
              ...(remove ? [{ d: remove }] : []),
            ];
            doc.submitOp(parts, (error) => (error ? refused(error) : done()));
          }),
        close: () => socket.close(),
      };
      doc.subscribe((error) => {
        if (error) return failed(error);
        if (index > 0) return opened(page);
        doc.create(TEXT, type.uri, (wrong) =>
          wrong ? failed(wrong) : opened(page),
        );
      });
    });
  return { child, open };
}

async function buildAmp() {
  const folder = mkdtempSync(join(tmpdir(), "bench-ot-"));
  cpSync(join(here, "app"), folder, { recursive: true });
  const binary = resolve(
    process.env.BUILDAMP ?? join(here, "../../target/release/buildamp"),
  );
  const child = spawn(binary, ["serve", folder, "--address", "127.0.0.1:0"], {
    stdio: ["ignore", "ignore", "pipe"],
    env: { ...process.env, BUILDAMP_LOG: "info" },
  });
  const address = await started(child, /http:\/\/([\d.]+:\d+)/, "stderr");
  const js = join(folder, "generated/js");
  writeFileSync(join(js, "package.json"), '{"type":"module"}');
  const load = (name) => import(pathToFileURL(join(js, name)));
  const [{ Client }, { openDocument }, ot] = await Promise.all(
    ["buildamp.js", "documents.js", "ot.js"].map(load),
  );
  const open = async (index) => {
    const client = new Client({
      url: `ws://${address}/ws`,
      userId: `u${index}`,
      WebSocket,
    });
    client.connect();
    const session = openDocument(client, { document: "d" });
    await session.ready;
    const saved = () =>
      new Promise((done) => {
        const stop = session.on("saved", (isSaved) => {
          if (!isSaved) return;
          stop();
          done();
        });
      });
    const edit = ({ at, remove, insert }) => {
      const done = saved();
      session.edit(ot.splice(session.length, { at, delete: remove, insert }));
      return done;
    };
    if (index === 0) await edit({ at: 0, remove: 0, insert: TEXT });
    return {
      length: () => session.length,
      text: () => session.text,
      settled: () => session.isSaved,
      version: () => session.version,
      edit,
      close: () => client.close(),
    };
  };
  const remove = () => rmSync(folder, { recursive: true, force: true });
  return { child, open, remove };
}

/** The same edits on a server, by so many pages at once. */
async function measure(start, count) {
  const server = await start();
  const pages = [];
  for (let index = 0; index < count; index += 1)
    pages.push(await server.open(index));
  const write = async (page, index, edits) => {
    const luck = luckOf(index + 1);
    for (let made = 0; made < edits; made += 1)
      await page.edit(change(luck, page.length()));
  };
  const all = (edits) =>
    Promise.all(pages.map((page, index) => write(page, index, edits / count)));
  await all(Math.max(count, EDITS / 10));
  const [begin, spent] = [performance.now(), cpu(server.child.pid)];
  await all(EDITS);
  const result = {
    cpu: (cpu(server.child.pid) - spent) / EDITS,
    wall: ((performance.now() - begin) * 1000) / EDITS,
  };
  const last = Math.max(...pages.map((page) => page.version()));
  while (!pages.every((page) => page.version() === last)) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  if (new Set(pages.map((page) => page.text())).size !== 1)
    throw new Error("the texts differ");
  pages.forEach((page) => page.close());
  const ended = new Promise((done) => server.child.on("close", done));
  server.child.kill();
  await ended;
  server.remove?.();
  return result;
}

const best = (results) => ({
  cpu: Math.min(...results.map((result) => result.cpu)),
  wall: Math.min(...results.map((result) => result.wall)),
});

console.log(
  "| pages that write | | µs of server CPU an edit | µs until the next |",
);
console.log("| ---: | --- | ---: | ---: |");
for (const count of [1, 20]) {
  const found = { BuildAmp: [], ShareDB: [] };
  for (let run = 0; run < Number(values.runs); run += 1) {
    found.BuildAmp.push(await measure(buildAmp, count));
    found.ShareDB.push(await measure(shareDb, count));
  }
  for (const [name, results] of Object.entries(found)) {
    const { cpu: spent, wall } = best(results);
    console.log(
      `| ${count} | ${name} | ${spent.toFixed(0)} | ${wall.toFixed(0)} |`,
    );
  }
}
