// A proxy that lets requests pass and no socket, as some networks have them.

import { createServer, request } from "node:http";
import { once } from "node:events";

export class PlainProxy {
  #server;
  #streams = new Set();

  /** How many sockets it has refused. */
  refused = 0;

  /** One before a server, whose address is asked for with each request. It speaks to it from `localAddress`. */
  static async before(address, localAddress = "127.0.0.1") {
    const proxy = new PlainProxy();
    proxy.#server = createServer((incoming, answer) => {
      const [hostname, port] = address().split(":");
      const { method, headers, url: path } = incoming;
      const to = { hostname, port, method, headers, path, localAddress };
      const outgoing = request(to);
      outgoing.on("response", (response) => {
        answer.writeHead(response.statusCode, response.headers);
        answer.flushHeaders();
        response.pipe(answer);
        response.on("error", () => answer.destroy());
      });
      outgoing.on("error", () => answer.destroy());
      answer.on("close", () => outgoing.destroy());
      incoming.pipe(outgoing);
    });
    proxy.#server.on("upgrade", (_, socket) => {
      proxy.refused += 1;
      socket.end("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n");
    });
    proxy.#server.on("connection", (stream) => {
      proxy.#streams.add(stream);
      stream.on("close", () => proxy.#streams.delete(stream));
    });
    proxy.#server.listen(0, "127.0.0.1");
    await once(proxy.#server, "listening");
    return proxy;
  }

  get url() {
    return `http://127.0.0.1:${this.#server.address().port}/`;
  }

  close() {
    for (const stream of this.#streams) stream.destroy();
    this.#server.close();
  }
}
