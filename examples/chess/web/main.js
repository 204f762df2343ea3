// The page of one game: what comes from the server goes to the board and the panels, what is pressed goes to the server.
//
// It refuses to judge. A move is shown at once, and taken back if the server's rules refuse it, with their reason.

import { Client } from "/generated/js/buildamp.js";
import { Board } from "./board.js";
import { Clocks } from "./clock.js";
import { drawSymbols } from "./pieces.js";
import { readPieces, spoken } from "./position.js";
import { gameLink, gameName, playerName, userId } from "./session.js";
import * as panels from "./panels.js";

const find = (id) => document.getElementById(id);

drawSymbols();

const game = gameName();
const room = `chess:${game}`;
const me = userId();
const client = new Client({ userId: me });
const board = new Board(find("board"), attempt);
const clocks = new Clocks();

let state = null;
let isTurned = false;
let wasOpen = false;
let toastTimer;
const dismissed = { seat: false, wait: false, result: 0 };

// What comes

client.onRoomState(room, (event) => receive(event.state));
client.onChessState(room, receive);
client.onState(showConnection);
client.onError(({ message }) => toast(message));
client.join(room).catch((error) => toast(error.message, Infinity));
client.connect();
setInterval(showTimes, 100);
find("room").textContent = `Game ${game}`;

function receive(next) {
  announce(state, next);
  if (state && state.number !== next.number) isTurned = false;
  state = next;
  clocks.set(state.clock ?? null);
  show();
}

function view() {
  const own =
    ["white", "black"].find((colour) => state[colour]?.user_id === me) ?? null;
  const side = isTurned ? panels.opposite(own ?? "white") : (own ?? "white");
  return {
    state,
    own,
    side,
    dismissed,
    name: playerName.get(),
    link: gameLink(),
  };
}

function show() {
  const now = view();
  board.show({
    pieces: readPieces(state.fen),
    legal: state.turn === now.own ? state.legal_moves : {},
    last: state.moves.at(-1) ?? null,
    check: state.check ?? null,
    own: now.own,
    side: now.side,
  });
  panels.showPlayer(find("mine"), now, now.side);
  panels.showPlayer(find("theirs"), now, panels.opposite(now.side));
  panels.showMoves(find("moves"), now);
  panels.showOffer(find("offer"), now, act);
  panels.showActions(find("actions"), now, act);
  if (panels.showCard(find("card"), now, act) === "gone") board.focus();
  const status = panels.statusText(now);
  find("status").textContent = status;
  find("watching").textContent = state.spectators
    ? `${state.spectators} watching`
    : "";
  document.title = status.startsWith("Your move")
    ? "● Your move – Chess"
    : "Chess";
  showTimes();
}

function showTimes() {
  if (!state?.clock) return;
  const { side } = view();
  for (const [id, colour] of [
    ["mine", side],
    ["theirs", panels.opposite(side)],
  ]) {
    panels.showTime(find(id), clocks.left(colour), clocks.running === colour);
  }
}

/** Says what has happened, for those who don't see the board. */
function announce(before, after) {
  const texts = [];
  const number = after.moves.length;
  if (before && number > before.moves.length) {
    texts.push(
      `${number % 2 ? "White" : "Black"}: ${spoken(after.moves.at(-1).san)}.`,
    );
  }
  const now = {
    state: after,
    own:
      ["white", "black"].find((colour) => after[colour]?.user_id === me) ??
      null,
  };
  if (after.result && !before?.result) texts.push(`${panels.statusText(now)}.`);
  if (after.draw_offer && !before?.draw_offer)
    texts.push(`${panels.nameOf(now, after.draw_offer)} offered a draw.`);
  if (texts.length) find("announcer").textContent = texts.join(" ");
}

// What is done

async function attempt(from, to) {
  const promotion = isPromotion(from, to)
    ? await board.choosePromotion(to, state.turn)
    : undefined;
  if (promotion === null) return;
  board.pend(from, to);
  try {
    await client.sendMakeMove(room, { from, to, promotion });
  } catch (error) {
    board.takeBack();
    toast(error.message);
  }
}

function isPromotion(from, to) {
  const isPawn = readPieces(state.fen).get(from)?.toLowerCase() === "p";
  return (
    isPawn && /[18]/.test(to[1]) && (state.legal_moves[from] ?? []).includes(to)
  );
}

const ACTIONS = {
  sit: (wish) => {
    playerName.set(wish.name);
    return client.sendTakeSeat(room, { ...wish, name: wish.name || null });
  },
  "stand up": () => client.sendLeaveSeat(room, {}),
  "offer draw": () => client.sendOfferDraw(room, {}),
  "accept draw": () => client.sendAnswerDraw(room, { accept: true }),
  "decline draw": () => client.sendAnswerDraw(room, { accept: false }),
  "claim draw": () => client.sendClaimDraw(room, {}),
  resign: () => client.sendResign(room, {}),
  rematch: () => client.sendOfferRematch(room, {}),
  "accept rematch": () => client.sendAnswerRematch(room, { accept: true }),
  "decline rematch": () => client.sendAnswerRematch(room, { accept: false }),
  "turn board": () => (isTurned = !isTurned),
  "take a seat": () => (dismissed.seat = false),
  "dismiss seat": () => (dismissed.seat = true),
  "dismiss wait": () => (dismissed.wait = true),
  "dismiss result": () => (dismissed.result = state.number),
  "new game": () => location.assign(location.pathname),
  share,
};

async function act(name, wish) {
  try {
    await ACTIONS[name](wish);
    show();
  } catch (error) {
    toast(error.message);
  }
}

find("share").onclick = () => act("share");

async function share() {
  try {
    await navigator.clipboard.writeText(gameLink());
    toast("The link is copied: send it to a friend");
  } catch {
    toast(gameLink());
  }
}

// What is told

function toast(text, ms = 5000) {
  const node = find("toast");
  node.textContent = text[0].toUpperCase() + text.slice(1);
  node.hidden = false;
  clearTimeout(toastTimer);
  if (ms !== Infinity) toastTimer = setTimeout(() => (node.hidden = true), ms);
}

function showConnection(connection) {
  const node = find("connection");
  const texts = {
    connecting: wasOpen ? "Connection lost – trying again …" : "Connecting …",
    waiting: "Connection lost – trying again …",
    closed: connection.error
      ? `Not connected: ${connection.error.message}`
      : "Not connected",
  };
  wasOpen ||= connection.name === "open";
  node.textContent = texts[connection.name] ?? "";
  node.hidden = connection.name === "open" || connection.name === "idle";
  document.body.classList.toggle("offline", connection.name !== "open");
}
