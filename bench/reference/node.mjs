// The same protocol on npm's `ws`: a frame is parsed once and written once, and nothing is checked, decided or stored.
// Usage: node node.mjs PORT [compress]

import { WebSocketServer } from "ws";

const port = Number(process.argv[2]);
const compress = process.argv[3] === "compress";
const rooms = new Map();

const server = new WebSocketServer({
  port,
  host: "127.0.0.1",
  perMessageDeflate: compress
    ? { serverNoContextTakeover: true, clientNoContextTakeover: true, threshold: 512 }
    : false,
});

server.on("connection", (socket) => {
  const joined = new Set();
  socket.on("message", (data) => {
    const frame = JSON.parse(data);
    if (frame.type === "join_room") {
      let room = rooms.get(frame.room);
      if (room === undefined) rooms.set(frame.room, (room = new Map()));
      room.set(socket, frame.userId);
      joined.add(frame.room);
      const members = [...room.values()];
      socket.send(JSON.stringify({ type: "room_state", room: frame.room, state: null, members }));
    } else if (frame.type === "send_message") {
      const room = rooms.get(frame.room);
      if (room === undefined) return;
      const text = JSON.stringify({
        type: "broadcast",
        room: frame.room,
        message: frame.payload,
        timestamp: Date.now(),
      });
      for (const other of room.keys()) other.send(text);
    }
  });
  socket.on("close", () => {
    for (const name of joined) {
      const room = rooms.get(name);
      room.delete(socket);
      if (room.size === 0) rooms.delete(name);
    }
  });
});

server.on("listening", () => console.log("listening"));
