// Holds what users were told against what is there in the end, and says what is wrong.
//
// It refuses to know what was done to the servers: what a case may lose is given to it.

import { HALL } from "./load.mjs";

/** What is stored in the end, as somebody sees it who was never there before. */
export async function truth(Client, url, users) {
  const judge = new Client({ url, userId: "judge", WebSocket: (await import("ws")).default, transport: "websocket" });
  judge.connect();
  try {
    const rooms = new Map();
    for (const room of new Set(users.map((user) => user.ledger))) rooms.set(room, (await judge.join(room)).state.total);
    const accounts = new Map();
    for (const { name, ledger } of users) {
      const { payload } = await judge.sendAsk(ledger, { user: name });
      accounts.set(name, { numbers: payload.numbers, happened: new Map(payload.happened.map(({ key, count }) => [key, count])) });
    }
    return { rooms, accounts };
  } finally {
    judge.close();
  }
}

/** Where a user is wrong about whether another is in the hall: who, and about whom. */
export function wrongPresence(users, here, gone) {
  return users.flatMap(({ name, hall }) => {
    const missing = here.filter((other) => !hall.has(other)).map((other) => `${name} misses ${other}`);
    return [...missing, ...gone.filter((other) => hall.has(other)).map((other) => `${name} still sees ${other}`)];
  });
}

/**
 * A line of the table, and what in it must not be. `arrived`: how often each call of a webhook did. `mayLose`: the case is one in which
 * confirmed messages may be lost.
 */
export function judge(users, { rooms, accounts }, arrived, { mayLose }) {
  const columns = ["acknowledged", "unanswered", "tookEffect", "lost", "twice", "gaps", "epochs", "due", "happened", "calls", "arrived", "longestMs"];
  const line = Object.fromEntries(columns.map((column) => [column, 0]));
  const wrong = [];
  const codes = {};
  const add = (column, found, what) => {
    line[column] += found.length;
    if (found.length > 0 && !(column === "lost" && mayLose)) wrong.push(`${what}: ${found.slice(0, 5).join(", ")}`);
  };
  const stored = new Set([...accounts].flatMap(([name, { numbers }]) => numbers.map((number) => `${name}/${number}`)));
  let sum = 0;
  for (const user of users) {
    const { numbers, happened } = accounts.get(user.name);
    const there = new Set(numbers);
    const fates = [...user.fates];
    sum += numbers.length;
    line.acknowledged += user.count("confirmed");
    line.unanswered += fates.length - user.count("confirmed");
    for (const [, fate] of fates) if (fate !== "confirmed") codes[fate] = (codes[fate] ?? 0) + 1;
    line.tookEffect += fates.filter(([number, fate]) => fate !== "confirmed" && there.has(number)).length;
    line.longestMs = Math.max(line.longestMs, Math.round(user.longestMs));
    line.epochs += Math.max(...[...user.rooms.values()].map(({ epochs }) => epochs.size - 1)) > 0 ? 1 : 0;
    const lost = fates.filter(([number, fate]) => fate === "confirmed" && !there.has(number));
    add("lost", lost.map(([number]) => number), `${user.name} was told of numbers that are not there`);
    add("twice", numbers.filter((number, place) => numbers.indexOf(number) !== place), `${user.name} has numbers twice`);
    add("twice", user.twice, `${user.name} heard twice`);
    add("gaps", user.gaps, `${user.name} missed`);
    if (numbers.some((number, place) => number < numbers[place - 1])) wrong.push(`${user.name}'s numbers are not in their order`);
    const due = [...user.wishes].filter(([, { fate }]) => fate === "confirmed");
    line.due += due.length;
    line.happened += due.filter(([key]) => happened.get(key) === 1).length;
    const missing = due.filter(([key]) => !happened.has(key)).map(([key]) => key);
    if (missing.length > 0 && !mayLose) wrong.push(`never happened: ${missing.slice(0, 5).join(", ")}`);
    const often = [...happened].filter(([, count]) => count !== 1);
    add("twice", often.map(([key, count]) => `${key} ${count}×`), "happened more than once");
    const unasked = [...happened].filter(([key]) => !user.wishes.has(key));
    if (unasked.length > 0) wrong.push(`nobody asked for ${unasked[0]}`);
    const calls = [...user.calls].filter(([, fate]) => fate === "confirmed");
    line.calls += calls.length;
    line.arrived += calls.filter(([key]) => arrived.has(key)).length;
    const silent = calls.filter(([key]) => !arrived.has(key)).map(([key]) => key);
    if (silent.length > 0 && !mayLose) wrong.push(`never arrived: ${silent.slice(0, 5).join(", ")}`);
    // What it heard and is nowhere: it has to have heard since that the room begins anew.
    const untrue = user.heard.filter(({ key }) => !stored.has(key));
    const untold = untrue.filter(({ room, epochs }) => user.rooms.get(room).epochs.size === epochs);
    if (untold.length > 0) wrong.push(`${user.name} heard ${untold[0].key}, which is not there, and was not told so`);
    const known = user.rooms.get(user.ledger);
    if (known.total !== rooms.get(user.ledger)) wrong.push(`${user.name} takes ${user.ledger} for ${known.total}, it is ${rooms.get(user.ledger)}`);
    if (user.hall.size === 0) wrong.push(`${user.name} knows nobody in ${HALL}`);
  }
  const totals = [...rooms.values()].reduce((all, total) => all + total, 0);
  if (sum !== totals) wrong.push(`accounts have ${sum} numbers, rooms ${totals}: something took effect by half`);
  if (line.acknowledged === 0) wrong.push("nothing was acknowledged");
  return { line, wrong, codes };
}
