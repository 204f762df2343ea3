// How far a room has been seen, and what a broadcast is in the light of that.

/** A room that the app wants: whether it is in, and how far it has seen. Writes nothing, calls nobody. */
export class Room {
  constructor(name) {
    this.name = name;
    this.known = false; // has been confirmed at some time
    this.confirmed = false; // on this connection
    this.asking = null; // id of the join that has no answer yet
    this.payload = undefined; // what the server let this client in with
    this.offer = undefined; // what is joined with instead, until the server has answered
    this.askedAt = 0;
    this.timer = null; // a join to be tried again
    this.waiting = []; // whom the next room state is for
    this.position = null; // {epoch, seq} of the last broadcast
    this.head = 0; // up to here the server has vouched for what it sent, holes and all
    this.trusting = false;
  }

  isIn(epoch) {
    return this.position !== null && this.position.epoch === epoch;
  }

  detach() {
    this.confirmed = false;
    this.asking = null;
    this.timer = null;
  }

  /** What a join comes with. */
  get message() {
    return this.offer ?? this.payload;
  }

  reset(epoch, seq) {
    this.position = typeof seq === "number" ? { epoch, seq } : null;
    this.confirm(0, false);
  }

  resume(head) {
    const vouched = typeof head === "number";
    this.confirm(vouched ? head : 0, !vouched);
  }

  /** The join has let this client in, with what it came with. */
  admit() {
    this.asking = null;
    this.payload = this.message;
    this.offer = undefined;
  }

  confirm(head, trusting) {
    this.known = true;
    this.confirmed = true;
    this.head = head;
    this.trusting = trusting;
  }

  /** The server has sent all up to here that is for this client. */
  pass(seq) {
    const { position } = this;
    if (position === null || seq === null || seq <= position.seq) return;
    this.position = { epoch: position.epoch, seq };
  }

  takeWaiting() {
    return this.waiting.splice(0);
  }

  /**
   * What to do with a broadcast: deliver it, drop it as seen already, or fill a gap first. What a recovery
   * brings is taken as it is: if something is still missing there, asking again would not bring it.
   */
  judge(seq) {
    if (seq === null || this.position === null) {
      return this.confirmed ? "deliver" : "drop";
    }
    if (seq <= this.position.seq) return "drop";
    const expected = Math.max(this.position.seq, this.head) + 1;
    if (seq > expected && !this.trusting) return "gap";
    this.trusting = false;
    this.position = { epoch: this.position.epoch, seq };
    return "deliver";
  }
}
