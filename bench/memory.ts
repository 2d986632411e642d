/**
 * The memory of the server's process: with its rate deck, after every user has called once, with calls in progress; and
 * whether it stays flat under load.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { type BenchCall, callsOfEverybody } from "./calls.ts";
import { KeptAlive } from "./http-client.ts";
import { bodyOf, statusesOf } from "./load.ts";
import { measure, median, residentMb, round } from "./measure.ts";
import { emit, progress } from "./report.ts";
import { type Server, startGenerator, startServer } from "./server.ts";
import type { World } from "./world.ts";

export interface MemoryOptions {
  minutes: number;
  callsInProgress: number;
}

const BATCH = 250;
const SAMPLES = 30;
/** So long the calls in progress last: longer than the load, at most what a switch may be granted. */
const GRANTED_SECONDS = 14_400;

export async function benchMemory(world: World, { minutes, callsInProgress }: MemoryOptions): Promise<void> {
  const server = await startServer(world);
  const group = world.groups.find(({ name }) => name === "thousand")!;
  const seconds = 60 * minutes;
  try {
    const startedMb = residentMb(server.pid);
    const calls = callsOfEverybody(group);
    const open = await everybodyCalls(server, calls, callsInProgress);
    const filledMb = residentMb(server.pid);
    progress(`${startedMb} MB at the start, ${filledMb} MB with ${calls.length} users and ${open.length} open calls`);

    const run = { group, seed: 5000, connections: 16, batch: 1 };
    const generator = await startGenerator({ port: server.port, key: server.key, ...run });
    const processes = { server: server.pid, generator: generator.pid };
    const sampling = sampleMemory(server, seconds);
    const { opsPerSecond, p99Ms } = await measure(world, { seconds, processes }, generator.run);
    const samplesMb = await sampling;
    await inBatches(server, open, ({ callId, usedSeconds }) => [{ op: "release", callId, usedSeconds }]);
    const about = { deckRows: world.deckRows, users: calls.length, callsInProgress: open.length };
    const flat = { earlyMb: median(samplesMb.slice(0, 5)), lateMb: median(samplesMb.slice(-5)) };
    const { highestMb, samples } = { highestMb: Math.max(...samplesMb), samples: samplesMb };
    emit({
      subject: "memory",
      ...about,
      startedMb,
      filledMb,
      minutes,
      opsPerSecond,
      p99Ms,
      ...flat,
      highestMb,
      samples,
    });
  } finally {
    await server.stop();
  }
}

/** Everybody calls once; the last of these calls go on. */
async function everybodyCalls(server: Server, calls: BenchCall[], inProgress: number): Promise<BenchCall[]> {
  const open = calls.slice(-inProgress);
  await inBatches(server, calls.slice(0, -inProgress), (call) => [
    { op: "authorize", ...bodyOf(call) },
    { op: "release", callId: call.callId, usedSeconds: call.usedSeconds },
  ]);
  const connection = await KeptAlive.open(server.port, server.key);
  const profile = JSON.stringify({ maximumGrantSeconds: GRANTED_SECONDS });
  const put = await connection.send("PUT", "/v1/switches/operator", profile);
  connection.close();
  if (put.status !== 200) throw new Error(`the switch's profile answered ${put.status} ${put.body}`);
  await inBatches(server, open, (call) => [
    { op: "authorize", ...bodyOf(call), requestedSeconds: GRANTED_SECONDS },
    { op: "answer", callId: call.callId },
  ]);
  return open;
}

async function inBatches(server: Server, calls: BenchCall[], operations: (call: BenchCall) => object[]): Promise<void> {
  const connection = await KeptAlive.open(server.port, server.key);
  for (let i = 0; i < calls.length; i += BATCH) {
    const body = JSON.stringify({ operations: calls.slice(i, i + BATCH).flatMap(operations) });
    const answer = await connection.send("POST", "/v1/calls/batch", body);
    if (statusesOf(answer).includes(503)) throw new Error("a batch was refused as too much");
  }
  connection.close();
}

async function sampleMemory(server: Server, seconds: number): Promise<number[]> {
  const samples: number[] = [];
  for (let i = 0; i < SAMPLES; i++) {
    await sleep((1000 * seconds) / SAMPLES);
    samples.push(round(residentMb(server.pid) ?? NaN));
  }
  return samples;
}
