// What comes from the server: a frame in, and what it means for rooms, messages and handlers.

import { BuildAmpError, sessionLostError } from "./error.js";
import { isUnsure } from "./outbox.js";

export function receive(core, data) {
  let frame;
  try {
    frame = JSON.parse(data);
  } catch {
    const text = "The server sent a frame that is not JSON.";
    return core.raise(new BuildAmpError("bad_json", text));
  }
  const type = frame === null ? undefined : frame.type;
  const rule = FRAMES.get(type);
  if (rule && rule.fits(frame)) return rule.take(core, frame);
  if (rule || typeof type !== "string") {
    const text = `The server sent a frame that makes no sense: ${data}`;
    return core.raise(new BuildAmpError("bad_frame", text));
  }
  if (core.warned.has(type)) return;
  core.warned.add(type);
  console.warn(`BuildAmp: frames of type "${type}" are ignored.`);
}

/** By a frame's type: whether it makes sense, and what is done with it. */
const FRAMES = new Map(
  Object.entries({
    connected: { fits: () => true, take: connected },
    room_state: { fits: ofRoom, take: roomState },
    broadcast: { fits: ofRoom, take: broadcast },
    left_room: { fits: ofRoom, take: leftRoom },
    direct: {
      fits: ({ message, epoch }) =>
        message === undefined
          ? typeof epoch === "string"
          : typeof message === "object" && message !== null,
      take: direct,
    },
    ack: { fits: () => true, take: ack },
    error: { fits: () => true, take: refused },
    pong: { fits: () => true, take: pong },
  }),
);

function ofRoom({ room }) {
  return typeof room === "string";
}

function connected(core, frame) {
  if (core.link.state.name !== "connecting") return;
  const resumed =
    frame.session !== undefined && frame.session === core.link.session;
  core.time.hear(frame.timestamp, core.link.askedAt);
  if (!resumed) core.outbox.fail(isUnsure, sessionLostError());
  core.link.opened(frame);
}

function pong(core, { timestamp }) {
  core.time.hear(timestamp, core.link.askedAt);
}

function roomState(core, frame) {
  const { room: name, epoch, seq, id } = frame;
  if (core.leaving.has(name)) return;
  // A room that nobody here asked for: the app's logic put this user there.
  const room = core.rooms.get(name) ?? core.addRoom(name);
  if (id !== undefined && room.asking !== null && id !== room.asking) return;
  core.time.hear(frame.timestamp, id === undefined ? null : room.askedAt);
  // One that the server tells by itself says nothing of what is being joined with.
  const isAnswer = id !== undefined && id === room.asking;
  if (isAnswer) room.admit();
  const recovered = frame.recovered === true && room.isIn(epoch);
  if (recovered) room.resume(seq);
  else room.reset(epoch, seq);
  core.flush();
  const { state = null, members = [], timestamp = core.time.now() } = frame;
  const event = {
    kind: "room_state",
    room: name,
    state,
    members,
    recovered,
    timestamp,
  };
  // Whoever waits wants the state itself, which a recovered room does not bring.
  if (isAnswer && recovered && room.waiting.length > 0) core.ask(room, null);
  if (isAnswer && !recovered) {
    room.takeWaiting().forEach(({ resolve }) => resolve(event));
  }
  if (!recovered) core.listeners.emit(["room_state", name], event);
  core.announce(event);
}

function broadcast(
  core,
  { room: name, message, seq = null, timestamp = core.time.now() },
) {
  core.time.hear(timestamp);
  const room = core.rooms.get(name);
  if (!room) return;
  // A frame without a message only tells how far nothing is missing: it was for others, or a newer one replaced it.
  if (!message && room.asking === null && room.timer === null) {
    return room.pass(seq);
  }
  const verdict = room.judge(seq);
  if (verdict === "gap" && room.asking === null && room.timer === null) {
    core.ask(room, room.position);
  }
  if (verdict !== "deliver" || !message) return;
  const { type, payload = null } = message;
  if (type === "user_joined" || type === "user_left") {
    const { user_id, timestamp: at = timestamp } = message;
    const kind = "presence";
    const event = { kind, room: name, event: type, user_id, timestamp: at };
    core.listeners.emit(["presence", name], event);
    core.announce(event);
  } else {
    const kind = "message";
    const event = { kind, room: name, type, payload, seq, timestamp };
    core.listeners.emit(["message", name, type], payload, event);
    core.announce(event);
  }
}

/** The app's logic put this user out: the room is not come back to, unless it is being joined anew. */
function leftRoom(core, { room: name }) {
  const room = core.rooms.get(name);
  if (!room || room.asking !== null) return;
  const text = "The app's logic made this user leave the room.";
  core.dropRoom(room, new BuildAmpError("left", text, { room: name }));
  core.flush();
  const event = { kind: "left_room", room: name };
  core.listeners.emit(["left_room", name], event);
  core.announce(event);
}

function direct(
  core,
  { message, epoch, seq = null, recovered, timestamp = core.time.now() },
) {
  core.time.hear(timestamp);
  // Without a message it only tells where the numbers go on.
  if (!message) {
    core.directs.begin(epoch, seq ?? 0);
    if (recovered === false) core.announce({ kind: "directs_missed" });
    return;
  }
  if (!core.directs.takes(seq)) return;
  const { type, payload = null } = message;
  const event = { kind: "direct", type, payload, seq, timestamp };
  core.listeners.emit(["direct", type], payload, event);
  core.announce(event);
}

function ack(core, { id, response = null }) {
  const entry = core.outbox.take(id);
  if (entry) entry.resolve(response);
  else leaveAnswered(core, id);
}

function refused(core, frame) {
  const { code = "error", id } = frame;
  const error = new BuildAmpError(code, String(frame.error), {
    room: frame.room,
    retryAfterMs: frame.retry_after_ms,
  });
  if (id === undefined) return core.raise(error);
  const entry = core.outbox.take(id);
  if (entry) return entry.reject(error);
  const room = [...core.rooms.values()].find(({ asking }) => asking === id);
  if (room) return joinRefused(core, room, error);
  if (!leaveAnswered(core, id)) core.raise(error);
}

function leaveAnswered(core, id) {
  for (const [name, leave] of core.leaving) {
    if (leave === id) return core.leaving.delete(name);
  }
  return false;
}

/**
 * Neither a busy server nor another message that is refused must cost a room that the app was in: it is joined again with what
 * it was let in with. Any other join is over.
 */
function joinRefused(core, room, error) {
  const unheard = room.waiting.length === 0;
  const wasOffered = room.offer !== undefined;
  room.asking = null;
  if (room.known) room.offer = undefined;
  if (room.known && PASSING.has(error.code)) {
    const { minMs } = core.link.backoff;
    const delay = error.retryAfterMs ?? minMs * (1 + core.random());
    const again = () => core.ask(room, room.position);
    room.timer = core.clock.setTimeout(again, delay);
    room.takeWaiting().forEach(({ reject }) => reject(error));
    return;
  }
  if (room.confirmed || (room.known && wasOffered)) {
    if (!room.confirmed) core.ask(room, room.position);
    room.takeWaiting().forEach(({ reject }) => reject(error));
  } else {
    core.dropRoom(room, error);
    core.flush();
  }
  if (unheard) core.raise(error);
}

/** Refusals of a join that say nothing about the room. */
const PASSING = new Set([
  "rate_limited",
  "unavailable",
  "conflict",
  "logic_timeout",
]);
