/** Makes HTTP load in a process of its own: connections, each of which waits for its answer before the next request. */
import { setTimeout as sleep } from "node:timers/promises";
import { type BenchCall, callsOf, type Group } from "./calls.ts";
import { type Answer, KeptAlive } from "./http-client.ts";

export interface LoadOrder {
  port: number;
  key: string;
  group: Group;
  seed: number;
  connections: number;
  /** Operations in a request; 1: single requests. */
  batch: number;
  /** How long each connection waits after a call of single requests, ms; none: it is at full load. */
  pauseMs?: number;
}

/** What the process tells its parent since it did last. */
export interface LoadReport {
  /** Of each request: latency in ms, and how many of its operations were done. */
  requests: { ms: number; done: number }[];
  /** Operations that were refused since there was too much to do. */
  refused: number;
  /** Why it gave up. */
  failure?: string;
}

const REPORT_EVERY_MS = 50;

/** Says that it is ready, runs from the parent's "start" to its "stop", and then ends the calls that it has begun. */
export async function makeLoad(order: LoadOrder): Promise<void> {
  const stop = new AbortController();
  const started = new Promise<void>((start) => {
    process.on("message", (word) => (word === "start" ? start() : stop.abort()));
  });
  let told: LoadReport = { requests: [], refused: 0 };
  const report = (): void => {
    process.send?.(told);
    told = { requests: [], refused: 0 };
  };
  const tell: TellLoad = (ms, done, refused) => {
    told.requests.push({ ms, done });
    told.refused += refused;
  };
  report();
  await started;
  const timer = setInterval(report, REPORT_EVERY_MS);
  try {
    await load(order, tell, stop.signal);
  } catch (error) {
    told.failure = String(error);
  } finally {
    clearInterval(timer);
    report();
    process.disconnect();
  }
}

type TellLoad = (ms: number, done: number, refused: number) => void;

async function load(order: LoadOrder, tell: TellLoad, signal: AbortSignal): Promise<void> {
  const next = callsOf(order.group, order.seed);
  const work = async (): Promise<void> => {
    const connection = await KeptAlive.open(order.port, order.key);
    try {
      while (!signal.aborted) {
        if (order.batch === 1) {
          await single(connection, next(), tell);
          if (order.pauseMs !== undefined) await sleep(order.pauseMs);
        } else await batches(connection, next, order.batch, tell, signal);
      }
    } finally {
      connection.close();
    }
  };
  await Promise.all(Array.from({ length: order.connections }, work));
}

/** An authorisation as the API takes it. */
export const bodyOf = ({ callId, organization, user, from, to }: BenchCall) => ({
  callId,
  organization,
  user,
  from,
  to,
});

const OVERLOADED = 503;

async function single(connection: KeptAlive, call: BenchCall, tell: TellLoad): Promise<void> {
  const post = async (path: string, body: object): Promise<number> => {
    const text = JSON.stringify(body);
    const begun = performance.now();
    const answer = await connection.send("POST", path, text);
    const ms = performance.now() - begun;
    if (answer.status === OVERLOADED) tell(ms, 0, 1);
    else tell(ms, 1, 0);
    if (answer.status >= 400 && answer.status !== OVERLOADED)
      throw new Error(`${path} answered ${answer.status} ${answer.body}`);
    return answer.status;
  };
  const status = await post("/v1/calls", bodyOf(call));
  if (status !== OVERLOADED) await post(`/v1/calls/${call.callId}/release`, { usedSeconds: call.usedSeconds });
}

/** Each batch ends the calls of the one before and begins as many; the first and the last are half a batch. */
async function batches(
  connection: KeptAlive,
  next: () => BenchCall,
  size: number,
  tell: TellLoad,
  signal: AbortSignal,
): Promise<void> {
  let open: BenchCall[] = [];
  do {
    const wanted = signal.aborted ? [] : Array.from({ length: size / 2 }, next);
    const operations = [
      ...open.map(({ callId, usedSeconds }) => ({ op: "release", callId, usedSeconds })),
      ...wanted.map((call) => ({ op: "authorize", ...bodyOf(call) })),
    ];
    const text = JSON.stringify({ operations });
    const begun = performance.now();
    const answer = await connection.send("POST", "/v1/calls/batch", text);
    const ms = performance.now() - begun;
    const statuses = statusesOf(answer);
    const granted = statuses.slice(open.length);
    const refused = granted.filter((status) => status === OVERLOADED).length;
    tell(ms, operations.length - refused, refused);
    open = wanted.filter((_, i) => granted[i] !== OVERLOADED);
  } while (open.length > 0);
}

/** The status of each operation of a batch. @throws Error where one went wrong in any other way than under load */
export function statusesOf(answer: Answer): number[] {
  if (answer.status !== 200) throw new Error(`a batch answered ${answer.status} ${answer.body}`);
  const { results } = JSON.parse(answer.body) as { results: { status: number; body: unknown }[] };
  const failed = results.find(({ status }) => status >= 400 && status !== OVERLOADED);
  if (failed) throw new Error(`an operation answered ${failed.status} ${JSON.stringify(failed.body)}`);
  return results.map(({ status }) => status);
}
