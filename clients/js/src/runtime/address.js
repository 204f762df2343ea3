// Where the server is: one address says it for the socket and for all other ways.

export function endpoint(url) {
  const page = globalThis.location;
  if (url === undefined && !page) {
    throw new TypeError("Outside a browser the option `url` is needed.");
  }
  const address = new URL(url ?? "/ws", page && page.href);
  address.protocol = address.protocol.replace("http", "ws");
  return address.href;
}

/** The address of another way to the same server: `/ws` and `/sse` stand side by side. */
export function beside(base, name) {
  const address = new URL(base);
  const { search } = address;
  address.protocol = address.protocol.replace("ws", "http");
  const other = new URL(name, address);
  other.search = search;
  return other;
}
