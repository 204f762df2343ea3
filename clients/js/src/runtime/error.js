// Why a promise is rejected.

/** A refusal by the server, or a failure of the client itself. `code` is for programs. */
export class BuildAmpError extends Error {
  constructor(code, message, { room, retryAfterMs } = {}) {
    super(message);
    this.name = "BuildAmpError";
    this.code = code;
    if (room !== undefined) this.room = room;
    if (retryAfterMs !== undefined) this.retryAfterMs = retryAfterMs;
  }
}

export function closedError() {
  return new BuildAmpError("closed", "The client is closed.");
}

export function sessionLostError() {
  const text =
    "The connection was lost, and the server no longer knows whether this message took effect.";
  return new BuildAmpError("session_lost", text);
}
