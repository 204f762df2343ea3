// The board as a picture: on the page's canvas, as a PNG and as SVG. It refuses to know the server.

import { SIZE } from "./board.js";

/** The colours of the pens. The first one is that of ink: black on a light board, white on a dark one. */
export const COLOURS = [
  { name: "Ink", light: "#20242c", dark: "#eceff4" },
  { name: "Red", light: "#c8372d", dark: "#ff6f61" },
  { name: "Orange", light: "#d97a00", dark: "#ffab40" },
  { name: "Yellow", light: "#c9a400", dark: "#ffe066" },
  { name: "Green", light: "#2c8a3d", dark: "#63d471" },
  { name: "Blue", light: "#1f6feb", dark: "#6cb2ff" },
  { name: "Violet", light: "#7b3fc4", dark: "#c39bff" },
  { name: "Grey", light: "#8a8f98", dark: "#9aa3af" },
];

const dark = matchMedia("(prefers-color-scheme: dark)");
const theme = () => (dark.matches ? "dark" : "light");
const paper = () => (dark.matches ? "#1c2129" : "#ffffff");

/** A colour for somebody, always the same. */
export function hue(user) {
  let sum = 7;
  for (const char of user) sum = (sum * 31 + char.codePointAt(0)) % 9973;
  return Math.round((sum * 137.508) % 360);
}

/** Pictures by the id of their file. `loaded` is called when one has come. */
export class Pictures {
  #images = new Map();
  #loaded;

  constructor(loaded) {
    this.#loaded = loaded;
  }

  get(file) {
    let image = this.#images.get(file);
    if (!image) {
      image = new Image();
      image.onload = this.#loaded;
      image.src = addressOf(file);
      this.#images.set(file, image);
    }
    return image.complete && image.naturalWidth > 0 ? image : null;
  }
}

const addressOf = (file) => `/uploads/${encodeURIComponent(file)}`;

/** The page's canvas. What lies still is kept as a picture, and painted anew only when the board has changed. */
export class Painter {
  #canvas;
  #still = document.createElement("canvas");
  #painted = null;
  #pictures;
  #stale = false;

  constructor(canvas) {
    this.#canvas = canvas;
    this.#pictures = new Pictures(() => this.refresh());
    new ResizeObserver(() => this.#fit()).observe(canvas);
    dark.addEventListener("change", () => this.refresh());
    this.#fit();
  }

  #fit() {
    const { clientWidth, clientHeight } = this.#canvas;
    for (const canvas of [this.#canvas, this.#still]) {
      canvas.width = clientWidth * devicePixelRatio;
      canvas.height = clientHeight * devicePixelRatio;
    }
    this.refresh();
  }

  /** Paints everything anew the next time. */
  refresh() {
    this.#stale = true;
  }

  #frame() {
    const { width, height } = this.#canvas;
    const scale = Math.min(width / SIZE.width, height / SIZE.height);
    const left = (width - SIZE.width * scale) / 2;
    const top = (height - SIZE.height * scale) / 2;
    return { scale, left, top };
  }

  /** Where on the board a pointer is; whole units. */
  placeOf({ clientX, clientY }) {
    const box = this.#canvas.getBoundingClientRect();
    const { scale, left, top } = this.#frame();
    const unit = (pixels, edge) =>
      Math.round((pixels * devicePixelRatio - edge) / scale);
    return {
      x: unit(clientX - box.left, left),
      y: unit(clientY - box.top, top),
    };
  }

  /** How many units a finger covers. */
  get reach() {
    return (8 * devicePixelRatio) / this.#frame().scale;
  }

  paint(board, pointers) {
    if (this.#stale || this.#painted !== board.version) {
      this.#paintStill(board.items());
      this.#painted = board.version;
      this.#stale = false;
    }
    const context = this.#canvas.getContext("2d");
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, this.#canvas.width, this.#canvas.height);
    context.drawImage(this.#still, 0, 0);
    const { scale, left, top } = this.#frame();
    for (const one of pointers)
      pointer(context, one, left + one.x * scale, top + one.y * scale);
  }

  #paintStill(items) {
    const context = this.#still.getContext("2d");
    const { scale, left, top } = this.#frame();
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, this.#still.width, this.#still.height);
    context.setTransform(scale, 0, 0, scale, left, top);
    paintItems(context, items, this.#pictures);
  }

  /** The whole board as a PNG, twice as fine as its units. */
  png(board) {
    const canvas = document.createElement("canvas");
    canvas.width = SIZE.width * 2;
    canvas.height = SIZE.height * 2;
    const context = canvas.getContext("2d");
    context.scale(2, 2);
    paintItems(context, board.items(), this.#pictures);
    return new Promise((done) => canvas.toBlob(done, "image/png"));
  }
}

function paintItems(context, items, pictures) {
  context.save();
  context.beginPath();
  context.rect(0, 0, SIZE.width, SIZE.height);
  context.fillStyle = paper();
  context.fill();
  context.clip();
  context.lineCap = "round";
  context.lineJoin = "round";
  for (const { shape } of items) {
    if (shape.kind === "stroke") stroke(context, shape);
    else picture(context, shape, pictures.get(shape.file));
  }
  context.restore();
}

function stroke(context, { colour, width, places }) {
  context.strokeStyle = COLOURS[colour][theme()];
  context.lineWidth = width;
  context.stroke(new Path2D(pathOf(places)));
}

/** Through the middles of the pieces, so that corners are round. */
function pathOf(places) {
  const [x, y] = places;
  if (places.length <= 2) return `M${x} ${y}l0.01 0`;
  const parts = [`M${x} ${y}`];
  for (let at = 2; at + 3 < places.length; at += 2) {
    const [ax, ay, bx, by] = places.slice(at, at + 4);
    parts.push(`Q${ax} ${ay} ${(ax + bx) / 2} ${(ay + by) / 2}`);
  }
  const [endX, endY] = places.slice(-2);
  return `${parts.join("")}L${endX} ${endY}`;
}

function picture(context, { x, y, width, height }, image) {
  if (image) {
    context.drawImage(image, x, y, width, height);
    return;
  }
  context.fillStyle = "rgb(128 140 150 / 20%)";
  context.fillRect(x, y, width, height);
}

function pointer(context, { user, name }, x, y) {
  const scale = devicePixelRatio;
  context.setTransform(scale, 0, 0, scale, x, y);
  const colour = `hsl(${hue(user)} 70% 45%)`;
  context.fillStyle = colour;
  context.strokeStyle = "white";
  const arrow = new Path2D("M0 0L0 17L4.5 13L12 12.5Z");
  context.stroke(arrow);
  context.fill(arrow);
  context.font = "600 12px system-ui, sans-serif";
  const wide = context.measureText(name).width;
  context.beginPath();
  context.roundRect(10, 15, wide + 12, 20, 10);
  context.fill();
  context.fillStyle = "white";
  context.fillText(name, 16, 29);
}

/** The whole board as an SVG document. Its pictures are named by their address on this server. */
export function svg(board) {
  const shapes = board.items().map(({ shape }) => {
    if (shape.kind === "stroke")
      return `<path d="${pathOf(shape.places)}" stroke="${COLOURS[shape.colour].light}" stroke-width="${shape.width}"/>`;
    const { file, x, y, width, height } = shape;
    const address = new URL(addressOf(file), location.href);
    return `<image href="${address}" x="${x}" y="${y}" width="${width}" height="${height}"/>`;
  });
  const { width, height } = SIZE;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" fill="none" stroke-linecap="round" stroke-linejoin="round"><rect width="${width}" height="${height}" fill="#fff"/>${shapes.join("")}</svg>`;
}
