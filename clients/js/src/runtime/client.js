// What an app holds in its hands. All that it does is done by the core behind it.

import {
  checkFunction,
  checkHandler,
  checkOptions,
  checkRoom,
  checkType,
} from "./checks.js";
import { Core } from "./core.js";
import { upload } from "./upload.js";

// A symbol, so that no generated name can meet it.
export const CORE = Symbol("buildamp");

/** What generated clients extend. All that it promises is said beside its type. */
export class RealtimeClient {
  constructor(messages, options = {}) {
    checkOptions(options);
    this[CORE] = new Core(messages, options);
  }

  get state() {
    return this[CORE].link.state;
  }

  get transport() {
    return this[CORE].link.via;
  }

  now() {
    return this[CORE].time.now();
  }

  connect() {
    this[CORE].link.connect();
  }

  close() {
    this[CORE].link.stop(null);
  }

  join(room, message) {
    checkRoom("join(room)", room, null);
    return this[CORE].join(room, message);
  }

  leave(room) {
    checkRoom("leave(room)", room, null);
    this[CORE].leave(room);
  }

  send(room, type, message, options) {
    checkRoom(`send${type}(room, message)`, room, message);
    return this[CORE].send(room, type, message, options);
  }

  upload(room, file, options) {
    checkRoom("upload(room, file)", room, file);
    return upload(this[CORE], room, file, options);
  }

  on(room, type, handler) {
    checkHandler(`on${type}`, room, handler);
    checkType("on", type, this[CORE].messages);
    return this[CORE].listeners.add(["message", room, type], handler);
  }

  onDirect(type, handler) {
    checkType("onDirect", type, this[CORE].messages);
    checkFunction("onDirect(type, handler)", handler);
    return this[CORE].listeners.add(["direct", type], handler);
  }

  onAny(handler) {
    checkFunction("onAny(handler)", handler);
    return this[CORE].listeners.add(["any"], handler);
  }

  onRoomState(room, handler) {
    checkHandler("onRoomState", room, handler);
    return this[CORE].listeners.add(["room_state", room], handler);
  }

  onLeftRoom(room, handler) {
    checkHandler("onLeftRoom", room, handler);
    return this[CORE].listeners.add(["left_room", room], handler);
  }

  onPresence(room, handler) {
    checkHandler("onPresence", room, handler);
    return this[CORE].listeners.add(["presence", room], handler);
  }

  onError(handler) {
    checkFunction("onError(handler)", handler);
    return this[CORE].listeners.add(["error"], handler);
  }

  onState(handler) {
    checkFunction("onState(handler)", handler);
    return this[CORE].listeners.add(["state"], handler);
  }
}
