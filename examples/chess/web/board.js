// The board: squares that a keyboard and a screen reader can walk, and pieces that glide, are dragged, or go back.
//
// It refuses to know which moves are right. Whatever is tried is handed on; what is legal it only shows.

import { element, button } from "./dom.js";
import { drawPiece } from "./pieces.js";
import { SQUARES, colourOf, pieceName } from "./position.js";

const DRAG_FROM = 5; // pixels; less is a click with a shaking hand
const ARROWS = { ArrowUp: -8, ArrowDown: 8, ArrowLeft: -1, ArrowRight: 1 };

export class Board {
  #root;
  #cells = [];
  #layer = element("div", { className: "pieces" });
  #figures = new Map(); // square → { piece, node }
  #view = {
    pieces: new Map(),
    legal: {},
    last: null,
    check: null,
    own: null,
    side: "white",
  };
  #pending = null; // a move on its way to the server
  #selected = null;
  #focus = 52; // e2, as White sees it
  #drag = null;
  #onMove;
  #chooser = null;

  /** `onMove(from, to)` is called with each attempt. */
  constructor(root, onMove) {
    this.#root = root;
    this.#onMove = onMove;
    root.setAttribute("role", "grid");
    root.setAttribute(
      "aria-label",
      "Chess board. Arrow keys move, Enter picks a piece up and puts it down.",
    );
    for (let row = 0; row < 8; row++) {
      const line = element("div", { role: "row", className: "row" });
      for (let column = 0; column < 8; column++) {
        const cell = element("div", {
          role: "gridcell",
          tabIndex: -1,
          className: "square",
        });
        cell.classList.add((row + column) % 2 ? "dark" : "light");
        this.#cells.push(cell);
        line.append(cell);
      }
      root.append(line);
    }
    root.append(this.#layer);
    root.addEventListener("keydown", (event) => this.#key(event));
    root.addEventListener("focusin", (event) =>
      this.#focusAt(this.#cells.indexOf(event.target)),
    );
    root.addEventListener("pointerdown", (event) => this.#down(event));
    root.addEventListener("pointermove", (event) => this.#move(event));
    root.addEventListener("pointerup", (event) => this.#up(event));
    root.addEventListener("pointercancel", () => this.#letGo());
    // A tap is told again as a click, which would press what has just come up below the finger.
    root.addEventListener(
      "touchend",
      (event) => event.target.closest(".chooser") || event.preventDefault(),
    );
  }

  /**
   * Shows a position: `pieces` by square, `legal` targets by square, the `last` move, the square in `check`, the
   * colour that is one's `own`, or null, and the `side` that is below.
   */
  show(view) {
    const turned = view.side !== this.#view.side;
    this.#view = view;
    this.#pending = null;
    if (turned) this.#closeChooser();
    if (this.#selected && !view.pieces.has(this.#selected))
      this.#selected = null;
    this.#draw();
  }

  /** Puts the keyboard's focus on the board. */
  focus() {
    this.#cells[this.#focus].focus({ preventScroll: true });
  }

  /** Shows a move that the server has not answered yet. */
  pend(from, to) {
    this.#pending = { from, to };
    this.#selected = null;
    this.#draw();
  }

  /** The move was refused: the piece goes back, and shakes its head there. */
  takeBack() {
    const from = this.#pending?.from;
    this.#pending = null;
    this.#draw();
    const figure = this.#figures.get(from)?.node.firstChild;
    if (figure) {
      figure.classList.remove("refused");
      void figure.getBoundingClientRect(); // so that the animation begins anew
      figure.classList.add("refused");
    }
  }

  /** Asks what a pawn is to become. Resolves with a promotion, or null. */
  choosePromotion(square, colour) {
    this.#closeChooser();
    const { x, y } = this.#place(square);
    return new Promise((resolve) => {
      const choose = (choice) => {
        resolve(choice); // the first answer counts
        this.#closeChooser();
      };
      const options = ["queen", "knight", "rook", "bishop"].map((name) => {
        const letter = name === "knight" ? "n" : name[0];
        const option = button("", () => choose(name), { "aria-label": name });
        option.append(
          drawPiece(colour === "white" ? letter.toUpperCase() : letter),
        );
        return option;
      });
      const chooser = element(
        "div",
        {
          className: "chooser",
          role: "dialog",
          "aria-label": "The pawn becomes",
        },
        ...options,
      );
      chooser.style.left = `${x * 12.5}%`;
      chooser.classList.toggle("upwards", y > 3);
      chooser.addEventListener("pointerdown", (event) =>
        event.stopPropagation(),
      );
      chooser.addEventListener("keydown", (event) => {
        event.stopPropagation();
        const back =
          event.key === "ArrowUp" ||
          event.key === "ArrowLeft" ||
          (event.key === "Tab" && event.shiftKey);
        if (event.key === "Escape") choose(null);
        else if (back || event.key.startsWith("Arrow") || event.key === "Tab") {
          event.preventDefault();
          options[
            (options.indexOf(document.activeElement) + (back ? 3 : 1)) % 4
          ].focus();
        }
      });
      this.#chooser = { node: chooser, cancel: () => choose(null) };
      this.#root.append(chooser);
      options[0].focus();
    });
  }

  #closeChooser() {
    const chooser = this.#chooser;
    this.#chooser = null;
    if (!chooser) return;
    const hadFocus = chooser.node.contains(document.activeElement);
    chooser.node.remove();
    chooser.cancel();
    if (hadFocus) this.focus();
  }

  // Squares on the screen

  #squareAt(index) {
    return SQUARES[this.#view.side === "white" ? index : 63 - index];
  }

  #indexOf(square) {
    const index = SQUARES.indexOf(square);
    return this.#view.side === "white" ? index : 63 - index;
  }

  #place(square) {
    const index = this.#indexOf(square);
    return { x: index % 8, y: index >> 3 };
  }

  #pieceAt(square) {
    return this.#view.pieces.get(square);
  }

  #isOwn(square) {
    const piece = this.#pieceAt(square);
    return Boolean(piece) && colourOf(piece) === this.#view.own;
  }

  // Drawing

  #draw() {
    const { legal, last, check } = this.#view;
    const targets = this.#selected ? (legal[this.#selected] ?? []) : [];
    this.#cells.forEach((cell, index) => {
      const square = this.#squareAt(index);
      const piece = this.#pieceAt(square);
      const isTarget = targets.includes(square);
      const is = (name, value) => cell.classList.toggle(name, value);
      is("last", Boolean(last) && (last.from === square || last.to === square));
      is("selected", square === this.#selected);
      is("check", square === check);
      is("target", isTarget && !piece);
      is("prey", isTarget && Boolean(piece));
      is("own", this.#isOwn(square));
      cell.dataset.file = index >= 56 ? square[0] : "";
      cell.dataset.rank = index % 8 === 0 ? square[1] : "";
      cell.tabIndex = index === this.#focus ? 0 : -1;
      cell.setAttribute("aria-selected", String(square === this.#selected));
      cell.setAttribute("aria-label", this.#label(square, piece, isTarget));
    });
    this.#drawPieces();
  }

  #label(square, piece, isTarget) {
    const parts = [square, piece ? pieceName(piece) : "empty"];
    if (square === this.#view.check) parts.push("in check");
    if (square === this.#selected) parts.push("picked up");
    if (isTarget) parts.push(piece ? "can be taken" : "can go here");
    return parts.join(", ");
  }

  #drawPieces() {
    const wanted = new Map(this.#view.pieces);
    if (this.#pending && wanted.has(this.#pending.from)) {
      wanted.set(this.#pending.to, wanted.get(this.#pending.from));
      wanted.delete(this.#pending.from);
    }
    const before = this.#figures;
    this.#figures = new Map();
    const missing = [];
    for (const [square, piece] of wanted) {
      const figure = before.get(square);
      if (figure?.piece === piece) {
        this.#figures.set(square, figure);
        before.delete(square);
      } else missing.push([square, piece]);
    }
    for (const [square, piece] of missing) {
      this.#figures.set(
        square,
        this.#mover(before, square, piece) ?? this.#newcomer(piece),
      );
    }
    for (const { node } of before.values()) this.#fade(node);
    for (const [square, { node }] of this.#figures) {
      const { x, y } = this.#place(square);
      node.style.transform = `translate(${x * 100}%, ${y * 100}%)`;
      node.classList.toggle("pending", square === this.#pending?.to);
    }
  }

  /** The figure that has gone to a square: the one that the last move says, else any of its kind that is left over. */
  #mover(before, square, piece) {
    const { last } = this.#view;
    const likely = last?.to === square ? before.get(last.from) : undefined;
    const from =
      likely?.piece === piece
        ? last.from
        : [...before].find(([, figure]) => figure.piece === piece)?.[0];
    const figure = before.get(from);
    before.delete(from);
    return figure;
  }

  #newcomer(piece) {
    const node = element("div", { className: "piece" }, drawPiece(piece));
    this.#layer.append(node);
    return { piece, node };
  }

  #fade(node) {
    node.classList.add("taken");
    setTimeout(() => node.remove(), 200);
  }

  // Keyboard

  #focusAt(index) {
    if (index < 0 || index === this.#focus) return;
    this.#cells[this.#focus].tabIndex = -1;
    this.#cells[index].tabIndex = 0;
    this.#focus = index;
  }

  #key(event) {
    const square = this.#squareAt(this.#focus);
    if (event.key in ARROWS) this.#cells[this.#step(event.key)].focus();
    else if (event.key === "Enter" || event.key === " ") this.#act(square);
    else if (event.key === "Escape") this.#select(null);
    else return;
    event.preventDefault();
  }

  #step(key) {
    const column = this.#focus % 8;
    const next = this.#focus + ARROWS[key];
    const leaves =
      (key === "ArrowLeft" && column === 0) ||
      (key === "ArrowRight" && column === 7);
    return leaves || next < 0 || next > 63 ? this.#focus : next;
  }

  /** Picks up, puts down, or tries a move. */
  #act(square) {
    if (square === this.#selected) this.#select(null);
    else if (this.#isOwn(square)) this.#select(square);
    else if (this.#selected) this.#try(this.#selected, square);
    else if (this.#pieceAt(square) && this.#view.own === null)
      this.#select(square);
  }

  #select(square) {
    this.#selected = square;
    this.#draw();
  }

  #try(from, to) {
    this.#selected = null;
    this.#onMove(from, to);
  }

  // Mouse, pen and finger

  #down(event) {
    if (event.button !== 0 || this.#drag) return;
    if (this.#chooser) return this.#closeChooser();
    const square = this.#under(event);
    if (!square) return;
    event.preventDefault(); // no selection of text
    this.#focusAt(this.#indexOf(square));
    this.#cells[this.#focus].focus({ preventScroll: true });
    const wasSelected = this.#selected === square;
    if (this.#isOwn(square)) this.#select(square);
    this.#drag = {
      square,
      wasSelected,
      x: event.clientX,
      y: event.clientY,
      node: this.#pending ? undefined : this.#figures.get(square)?.node,
      moving: false,
    };
    this.#root.setPointerCapture(event.pointerId);
  }

  #move(event) {
    const drag = this.#drag;
    if (!drag?.node) return;
    const [x, y] = [event.clientX - drag.x, event.clientY - drag.y];
    if (!drag.moving && Math.hypot(x, y) < DRAG_FROM) return;
    drag.moving = true;
    const board = this.#layer.getBoundingClientRect();
    const size = board.width / 8;
    drag.node.classList.add("dragged");
    drag.node.style.transform = `translate(${event.clientX - board.left - size / 2}px, ${event.clientY - board.top - size / 2}px)`;
    const over = this.#under(event);
    this.#cells.forEach((cell, index) =>
      cell.classList.toggle("over", this.#squareAt(index) === over),
    );
  }

  #up(event) {
    const drag = this.#drag;
    if (!drag) return;
    const square = this.#under(event);
    this.#letGo();
    if (drag.moving) {
      if (square && square !== drag.square) this.#try(drag.square, square);
    } else if (drag.wasSelected) this.#select(null);
    else if (!this.#isOwn(drag.square)) this.#act(drag.square);
  }

  #letGo() {
    const drag = this.#drag;
    this.#drag = null;
    drag?.node?.classList.remove("dragged");
    this.#cells.forEach((cell) => cell.classList.remove("over"));
    if (drag?.moving) this.#draw();
  }

  #under(event) {
    const board = this.#layer.getBoundingClientRect();
    const column = Math.floor(((event.clientX - board.left) / board.width) * 8);
    const row = Math.floor(((event.clientY - board.top) / board.height) * 8);
    const isOn = column >= 0 && column < 8 && row >= 0 && row < 8;
    return isOn ? this.#squareAt(8 * row + column) : null;
  }
}
