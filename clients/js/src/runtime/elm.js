// The Elm half: commands come through one port, and what happens goes back as browser events.

import { CORE } from "./client.js";
import { connectedEvent } from "./core.js";

/** Joins a generated Elm client to a JavaScript one; returns a function that parts them again. */
export function connectElm(app, client, { target = globalThis.document } = {}) {
  const core = client[CORE];
  let live = true;
  // Never inside Elm's own turn: its subscriptions follow its model only when that turn has ended.
  const tell = perTurn((events) => {
    for (const event of events) {
      if (live) target.dispatchEvent(keypress(event));
    }
  });
  const told = (room) => (error) => {
    // Why the connection has ended is told by itself, once.
    if (error === core.link.state.error) return;
    tell({ kind: "error", error: error.message, code: error.code, room });
  };
  const obey = perTurn((commands) => obeyElm(core, commands, told));

  const port = app.ports && app.ports.buildAmpCommand;
  if (port) port.subscribe(obey);
  const forget = core.listeners.add(["any"], tell);
  if (core.link.state.name === "idle") core.link.connect();
  else if (core.link.state.name === "open") tell(connectedEvent(core.link));

  return () => {
    live = false;
    forget();
    if (port) port.unsubscribe(obey);
  };
}

/**
 * Does what Elm asked for in one turn. A `Cmd.batch` reaches the port backwards, so its order says
 * nothing: rooms are joined first, then messages sent, then rooms left. A room that is left and
 * joined in one turn, as a change of page does, stays joined.
 */
function obeyElm(core, commands, told) {
  const of = (name) => commands.filter(({ command }) => command === name);
  const joined = new Map();
  for (const { room, type, message } of of("join")) {
    const offer = type === undefined ? undefined : { type, payload: message };
    joined.set(room, offer ?? joined.get(room));
  }
  for (const [room, message] of joined) {
    core.join(room, message).catch((error) => {
      // Elm left it meanwhile, and knows.
      if (error.code !== "left") told(room)(error);
    });
  }
  for (const { room, type, message } of of("send")) {
    core.send(room, type, message).catch(told(room));
  }
  for (const { room } of of("leave")) {
    if (!joined.has(room)) core.leave(room);
  }
}

/** Collects what comes in one turn and hands it on, in order, after that turn. */
function perTurn(handle) {
  let collected = [];
  return (item) => {
    collected.push(item);
    if (collected.length > 1) return;
    Promise.resolve().then(() => {
      const turn = collected;
      collected = [];
      handle(turn);
    });
  };
}

/** The one kind of subscription that Elm 0.19 lets decide by a decoder is to a browser event. */
function keypress(event) {
  const detail = { buildamp: event };
  return typeof CustomEvent === "function"
    ? new CustomEvent("keypress", { bubbles: false, detail })
    : Object.assign(new Event("keypress", { bubbles: false }), { detail });
}
