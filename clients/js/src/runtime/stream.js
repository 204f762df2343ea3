// Where sockets do not get through: frames come by a stream of events and leave by requests.

import { beside } from "./address.js";
import { ABNORMAL } from "./closes.js";
import { refusalOf } from "./refusal.js";

/** What a socket does, by a stream of events and by requests. Frames leave in their order: one request at a time. */
export class EventStream {
  constructor(base, token, session, direct, fetch) {
    this.address = beside(base, "sse");
    this.headers = token ? { Authorization: `Bearer ${token}` } : {};
    this.fetch = fetch;
    this.waiting = [];
    this.busy = false;
    this.session = null;
    this.abort = new AbortController();
    this.onmessage = this.onclose = this.onerror = this.onalive = null;
    this.listen(session, direct);
  }

  send(text) {
    this.waiting.push(text);
    if (!this.busy) this.write();
  }

  close() {
    this.abort.abort();
  }

  ask(query, request) {
    const address = new URL(this.address.href);
    for (const [name, value] of Object.entries(query)) {
      if (value !== null) address.searchParams.set(name, value);
    }
    const { headers, abort } = this;
    return this.fetch(address.href, {
      headers,
      signal: abort.signal,
      ...request,
    });
  }

  async listen(session, direct) {
    try {
      const request = { cache: "no-store" };
      const response = await this.ask({ session, direct }, request);
      if (!response.ok) {
        return this.end(ABNORMAL, "", await refusalOf(response));
      }
      const reader = response.body.getReader();
      const decoder = new TextDecoder();
      let text = "";
      for (;;) {
        const { done, value } = await reader.read();
        if (done) break;
        if (this.onalive) this.onalive();
        const events = (text + decoder.decode(value, { stream: true })).split(
          "\n\n",
        );
        text = events.pop();
        for (const event of events) this.take(event);
      }
    } catch {
      // Whatever it was, the stream is no more.
    }
    this.end(ABNORMAL, "");
  }

  take(event) {
    const lines = event.split("\n");
    const of = (field) =>
      lines
        .filter((line) => line.startsWith(`${field}:`))
        .map((line) => line.slice(field.length + 1).trimStart());
    const data = of("data").join("\n");
    if (data === "" || this.abort.signal.aborted) return;
    if (of("event")[0] === "end") {
      const { code, reason } = JSON.parse(data);
      return this.end(code, reason);
    }
    this.session ??= JSON.parse(data).session;
    if (this.onmessage) this.onmessage({ data });
  }

  async write() {
    this.busy = true;
    try {
      while (this.waiting.length > 0) {
        const body = this.waiting.splice(0, BATCH).join("\n");
        const { session } = this;
        const response = await this.ask({ session }, { method: "POST", body });
        if (!response.ok) throw new Error(`status ${response.status}`);
      }
    } catch {
      this.end(ABNORMAL, "");
    }
    this.busy = false;
  }

  end(code, reason, refusal = null) {
    if (this.abort.signal.aborted) return;
    this.abort.abort();
    if (this.onclose) this.onclose({ code, reason, refusal });
  }
}

/** The most frames of one request. */
const BATCH = 64;
