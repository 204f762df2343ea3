// Sends every case through the compiled Elm program, and shows that a subscription to one room hears no other.
const fs = require("node:fs");
const path = require("node:path");

const folder = path.resolve(process.argv[2]);

// What Elm's browser events listen on; it has to be there before the program is loaded.
globalThis.document = new EventTarget();

function roundTrip() {
  const cases = JSON.parse(fs.readFileSync(path.join(folder, "cases.json"), "utf8"));
  const { Elm } = require(path.join(folder, "round-trip.js"));
  const app = Elm.RoundTrip.init();
  const results = [];
  app.ports.response.subscribe((result) => {
    // Through JavaScript's own text, as on a socket.
    results.push(JSON.parse(JSON.stringify(result)));
    if (results.length === cases.length) {
      fs.writeFileSync(path.join(folder, "results.json"), JSON.stringify(results));
      console.log(`${results.length} values went through Elm`);
    }
  });
  for (const value of cases) app.ports.request.send(value);
}

function rooms() {
  const { Elm } = require(path.join(folder, "rooms.js"));
  const app = Elm.Rooms.init();
  const heard = [];
  app.ports.heard.subscribe((text) => heard.push(text));
  const tell = (detail) =>
    document.dispatchEvent(new CustomEvent("keypress", { detail: { buildamp: detail } }));
  const message = (room) =>
    tell({ kind: "message", room, type: "Heartbeat", payload: null, seq: 1, timestamp: 0 });
  tell({ kind: "connected", user_id: "ann", connection_id: "c1" });
  message("game:2");
  message("game:1");
  message("game:2");
  tell({ kind: "message", room: "game:1", type: "Tags", payload: 5, seq: 2, timestamp: 0 });
  tell({ kind: "disconnected" });
  document.dispatchEvent(new Event("keypress"));
  setTimeout(() => {
    const count = (text) => heard.filter((one) => one === text).length;
    const errors = heard.filter((one) => one.startsWith("error")).length;
    const fine =
      count("game:1") === 1 &&
      count("all") === 3 &&
      errors === 1 &&
      count("connected ann") === 1 &&
      count("disconnected") === 1;
    console.log(`rooms: game:1 heard ${count("game:1")} of 3 messages to both rooms, the page ${count("all")}`);
    if (!fine) {
      console.error(heard);
      process.exitCode = 1;
    }
  }, 100);
}

roundTrip();
rooms();
