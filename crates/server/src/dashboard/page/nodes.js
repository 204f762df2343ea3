// The nodes that share a state, as each tells of itself: who is there, who has ended lately, and how much each has to do.

import { el, table } from "./elements.js";
import { bytes, count, lasts, rate } from "./words.js";

/** A node tells of itself every second: one that has not for so long is in trouble, whatever its lease says. In milliseconds. */
const SILENT = 5000;

/** What each node told last, and how many messages a second lay between that and the one before. */
let seen = new Map();

export function rememberNodes(nodes) {
  const next = nodes.map(({ told }) => {
    const last = seen.get(told.node);
    // The same words once more tell nothing new.
    if (last?.now === told.now) return [told.node, last];
    const { now, messages } = told;
    const seconds = last ? (now - last.now) / 1000 : 0;
    const perSecond =
      seconds > 0 ? (messages - last.messages) / seconds : undefined;
    return [told.node, { now, messages, perSecond }];
  });
  seen = new Map(next);
}

function standing({ standing: name, silent, told }) {
  const say = (kind, text) => el("span", { class: kind }, text);
  if (name === "left") return say("", `ended ${lasts(silent)} ago`);
  if (name === "lost") return say("bad", `lost, silent for ${lasts(silent)}`);
  if (silent > SILENT) return say("warn", `silent for ${lasts(silent)}`);
  return told.is_stopping ? say("warn", "stopping") : say("good", "works");
}

export function nodesTable(nodes) {
  const rows = nodes.map((node) => {
    const { told, standing: name, is_own: isOwn } = node;
    const lives = name === "alive";
    const perSecond = seen.get(told.node)?.perSecond;
    const now = (text) => (lives ? text : "");
    return [
      el(
        "span",
        {},
        el("strong", {}, told.machine || told.address),
        told.machine ? ` ${told.address}` : "",
        isOwn ? " – this one" : "",
      ),
      el("code", {}, told.node),
      standing(node),
      now(lasts(told.now - told.started)),
      now(count(told.connections)),
      now(count(told.rooms)),
      now(perSecond === undefined ? "–" : rate(perSecond)),
      now(told.memory === undefined ? "–" : bytes(told.memory)),
      el("code", {}, told.rules ?? "–"),
    ];
  });
  return table(
    [
      ["Node", "wide"],
      "Id",
      "State",
      ["Up for", "number"],
      ["Connections", "number"],
      ["Rooms", "number"],
      ["Messages/s", "number"],
      ["Memory", "number"],
      "Rules",
    ],
    rows,
  );
}
