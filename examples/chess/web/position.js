// What the page reads from a position, and how it says moves aloud.
//
// It refuses to know the rules: which moves there are, the server tells.

const NAMES = {
  p: "pawn",
  n: "knight",
  b: "bishop",
  r: "rook",
  q: "queen",
  k: "king",
};
const VALUES = { p: 1, n: 3, b: 3, r: 5, q: 9, k: 0 };

/** All squares' names, a8 first and h1 last. */
export const SQUARES = [..."87654321"].flatMap((rank) =>
  [..."abcdefgh"].map((file) => file + rank),
);

/** The colour of a piece's letter. */
export const colourOf = (piece) =>
  piece === piece.toUpperCase() ? "white" : "black";

/** Such as "white knight". */
export const pieceName = (piece) =>
  `${colourOf(piece)} ${NAMES[piece.toLowerCase()]}`;

/** The pieces of a position, by their squares. */
export function readPieces(fen) {
  const pieces = new Map();
  let index = 0;
  for (const mark of fen.split(" ")[0].replaceAll("/", "")) {
    if (mark >= "1" && mark <= "8") index += Number(mark);
    else pieces.set(SQUARES[index++], mark);
  }
  return pieces;
}

/** How much more White's pieces are worth than Black's. */
export function advantage(pieces) {
  let sum = 0;
  for (const piece of pieces.values()) {
    sum += (colourOf(piece) === "white" ? 1 : -1) * VALUES[piece.toLowerCase()];
  }
  return sum;
}

/** A move as one says it: `Nxf7+` is "knight takes f7, check". */
export function spoken(san) {
  const end = san.endsWith("#")
    ? ", checkmate"
    : san.endsWith("+")
      ? ", check"
      : "";
  const plain = san.replace(/[+#]$/, "");
  if (plain === "O-O") return `castles short${end}`;
  if (plain === "O-O-O") return `castles long${end}`;
  const [, letter, origin, takes, to, becomes] = plain.match(
    /^([NBRQK]?)([a-h]?[1-8]?)(x?)([a-h][1-8])(?:=([NBRQ]))?$/,
  );
  const piece = NAMES[(letter || "P").toLowerCase()];
  const named =
    letter && origin ? `${piece} ${origin}` : letter ? piece : origin || piece;
  const promotion = becomes
    ? ` and becomes a ${NAMES[becomes.toLowerCase()]}`
    : "";
  return `${named}${takes ? " takes" : ""} ${to}${promotion}${end}`;
}

const RESULTS = {
  checkmate: "by checkmate",
  resignation: "by resignation",
  timeout: "on time",
  timeout_draw: "time is over, but there is nothing to mate with",
  stalemate: "stalemate",
  agreement: "by agreement",
  threefold: "the same position for the third time",
  fivefold: "the same position for the fifth time",
  fifty_moves: "fifty moves without a capture or a pawn's move",
  seventy_five_moves: "seventy-five moves without a capture or a pawn's move",
  insufficient_material: "nobody has enough to mate with",
};

/** Why a game ended, or a draw can be claimed. */
export const reasonText = (reason) => RESULTS[reason];
