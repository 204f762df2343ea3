// Which way the player pushes: arrow keys or WASD, or a finger that pulls from where it came down.

const KEYS = {
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  KeyW: [0, -1],
  KeyS: [0, 1],
  KeyA: [-1, 0],
  KeyD: [1, 0],
};

/** How far a finger has to pull for a full push, in pixels. */
const PULL = 56;

export class Controls {
  #held = new Set();
  #pull = null;

  /** Listens to the window's keys, and to pointers on this element. */
  constructor(element) {
    addEventListener("keydown", (event) => this.#press(event));
    addEventListener("keyup", ({ code }) => this.#held.delete(code));
    // A key that is let go elsewhere is never told of.
    addEventListener("blur", () => this.#release());
    element.addEventListener("pointerdown", (event) => this.#begin(event));
    element.addEventListener("pointermove", (event) => this.#move(event));
    for (const end of ["pointerup", "pointercancel"])
      element.addEventListener(end, () => (this.#pull = null));
  }

  #press(event) {
    if (!(event.code in KEYS) || event.ctrlKey || event.metaKey) return;
    if (event.target.closest?.("input, dialog")) return;
    event.preventDefault();
    this.#held.add(event.code);
  }

  #release() {
    this.#held.clear();
    this.#pull = null;
  }

  #begin(event) {
    event.target.setPointerCapture(event.pointerId);
    const { clientX: x, clientY: y } = event;
    this.#pull = { from: { x, y }, to: { x, y } };
  }

  #move({ clientX: x, clientY: y }) {
    if (this.#pull) this.#pull.to = { x, y };
  }

  /** Where the finger came down and where it is, for who draws it; or `null`. */
  get pull() {
    return this.#pull;
  }

  /** `{ x, y }`, each from -1 to 1. */
  push() {
    const held = [...this.#held].map((code) => KEYS[code]);
    const push = {
      x: Math.sign(held.reduce((sum, [x]) => sum + x, 0)),
      y: Math.sign(held.reduce((sum, [, y]) => sum + y, 0)),
    };
    if (held.length > 0 || !this.#pull) return push;
    const { from, to } = this.#pull;
    return { x: part(to.x - from.x), y: part(to.y - from.y) };
  }
}

/** Pixels as part of a full push, in hundredths. */
const part = (pixels) =>
  Math.round(Math.max(-1, Math.min(1, pixels / PULL)) * 100) / 100;
