// The page: messages to and from the rules, thirty steps a second, a picture for each frame of the screen.

import { Client } from "/generated/js/buildamp.js";
import { Controls } from "./controls.js";
import { element } from "./dom.js";
import { Painter, hue } from "./draw.js";
import { RATE } from "./physics.js";
import { me, name, room } from "./session.js";
import { World } from "./world.js";

const find = (id) => document.getElementById(id);
const STEP = 1000 / RATE;

const client = new Client({ userId: me });
const world = new World();
const painter = new Painter(find("floor"));
const controls = new Controls(find("floor"));
let players = [];
let isIn = false;

// What comes

client.onRoomState(room, ({ state }) => {
  isIn = true;
  world.reset();
  find("goal").textContent = `${state.goal} gems win`;
  seat(state.players);
  world.take(state.frame, performance.now());
  announce(state.winner ? `${state.winner} has won` : "");
  comeBack();
});
client.onFrame(room, (frame) => world.take(frame, performance.now()));
client.onRoster(room, (roster) => seat(roster.players));
client.onBumped(room, ({ hitter, hit, stolen }) => {
  painter.bump(hit, performance.now());
  if (!stolen) return;
  if (hit === world.seat) navigator.vibrate?.(60);
  announce(`${nameOf(hitter)} took a gem from ${nameOf(hit)}`);
});
client.onRoundWon(room, (won) => announce(`${won.name} has won!`));
client.onState(showConnection);
client.onError(({ code, message }) => console.warn(code, message));

/** Who plays has changed, or what they have. */
function seat(now) {
  players = now;
  world.seat = players.find(({ user_id }) => user_id === me)?.seat ?? null;
  const order = players.toSorted((a, b) => b.gems - a.gems);
  find("players").replaceChildren(
    ...order.map((player) =>
      element(
        "li",
        { className: player.user_id === me ? "mine" : "" },
        element("i", { style: `--hue: ${hue(player.seat)}` }),
        element("span", {}, player.name),
        element("b", { "aria-label": `${player.gems} gems` }, `${player.gems}`),
      ),
    ),
  );
  const wasHidden = form.hidden;
  form.hidden = world.seat !== null || !isIn;
  if (wasHidden && !form.hidden) form.elements.name.focus();
}

const nameOf = (seat) =>
  players.find((player) => player.seat === seat)?.name ?? "somebody";

/** A player whose disc the rules no longer know goes on under the same name. */
function comeBack() {
  if (world.seat !== null || !name.isPlaying()) return;
  client.sendEnter(room, { name: name.get() }).catch(ask);
}

// What is said in words

let silence;

function announce(words) {
  clearTimeout(silence);
  find("news").textContent = words;
  silence = setTimeout(() => (find("news").textContent = ""), 4000);
}

function showConnection(state) {
  const words = {
    open: "",
    idle: "",
    connecting: "Connecting …",
    waiting: "No connection; trying again …",
    closed: `Not connected: ${state.error?.message ?? "closed"}.`,
  };
  find("connection").textContent = words[state.name];
  find("connection").hidden = words[state.name] === "";
  document.body.classList.toggle("offline", state.name !== "open");
}

/** Where everybody is, for who can't see the floor. */
function tell(discs) {
  const place = ({ x, y, seat, isMine }) =>
    `${isMine ? "You" : nameOf(seat)}: ${Math.round(x)}, ${Math.round(y)}`;
  find("where").textContent = discs.map(place).join("; ");
}

// A name

const form = find("join");
form.elements.name.value = name.get();
form.onsubmit = async (event) => {
  event.preventDefault();
  try {
    await client.sendEnter(room, { name: form.elements.name.value });
    name.set(form.elements.name.value.trim());
    find("problem").textContent = "";
    find("floor").focus();
  } catch (error) {
    ask(error);
  }
};

function ask(error) {
  form.hidden = false;
  find("problem").textContent = `${error.message}.`;
  form.elements.name.select();
}

// What happens all the time

let due = performance.now();
let told = 0;

function frame(now) {
  // A page that was hidden does not make up for it.
  if (now - due > 10 * STEP) due = now;
  for (; due <= now; due += STEP) {
    const steer = world.advance(controls.push());
    // Whether it arrives is of no interest: another follows.
    if (steer && client.state.name === "open")
      client.sendSteer(room, steer).catch(() => {});
  }
  const discs = world.discs(now, 1 - (due - now) / STEP).map((disc) => ({
    ...disc,
    name: nameOf(disc.seat),
    isMine: disc.seat === world.seat,
  }));
  painter.paint({ discs, gems: world.gems, pull: controls.pull }, now);
  if (now - told > 250) {
    told = now;
    tell(discs);
  }
  requestAnimationFrame(frame);
}

document.title = `${room} – Arena`;
find("room").textContent = room;
client.join(room).catch(({ message }) => {
  find("connection").hidden = false;
  find("connection").textContent = `You can't come in: ${message}.`;
});
client.connect();
requestAnimationFrame(frame);
