// The faults: what each does to the servers, and what may come of it by the documentation.
//
// `act` begins when the load has been on for a while, and returns when nothing more is done; `healed` marks the moment from which
// presence has to come right.

import { pause } from "./processes.mjs";

/** How long a network or a server is away. */
const AWAY_MS = 6000;
/** After how long clients notice that nobody is there: sooner than usual, for the whole to be over soon. */
const ATTENTIVE = { quietMs: 3000, answerMs: 1000 };
const EVERYSEC = ["--appendonly", "yes", "--appendfsync", "everysec"];
const ALWAYS = ["--appendonly", "yes", "--appendfsync", "always"];
/** A replica that is behind may take over, and the primary copies to it at once. */
const COPIED = [...EVERYSEC, "--repl-diskless-sync-delay", "0"];

async function awayFor(world, millis, act, undo) {
  await act();
  await pause(500);
  world.breakOff();
  await pause(millis - 500);
  await undo();
  world.healed();
}

const restart = async (world) => {
  await awayFor(
    world,
    1500,
    () => world.redis.end(),
    () => world.redis.start(),
  );
};

/** The primary's process is killed; the machine goes on and sends what the process had written. */
const failover = async (world) => {
  const { redis } = world;
  world.breakOff();
  await redis.end();
  await world.failedOver();
  world.healed();
  await pause(1000);
  // It comes back, and the sentinels make it a replica of the other.
  await redis.start();
  await copied(world);
};

/** Where replicas have to have each commit, nothing is committed before there is one again. */
async function copied(world) {
  if (!world.fault.replicas) return;
  await world.follows();
  world.healed();
}

/** The primary's machine is lost while its replica is behind: what was not copied is nowhere. */
const lag = async (world) => {
  const {
    redis,
    replicas: [replica],
  } = world;
  replica.host.unplug("back");
  await pause(2000);
  redis.host.unplug("back");
  world.breakOff();
  await redis.end();
  replica.host.plug("back");
  await world.failedOver();
  world.healed();
  await pause(1000);
  redis.host.plug("back");
  await redis.start();
  await copied(world);
};

/** The primary, a node and a sentinel are on one side, the other nodes, sentinels and replicas on the other; both have users. */
const split = async (world) => {
  const { redis, nodes, sentinels } = world;
  const apart = [redis.host, nodes[0].host, sentinels[0].host];
  world.island(true, ...apart);
  world.breakOff();
  await pause(10_000);
  await world.failedOver();
  world.island(false, ...apart);
  await world.follows();
  world.healed();
};

/** Redis' machine is silent: nobody is told that a connection is broken. */
const silent = (world) =>
  awayFor(
    world,
    AWAY_MS,
    () => world.loseRedis(true),
    () => world.loseRedis(false),
  );

/** As above, and it was started again meanwhile: it knows nothing of the connections that nodes still have. */
const reboot = async (world) => {
  world.loseRedis(true);
  await world.redis.end();
  await pause(500);
  world.breakOff();
  await pause(AWAY_MS - 500);
  const isThere = world.redis.start();
  world.loseRedis(false);
  await isThere;
  world.healed();
};

export const cases = {
  killed: {
    title: "a node killed (`kill -9`)",
    redis: EVERYSEC,
    act: (world) =>
      awayFor(
        world,
        AWAY_MS,
        () => world.nodes[0].end(),
        () => world.startNode(0),
      ),
  },
  cut: {
    title: "a node cut off from Redis for 6 s",
    redis: EVERYSEC,
    act: (world) =>
      awayFor(
        world,
        AWAY_MS,
        () => world.cut(1, true),
        () => world.cut(1, false),
      ),
  },
  vanished: {
    title: "a node's machine gone without a word",
    redis: EVERYSEC,
    needsNamespaces: true,
    leavesInTime: true,
    silence: ATTENTIVE,
    act: async (world) => {
      world.vanish(0);
      world.breakOff();
      await pause(12_000);
      world.healed();
    },
  },
  reappeared: {
    title: "the same, and there again after 12 s",
    redis: EVERYSEC,
    needsNamespaces: true,
    leavesInTime: true,
    silence: ATTENTIVE,
    act: async (world) => {
      world.vanish(0);
      world.breakOff();
      await pause(12_000);
      world.reappear(0);
      world.healed();
      await pause(3000);
    },
  },
  restart: { title: "Redis killed and started again, `everysec`", redis: EVERYSEC, act: restart },
  restart_always: { title: "the same, `appendfsync always`", redis: ALWAYS, act: restart },
  failover: { title: "the primary killed, its replica takes over", redis: COPIED, sentinels: true, mayLose: true, act: failover },
  failover_wait: { title: "the same, `replicas = 1`", redis: COPIED, sentinels: true, replicas: 1, act: failover },
  lag: { title: "the primary's machine lost, its replica 2 s behind", redis: COPIED, sentinels: true, mayLose: true, needsNamespaces: true, act: lag },
  lag_wait: { title: "the same, `replicas = 1`", redis: COPIED, sentinels: true, replicas: 1, needsNamespaces: true, act: lag },
  split: {
    title: "the primary and a node cut off from all else for 10 s, two replicas",
    redis: COPIED,
    sentinels: true,
    copies: 2,
    mayLose: true,
    needsNamespaces: true,
    act: split,
  },
  split_min: {
    title: "the same, `min-replicas-to-write 1`, `min-replicas-max-lag 2`",
    redis: [...COPIED, "--min-replicas-to-write", "1", "--min-replicas-max-lag", "2"],
    sentinels: true,
    copies: 2,
    mayLose: true,
    needsNamespaces: true,
    act: split,
  },
  split_wait: {
    title: "the same, `replicas = 1`",
    redis: COPIED,
    sentinels: true,
    copies: 2,
    replicas: 1,
    needsNamespaces: true,
    act: split,
  },
  silent: { title: "Redis' machine silent for 6 s", redis: EVERYSEC, lateMs: 60_000, act: silent },
  reboot: { title: "the same, and started again", redis: EVERYSEC, lateMs: 60_000, needsNamespaces: true, act: reboot },
  slow: {
    title: "Redis 150 ms away, each way, for 6 s",
    redis: EVERYSEC,
    delayed: true,
    act: (world) =>
      awayFor(
        world,
        AWAY_MS,
        () => (world.delay.delayMs = 150),
        () => (world.delay.delayMs = 0),
      ),
  },
  hang: {
    title: "Redis stands still for 8 s (`SIGSTOP`)",
    redis: EVERYSEC,
    // A node may have claimed events and not have been told so: they are handled when the claim ends.
    lateMs: 60_000,
    act: (world) =>
      awayFor(
        world,
        8000,
        () => world.redis.signal("SIGSTOP"),
        () => world.redis.signal("SIGCONT"),
      ),
  },
  clocks: {
    title: "clocks of nodes 30 s ahead and 30 s behind",
    redis: EVERYSEC,
    clocks: [0, 30, -30],
    act: (world) =>
      awayFor(
        world,
        AWAY_MS,
        () => {},
        () => {},
      ),
  },
  rolling: {
    title: "all nodes restarted in turn (`SIGTERM`)",
    redis: EVERYSEC,
    act: async (world) => {
      world.breakOff();
      for (const [number, node] of world.nodes.entries()) {
        await node.end("SIGTERM");
        await world.startNode(number);
        await pause(500);
      }
      world.healed();
    },
  },
};

