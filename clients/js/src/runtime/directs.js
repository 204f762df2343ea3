// How far what is sent to this user alone has been heard.

/** A place in the numbers of this user's messages, over breaks. Writes nothing, calls nobody. */
export class Directs {
  constructor() {
    this.position = null; // {epoch, seq} of the last one
  }

  /** As the next connection's address says it: empty where nothing is known. */
  get query() {
    const { position } = this;
    return position === null ? "" : `${position.epoch}.${position.seq}`;
  }

  /** The server says where the next one comes after. */
  begin(epoch, seq) {
    this.position = { epoch, seq };
  }

  /** Whether a message is new; one without a number always is. */
  takes(seq) {
    const { position } = this;
    if (seq === null || position === null) return true;
    if (seq <= position.seq) return false;
    position.seq = seq;
    return true;
  }
}
