// The server's time, as far as its frames tell it. Clocks of pages are often wrong by seconds.

/** How far the server's clock is ahead, in milliseconds: what the frames allow, and of that the likeliest. */
export class ServerTime {
  constructor(clock) {
    this.clock = clock;
    this.offset = null;
    this.trip = Infinity; // of the best answer, in milliseconds
    this.tripAt = 0;
    this.told = 0;
  }

  /**
   * A frame has come that says when it was made: no later than now. `askedAt` is when it was asked for, where it is an
   * answer: no earlier than that was it made.
   */
  hear(timestamp, askedAt = null) {
    if (typeof timestamp !== "number") return;
    const now = this.clock.now();
    const least = timestamp - now;
    if (askedAt === null) {
      this.offset = Math.max(this.offset ?? least, least);
      return;
    }
    const most = Math.max(timestamp - askedAt, least);
    const trip = now - askedAt;
    if (trip <= this.trip || now - this.tripAt > GOOD_FOR_MS) {
      this.trip = trip;
      this.tripAt = now;
      this.offset = (least + most) / 2;
    }
    this.offset = Math.min(Math.max(this.offset, least), most);
  }

  /** What is known better is taken over at once, but a countdown must not stutter: back it goes only by much. */
  now() {
    const now = Math.round(this.clock.now() + (this.offset ?? 0));
    const goesBack = this.told - now;
    if (goesBack > 0 && goesBack < STUTTER_MS) return this.told;
    this.told = now;
    return now;
  }
}

/** A better answer than a new one is believed for so long, and then it is time for another: clocks drift, and are set. */
export const GOOD_FOR_MS = 300000;

const STUTTER_MS = 1000;
