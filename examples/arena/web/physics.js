// How a disc moves: the twin of `move` in `src/Arena/Physics.elm`, with the same numbers in the same order.

export const RATE = 30;
export const SIZE = { width: 1600, height: 900 };
export const RADIUS = 34;
export const GEM_RADIUS = 14;

const ACCELERATION = 1600;
const FRICTION = 2.4;
const WALL_BOUNCE = 0.8;

/** A disc `{ x, y, vx, vy }` one step later, pushed by `{ x, y }`. */
export function move(disc, push) {
  const { x, y } = direction(push);
  const vx = (disc.vx + (ACCELERATION * x) / RATE) * (1 - FRICTION / RATE);
  const vy = (disc.vy + (ACCELERATION * y) / RATE) * (1 - FRICTION / RATE);
  const across = reflect(SIZE.width, disc.x + vx / RATE, vx);
  const down = reflect(SIZE.height, disc.y + vy / RATE, vy);
  return { x: across.place, y: down.place, vx: across.speed, vy: down.speed };
}

function direction({ x, y }) {
  const length = Math.max(1, Math.sqrt(x * x + y * y));
  return { x: x / length, y: y / length };
}

function reflect(size, place, speed) {
  if (place < RADIUS)
    return { place: 2 * RADIUS - place, speed: -speed * WALL_BOUNCE };
  if (place > size - RADIUS)
    return { place: 2 * (size - RADIUS) - place, speed: -speed * WALL_BOUNCE };
  return { place, speed };
}
