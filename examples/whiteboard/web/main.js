// The page: messages to and from the rules, tools, and a picture for each frame of the screen.

import { Client } from "/generated/js/buildamp.js";
import { Board, SIZE } from "./board.js";
import { element } from "./dom.js";
import { COLOURS, Painter, hue, svg } from "./paint.js";
import { Stroke } from "./pen.js";
import { me, name, newKey, room } from "./session.js";

const find = (id) => document.getElementById(id);
const client = new Client({ userId: me });
const board = new Board();
const canvas = find("board");
const painter = new Painter(canvas);
/** By user. */
const people = new Map();
/** Where others point: `{ x, y, toX, toY, at }`, by user. */
const pointers = new Map();
const tool = { kind: "pen", colour: 0, width: 6 };

/** After how long a pointer that does not move is not shown any more, in milliseconds. */
const STILL = 8000;
/** How often the own pointer is told, in milliseconds. */
const POINT_EVERY = 50;

// What comes

client.onRoomState(room, ({ state }) => {
  board.replace(state.items);
  people.clear();
  for (const person of state.people) people.set(person.user_id, person.name);
  if (people.get(me) !== name.get()) greet();
  showPeople();
});
client.onDrawn(room, (drawn) => board.take(drawn));
client.onErased(room, ({ key }) => board.remove(key));
client.onGreeted(room, ({ person }) => {
  people.set(person.user_id, person.name);
  showPeople();
});
client.onGone(room, ({ user_id }) => {
  people.delete(user_id);
  pointers.delete(user_id);
  showPeople();
});
client.onPointed(room, ({ user_id, x, y }) => {
  const known = pointers.get(user_id) ?? { x, y };
  Object.assign(known, { toX: x, toY: y, at: performance.now() });
  pointers.set(user_id, known);
});
client.onAny((event) => {
  // Who went during a break is not told of.
  if (event.kind !== "room_state" || !event.recovered) return;
  for (const user of people.keys())
    if (!event.members.includes(user)) people.delete(user);
  showPeople();
});
client.onState(showConnection);
client.onError(({ code, message }) => console.warn(code, message));

// What is drawn

let stroke = null;
/** What the eraser has touched since it came down. */
let touched = null;

canvas.onpointerdown = (event) => {
  if (event.button !== 0 || !event.isPrimary) return;
  canvas.setPointerCapture(event.pointerId);
  const place = painter.placeOf(event);
  if (tool.kind === "eraser") {
    touched = new Set();
    return eraseAt(place);
  }
  stroke = new Stroke(board, tool, place, (piece) =>
    deliver(() => client.sendDraw(room, piece)),
  );
};
canvas.onpointermove = (event) => {
  if (!event.isPrimary) return;
  const place = painter.placeOf(event);
  point(place);
  const steps = event.getCoalescedEvents?.() ?? [];
  for (const step of steps.length > 0 ? steps : [event])
    stroke?.go(painter.placeOf(step));
  if (touched) eraseAt(place);
};
canvas.onpointerup = canvas.onpointercancel = () => {
  stroke?.end().catch(complain);
  stroke = null;
  touched = null;
};

function eraseAt(place) {
  const item = board.at(place, painter.reach);
  if (!item || touched.has(item.key)) return;
  touched.add(item.key);
  board.hide(item.key, true);
  deliver(() => client.sendErase(room, { key: item.key })).catch((error) => {
    board.hide(item.key, false);
    complain(error);
  });
}

/**
 * Sends something until the rules have answered. All of it may be sent again: a piece that has come already changes nothing,
 * and neither does erasing what is gone.
 */
async function deliver(send) {
  for (;;) {
    try {
      return await send();
    } catch (error) {
      if (error.code === "rate_limited")
        await new Promise((go) => setTimeout(go, error.retryAfterMs ?? 200));
      else if (error.code !== "session_lost") throw error;
    }
  }
}

let pointed = 0;

function point({ x, y }) {
  const now = performance.now();
  if (now - pointed < POINT_EVERY || client.state.name !== "open") return;
  pointed = now;
  // Whether it arrives is of no interest: another follows.
  client.sendPoint(room, { x, y }).catch(() => {});
}

// Tools

function choose(change) {
  Object.assign(tool, change);
  canvas.classList.toggle("erasing", tool.kind === "eraser");
  for (const button of document.querySelectorAll("[data-colour]"))
    press(
      button,
      tool.kind === "pen" && Number(button.dataset.colour) === tool.colour,
    );
  for (const button of document.querySelectorAll("[data-width]"))
    press(button, Number(button.dataset.width) === tool.width);
  press(find("eraser"), tool.kind === "eraser");
}

const press = (button, isOn) => button.setAttribute("aria-pressed", isOn);

find("colours").append(
  ...COLOURS.map(({ name, light, dark }, colour) =>
    element("button", {
      type: "button",
      ariaLabel: name,
      title: `${name} (${colour + 1})`,
      "data-colour": colour,
      style: `--light: ${light}; --dark: ${dark}`,
      onclick: () => choose({ kind: "pen", colour }),
    }),
  ),
);
find("widths").append(
  ...[3, 6, 14].map((width, place) =>
    element(
      "button",
      {
        type: "button",
        ariaLabel: ["Thin", "Medium", "Thick"][place],
        "data-width": width,
        onclick: () => choose({ width }),
      },
      element("i", { style: `--size: ${width + 2}px` }),
    ),
  ),
);

const undo = () => client.sendUndo(room, {}).catch(complain);
const redo = () => client.sendRedo(room, {}).catch(complain);
find("eraser").onclick = () =>
  choose({ kind: tool.kind === "eraser" ? "pen" : "eraser" });
find("undo").onclick = undo;
find("redo").onclick = redo;

onkeydown = (event) => {
  if (event.target.closest("input, dialog")) return;
  const key = event.key.toLowerCase();
  const withCommand = event.ctrlKey || event.metaKey;
  if (withCommand && key === "z") event.shiftKey ? redo() : undo();
  else if (withCommand && key === "y") redo();
  else if (withCommand || event.altKey) return;
  else if (key === "e") choose({ kind: "eraser" });
  else if (key === "p") choose({ kind: "pen" });
  else if (key >= "1" && key <= "8")
    choose({ kind: "pen", colour: Number(key) - 1 });
  else return;
  event.preventDefault();
};

// Pictures

find("file").onchange = ({ target }) => {
  for (const file of target.files) place(file);
  target.value = "";
};
document.onpaste = ({ clipboardData }) => {
  for (const file of clipboardData.files) place(file);
};
canvas.ondragover = (event) => event.preventDefault();
canvas.ondrop = (event) => {
  event.preventDefault();
  for (const file of event.dataTransfer.files)
    place(file, painter.placeOf(event));
};

/** Uploads a picture and puts it on the board: in its middle, or around a place. */
async function place(file, middle = { x: SIZE.width / 2, y: SIZE.height / 2 }) {
  try {
    const uploaded = await client.upload(room, file, {
      onProgress: (sent, total) =>
        say(`Uploading ${file.name}: ${Math.round((100 * sent) / total)} %`),
    });
    const { width, height } = await sizeOf(file);
    const x = Math.round(middle.x - width / 2);
    const y = Math.round(middle.y - height / 2);
    const pin = { key: newKey(), file: uploaded.id, x, y, width, height };
    await deliver(() => client.sendPin(room, pin));
    say("");
  } catch (error) {
    complain(error);
  }
}

/** As large as it is, but not more than half the board. */
async function sizeOf(file) {
  const { width, height } = await createImageBitmap(file);
  const share = Math.min(1, SIZE.width / 2 / width, SIZE.height / 2 / height);
  const units = (pixels) => Math.max(10, Math.round(pixels * share));
  return { width: units(width), height: units(height) };
}

// To take away

const save = (blob, ending) => {
  const link = element("a", {
    href: URL.createObjectURL(blob),
    download: `${room}.${ending}`,
  });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
};
find("png").onclick = async () => save(await painter.png(board), "png");
find("svg").onclick = () =>
  save(new Blob([svg(board)], { type: "image/svg+xml" }), "svg");

// What is said in words

let silence;

function say(words) {
  clearTimeout(silence);
  find("news").textContent = words;
  silence = setTimeout(() => (find("news").textContent = ""), 5000);
}

const complain = ({ message }) =>
  say(`${message[0].toUpperCase()}${message.slice(1)}.`);

function showConnection(state) {
  const words = {
    open: "",
    idle: "",
    connecting: "Connecting …",
    waiting: "No connection; what you draw is sent when it is back.",
    closed: `Not connected: ${state.error?.message ?? "closed"}.`,
  };
  find("connection").textContent = words[state.name];
  find("connection").hidden = words[state.name] === "";
}

function showPeople() {
  find("people").replaceChildren(
    ...Array.from(people, ([user, called]) =>
      element(
        "li",
        { style: `--hue: ${hue(user)}`, className: user === me ? "me" : "" },
        called,
      ),
    ),
  );
}

const nameField = find("name");
nameField.value = name.get();
nameField.onchange = () => {
  name.set(nameField.value.trim() || name.get());
  nameField.value = name.get();
  greet();
};
const greet = () =>
  client.sendGreet(room, { name: name.get() }).catch(complain);

// What happens all the time

let told = 0;

function frame(now) {
  for (const [user, one] of pointers) {
    if (now - one.at > STILL) pointers.delete(user);
    one.x += (one.toX - one.x) * 0.35;
    one.y += (one.toY - one.y) * 0.35;
  }
  const shown = Array.from(pointers, ([user, one]) => ({
    ...one,
    user,
    name: people.get(user) ?? "?",
  }));
  painter.paint(board, shown);
  if (now - told > 300) {
    told = now;
    tell();
  }
  requestAnimationFrame(frame);
}

/** What is there, for who can't see the board. */
function tell() {
  const kinds = board.items().map(({ shape }) => shape.kind);
  const count = (kind) => kinds.filter((one) => one === kind).length;
  find("told").textContent =
    `Strokes: ${count("stroke")}, pictures: ${count("picture")}`;
}

document.title = `${room} – Whiteboard`;
find("share").onclick = async () => {
  try {
    await navigator.clipboard.writeText(location.href);
    say("The link is copied");
  } catch {
    // Over plain HTTP browsers give pages no clipboard.
    prompt("Copy:", location.href);
  }
};
choose({});
client.join(room).catch(({ message }) => {
  find("connection").hidden = false;
  find("connection").textContent = `You can't come in: ${message}.`;
});
client.connect();
requestAnimationFrame(frame);
