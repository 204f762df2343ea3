// The parts of the chess page that need no page: what it reads from a position, says aloud, and shows on its clocks.
import assert from "node:assert/strict";
import { mock, test } from "node:test";

const web = "../../../examples/chess/web";
const { advantage, readPieces, spoken, SQUARES } = await import(
  `${web}/position.js`
);
const { Clocks, clockText } = await import(`${web}/clock.js`);

test("a position is read square by square", () => {
  const pieces = readPieces("4k2r/8/8/3pP3/8/8/8/RN2K3 w Qk d6 0 9");
  assert.deepEqual(Object.fromEntries(pieces), {
    e8: "k",
    h8: "r",
    d5: "p",
    e5: "P",
    a1: "R",
    b1: "N",
    e1: "K",
  });
  assert.equal(advantage(pieces), 3);
  assert.equal(SQUARES.length, 64);
});

test("moves are said as one says them", () => {
  const sayings = {
    e4: "pawn e4",
    exd5: "e takes d5",
    "Nf3+": "knight f3, check",
    "Qxf7#": "queen takes f7, checkmate",
    Rad1: "rook a d1",
    Qh4xe1: "queen h4 takes e1",
    "bxa8=N": "b takes a8 and becomes a knight",
    "O-O": "castles short",
    "O-O-O+": "castles long, check",
  };
  for (const [san, said] of Object.entries(sayings)) {
    assert.equal(spoken(san), said);
  }
});

test("tenths are shown when they count", () => {
  assert.equal(clockText(600_000), "10:00");
  assert.equal(clockText(59_001), "1:00");
  assert.equal(clockText(10_000), "0:10");
  assert.equal(clockText(9_420), "0:09.5");
  assert.equal(clockText(0), "0:00.0");
});

test("a message that was long on its way does not set the clock back", () => {
  mock.timers.enable({ apis: ["Date"], now: 500_000 });
  const clocks = new Clocks();
  const clock = {
    white_ms: 60_000,
    black_ms: 30_000,
    at: 1_000_000,
    running: "white",
  };
  clocks.set(clock);
  mock.timers.tick(2_000);
  assert.equal(clocks.left("white"), 58_000);
  assert.equal(clocks.left("black"), 30_000);

  // It tells of the same moment, but comes three seconds later.
  mock.timers.tick(1_000);
  clocks.set(clock);
  assert.equal(clocks.left("white"), 57_000);
  clocks.set({ ...clock, running: null });
  assert.equal(clocks.left("white"), 60_000);
  mock.timers.reset();
});
