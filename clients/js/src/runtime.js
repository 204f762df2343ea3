// BuildAmp's real-time client: one connection with its back-off, the rooms that the app wants, and the
// messages that nobody has acknowledged yet. Every app has it at the top of its `buildamp.js`; what is
// particular to the app, its `Client`, stands at the end.
//
// It refuses to know any message type, to keep anything beyond the page's life, and to depend on
// anything but ES2020 and the standard web interfaces. It never calls an `on…` or `send…` method of the
// client: a generated subclass may define one of the same name.

export { BuildAmpError } from "./runtime/error.js";
export { RealtimeClient } from "./runtime/client.js";
export { connectElm } from "./runtime/elm.js";
