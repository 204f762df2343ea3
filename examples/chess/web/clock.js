// Two clocks that run on this page's own time.
//
// The server says how much time there was at a moment of its clock. How far that clock is from this one is guessed from all
// that came: the message that was on its way for the shortest time says it best.

export class Clocks {
  #offset = Infinity; // this clock minus the server's, plus the shortest way
  #clock = null;

  /** Takes what the server says, or null for a game without clocks. */
  set(clock) {
    this.#clock = clock;
    if (clock) this.#offset = Math.min(this.#offset, Date.now() - clock.at);
  }

  /** The milliseconds that a colour has left, or null. */
  left(colour) {
    const clock = this.#clock;
    if (!clock) return null;
    const left = colour === "white" ? clock.white_ms : clock.black_ms;
    if (clock.running !== colour) return left;
    return Math.max(
      0,
      left - Math.max(0, Date.now() - this.#offset - clock.at),
    );
  }

  /** Whose time passes, or null. */
  get running() {
    return this.#clock?.running ?? null;
  }
}

/** `5:07`, and `0:09.4` when it gets tight. */
export function clockText(ms) {
  const tenths = Math.ceil(ms / 100);
  const seconds = ms < 10_000 ? Math.floor(tenths / 10) : Math.ceil(ms / 1000);
  const shown = String(seconds % 60).padStart(2, "0");
  const tail = ms < 10_000 ? `.${tenths % 10}` : "";
  return `${Math.floor(seconds / 60)}:${shown}${tail}`;
}
