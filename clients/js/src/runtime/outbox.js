// What has been sent and not been answered.

/**
 * The messages that have no answer yet, in the order they were sent in. `held`: never written; `sent`:
 * written on the connection there is; `unsure`: written on one that is gone.
 */
export class Outbox {
  constructor() {
    this.entries = new Map();
  }

  get size() {
    return this.entries.size;
  }

  add(entry) {
    this.entries.set(entry.id, entry);
  }

  take(id) {
    const entry = this.entries.get(id);
    this.entries.delete(id);
    return entry;
  }

  get hasSent() {
    return [...this.entries.values()].some(({ status }) => status === "sent");
  }

  unsent() {
    return [...this.entries.values()].filter(({ status }) => status !== "sent");
  }

  /** A newer volatile message makes an older one pointless, which is no failure. */
  supersede(room, type) {
    this.forgo(
      (entry) => isHeld(entry) && entry.room === room && entry.type === type,
    );
  }

  /** The connection is gone: a volatile message went with it, any other may be sent again. */
  detach() {
    this.forgo((entry) => !isHeld(entry));
    for (const entry of this.entries.values()) {
      if (entry.status === "sent") entry.status = "unsure";
    }
  }

  forgo(which) {
    for (const entry of [...this.entries.values()]) {
      if (entry.volatile && which(entry))
        this.take(entry.id).resolve(undefined);
    }
  }

  fail(which, error) {
    for (const entry of [...this.entries.values()]) {
      if (which(entry)) this.take(entry.id).reject(error);
    }
  }
}

export const isHeld = ({ status }) => status === "held";
export const isUnsure = ({ status }) => status === "unsure";
