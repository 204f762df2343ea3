// A network as it should not be: connections that break, stand still, lose the second half of what was sent, or die on one side only.
//
// It works on bytes between two TCP sockets and refuses to know what they mean. What it does comes from a seed.

import { once } from "node:events";
import { connect, createServer } from "node:net";

/** Numbers from 0 up to 1 that are the same for the same seed. */
export function seeded(seed) {
  let state = seed >>> 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state / 2 ** 32;
  };
}

export class ChaosProxy {
  #server;
  #random;
  #pairs = new Set();
  #calm = true;

  /** What was done, by name. */
  done = { cut: 0, half: 0, stall: 0, dead: 0 };

  /** One before a server, whose address is asked for with each connection. */
  static async before(address, seed) {
    const proxy = new ChaosProxy();
    proxy.#random = seeded(seed);
    proxy.#server = createServer((client) => {
      const [host, port] = address().split(":");
      proxy.#join(client, connect(Number(port), host));
    });
    proxy.#server.listen(0, "127.0.0.1");
    await once(proxy.#server, "listening");
    return proxy;
  }

  get address() {
    return `127.0.0.1:${this.#server.address().port}`;
  }

  /** Begins to do harm, or lets everything through from now on. */
  storm(isStormy) {
    this.#calm = !isStormy;
    if (isStormy) return;
    // Nobody waits for what stands still or is dead on one side.
    for (const pair of this.#pairs) if (pair.isSpoilt) pair.end();
  }

  close() {
    for (const pair of this.#pairs) pair.end();
    this.#server.close();
  }

  #join(client, server) {
    const pair = {
      isSpoilt: false,
      end: () => {
        client.destroy();
        server.destroy();
        this.#pairs.delete(pair);
      },
    };
    this.#pairs.add(pair);
    for (const [from, to] of [
      [client, server],
      [server, client],
    ]) {
      from.on("data", (bytes) => this.#pass(pair, from, to, bytes));
      from.on("error", pair.end);
      from.on("close", () => pair.isDead || pair.end());
    }
  }

  #pass(pair, from, to, bytes) {
    if (pair.isDead) return;
    const chance = this.#calm ? 1 : this.#random();
    if (chance < 0.02) {
      this.done.cut += 1;
      pair.end();
    } else if (chance < 0.04) {
      this.done.half += 1;
      const some = Math.floor(this.#random() * bytes.length);
      to.write(bytes.subarray(0, some), () => pair.end());
      pair.isDead = true;
    } else if (chance < 0.06) {
      this.done.stall += 1;
      pair.isSpoilt = true;
      from.pause();
      const wait = 50 + this.#random() * 700;
      setTimeout(() => {
        to.write(bytes);
        from.resume();
      }, wait);
    } else if (chance < 0.07) {
      // The client sees it end and connects anew; the server goes on with a connection that nobody reads.
      this.done.dead += 1;
      pair.isSpoilt = pair.isDead = true;
      (from.localPort === this.#server.address().port ? from : to).destroy();
    } else {
      to.write(bytes);
    }
  }
}
