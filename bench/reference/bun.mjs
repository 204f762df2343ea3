// The same protocol on Bun's own server, whose publishing is native: a frame is parsed once and written once, and nothing is
// checked, decided or stored.
// Usage: bun bun.mjs PORT [compress]

const port = Number(process.argv[2]);
const compress = process.argv[3] === "compress";
const rooms = new Map();

const server = Bun.serve({
  port,
  hostname: "127.0.0.1",
  fetch(request, server) {
    if (server.upgrade(request, { data: { rooms: [] } })) return;
    return new Response("a socket is here", { status: 426 });
  },
  websocket: {
    perMessageDeflate: compress,
    idleTimeout: 960,
    message(socket, data) {
      const frame = JSON.parse(data);
      if (frame.type === "join_room") {
        let room = rooms.get(frame.room);
        if (room === undefined) rooms.set(frame.room, (room = new Map()));
        room.set(socket, frame.userId);
        socket.data.rooms.push(frame.room);
        socket.subscribe(frame.room);
        const members = [...room.values()];
        socket.send(JSON.stringify({ type: "room_state", room: frame.room, state: null, members }));
      } else if (frame.type === "send_message") {
        const text = JSON.stringify({
          type: "broadcast",
          room: frame.room,
          message: frame.payload,
          timestamp: Date.now(),
        });
        server.publish(frame.room, text, compress);
      }
    },
    close(socket) {
      for (const name of socket.data.rooms) {
        const room = rooms.get(name);
        room.delete(socket);
        if (room.size === 0) rooms.delete(name);
      }
    },
  },
});

console.log(`listening on ${server.port}`);
