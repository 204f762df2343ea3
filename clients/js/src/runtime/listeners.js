// Who hears of what.

/** Handlers by what they are for. One that throws is reported, and disturbs no other. */
export class Listeners {
  constructor() {
    this.handlers = new Map();
  }

  add(key, handler) {
    const name = JSON.stringify(key);
    const entry = { handler };
    const entries = this.handlers.get(name) ?? new Set();
    this.handlers.set(name, entries.add(entry));
    return () => {
      entries.delete(entry);
      if (entries.size === 0 && this.handlers.get(name) === entries) {
        this.handlers.delete(name);
      }
    };
  }

  emit(key, ...values) {
    const entries = this.handlers.get(JSON.stringify(key));
    for (const entry of entries ? [...entries] : []) {
      if (!entries.has(entry)) continue;
      try {
        entry.handler(...values);
      } catch (error) {
        Promise.resolve().then(() => report(error));
      }
    }
  }
}

function report(error) {
  if (globalThis.reportError) globalThis.reportError(error);
  else console.error(error);
}
