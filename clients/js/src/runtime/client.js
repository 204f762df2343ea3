// What an app holds in its hands. All that it does is done by the core behind it.

import { Core } from "./core.js";
import { upload } from "./upload.js";

// A symbol, so that no generated name can meet it.
export const CORE = Symbol("buildamp");

/** What generated clients extend. All that it promises is said beside its type. */
export class RealtimeClient {
  constructor(messages, options = {}) {
    this[CORE] = new Core(messages, options);
  }

  get state() {
    return this[CORE].link.state;
  }

  get transport() {
    return this[CORE].link.via;
  }

  connect() {
    this[CORE].link.connect();
  }

  close() {
    this[CORE].link.stop(null);
  }

  join(room, message) {
    return this[CORE].join(room, message);
  }

  leave(room) {
    this[CORE].leave(room);
  }

  send(room, type, message, options) {
    return this[CORE].send(room, type, message, options);
  }

  upload(room, file, options) {
    return upload(this[CORE], room, file, options);
  }

  on(room, type, handler) {
    return this[CORE].listeners.add(["message", room, type], handler);
  }

  onDirect(type, handler) {
    return this[CORE].listeners.add(["direct", type], handler);
  }

  onAny(handler) {
    return this[CORE].listeners.add(["any"], handler);
  }

  onRoomState(room, handler) {
    return this[CORE].listeners.add(["room_state", room], handler);
  }

  onLeftRoom(room, handler) {
    return this[CORE].listeners.add(["left_room", room], handler);
  }

  onPresence(room, handler) {
    return this[CORE].listeners.add(["presence", room], handler);
  }

  onError(handler) {
    return this[CORE].listeners.add(["error"], handler);
  }

  onState(handler) {
    return this[CORE].listeners.add(["state"], handler);
  }
}
