// The page of one document: the session keeps the text, this shows it and who is there.
//
// It refuses to know how edits come together: `documents.js` does, and the rules.

import { Client } from "/generated/js/buildamp.js";
import { bindTextarea, openDocument } from "/generated/js/documents.js";
import { draw } from "./carets.js";
import { element } from "./dom.js";
import { addressOf, freshAddress, hue, me, name, ownName } from "./session.js";

const find = (id) => document.getElementById(id);
const field = find("text");
const room = `document:${name}`;
const client = new Client({ userId: me });
const session = openDocument(client, { document: name, caret: "Caret" });

/** The names of those who are here, by user. */
let people = new Map();
let problem = null;

history.replaceState(null, "", addressOf(name));
bindTextarea(session, field);

// The text

session.on("open", () => {
  field.readOnly = false;
  field.placeholder = "Write something. Whoever has the link can write too.";
  field.focus({ preventScroll: true });
});
session.on("change", ({ text }) => showText(text));
session.on("carets", () => showText(session.text));
session.on("saved", showStatus);
session.on("refused", ({ error }) => {
  problem = `The last words were refused: ${error.message}`;
  showStatus();
});
session.on("error", ({ message }) => {
  problem = message;
  showStatus();
});
session.ready.catch(({ message }) => {
  problem = message;
  showStatus();
});

function showText(text) {
  draw(text, session.carets.values(), (user) => people.get(user));
  const title = text.trim().split("\n", 1)[0].slice(0, 60);
  document.title = title || "Untitled";
  const words = text.match(/\S+/g)?.length ?? 0;
  find("count").textContent = `${words} ${words === 1 ? "word" : "words"}`;
  find("undo").disabled = !session.canUndo;
  find("redo").disabled = !session.canRedo;
  showStatus();
}

// The connection

client.onState(showStatus);
client.onError(({ code, message }) => console.warn(code, message));

function showStatus() {
  const isOpen = client.state.name === "open";
  const [look, words] = statusOf(isOpen);
  document.body.dataset.status = look;
  if (find("status").textContent !== words) find("status").textContent = words;
  find("version").textContent = `version ${session.version}`;
  if (session.isSaved) problem = isOpen ? problem : null;
}

function statusOf(isOpen) {
  if (problem !== null) return ["problem", problem];
  if (session.version === 0 && field.readOnly) return ["saving", "Opening …"];
  if (!isOpen) {
    return ["offline", "Offline. Write on, it is saved when you are back."];
  }
  return session.isSaved ? ["saved", "Saved"] : ["saving", "Saving …"];
}

addEventListener("beforeunload", (event) => {
  if (!session.isSaved) event.preventDefault();
});

// The people

client.onRoomState(room, ({ state }) => {
  people = new Map(state.people.map((one) => [one.user_id, one.name]));
  showPeople();
  if (people.get(me) !== ownName.get()) introduce();
});
client.onPersonChanged(room, ({ user_id, name: called, is_here }) => {
  if (is_here) people.set(user_id, called);
  else {
    people.delete(user_id);
    session.removeCarets(user_id);
  }
  showPeople();
  showText(session.text);
});

function showPeople() {
  const faces = [...people].map(([user, called]) => {
    const initial = Array.from(called)[0] ?? "?";
    const isMe = user === me;
    const face = element(
      isMe ? "button" : "span",
      {
        className: "face",
        title: isMe ? `${called} (you): change your name` : called,
        "aria-label": isMe ? `${called}, you: change your name` : called,
      },
      initial.toUpperCase(),
    );
    face.style.setProperty("--hue", hue(user));
    if (isMe) face.onclick = ask;
    return element("li", {}, face);
  });
  find("people").replaceChildren(...faces);
}

const naming = find("naming");

function introduce() {
  const chosen = ownName.get();
  if (chosen) client.sendRename(room, { name: chosen }).catch(refused);
  else ask();
}

function ask() {
  // Whoever is being asked goes on with the answer.
  if (naming.open) return;
  naming.querySelector("input").value = ownName.get();
  naming.showModal();
}

naming.onclose = () => {
  const chosen = naming.querySelector("input").value.trim();
  if (chosen === "") return;
  ownName.set(chosen);
  introduce();
  // The dialog has given the focus back, but in Chromium not the place to write at.
  field.blur();
  field.focus();
};

function refused({ message }) {
  problem = message;
  showStatus();
}

// What else can be done

find("undo").onclick = () => {
  session.undo();
  field.focus();
};
find("redo").onclick = () => {
  session.redo();
  field.focus();
};
find("new").onclick = () => location.assign(freshAddress());
find("share").onclick = async () => {
  const button = find("share");
  try {
    await navigator.clipboard.writeText(location.href);
    button.textContent = "Copied";
    setTimeout(() => (button.textContent = "Copy link"), 2000);
  } catch {
    prompt("Copy:", location.href);
  }
};
find("paper").onclick = ({ target }) => {
  if (target !== field) field.focus();
};

client.connect();
