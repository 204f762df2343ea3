// What an app forgets or misspells is told at once, where it does: what never comes would be looked for in vain.

/** The room and the handler of an `on…` method, as they were given. */
export function checkHandler(call, room, handler) {
  checkRoom(`${call}(room, handler)`, room, handler);
  checkFunction(`${call}(room, handler)`, handler);
}

/** Whether `next`, what follows the room, is there tells a forgotten room from a wrong one. */
export function checkRoom(call, room, next) {
  if (typeof room === "string") return;
  const isMissing = room === undefined || next === undefined;
  const found = isMissing ? "is missing" : `is ${kindOf(room)}, not a text`;
  throw new TypeError(`${call}: the room ${found}`);
}

export function checkFunction(call, handler) {
  if (typeof handler === "function") return;
  const found =
    handler === undefined
      ? "is missing"
      : `is ${kindOf(handler)}, not a function`;
  throw new TypeError(`${call}: the handler ${found}`);
}

/** The type of a message that clients may get. */
export function checkType(call, type, messages) {
  if (typeof type !== "string") {
    throw new TypeError(`${call}(type, handler): the type is missing`);
  }
  const model = messages.get(type);
  if (!model) {
    const names = [...messages.keys()];
    const text = `there is no message "${type}"${meant(type, names)}`;
    throw new TypeError(`${call}: ${text}`);
  }
  if (model.direction === "client" || model.direction === "join") {
    throw new TypeError(`${call}: only clients send "${type}"`);
  }
}

export function checkOptions(options) {
  if (kindOf(options) !== "an object") {
    const text = `expected options, as in { userId: "ann" }, found ${kindOf(options)}`;
    throw new TypeError(`new Client: ${text}`);
  }
  for (const [name, value] of Object.entries(options)) {
    const kinds = OPTIONS[name];
    if (!kinds) {
      const text = `unknown option "${name}"${meant(name, Object.keys(OPTIONS))}`;
      throw new TypeError(`new Client: ${text}`);
    }
    const isFine = value === undefined || value === null;
    if (!isFine && !kinds.includes(kindOf(value))) {
      const text = `expected ${kinds.join(" or ")}, found ${kindOf(value)}`;
      throw new TypeError(`new Client: ${name}: ${text}`);
    }
  }
  const transport = options.transport ?? "auto";
  if (!TRANSPORTS.includes(transport)) {
    const text = `transport: expected "${TRANSPORTS.join('", "')}", found "${transport}"`;
    throw new TypeError(`new Client: ${text}`);
  }
}

const TRANSPORTS = ["auto", "websocket", "sse"];

const OPTIONS = Object.assign(Object.create(null), {
  url: ["a text", "an object"],
  userId: ["a text"],
  token: ["a text", "a function"],
  backoff: ["an object"],
  silence: ["an object"],
  queueLimit: ["a number"],
  transport: ["a text"],
  fetch: ["a function"],
  WebSocket: ["a function"],
  clock: ["an object"],
  random: ["a function"],
});

function kindOf(value) {
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  const kind = typeof value;
  if (kind === "string") return "a text";
  return kind === "object" ? "an object" : `a ${kind}`;
}

/** What was meant by a word that is not there, where one of those that are is near. */
function meant(word, words) {
  const near = (other) =>
    other.toLowerCase() === word.toLowerCase() ? 0 : distance(word, other);
  const [best] = [...words].sort((a, b) => near(a) - near(b));
  const isNear =
    best !== undefined && near(best) <= Math.max(1, word.length / 3);
  return isNear ? `; did you mean "${best}"?` : "";
}

/** How many characters have to be changed, Levenshtein's way. */
function distance(a, b) {
  let row = Array.from({ length: b.length + 1 }, (_, place) => place);
  for (let i = 1; i <= a.length; i += 1) {
    const above = row;
    row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const change = above[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1);
      row.push(Math.min(change, above[j] + 1, row[j - 1] + 1));
    }
  }
  return row[b.length];
}
