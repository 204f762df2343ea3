// What a join may come with, and what it may not.
import * as app from "./joins/js/buildamp.js";
import { Client as Seed } from "./seed/js/buildamp.js";

const client = new app.Client({ url: "/ws" });

client.join("room").then(({ members }) => members.length);
client.join("room", {
  type: "EnterGame",
  payload: { invite: "x", password: "plum" },
});
client.join("room", { type: "EnterGame", payload: { team: 1, password: "" } });
client.join("room", { type: "Watch", payload: null });
client.join("room", { type: "Seek", payload: { Friends: { least: 2 } } });
// @ts-expect-error a field is missing
client.join("room", { type: "EnterGame", payload: { invite: "x" } });
// @ts-expect-error of another message
client.join("room", { type: "Watch", payload: { invite: "x" } });
// @ts-expect-error it comes with no join
client.join("room", { type: "Say", payload: { text: "hi" } });
// @ts-expect-error it comes with a join
client.send("room", "EnterGame", { password: "" });
// @ts-expect-error this app has no such messages
new Seed().join("room", { type: "Watch", payload: null });

app.connectElm({}, client);
