// What has run on the servers that hold the documentation's conversations and answer its programs, by those servers' own counts.
//
// Owns which of the two tests runs what; coverage.test.js sees to it that there is nothing else.

/** What the app of uploads.md runs, in docs.test.js. All other effects and functions run in conversations, in excerpts.test.js. */
export const OF_UPLOADS = {
  effect: ["DeleteUpload"],
  function: ["handleUpload"],
};

/** The ways in beside the socket, by the test that uses them. The last two are for who watches a server, and are in no excerpt. */
export const WAYS = {
  docs: ["/sse", "/rooms/{room}/messages", "/uploads", "/uploads/{id}"],
  excerpts: ["/webhooks/{name}"],
  dashboard: [
    "/_buildamp",
    "/_buildamp/",
    "/_buildamp/page/{file}",
    "/_buildamp/api/overview",
    "/_buildamp/api/rooms",
    "/_buildamp/api/room",
    "/_buildamp/api/state",
    "/_buildamp/api/entry",
    "/_buildamp/api/jobs",
    "/_buildamp/api/replay",
    "/_buildamp/api/messages",
  ],
  nobody: ["/healthz", "/readyz", "/metrics"],
};

const SAMPLES = {
  effect: /^buildamp_effects_total\{effect="([^"]+)"\} (\d+)$/gm,
  function: /^buildamp_calls_total\{function="([^"]+)"\} (\d+)$/gm,
  path: /^buildamp_http_requests_total\{path="([^"]+)",status="2\d\d"\} (\d+)$/gm,
};

export class Ran {
  #counts = { effect: new Map(), function: new Map(), path: new Map() };

  /** Adds what a server has counted by now. */
  async add(address) {
    const text = await (await fetch(`http://${address}/metrics`)).text();
    for (const [kind, sample] of Object.entries(SAMPLES)) {
      const counts = this.#counts[kind];
      for (const [, name, count] of text.matchAll(sample)) {
        counts.set(name, (counts.get(name) ?? 0) + Number(count));
      }
    }
  }

  /** All that the servers know of a kind, whether it has run or not. Of paths those that have. */
  known(kind) {
    return [...this.#counts[kind].keys()];
  }

  /** Those of these names that have not run. */
  missing(kind, names) {
    return names.filter((name) => !this.#counts[kind].get(name));
  }
}
