// What is on the board: what the server has told, and what this page has drawn and the server has not yet taken.
//
// Everything has a key, made up by the page that drew it. A stroke comes in pieces that say where they begin, so that a piece
// that comes twice changes nothing.

/** The board, in units. */
export const SIZE = { width: 1600, height: 1000 };

export class Board {
  /** By key: `{ key, number, shape }`. */
  #items = new Map();
  /** What is being drawn here, or waits for the server's answer, by key. */
  #mine = new Map();
  /** What was erased here, and the server has not confirmed. */
  #erased = new Set();

  /** Counts the changes, for who draws it. */
  version = 0;

  /** The whole board, as the server has it. */
  replace(items) {
    this.#items = new Map(items.map((item) => [item.key, item]));
    this.version += 1;
  }

  /** A piece of a stroke, or the whole of anything. */
  take({ item, from }) {
    const known = this.#items.get(item.key);
    this.version += 1;
    if (from === 0 || known?.shape.kind !== "stroke") {
      this.#items.set(item.key, item);
      return;
    }
    const places = known.shape.places.slice(0, from);
    places.push(...item.shape.places);
    const shape = { ...known.shape, places };
    this.#items.set(item.key, { ...known, shape });
  }

  /** Something is gone, for everybody. */
  remove(key) {
    this.#items.delete(key);
    this.#erased.delete(key);
    this.version += 1;
  }

  /** Something that this page is drawing. The object may change; `touch` says so. */
  begin(key, shape) {
    const item = { key, number: Infinity, shape };
    this.#mine.set(key, item);
    this.version += 1;
    return item;
  }

  touch() {
    this.version += 1;
  }

  /** The server has all of it, or refuses it: what it has told counts from now on. */
  settle(key) {
    this.#mine.delete(key);
    this.version += 1;
  }

  /** Hides something until the server has confirmed that it is gone; `false` shows it again. */
  hide(key, isHidden) {
    if (isHidden) this.#erased.add(key);
    else this.#erased.delete(key);
    this.version += 1;
  }

  /** All that is to be seen, what lies below first. */
  items() {
    const others = [...this.#items.values()].filter(
      ({ key }) => !this.#mine.has(key) && !this.#erased.has(key),
    );
    others.sort((a, b) => a.number - b.number);
    return [...others, ...this.#mine.values()];
  }

  /** The topmost thing within so many units of a place, or `null`. */
  at({ x, y }, reach) {
    return this.items().findLast((item) => isNear(item.shape, x, y, reach));
  }
}

function isNear(shape, x, y, reach) {
  if (shape.kind === "picture")
    return (
      x >= shape.x &&
      x <= shape.x + shape.width &&
      y >= shape.y &&
      y <= shape.y + shape.height
    );
  const { places, width } = shape;
  const near = reach + width / 2;
  for (let at = 0; at < places.length; at += 2) {
    const next = at + 2 < places.length ? at + 2 : at;
    const line = [places[at], places[at + 1], places[next], places[next + 1]];
    if (distance(x, y, ...line) <= near) return true;
  }
  return false;
}

/** From a place to a line between two. */
function distance(x, y, ax, ay, bx, by) {
  const [dx, dy] = [bx - ax, by - ay];
  const length = dx * dx + dy * dy;
  const along = length === 0 ? 0 : ((x - ax) * dx + (y - ay) * dy) / length;
  const share = Math.min(1, Math.max(0, along));
  return Math.hypot(x - ax - share * dx, y - ay - share * dy);
}
