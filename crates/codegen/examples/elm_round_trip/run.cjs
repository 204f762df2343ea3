// Sends every case through the compiled Elm program.
const fs = require("node:fs");
const path = require("node:path");

const folder = path.resolve(process.argv[2]);
const cases = JSON.parse(fs.readFileSync(path.join(folder, "cases.json"), "utf8"));
const { Elm } = require(path.join(folder, "fixtures/round-trip.js"));
const app = Elm.RoundTrip.init();
const results = cases.map(() => null);
const waiting = [];
let answered = 0;
app.ports.response.subscribe((result) => {
  // Through JavaScript's own text, as on a socket.
  results[waiting[answered]] = JSON.parse(JSON.stringify(result));
  answered += 1;
});
cases.forEach(({ name, text, accepted }, place) => {
  let value;
  try {
    value = JSON.parse(text);
  } catch (error) {
    if (accepted) throw error;
    return;
  }
  waiting.push(place);
  app.ports.request.send({ name, value });
});
// Elm answers when its turn has ended, in the order of the requests.
process.on("exit", () => {
  if (answered !== waiting.length) {
    throw new Error(`${answered} answers to ${waiting.length} requests`);
  }
  fs.writeFileSync(path.join(folder, "results.json"), JSON.stringify(results));
  console.log(`${answered} texts went through Elm`);
});
