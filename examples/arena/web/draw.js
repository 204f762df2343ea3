// The floor on a canvas. It gets what is to be seen and knows neither the server nor the rules.

import { GEM_RADIUS, RADIUS, SIZE } from "./physics.js";

/** How long a bump is seen, in milliseconds. */
const BUMP = 450;

/** The least that a unit may be, in CSS pixels: on a small screen a part of the floor is seen, around the own disc. */
const SMALLEST = 0.5;

/** Where the floor begins on a screen: in the middle, or so that a place in it is, without ground beyond its ends. */
function edge(screen, floor, place) {
  if (floor <= screen) return (screen - floor) / 2;
  const wanted = screen / 2 - (place ?? floor / 2);
  return Math.min(0, Math.max(screen - floor, wanted));
}

/** A colour for a seat: neighbours differ. */
export const hue = (seat) => Math.round((seat * 137.508) % 360);

export class Painter {
  #canvas;
  #context;
  #bumps = [];
  #dark = matchMedia("(prefers-color-scheme: dark)");
  #calm = matchMedia("(prefers-reduced-motion: reduce)");

  constructor(canvas) {
    this.#canvas = canvas;
    this.#context = canvas.getContext("2d");
    new ResizeObserver(() => this.#fit()).observe(canvas);
    this.#fit();
  }

  #fit() {
    const { clientWidth, clientHeight } = this.#canvas;
    this.#canvas.width = clientWidth * devicePixelRatio;
    this.#canvas.height = clientHeight * devicePixelRatio;
  }

  /** Shows a ring where one disc has hit another. */
  bump(seat, now) {
    this.#bumps.push({ seat, at: now });
  }

  /** `discs` have `seat`, `x`, `y`, `away`, `name` and `isMine`. */
  paint({ discs, gems, pull }, now) {
    const { width, height } = this.#canvas;
    const whole = Math.min(width / SIZE.width, height / SIZE.height);
    const scale = Math.max(whole, SMALLEST * devicePixelRatio);
    const context = this.#context;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, width, height);
    const mine = discs.find(({ isMine }) => isMine);
    const left = edge(width, SIZE.width * scale, mine?.x * scale);
    const top = edge(height, SIZE.height * scale, mine?.y * scale);
    context.setTransform(scale, 0, 0, scale, left, top);
    this.#floor();
    for (const gem of gems) this.#gem(gem, now);
    for (const disc of discs) this.#disc(disc);
    this.#rings(discs, now);
    for (const disc of discs) this.#label(disc);
    context.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
    if (pull) this.#stick(pull);
  }

  #floor() {
    const context = this.#context;
    context.fillStyle = this.#dark.matches ? "#12222f" : "#dfeaf2";
    context.beginPath();
    context.roundRect(0, 0, SIZE.width, SIZE.height, RADIUS);
    context.fill();
    context.strokeStyle = this.#dark.matches ? "#1d3446" : "#cddde8";
    context.lineWidth = 3;
    for (const radius of [110, 300])
      this.#circle(SIZE.width / 2, SIZE.height / 2, radius).stroke();
  }

  #circle(x, y, radius) {
    this.#context.beginPath();
    this.#context.arc(x, y, radius, 0, 2 * Math.PI);
    return this.#context;
  }

  #gem({ x, y }, now) {
    const context = this.#context;
    const beat = this.#calm.matches ? 0 : Math.sin(now / 300 + x) * 1.5;
    const size = GEM_RADIUS + beat;
    context.fillStyle = this.#dark.matches ? "#ffd95c" : "#d99a00";
    context.beginPath();
    context.moveTo(x, y - size);
    context.lineTo(x + size, y);
    context.lineTo(x, y + size);
    context.lineTo(x - size, y);
    context.fill();
  }

  #disc({ seat, x, y, away, isMine }) {
    const context = this.#context;
    context.globalAlpha = away ? 0.35 : 1;
    const [low, high] = this.#dark.matches ? [48, 66] : [45, 62];
    const shade = context.createRadialGradient(x - 12, y - 14, 4, x, y, RADIUS);
    shade.addColorStop(0, `hsl(${hue(seat)} 85% ${high}%)`);
    shade.addColorStop(1, `hsl(${hue(seat)} 70% ${low}%)`);
    context.fillStyle = shade;
    this.#circle(x, y, RADIUS).fill();
    if (isMine) {
      context.strokeStyle = this.#dark.matches ? "#ffffff" : "#10202c";
      context.lineWidth = 5;
      this.#circle(x, y, RADIUS - 2.5).stroke();
    }
    context.globalAlpha = 1;
  }

  #label({ x, y, name }) {
    const context = this.#context;
    context.font = "600 24px system-ui, sans-serif";
    context.textAlign = "center";
    context.lineJoin = "round";
    context.lineWidth = 6;
    context.strokeStyle = this.#dark.matches ? "#12222f" : "#dfeaf2";
    context.fillStyle = this.#dark.matches ? "#e8f1f7" : "#10202c";
    const under =
      y + RADIUS + 28 < SIZE.height ? y + RADIUS + 28 : y - RADIUS - 12;
    context.strokeText(name, x, under);
    context.fillText(name, x, under);
  }

  #rings(discs, now) {
    this.#bumps = this.#bumps.filter(({ at }) => now - at < BUMP);
    for (const { seat, at } of this.#bumps) {
      const disc = discs.find((one) => one.seat === seat);
      if (!disc) continue;
      const share = (now - at) / BUMP;
      const context = this.#context;
      context.globalAlpha = 1 - share;
      context.strokeStyle = "#ff5c5c";
      context.lineWidth = 8 * (1 - share) + 1;
      this.#circle(disc.x, disc.y, RADIUS * (1 + share)).stroke();
      context.globalAlpha = 1;
    }
  }

  #stick({ from, to }) {
    const { left, top } = this.#canvas.getBoundingClientRect();
    const context = this.#context;
    context.fillStyle = "rgb(128 150 170 / 35%)";
    this.#circle(from.x - left, from.y - top, 56).fill();
    const far = Math.max(1, Math.hypot(to.x - from.x, to.y - from.y) / 56);
    const x = from.x - left + (to.x - from.x) / far;
    const y = from.y - top + (to.y - from.y) / far;
    this.#circle(x, y, 24).fill();
  }
}
