// Numbers, times and values as people read them.

const plain = new Intl.NumberFormat("en");
const short = new Intl.NumberFormat("en", { maximumSignificantDigits: 3 });
export const count = (number) => plain.format(number);

export function rate(number) {
  return number >= 1000 ? count(Math.round(number)) : short.format(number);
}

export function bytes(number) {
  const units = ["B", "kB", "MB", "GB", "TB"];
  let place = 0;
  while (number >= 1000 && place < units.length - 1) {
    number /= 1000;
    place += 1;
  }
  return `${short.format(number)} ${units[place]}`;
}

export function millis(number) {
  if (number === undefined || number === null) return "–";
  if (number < 1) return `${Math.round(number * 1000)} µs`;
  if (number < 1000) return `${short.format(number)} ms`;
  return `${short.format(number / 1000)} s`;
}

export const micros = (number) =>
  number === undefined ? "" : millis(number / 1000);

export function lasts(milliseconds) {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  const units = [
    [86400, "d"],
    [3600, "h"],
    [60, "min"],
    [1, "s"],
  ];
  const first = units.findIndex(([size]) => seconds >= size);
  if (first < 0) return "0 s";
  const [size, unit] = units[first];
  const whole = `${Math.floor(seconds / size)} ${unit}`;
  const next = units[first + 1];
  const rest = next ? Math.floor((seconds % size) / next[0]) : 0;
  return rest > 0 ? `${whole} ${rest} ${next[1]}` : whole;
}

export function clock(at) {
  const time = new Date(at);
  const isToday = time.toDateString() === new Date().toDateString();
  const text = time.toLocaleTimeString("en-GB");
  return isToday ? text : `${time.toLocaleDateString("en-CA")} ${text}`;
}

/** JSON as people read it; as it is where it is cut. */
export function pretty({ json, is_cut: isCut, bytes: whole }) {
  if (isCut) return `${json}…\n\n(${bytes(whole)} in all)`;
  try {
    return JSON.stringify(JSON.parse(json), null, 2);
  } catch {
    return json;
  }
}

export const glance = ({ json, is_cut: isCut }) => (isCut ? `${json}…` : json);
