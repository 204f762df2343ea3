// Models that are called like the runtime's types and methods are used beside these.
import * as app from "./clashes/js/buildamp.js";

const client: app.RealtimeClient<app.ReceivedMessages, app.SentMessages> =
  new app.Client({ url: "/ws" });
const own = new app.Client();

const error: app.BuildAmpError = new app.BuildAmpError("code", "text");
const model: app.BuildAmpError_ = { error: 1 };
client.send("room", "BuildAmpError", model);
own.sendBuildAmpError("room", model);
client.onError((failure) => failure.retryAfterMs === error.retryAfterMs);
own.onError_("room", ({ at }) => at.name.length);
own.onState((state) => state.name === "open" && state.userId);
own.onState_("room", ({ state }) => state[0]?.on);
own.onRoomState("room", ({ members }) => members.length);
own.onRoomState_("room", ({ room }) => room.then + 1);
own.onPresence("room", ({ user_id }) => user_id);
own.onPresence_("room", (message) => message.await);
own.onAny((event) => event.kind);
own.onAny_("room", ({ any }) => any.a + 1);
own.sendAny("room", { any: {} });
own.onDirect("Direct", ({ direct }) => direct.b);
own.onDirect_("room", ({ direct }) => direct.b);
own.sendPing("room", { x: { x: 1 } });
own.onStop("room", (stop) => stop === "Now" || stop.Later);
own.sendNested("room", { own: true, anything: 5 });
own.sendFlat("room", { id: 1 });
own.sendFlat("room", { id: 1, On: null });
own.sendFlat("room", { id: 1, Slow: {} });
own.onFlat("room", (flat) => "Slow" in flat && flat.Slow && flat.Slow.by + 1);
// @ts-expect-error as an entry it is no text
own.sendFlat("room", { id: 1, On: "On" });
own.sendNodes("room", { a: { b: {} } });
app.connectElm({ ports: {} }, own, { target: { dispatchEvent: () => true } })();
