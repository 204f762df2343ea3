// Ports for programs that have to be told theirs, and that listen there again after they were killed.
//
// They are below those that the system gives to outgoing connections: one of these may be anybody's a moment after it was free.

import { once } from "node:events";
import { createServer } from "node:net";

const FIRST = 10_000;
const EACH = 64;
const PROCESSES = 156;

// Each process begins at another place, so that two don't find the same port free at the same time.
let next = (process.pid % PROCESSES) * EACH;

/** A port that nobody listens at just now. */
export async function freePort() {
  for (let tried = 0; tried < PROCESSES * EACH; tried += 1) {
    const port = FIRST + next;
    next = (next + 1) % (PROCESSES * EACH);
    if (await isFree(port)) return port;
  }
  throw new Error("All ports for tests are taken");
}

async function isFree(port) {
  const probe = createServer().listen(port, "127.0.0.1");
  try {
    await once(probe, "listening");
  } catch (error) {
    if (error.code === "EADDRINUSE") return false;
    throw error;
  }
  probe.close();
  await once(probe, "close");
  return true;
}
