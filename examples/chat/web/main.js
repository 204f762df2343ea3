// The page of one room: what comes from the server goes to the screen, what is written goes to the server.
//
// It refuses to judge: whether a message or a name will do, the rules say. Until they have, a message is on its way.

import { Client } from "/generated/js/buildamp.js";
import { element } from "./dom.js";
import { draw, face, rowsOf } from "./log.js";
import * as session from "./session.js";
import * as shell from "./shell.js";

const { me, room } = session;
const find = (id) => document.getElementById(id);
const client = new Client({ userId: me });

/** Lines and notes, in the order in which they came. */
let items = [];
/** What is on its way or was refused, by its key: `{ text, at, status, reason, canRetry }`. */
const unsent = new Map(session.unsent.get().map((one) => [one.key, one]));
/** The names of those who are here, by user. */
let people = new Map();
/** When somebody was last gone, by user: coming back soon is not worth a note. */
const gone = new Map();
/** Who is writing, by user, with the timer that ends it. */
const typing = new Map();
/** Everything after this line is new; `null` for no mark. */
let mark = session.seen.get();
let unread = 0;
let notes = 0;

/** How long others are told for that somebody writes, and how often it is said. In milliseconds. */
const [TYPING_LASTS, TYPING_EVERY] = [4000, 1500];
/** Within this time somebody has not gone and come but stayed. In milliseconds. */
const SOON = 30_000;
/** The most that the page shows. */
const MOST = 500;

// What comes

client.onRoomState(room, ({ state }) => comeIn(state));
client.onSaid(room, ({ line }) => hear(line));
client.onPersonChanged(room, changePerson);
client.onSomebodyTypes(room, ({ user_id }) => showTyping(user_id));
client.onAny((event) => {
  // What was missed follows by itself; who went meanwhile may not be told.
  if (event.kind === "room_state" && event.recovered) keepOnly(event.members);
});
client.onState((state) => shell.showConnection(state, items.length > 0));
client.onError(({ code, message }) => console.warn(code, message));

/** The whole room, as it is now. */
function comeIn(state) {
  const had = items.length > 0;
  const last = items.findLast((item) => item.line)?.line.number ?? 0;
  items = state.lines.map((line) => ({ line }));
  people = new Map(state.people.map((one) => [one.user_id, one.name]));
  for (const { line } of items) {
    if (line.user_id === me) unsent.delete(line.key);
    if (line.number > last && line.user_id !== me && had) unread += 1;
  }
  if (!had) {
    const isNew = ({ line }) => line.number > (mark ?? Infinity);
    unread = items.filter(isNew).length;
    if (unread === 0) mark = null;
  }
  introduce();
  show();
  had ? look() : toEnd();
}

function hear(line) {
  hush(line.user_id);
  const isMine = line.user_id === me;
  if (isMine) unsent.delete(line.key);
  const isSeen = isMine || isLooking();
  if (!isSeen) {
    if (unread === 0) mark = line.number - 1;
    unread += 1;
  }
  items = [...items, { line }].slice(-MOST);
  const stays = isAtEnd();
  show();
  if (stays) toEnd();
}

function changePerson({ user_id, name, change }) {
  const before = people.get(user_id);
  if (change === "left") {
    people.delete(user_id);
    gone.set(user_id, Date.now());
    hush(user_id);
    note(`${name} left`, user_id);
  } else {
    people.set(user_id, name);
    if (user_id === me) session.ownName.set(name);
    const isBack = Date.now() - (gone.get(user_id) ?? 0) < SOON;
    if (before !== undefined && before !== name)
      note(`${before} is ${name} now`);
    else if (before === undefined && isBack)
      items = items.filter((item) => item.leaver !== user_id);
    else if (before === undefined && user_id !== me) note(`${name} came in`);
  }
  const stays = isAtEnd();
  show();
  if (stays) toEnd();
}

function note(text, leaver) {
  notes += 1;
  items = [...items, { note: text, id: notes, at: Date.now(), leaver }];
}

function keepOnly(members) {
  for (const user of people.keys()) {
    if (members.includes(user)) continue;
    people.delete(user);
    gone.set(user, Date.now());
  }
  introduce();
  show();
}

function showTyping(user) {
  clearTimeout(typing.get(user));
  typing.set(
    user,
    setTimeout(() => hush(user), TYPING_LASTS),
  );
  showWriters();
}

function hush(user) {
  clearTimeout(typing.get(user));
  if (typing.delete(user)) showWriters();
}

// What is written

const composer = find("composer");
const text = find("text");
let saidTyping = 0;

text.value = session.draft.get();
text.oninput = () => {
  session.draft.set(text.value);
  fit();
  if (text.value.trim() === "" || Date.now() - saidTyping < TYPING_EVERY)
    return;
  saidTyping = Date.now();
  // Whether it arrives is of no interest.
  client.sendTyping(room, {}).catch(() => {});
};
text.onkeydown = (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  composer.requestSubmit();
};
composer.onsubmit = (event) => {
  event.preventDefault();
  if (text.value === "") return;
  const key = session.newKey();
  unsent.set(key, { key, text: text.value, at: Date.now() });
  text.value = "";
  session.draft.set("");
  saidTyping = 0;
  fit();
  mark = null;
  deliver(key);
  toEnd();
  text.focus();
};

/**
 * Sends a message until the rules have answered. Its key lets them know it again, so nothing is said twice, also where the
 * server has forgotten the connection on which it was sent first.
 */
async function deliver(key) {
  const one = unsent.get(key);
  Object.assign(one, { status: "sending", reason: "" });
  show();
  try {
    await client.sendSay(room, { key, text: one.text });
  } catch (error) {
    if (error.code === "session_lost") return deliver(key);
    const canRetry = error.code !== "invalid_payload";
    Object.assign(one, { status: "failed", reason: error.message, canRetry });
    show();
    toEnd();
  }
}

const ACTIONS = {
  retry: deliver,
  edit(key) {
    text.value = [unsent.get(key).text, text.value].filter(Boolean).join("\n");
    unsent.delete(key);
    session.draft.set(text.value);
    fit();
    show();
    text.focus();
  },
};

/** Lets the composer be as high as its text. */
function fit() {
  text.style.height = "auto";
  text.style.height = `${text.scrollHeight}px`;
  find("send").disabled = text.value === "";
}

// A name

const naming = find("naming");
const [nameField, nameProblem] = naming.querySelectorAll("input, .problem");

/** Says the user's name where the room doesn't know it, or asks for one. Whoever is being asked goes on with the answer. */
function introduce() {
  if (naming.open) return;
  const name = session.ownName.get();
  if (people.get(me) === name) return;
  if (session.ownName.isChosen()) call(name).catch(askName);
  else askName();
}

const call = (name) => client.sendRename(room, { name });

function askName(error) {
  nameField.value = people.get(me) ?? session.ownName.get();
  nameProblem.textContent = error ? sentence(error.message) : "";
  naming.querySelector("button").textContent = people.has(me)
    ? "Change it"
    : "Come in";
  if (!naming.open) naming.showModal();
  nameField.select();
}

naming.onsubmit = async (event) => {
  event.preventDefault();
  try {
    await call(nameField.value);
    session.ownName.set(nameField.value.trim());
    naming.close();
    text.focus();
  } catch (error) {
    nameProblem.textContent = sentence(error.message);
    nameField.select();
  }
};

const sentence = (words) => `${words[0].toUpperCase()}${words.slice(1)}.`;

// What is shown

const scroll = find("scroll");

function show() {
  const coming = Array.from(unsent.values(), ({ key, text, at, ...rest }) => ({
    line: { key, text, at, user_id: me, name: session.ownName.get() },
    ...rest,
  }));
  session.unsent.set([...unsent.values()]);
  draw(find("log"), rowsOf([...items, ...coming], mark), me, (what, key) =>
    ACTIONS[what](key),
  );
  document.body.classList.toggle("empty", items.length + coming.length === 0);
  showPeople();
  showUnread();
}

function showPeople() {
  const here = Array.from(people, ([user_id, name]) => ({ user_id, name }));
  here.sort((a, b) => a.name.localeCompare(b.name));
  find("count").textContent = here.length;
  find("summary").textContent = `${here.length} here`;
  find("faces").replaceChildren(...here.slice(0, 3).map(face));
  find("people").replaceChildren(
    ...here.map((person) =>
      element(
        "li",
        {},
        face(person),
        element("span", { className: "name" }, person.name),
        person.user_id === me
          ? element(
              "button",
              { type: "button", onclick: () => askName() },
              "Change name",
            )
          : null,
      ),
    ),
  );
}

function showWriters() {
  const names = [...typing.keys()].flatMap((user) => people.get(user) ?? []);
  const told = {
    0: "",
    1: `${names[0]} is writing`,
    2: `${names[0]} and ${names[1]} are writing`,
  };
  const line = told[names.length] ?? `${names.length} people are writing`;
  find("typing").replaceChildren(
    ...(line ? [element("i", {}), element("span", {}, line)] : []),
  );
}

// What is new

const isAtEnd = () =>
  scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < 60;
const isLooking = () => !document.hidden && isAtEnd();

function toEnd() {
  scroll.scrollTop = scroll.scrollHeight;
  look();
}

/** What is on the screen has been seen. The mark stays until something else is new, or the user writes. */
function look() {
  if (!isLooking()) return showUnread();
  unread = 0;
  showUnread();
}

function showUnread() {
  const last = items.findLast((item) => item.line)?.line.number ?? null;
  if (unread === 0 && last !== null) session.seen.set(last);
  document.title = `${unread ? `(${unread}) ` : ""}${room} – Chat`;
  const down = find("down");
  down.hidden = isAtEnd();
  down.textContent = unread ? `↓ ${unread} new` : "↓";
  down.ariaLabel = unread ? `To the ${unread} new ones` : "To the end";
}

find("down").onclick = toEnd;
document.onvisibilitychange = look;
// Whoever types means the composer, wherever the focus is.
document.onkeydown = (event) => {
  const isText = event.key.length === 1 && event.key !== " ";
  if (!isText || event.ctrlKey || event.metaKey || event.altKey) return;
  if (!event.target.closest("input, textarea, dialog")) text.focus();
};

// A keyboard that opens, or a composer that grows, does not hide the end.
let wasAtEnd = true;
scroll.onscroll = () => {
  wasAtEnd = isAtEnd();
  look();
};
new ResizeObserver(() => wasAtEnd && toEnd()).observe(scroll);

shell.begin(client, toEnd);
fit();

// Before there is a connection, so that nothing typed meanwhile goes elsewhere.
if (!session.ownName.isChosen()) askName();
client.join(room).then(
  () => session.rememberRoom(room),
  ({ message }) => shell.keepOut(`You can't come in: ${message}.`),
);
client.connect();
// What a page before this one could not send any more. It waits until the page is in.
for (const [key, one] of unsent) if (one.status === "sending") deliver(key);
