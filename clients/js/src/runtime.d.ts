// What BuildAmp's real-time client promises. Every app has it at the top of its `buildamp.d.ts`; the types
// of the app's models and its `Client` stand at the end.
//
// It refuses to need the types of a browser or of Node: whatever the client takes from its surroundings
// is described here by its shape.

/**
 * Why something failed. From the server: `bad_json`, `bad_frame`, `unknown_type`, `unknown_message`,
 * `invalid_payload`, `not_client_message`, `unauthorized`, `identity_mismatch`, `access_denied`,
 * `not_in_room`, `rejected`, `rate_limited`, `too_large`, `too_many_rooms`, `logic_timeout`,
 * `logic_memory`, `logic_crashed`, `conflict` and `unavailable`. From the client itself:
 *
 * - `closed`: the client was closed, and what it still had to do with it.
 * - `left`: the room was left before the server had answered, by the app or by its logic.
 * - `queue_full`: `queueLimit` messages wait for an answer already.
 * - `session_lost`: the connection was lost, and with it the knowledge whether the message took effect.
 * - `connect_failed`: no connection could be started; the next attempt follows by itself.
 * - `connection_closed`: the server closed the connection for a reason that it gave.
 * - `upload_failed`: the connection was lost while a file was uploaded, or the answer is none of the server's.
 * - `aborted`: the upload was ended by its `signal`.
 * - `token_expired`: the token has expired, and the option `token` is no function that gives another.
 *
 * `unauthorized` is also what a connection fails with whose token the server refuses.
 */
export type ErrorCode = string;

/** A refusal by the server, or a failure of the client itself. */
export class BuildAmpError extends Error {
  constructor(
    code: ErrorCode,
    message: string,
    details?: { room?: string; retryAfterMs?: number },
  );
  readonly name: "BuildAmpError";
  /** For programs; `message` is for people. */
  readonly code: ErrorCode;
  /** The room that it is about, where it is about one. */
  readonly room?: string;
  /** After how many milliseconds the server would take the message. */
  readonly retryAfterMs?: number;
}

/** How the connection is. */
export type ConnectionState =
  /** Not asked for yet. */
  | { readonly name: "idle" }
  /** Being made. */
  | { readonly name: "connecting" }
  /** There. */
  | {
      readonly name: "open";
      /** The user that the server takes this client for. */
      readonly userId: string;
      readonly connectionId: string;
    }
  /** Lost, or not to be had; tried again at this time, in milliseconds since 1970. `error` says why, where that is known. */
  | {
      readonly name: "waiting";
      readonly retryAt: number;
      readonly error: BuildAmpError | null;
    }
  /** Over, by `close()` or by an error that no further attempt would mend. */
  | { readonly name: "closed"; readonly error: BuildAmpError | null };

/** A room as it is when the client comes into it, or comes back after a break. */
export interface RoomStateEvent {
  readonly kind: "room_state";
  readonly room: string;
  /** What the app's logic says of the room; `null` where `recovered`. */
  readonly state: any;
  /** The users in it. */
  readonly members: string[];
  /** Whether the messages that were missed follow, so that the state is not needed. */
  readonly recovered: boolean;
  /** When it was so, in milliseconds since 1970, by the server's clock. */
  readonly timestamp: number;
}

/** The app's logic made this user leave a room. The client does not come back into it by itself. */
export interface LeftRoomEvent {
  readonly kind: "left_room";
  readonly room: string;
}

/** Somebody has come into a room, or left it. */
export interface PresenceEvent {
  readonly kind: "presence";
  readonly room: string;
  readonly event: "user_joined" | "user_left";
  readonly user_id: string;
  /** In milliseconds since 1970, by the server's clock. */
  readonly timestamp: number;
}

/** A message to a room. */
export interface RoomMessageEvent<Name extends string, Payload> {
  readonly kind: "message";
  readonly room: string;
  /** The message's type. */
  readonly type: Name;
  readonly payload: Payload;
  /** Its number in the room, where the server numbers them. */
  readonly seq: number | null;
  /** In milliseconds since 1970, by the server's clock. */
  readonly timestamp: number;
}

/** A message to this user alone, of no room. */
export interface DirectMessageEvent<Name extends string, Payload> {
  readonly kind: "direct";
  /** The message's type. */
  readonly type: Name;
  readonly payload: Payload;
  /** Its number among this user's, where the server numbers them. */
  readonly seq: number | null;
  /** In milliseconds since 1970, by the server's clock. */
  readonly timestamp: number;
}

/** Messages to this user alone may be missing: the server no longer had all since the break. */
export interface DirectsMissedEvent {
  readonly kind: "directs_missed";
}

/** The connection is there. */
export interface ConnectedEvent {
  readonly kind: "connected";
  readonly user_id: string;
  readonly connection_id: string;
}

/** The connection is gone. */
export interface DisconnectedEvent {
  readonly kind: "disconnected";
}

/** Something failed that no promise tells of. */
export interface FailureEvent {
  readonly kind: "error";
  readonly error: string;
  readonly code: ErrorCode;
  readonly room: string | null;
}

/** Everything that can happen, told apart by `kind`, and messages further by `type`. */
export type RealtimeEvent<Received extends object> =
  | {
      [Name in keyof Received & string]:
        | RoomMessageEvent<Name, Received[Name]>
        | DirectMessageEvent<Name, Received[Name]>;
    }[keyof Received & string]
  | RoomStateEvent
  | LeftRoomEvent
  | DirectsMissedEvent
  | PresenceEvent
  | ConnectedEvent
  | DisconnectedEvent
  | FailureEvent;

/** Is given a message to a room, and where it stands. */
export type RoomHandler<Name extends string, Payload> = (
  message: Payload,
  event: RoomMessageEvent<Name, Payload>,
) => void;

/** Is given a message to this user alone. */
export type DirectHandler<Name extends string, Payload> = (
  message: Payload,
  event: DirectMessageEvent<Name, Payload>,
) => void;

/** Ends what the function that gave it has begun. A second call does nothing. */
export type Stop = () => void;

/** How a client connects. */
export interface ClientOptions {
  /** Of the socket: `ws:`, `wss:`, `http:` or `https:`, or relative to the page. Default: `/ws`. */
  url?: string;
  /** Who this user says to be, where the server has no tokens. */
  userId?: string;
  /** The token, or what gives one; a function is asked before every connection. */
  token?: string | (() => string | null | Promise<string | null>);
  /** The n-th attempt after a failure comes within `minMs * 2 ** n`, but within `maxMs`. Default: 500 and 30000. */
  backoff?: { minMs?: number; maxMs?: number };
  /**
   * Who has heard nothing for `quietMs`, or for `answerMs` where an answer is due, asks for a sign of life, and connects again where none comes
   * within `answerMs`. Default: 45000 and 10000.
   */
  silence?: { quietMs?: number; answerMs?: number };
  /** How many messages may wait for an answer. Default: 1000. */
  queueLimit?: number;
  /**
   * `websocket`; `sse`: a stream of server-sent events, and requests for what is sent; `auto`: sockets, and a stream
   * where they don't get through. All else is the same. Default: `auto`.
   */
  transport?: "auto" | "websocket" | "sse";
  /** For streams and uploads. Default: the global `fetch`. */
  fetch?: (url: string, request?: any) => Promise<any>;
  /** Default: the global `WebSocket`. */
  WebSocket?: new (url: string) => SocketLike;
  /** For tests. Default: the system's. */
  clock?: Clock;
  /** For tests: a number from 0 up to 1. Default: `Math.random`. */
  random?: () => number;
}

/** What the runtime uses of a `WebSocket`. */
export interface SocketLike {
  onmessage: ((event: any) => void) | null;
  onclose: ((event: any) => void) | null;
  onerror: ((event: any) => void) | null;
  send(text: string): void;
  close(code?: number): void;
}

/** What the runtime uses of a clock. */
export interface Clock {
  /** In milliseconds since 1970. */
  now(): number;
  setTimeout(act: () => void, ms: number): unknown;
  clearTimeout(timer: any): void;
}

/** How a message is sent. */
export interface SendOptions {
  /**
   * Whether a newer message of this type to this room makes this one pointless while it waits for a
   * connection. It then counts as sent. Default: what the model says.
   */
  volatile?: boolean;
}

/** A file that the server has taken. */
export interface UploadedFile {
  readonly id: string;
  /** Where it is read: a path of the server. */
  readonly url: string;
  readonly room: string;
  /** Its name, without what could do harm. */
  readonly name: string;
  readonly content_type: string;
  /** In bytes. */
  readonly size: number;
  /** In hexadecimal digits. */
  readonly sha256: string;
  /** What the app's logic replied; `null` where it did not. */
  readonly response: any;
}

/** How a file is uploaded. */
export interface UploadOptions {
  /** Default: the file's own. */
  name?: string;
  /** Called with the bytes that have gone and their total; where there is an `XMLHttpRequest`. */
  onProgress?: (sent: number, total: number) => void;
  /** Ends the upload; nothing of it is kept then. */
  signal?: any;
}

/** How the messages of an app travel, by their types. */
export interface MessageTable {
  [type: string]: {
    direction: "both" | "client" | "server" | "join";
    volatile: boolean;
    /** Whether the fields stand beside the `message_type`, rather than under the key `value`. */
    inline: boolean;
  };
}

/** A message that comes with a join, told apart by `type`. */
export type JoinMessage<Joining extends object> = {
  [Name in keyof Joining & string]: {
    readonly type: Name;
    readonly payload: Joining[Name];
  };
}[keyof Joining & string];

/**
 * One connection with its rooms. It reconnects by itself, comes back into every room where it was, and
 * sends again what was not answered; a message takes effect once all the same. The generated `Client`
 * extends it by what is particular to the app.
 */
export class RealtimeClient<
  Received extends object = Record<string, any>,
  Sent extends object = Record<string, any>,
  Joining extends object = {},
> {
  constructor(messages: MessageTable, options?: ClientOptions);

  /** How the connection is. A new object at each change. */
  readonly state: ConnectionState;

  /** What the connection goes over, or the next attempt. */
  readonly transport: "websocket" | "sse";

  /**
   * The server's time, in milliseconds since 1970, as its frames tell it; before the first one this machine's. For what counts down to a time that
   * the logic has set: the `timestamp` of an event is when that happened, which may be long ago.
   */
  now(): number;

  /** Connects, or tries again at once. Does nothing where a connection is there or being made. */
  connect(): void;

  /** Ends the connection, leaves all rooms and gives up what was not answered. `connect()` begins anew. */
  close(): void;

  /**
   * Comes into a room, also after each break until it is left. Resolves with its state. A message comes with each of these joins, as it is
   * now; joined again with another one, that takes its place where the logic lets it, and joined again without one it stays.
   */
  join(room: string, message?: JoinMessage<Joining>): Promise<RoomStateEvent>;

  /** Leaves a room. What still waited for the room is given up. */
  leave(room: string): void;

  /**
   * Sends a message to a room, as it is now; it may be changed afterwards. Resolves with the logic's
   * response when it has taken effect, and rejects with a `BuildAmpError` when it has not. A volatile
   * message that is overtaken or lost resolves with `undefined`.
   */
  send<Name extends keyof Sent & string>(
    room: string,
    type: Name,
    message: Sent[Name],
    options?: SendOptions,
  ): Promise<any>;

  /**
   * Uploads a file for a room: a `File`, a `Blob`, bytes or a text. Needs no connection. Resolves when the server's rules have taken
   * it, and rejects with a `BuildAmpError` when they have not; then nothing is kept.
   */
  upload(
    room: string,
    file: any,
    options?: UploadOptions,
  ): Promise<UploadedFile>;

  /** Calls the handler with each message of a type to a room. */
  on<Name extends keyof Received & string>(
    room: string,
    type: Name,
    handler: RoomHandler<Name, Received[Name]>,
  ): Stop;

  /** Calls the handler with each message of a type to this user alone. */
  onDirect<Name extends keyof Received & string>(
    type: Name,
    handler: DirectHandler<Name, Received[Name]>,
  ): Stop;

  /** Calls the handler with everything that happens. */
  onAny(handler: (event: RealtimeEvent<Received>) => void): Stop;

  /** Calls the handler with each fresh state of a room. Not where the missed messages follow instead. */
  onRoomState(room: string, handler: (event: RoomStateEvent) => void): Stop;

  /** Calls the handler when the app's logic makes this user leave a room. */
  onLeftRoom(room: string, handler: (event: LeftRoomEvent) => void): Stop;

  /** Calls the handler when somebody comes into a room or leaves it. */
  onPresence(room: string, handler: (event: PresenceEvent) => void): Stop;

  /** Calls the handler with each failure that no promise tells of. */
  onError(handler: (error: BuildAmpError) => void): Stop;

  /** Calls the handler when the connection's state has changed. */
  onState(handler: (state: ConnectionState) => void): Stop;
}

/** What `connectElm` uses of an Elm program. */
export interface ElmApp {
  ports?: any;
}

/**
 * Joins a generated Elm client to a JavaScript one, and connects it. `target` is where Elm's browser
 * events come from; default: `document`. The function returned parts both again.
 */
export function connectElm(
  app: ElmApp,
  client: RealtimeClient<any, any, any>,
  options?: { target?: { dispatchEvent(event: any): boolean } },
): Stop;
