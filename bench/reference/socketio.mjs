// Socket.IO with an adapter of its own for several nodes on Redis: what is said is sent on to the room, and nothing is checked,
// decided, stored or numbered.
// Usage: node socketio.mjs PORT REDIS_URL pubsub|sharded|streams

import { createAdapter, createShardedAdapter } from "@socket.io/redis-adapter";
import { createAdapter as createStreamsAdapter } from "@socket.io/redis-streams-adapter";
import { createClient } from "redis";
import { Server } from "socket.io";

const [port, url, kind] = process.argv.slice(2);
const first = createClient({ url });
const second = first.duplicate();
await Promise.all([first.connect(), second.connect()]);
const adapter = {
  pubsub: () => createAdapter(first, second),
  sharded: () => createShardedAdapter(first, second),
  streams: () => createStreamsAdapter(first),
}[kind]();

const io = new Server({ adapter, transports: ["websocket"], perMessageDeflate: false });
io.on("connection", (socket) => {
  socket.on("join", (room) => {
    socket.join(room);
    socket.emit("joined");
  });
  socket.on("say", (room, message) => {
    io.to(room).emit("Note", message);
  });
});
io.listen(Number(port));
console.log("listening");
