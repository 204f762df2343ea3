// Starts the Elm client, which `elm make` has written to elm.js, and joins it to the real-time client.

import { Client, connectElm } from "/generated/js/buildamp.js";
import { gameName, userId } from "./session.js";

const node = document.getElementById("app");
const user = userId();

if (globalThis.Elm) {
  const app = globalThis.Elm.Main.init({
    node,
    flags: { game: gameName(), user, now: Date.now() },
  });
  connectElm(app, new Client({ userId: user }));
} else {
  node.textContent =
    "There is no elm.js yet. In the folder elm: elm make src/Main.elm --output=../web/elm.js";
}
