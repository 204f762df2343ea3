// Each of these is a mistake, and TypeScript has to say so.
import { Client } from "./fixtures/js/buildamp.js";
import type * as app from "./fixtures/js/buildamp.js";

const client = new Client({ url: "ws://localhost" });

// @ts-expect-error a field is missing
client.sendCursor("room", { x: 1 });
// @ts-expect-error a field too many
client.sendCursor("room", { x: 1, y: 1, z: 1 });
// @ts-expect-error of another type
client.sendCursor("room", { x: 1, y: "1" });
// @ts-expect-error only the server sends it
client.sendAnnouncement("room", { text: "" });
// @ts-expect-error only clients send it
client.onSay("room", () => {});
// @ts-expect-error no such message
client.send("room", "Curser", { x: 1, y: 1 });
// @ts-expect-error no room
client.onCursor(() => {});
// @ts-expect-error no such variant
client.sendCommand("room", "Sleep");
// @ts-expect-error no such direction
client.sendCommand("room", { Move: "Up" });
// @ts-expect-error a field that only comes in is never written
client.onSkips("room", ({ only_in }) => only_in);
// @ts-expect-error may be absent
client.onSkips("room", ({ list }) => list.length);
// @ts-expect-error always there, so it must be given here
export const arrived: app.AllDefault = { b: null, c: [], d: 1 };
// @ts-expect-error its payment has no digits
export const cash: app.Flattened["payment"] = "Cheque";

// What has a default need not be sent, and always arrives.
client.sendDefaults("room", {});
client.onDefaults("room", ({ ten, inner }) => ten + inner.d);
// @ts-expect-error what the model has no default for must be sent
client.sendSkips("room", {});
