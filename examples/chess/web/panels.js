// All that stands around the board: players, moves, what one can do, what one is asked.
//
// Owns the texts and when they are there. It refuses to send anything: what is pressed is handed on by name.

import { element, button } from "./dom.js";
import { drawPiece } from "./pieces.js";
import { advantage, readPieces, reasonText } from "./position.js";
import { clockText } from "./clock.js";

/** The other colour. */
export const opposite = (colour) => (colour === "white" ? "black" : "white");

const title = (text) => text[0].toUpperCase() + text.slice(1);

/** Builds anew only what has changed. Where the focus was, it stays: on what reads the same, else on what comes first. */
function fill(root, key, build) {
  const text = JSON.stringify(key);
  if (root.shown === text) return;
  root.shown = text;
  const held = root.contains(document.activeElement)
    ? document.activeElement.textContent
    : null;
  root.replaceChildren(...build().filter((child) => child !== null));
  if (held === null) return;
  const places = [...root.querySelectorAll("button, input")];
  (places.find((place) => place.textContent === held) ?? places[0])?.focus();
}

/** `1½` */
const pointsText = (points) =>
  `${Math.floor(points) || (points % 1 ? "" : 0)}${points % 1 ? "½" : ""}`;

/** Who a colour is, as one says it. */
export function nameOf({ state, own }, colour) {
  if (colour === own) return "You";
  return state[colour]?.name ?? title(colour);
}

// Players

/** A player's strip: name, what was taken, the clock. */
export function showPlayer(root, view, colour) {
  const { state, own } = view;
  const player = state[colour] ?? null;
  const taken =
    colour === "white"
      ? state.captured.by_white.toLowerCase()
      : state.captured.by_black;
  const ahead =
    advantage(readPieces(state.fen)) * (colour === "white" ? 1 : -1);
  const points =
    (state.white?.points ?? 0) + (state.black?.points ?? 0) > 0 && player
      ? player.points
      : null;
  const isTurn =
    state.turn === colour &&
    !state.result &&
    Boolean(state.white && state.black);
  root.classList.toggle("turn", isTurn);
  root.setAttribute(
    "aria-label",
    `${title(colour)}: ${player?.name ?? "nobody yet"}`,
  );
  fill(
    root,
    [colour, player, taken, ahead, points, own, Boolean(state.clock)],
    () => [
      element("span", { className: `stone ${colour}`, title: title(colour) }),
      element(
        "div",
        { className: "who" },
        element(
          "p",
          { className: "name" },
          element("b", { textContent: player ? player.name : "Free seat" }),
          colour === own
            ? element("span", { className: "tag", textContent: "you" })
            : null,
          points === null
            ? null
            : element("span", {
                className: "points",
                textContent: pointsText(points),
                title: "Points",
              }),
          player && !player.here
            ? element("span", { className: "tag away", textContent: "away" })
            : null,
        ),
        element(
          "p",
          {
            className: "taken",
            "aria-label": taken ? `has taken ${taken.length}` : "",
          },
          ...[...taken].map(drawPiece),
          ahead > 0 ? element("span", { textContent: `+${ahead}` }) : null,
        ),
      ),
      state.clock
        ? element("time", { className: "clock", role: "timer" })
        : null,
    ],
  );
}

/** The time that is left to a player. */
export function showTime(root, ms, isRunning) {
  const clock = root.querySelector(".clock");
  if (!clock || ms === null) return;
  const text = clockText(ms);
  if (clock.textContent !== text) clock.textContent = text;
  clock.classList.toggle("running", isRunning);
  clock.classList.toggle("low", ms < 20_000);
}

// Moves

/** The moves so far, the last one in view. */
export function showMoves(root, { state }) {
  const { moves } = state;
  fill(
    root,
    moves.map((move) => move.san),
    () => {
      const lines = [];
      for (let index = 0; index < moves.length; index += 2) {
        const half = (at) =>
          at < moves.length
            ? element("span", {
                className: at === moves.length - 1 ? "move latest" : "move",
                textContent: moves[at].san,
              })
            : null;
        const number = element("span", {
          className: "number",
          textContent: `${index / 2 + 1}.`,
        });
        lines.push(
          element(
            "li",
            {},
            number,
            ...[half(index), half(index + 1)].filter(Boolean),
          ),
        );
      }
      return lines;
    },
  );
  root.querySelector(".latest")?.setAttribute("aria-current", "true");
  root.scrollTo({ top: root.scrollHeight, left: root.scrollWidth });
}

// What is going on

/** One line on how the game stands. */
export function statusText(view) {
  const { state, own } = view;
  if (state.result) return resultText(view).join(" – ");
  if (!state.white || !state.black) {
    return own ? "Waiting for an opponent" : "Waiting for players";
  }
  const check = state.check ? " – check" : "";
  if (state.turn === own) return `Your move${check}`;
  return `${nameOf(view, state.turn)} to move${check}`;
}

/** Who has won, and why. */
function resultText(view) {
  const { winner, reason } = view.state.result;
  if (!winner) return ["Draw", reasonText(reason)];
  const who =
    winner === view.own
      ? "You win"
      : `${view.state[winner]?.name ?? title(winner)} wins`;
  return [who, reasonText(reason)];
}

/** An offer that waits for an answer. */
export function showOffer(root, view, act) {
  const { state, own } = view;
  const open = [
    ["draw", state.draw_offer],
    ["rematch", state.rematch_offer],
  ].find(([, by]) => by);
  root.hidden = !open || !own;
  if (root.hidden) return;
  const [kind, by] = open;
  const isMine = by === own;
  fill(root, [kind, by, own, nameOf(view, by)], () => [
    element("p", {
      textContent: isMine
        ? `You have offered a ${kind}.`
        : `${nameOf(view, by)} offers a ${kind}.`,
    }),
    isMine
      ? null
      : button("Accept", () => act(`accept ${kind}`), { className: "strong" }),
    isMine ? null : button("Decline", () => act(`decline ${kind}`)),
  ]);
}

/** The buttons below the moves. */
export function showActions(root, view, act) {
  const { state, own } = view;
  const isOn = Boolean(own && state.white && state.black && !state.result);
  const hasBegun = state.moves.length > 0;
  const names = [];
  if (isOn && state.draw_claim && state.turn === own) names.push("claim draw");
  else if (isOn && hasBegun && !state.draw_offer) names.push("offer draw");
  if (isOn && hasBegun) names.push("resign");
  if (own && state.result && state.white && state.black && !state.rematch_offer)
    names.push("rematch");
  if (own && (state.result || !hasBegun)) names.push("stand up");
  if (!own && (!state.white || !state.black)) names.push("take a seat");
  if (state.result || (!own && state.white && state.black))
    names.push("new game");
  names.push("turn board");
  fill(root, names, () =>
    names.map((name) =>
      name === "resign" ? resign(act) : button(title(name), () => act(name)),
    ),
  );
}

/** Resigning takes a second press. */
function resign(act) {
  let asked = false;
  const calm = () => {
    asked = false;
    made.textContent = "Resign";
    made.classList.remove("danger");
  };
  const made = button("Resign", () => {
    if (asked) return act("resign");
    asked = true;
    made.textContent = "Really resign?";
    made.classList.add("danger");
    setTimeout(calm, 4000);
  });
  made.addEventListener("blur", calm);
  return made;
}

// The card on the board

/** Asks for a seat, waits for the other, or tells the result. `gone`: it had the focus, which needs another place. */
export function showCard(root, view, act) {
  const made = card(view, act);
  const hadFocus = root.contains(document.activeElement);
  root.hidden = !made;
  if (made) fill(root, made.key, made.build);
  else root.shown = undefined;
  return hadFocus && !made ? "gone" : "there";
}

function card(view, act) {
  const { state, own, dismissed } = view;
  const free = ["white", "black"].filter((colour) => !state[colour]);
  if (state.result && (own || !free.length)) {
    return dismissed.result === state.number ? null : resultCard(view, act);
  }
  if (!own && free.length)
    return dismissed.seat ? null : seatCard(view, free, act);
  if (own && free.length) return dismissed.wait ? null : waitCard(view, act);
  return null;
}

function resultCard(view, act) {
  const { state, own } = view;
  const [who, why] = resultText(view);
  const canPlayOn = own && state.white && state.black;
  const offered = canPlayOn && state.rematch_offer === opposite(own);
  return {
    key: [
      "result",
      state.number,
      who,
      why,
      own,
      canPlayOn,
      state.rematch_offer,
    ],
    build: () => [
      element("h2", { textContent: who }),
      element("p", { textContent: why }),
      element(
        "div",
        { className: "choices" },
        canPlayOn && state.rematch_offer !== own
          ? button(
              offered ? "Accept the rematch" : "Rematch",
              () => act("rematch"),
              { className: "strong" },
            )
          : null,
        canPlayOn
          ? null
          : button("New game", () => act("new game"), { className: "strong" }),
        button("Look at the board", () => act("dismiss result")),
      ),
      state.rematch_offer && state.rematch_offer === own
        ? element("p", {
            className: "quiet",
            textContent: "You have offered a rematch.",
          })
        : null,
    ],
  };
}

const TIMES = [
  ["No clock", null],
  ["3 + 2", [3, 2]],
  ["5 + 3", [5, 3]],
  ["10 + 5", [10, 5]],
  ["30", [30, 0]],
];

function seatCard(view, free, act) {
  const { state, name } = view;
  const isFirst = free.length === 2;
  return {
    key: ["seat", free, state.white?.name, state.black?.name],
    build: () => {
      const nameField = element("input", {
        value: name,
        maxLength: 24,
        placeholder: "Guest",
        autocomplete: "nickname",
      });
      const time = element(
        "fieldset",
        { className: "times" },
        element("legend", { textContent: "Minutes + seconds a move" }),
        ...TIMES.map(([text, value], index) =>
          element(
            "label",
            {},
            element("input", {
              type: "radio",
              name: "time",
              value: String(index),
              checked: value?.[0] === 10,
            }),
            element("span", { textContent: text }),
          ),
        ),
      );
      const sit = (colour) => {
        const chosen = TIMES[Number(time.querySelector(":checked").value)][1];
        act("sit", {
          colour,
          name: nameField.value.trim(),
          time:
            isFirst && chosen
              ? { minutes: chosen[0], increment_seconds: chosen[1] }
              : null,
        });
      };
      const seats = isFirst
        ? [
            button("White", () => sit("white"), { className: "strong" }),
            button("Either", () => sit(null), { className: "strong" }),
            button("Black", () => sit("black"), { className: "strong" }),
          ]
        : [
            button(`Play ${title(free[0])}`, () => sit(free[0]), {
              className: "strong",
            }),
          ];
      const opponent = state[opposite(free[0])]?.name;
      return [
        element("h2", {
          textContent: isFirst
            ? "Take a seat"
            : `${opponent} is waiting for you`,
        }),
        element("label", { className: "field" }, "Your name", nameField),
        isFirst ? time : clockNote(state),
        element("div", { className: "choices" }, ...seats),
        button("Just watch", () => act("dismiss seat"), { className: "link" }),
      ];
    },
  };
}

function clockNote({ clock }) {
  const time = clock?.time;
  const text = time
    ? `${time.minutes} minutes each, and ${time.increment_seconds} seconds for each move.`
    : "There is no clock.";
  return element("p", { textContent: text });
}

function waitCard({ own, link }, act) {
  return {
    key: ["wait", own, link],
    build: () => [
      element("h2", { textContent: `You play ${title(own)}` }),
      element("p", {
        textContent: "Send this link to your opponent. Others may watch.",
      }),
      element(
        "div",
        { className: "choices" },
        element("input", {
          readOnly: true,
          value: link,
          "aria-label": "Link to this game",
          onfocus: (event) => event.target.select(),
        }),
        button("Copy", () => act("share"), { className: "strong" }),
      ),
      button("Close", () => act("dismiss wait"), { className: "link" }),
    ],
  };
}
