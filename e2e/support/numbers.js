// The numbers of a room's broadcasts as the frames have them, over all sockets of a client: neither a gap nor a repetition.
//
// It looks at frames, for the client would mend what the server did wrong. It holds for rooms none of whose broadcasts exclude the client's
// user.

import WebSocket from "ws";

export class Numbers {
  #room;
  #epoch = null;
  #seq = null;

  /** How many sockets there were. */
  sockets = 0;
  /** How often the server gave the whole state: once, when the client came first. */
  states = 0;
  /** Who came or went, as others hear it. */
  comings = [];
  /** What was wrong. */
  problems = [];

  constructor(room) {
    this.#room = room;
  }

  /** A WebSocket, for the client's option, whose frames are looked at. */
  get WebSocket() {
    const numbers = this;
    return class extends WebSocket {
      constructor(url) {
        super(url);
        numbers.sockets += 1;
        this.on("message", (text) => numbers.#take(JSON.parse(text)));
      }
    };
  }

  #take({ type, room, message, epoch, seq, recovered }) {
    if (room !== this.#room) return;
    if (type === "room_state" && recovered) {
      if (epoch !== this.#epoch) this.problems.push(`epoch ${epoch}`);
    } else if (type === "room_state") {
      this.states += 1;
      this.#epoch = epoch;
      this.#seq = seq;
    } else if (type === "broadcast") {
      if (seq !== this.#seq + 1)
        this.problems.push(`${seq} after ${this.#seq}`);
      this.#seq = seq;
      if (["user_joined", "user_left"].includes(message?.type))
        this.comings.push(`${message.type} ${message.user_id}`);
    }
  }
}
