// The dashboard: which view is shown, what is asked again and again, and keys.

import { jobsView } from "./jobs.js";
import { messagesView } from "./messages.js";
import { overviewView, remember } from "./overview.js";
import { roomView, roomsView } from "./rooms.js";
import { ask, ignore, session } from "./server.js";
import { KINDS, entryView, stateView } from "./state.js";
import { count } from "./words.js";

const EVERY_MS = 2000;

const view = document.getElementById("view");
const VIEWS = ["overview", "rooms", "messages", "state", "given-up"];
let current = null;

/** The part of an address behind `#`, whatever somebody wrote there. */
function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function route() {
  const [name, ...rest] = location.hash.slice(1).split("/").map(decoded);
  const tab = VIEWS.includes(name) ? name : "overview";
  current?.close?.();
  if (tab === "rooms" && rest.length > 0) {
    current = roomView;
    roomView.open(rest[0]);
  } else if (tab === "state" && rest.length > 1 && rest[0] in KINDS) {
    current = entryView;
    entryView.open(rest[0], rest[1]);
  } else {
    const views = [overviewView, roomsView, messagesView, stateView, jobsView];
    current = views[VIEWS.indexOf(tab)];
    current.open();
  }
  for (const link of document.querySelectorAll("nav a")) {
    if (link.hash === `#${tab}`) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  current.look?.().catch(ignore);
}

async function beat() {
  try {
    const overview = await ask("overview");
    remember(overview);
    document.getElementById("app").textContent = overview.app;
    document.title = `${overview.app} – BuildAmp`;
    document.getElementById("where").textContent = overview.has_hosts
      ? overview.host
      : "";
    const given = overview.given_up;
    const all = given ? given.events + given.webhooks : 0;
    document.getElementById("given-up-count").textContent =
      all > 0 ? count(all) : "";
    if (current === overviewView) overviewView.draw();
    const isLive = [roomsView, roomView, jobsView].includes(current);
    if (isLive) await current.look();
  } catch (error) {
    ignore(error);
  }
  if (!session.isOver) setTimeout(beat, EVERY_MS);
}

addEventListener("hashchange", () => {
  route();
  view.focus({ preventScroll: true });
  scrollTo(0, 0);
});

/** A filter is emptied by who leaves it. */
function leave(field) {
  if (field.matches("input") && field.value !== "") {
    field.value = "";
    field.dispatchEvent(new Event("input"));
  }
  field.blur();
}

addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const isWriting = event.target.matches("input[type=search], select");
  if (event.key === "Escape") {
    if (isWriting) leave(event.target);
    else if (current === roomView) location.hash = "#rooms";
    else if (current === entryView) location.hash = "#state";
    return;
  }
  if (isWriting) return;
  const place = Number(event.key) - 1;
  if (place in VIEWS) location.hash = `#${VIEWS[place]}`;
  if (event.key === "r") current.look?.().catch(ignore);
  if (event.key === "/") {
    const filter = view.querySelector("input[type=search]");
    if (filter) {
      event.preventDefault();
      filter.focus();
    }
  }
});

route();
beat();
