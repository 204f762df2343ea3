// A page of the app, on the client that `buildamp` generates from the models. Open it in two windows.

import { Client } from "/generated/js/buildamp.js";

const room = "lobby";
const me =
  (sessionStorage.userId ??= `guest-${Math.random().toString(36).slice(2, 8)}`);
const client = new Client({ userId: me });
const find = (id) => document.getElementById(id);

client.onState(({ name }) => {
  find("connection").textContent =
    name === "open" ? `You are ${me}.` : "Connecting …";
  find("press").disabled = name !== "open";
});
client.onError(showRefusal);
client.onRoomState(room, ({ state }) => showCount(state));
client.onPressed(room, showCount);
client.onPointed(room, showPointer);
client.join(room).catch(showRefusal);
client.connect();

function showCount({ count, by }) {
  find("count").textContent =
    `Pressed ${count} ${count === 1 ? "time" : "times"}${by && `, last by ${by}`}.`;
}

// What the server refuses rejects the promise: here, whoever presses too fast.
find("press").addEventListener("click", async () => {
  try {
    await client.sendPress(room, {});
    showRefusal({ message: "" });
  } catch (error) {
    showRefusal(error);
  }
});

function showRefusal({ message }) {
  find("notice").textContent = message;
}

let last = 0;
addEventListener("pointermove", ({ clientX, clientY, timeStamp }) => {
  if (timeStamp - last < 50) return;
  last = timeStamp;
  const point = { x: clientX / innerWidth, y: clientY / innerHeight };
  // One that is refused is not missed: the next one follows.
  client.sendPoint(room, point).catch(() => {});
});

const pointers = new Map();

function showPointer({ user, x, y }) {
  let pointer = pointers.get(user);
  if (!pointer) {
    pointer = document.body.appendChild(document.createElement("span"));
    pointer.className = "pointer";
    pointer.textContent = user;
    pointers.set(user, pointer);
  }
  pointer.style.left = `${x * 100}%`;
  pointer.style.top = `${y * 100}%`;
  clearTimeout(pointer.timer);
  pointer.timer = setTimeout(() => {
    pointer.remove();
    pointers.delete(user);
  }, 3000);
}
