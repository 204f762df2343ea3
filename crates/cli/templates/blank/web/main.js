// A page of the app, on the client that `buildamp` generates from the models. Open it in two windows.

import { Client } from "/generated/js/buildamp.js";

const room = "lobby";
const me = (sessionStorage.userId ??= `guest-${Math.random().toString(36).slice(2, 8)}`);
const client = new Client({ userId: me });
const find = (id) => document.getElementById(id);

client.onState(({ name }) => {
  find("connection").textContent = name === "open" ? `You are ${me}.` : "Connecting …";
  find("press").disabled = name !== "open";
});
client.onError(({ message }) => (find("connection").textContent = message));
client.onRoomState(room, ({ state }) => showCount(state));
client.onPressed(room, showCount);
client.onPointed(room, showPointer);
client.join(room);
client.connect();

function showCount({ count, by }) {
  find("count").textContent = `Pressed ${count} ${count === 1 ? "time" : "times"}${by && `, last by ${by}`}.`;
}

find("press").addEventListener("click", () => client.sendPress(room, {}));

let last = 0;
addEventListener("pointermove", ({ clientX, clientY, timeStamp }) => {
  if (timeStamp - last < 50) return;
  last = timeStamp;
  client.sendPoint(room, { x: clientX / innerWidth, y: clientY / innerHeight });
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
