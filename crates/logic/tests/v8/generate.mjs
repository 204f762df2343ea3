// Writes what Node 20 makes of many JSON texts and regular expressions, for the tests of the host's own readers:
// node generate.mjs [SEED] [HOW MANY TIMES AS MUCH]
import { writeFileSync } from "node:fs";

let state = Number(process.argv[2] ?? 0x5eed);
const times = Number(process.argv[3] ?? 1);
const random = (below) => {
  state = (state + 0x6d2b79f5) | 0;
  let t = Math.imul(state ^ (state >>> 15), 1 | state);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) % below;
};
const pick = (all) => all[random(all.length)];

const mutate = (text, pieces) => {
  for (let n = random(3); n >= 0; n--) {
    const at = random(text.length + 1);
    const end = Math.min(text.length, at + random(3));
    text = text.slice(0, at) + (random(2) ? pick(pieces) : "") + text.slice(end);
  }
  return text;
};

// JSON

const documents = [
  '{"a":1,"b":[true,false,null],"c":{"d":"x\\ny"}}', '[1,2,3]', '[[],{},[{}]]', '"plain"', '"\\u00e9\\ud83d\\ude00\\"\\\\\\/"',
  '-12.5e-3', '0', '-0', '1e400', '-1e400', '123456789012345678901234567890', '0.1', '1.7976931348623157e308', '5e-324',
  '2.2250738585072011e-308', '9007199254740993', '123456789012345', '1234567890123456', '0.30000000000000004',
  '{"2":1,"1":2,"b":3,"a":4,"-1":5,"01":6,"4294967294":7,"4294967295":8}', '{"a":1,"b":2,"a":3}', ' \t\n\r[ 1 , 2 ] ',
  '"\\ud83d"', '"\\ude00x"', '"é"', '"日本"', '{"ключ":"значение"}', 'true', 'false', 'null', 'NaN', 'undefined',
  '[object Object]', 'Infinity', '{"name":"Ann","age":42,"tags":["x","y"],"address":{"street":"Long Street 12"}}',
  '["a long text that is longer than the context","another one"]',
];
const tokens = ["{", "}", "[", "]", ",", ":", '"', "\\", "\\u", "\\x", "tru", "null", "e", "-", "+", ".", "0", "01", "1", " ", "\n", "\u0001", "'", "é", "日", "\ud83d", "\\ud83d", "E5", "\u00a0", "\u007f"];
const jsonCases = [];
const seen = new Set();
const addJson = (text) => {
  if (seen.has(text)) return;
  seen.add(text);
  try {
    jsonCases.push([text, JSON.stringify(JSON.parse(text)), JSON.stringify(JSON.parse(text), null, 2)]);
  } catch (error) {
    jsonCases.push([text, error.message]);
  }
};
documents.forEach(addJson);
documents.forEach((text) => { for (let at = 0; at < text.length; at++) addJson(text.slice(0, at)); });
while (jsonCases.length < 2000 * times) addJson(mutate(pick(documents), tokens));
writeFileSync("json.txt", jsonCases.map((c) => JSON.stringify(c)).join("\n") + "\n");

// Regular expressions

const atoms = ["a", "b", "ab", ".", "\\w", "\\d", "\\s", "\\W", "[ab]", "[^a]", "[a-c]", "[\\w-]", "[^]", "[]", "\\b", "\\B", "^", "$", "é", "ß", "k", "K", "ſ", "\u212a", "\\1", "\\2", "\\n", "\\u0061", "\\x61", "\\cA", "\\0", "\\101", "\\8", "[\\b]", "\\-", "(?:)", "😀", "[😀]", "x", "\\k<n>", "\\u{2}", "[a-\\d]", "]", "}", "{"];
const quantifiers = ["", "", "", "*", "+", "?", "*?", "+?", "??", "{2}", "{1,2}", "{0,1}?", "{2,}", "{,2}", "{0}", "{1}?"];
const expression = (depth) => {
  let text = "";
  for (let n = random(4); n >= 0; n--) {
    const inner = () => expression(depth - 1);
    const choice = depth > 0 ? random(14) : 99;
    const atom = choice === 0 ? `(${inner()})` : choice === 1 ? `(?:${inner()})` : choice === 2 ? `(?=${inner()})`
      : choice === 3 ? `(?!${inner()})` : choice === 4 ? `(?<=${inner()})` : choice === 5 ? `(?<!${inner()})`
      : choice === 6 ? `(${inner()}|${inner()})` : choice === 7 ? `(?<n>${inner()})` : choice === 8 ? `${inner()}|${inner()}` : pick(atoms);
    text += atom + pick(quantifiers);
  }
  return text;
};
const pieces = ["a", "b", "ab", "c", "k", "K", "é", "É", "ß", "ẞ", "ſ", "s", "S", "\n", " ", "1", "_", "x", "-", "😀", "\u212a", "\u2028", "aa", "bab", ""];
const subject = () => Array.from({ length: random(9) }, () => pick(pieces)).join("");
const regexCases = [];
while (regexCases.length < 2500 * times) {
  let text = expression(3);
  if (random(4) === 0) text = mutate(text, ["(", ")", "[", "]", "{", "}", "*", "?", "\\", "|", "-", "^", "<", "n", "1", "k"]);
  const flags = (random(2) ? "i" : "") + (random(2) ? "m" : "");
  if (text.length > 60) continue;
  let regex;
  try {
    regex = new RegExp(text, "g" + flags);
  } catch {
    if (random(4) === 0) regexCases.push([text, flags, null]);
    continue;
  }
  const subjects = [subject(), subject(), subject()].map((s) => {
    regex.lastIndex = 0;
    const bounds = [];
    const d = new RegExp(text, "gd" + flags);
    for (let found; bounds.length < 5 && (found = d.exec(s)); ) {
      bounds.push(found.indices.map((pair) => pair ?? [-1, -1]).flat());
      if (found[0] === "") d.lastIndex++;
    }
    return [s, bounds];
  });
  regexCases.push([text, flags, subjects]);
}
writeFileSync("regex.txt", regexCases.map((c) => JSON.stringify(c)).join("\n") + "\n");
