/**
 * AMI, Asterisk's manager interface (TCP), as far as we use it: it moves the time at which Asterisk ends a call by itself.
 * ARI can not: it changes only channels that were handed over to an application, and ours stay in the dialplan.
 */
import { connect, type Socket } from "node:net";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";

/** Where it is, and who asks: an account of manager.conf with `write = call`. */
interface AmiSettings {
  host: string;
  port: number;
  user: string;
  password: string;
}

/** What Asterisk answers to one action, by the names of its lines. */
type Answer = ReadonlyMap<string, string>;
type Ask = (action: string, fields: Readonly<Record<string, string>>) => Promise<Answer>;

const PATIENCE_MS = 5_000;
/** An answered call is put together with its callee within milliseconds. */
const TRIES = 10;
const TRY_AGAIN_MS = 100;

/**
 * From now on Asterisk ends the call so many seconds from now, and not when it would have; what it reports afterwards
 * goes by that limit. A call that is gone has ended.
 * @param id of the caller's channel
 * @param limitMs in all, since the answer
 * @throws Error when Asterisk does not answer, or will not
 */
export function moveLimit(ami: AmiSettings, id: string, secondsLeft: number, limitMs: number): Promise<void> {
  return withManager(ami, async (ask) => {
    const callee = await calleeOf(ask, id);
    if (callee === undefined) return;
    await ask("AbsoluteTimeout", { Channel: callee, Timeout: secondsLeft.toFixed(3) });
    await ask("Setvar", { Channel: id, Variable: "TALKTIME_LIMIT_MS", Value: String(limitMs) });
  });
}

/** The name of the channel that the dialplan has limited; undefined: the call is gone. It is known once both sides are connected. */
async function calleeOf(ask: Ask, id: string): Promise<string | undefined> {
  for (let tried = 0; tried < TRIES; tried++) {
    const answer = await ask("Getvar", { Channel: id, Variable: "BRIDGEPEER" });
    if (/no such channel/i.test(answer.get("Message") ?? "")) return undefined;
    const peer = answer.get("Value");
    if (peer !== undefined && peer !== "") return peer;
    await sleep(TRY_AGAIN_MS);
  }
  throw new Error("Asterisk has not connected the two sides of the call");
}

async function withManager(ami: AmiSettings, work: (ask: Ask) => Promise<void>): Promise<void> {
  const socket = connect(ami.port, ami.host);
  let failure: Error | undefined;
  socket.on("error", (error) => (failure = error));
  socket.setTimeout(PATIENCE_MS, () => socket.destroy(new Error("Asterisk's manager interface says nothing")));
  try {
    const ask = asking(socket, () => failure);
    const { user, password } = ami;
    const login = await ask("Login", { Username: user, Secret: password, Events: "off" });
    if (login.get("Response") !== "Success") throw new Error("Asterisk's manager interface does not know us");
    await work(ask);
  } finally {
    socket.destroy();
  }
}

/** @throws Error, as what it gives does: where the connection ends, or Asterisk will not, unless the channel is gone */
function asking(socket: Socket, failure: () => Error | undefined): Ask {
  const lines = createInterface({ input: socket })[Symbol.asyncIterator]();
  let number = 0;
  return async (action, fields) => {
    const id = String(++number);
    const asked = Object.entries({ Action: action, ActionID: id, ...fields });
    if (asked.some(([, value]) => /[\r\n]/.test(value))) throw new Error("a value can not be told to Asterisk");
    socket.write(`${asked.map(([name, value]) => `${name}: ${value}\r\n`).join("")}\r\n`);
    for (;;) {
      const answer = await readAnswer(lines, failure);
      if (answer.get("ActionID") !== id) continue; // its greeting, or an event
      const message = answer.get("Message") ?? "";
      if (answer.get("Response") === "Error" && !/no such channel/i.test(message))
        throw new Error(`Asterisk's manager interface will not: ${message}`);
      return answer;
    }
  };
}

/** The lines up to the next empty one. */
async function readAnswer(lines: AsyncIterator<string>, failure: () => Error | undefined): Promise<Answer> {
  const answer = new Map<string, string>();
  for (;;) {
    const line = await lines.next();
    if (line.done) throw failure() ?? new Error("Asterisk's manager interface has hung up");
    if (line.value === "") return answer;
    const [, name, value] = /^([\w-]+): ?(.*)$/.exec(line.value) ?? [];
    if (name !== undefined && value !== undefined) answer.set(name, value);
  }
}
