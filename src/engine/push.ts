/**
 * Pushes to switches: the end of a call that somebody asks for, and more time for calls that money coming in has
 * outlived. Commands are rows of the transaction that caused them, and stand until they are done or the call has ended.
 */
import type { Cdr, ChargeRequest, Key, Session } from "../domain/session/types.ts";
import { announcementOf } from "../domain/sip-reason.ts";
import { spokenLanguage } from "../mail/speech.ts";
import { readLastGrants, readRunningOut } from "../postgres/calls.ts";
import { listToDo, markDone, readHangUp, type SwitchCommandRow } from "../postgres/switch-commands.ts";
import type { ChargeResult } from "./commands.ts";
import type { Engine } from "./engine.ts";
import { Refused } from "./refused.ts";

/** A command with the announcement that tells the caller of it. */
export type ToldCommand = SwitchCommandRow & { announcement: string };

/** What a hang-up without a reason of its own says. */
const ASKED_FOR = "HANG_UP";
/** Why a limit grew. */
const MONEY_CAME_IN = "MONEY_CAME_IN";
const AT_ONCE = 50;
/** Calls that end so soon are looked at by the clock, too: whatever a crash has left undone, and money freed by others. */
const SOON_MS = 60_000;
/** How often somebody who waits looks himself: for what other processes have written. */
const LOOK_EVERY_MS = 1_000;

/** The command that stands for it, or the answer of the end, if it has ended; a repeat gets the same. */
export async function hangUp(
  engine: Engine,
  call: Session | Cdr,
  reason: string | undefined,
): Promise<{ command: ToldCommand } | { ended: ChargeResult }> {
  const key: Key = { switch: call.switch, callId: call.callId };
  const standing = await readHangUp(engine.pool, key);
  if (standing) return { command: told(standing) };
  const result = await push(engine, key, { phase: "hang-up", reason: reason ?? ASKED_FOR });
  if (result.answer.kind !== "marked") return { ended: result };
  const command = await readHangUp(engine.pool, key);
  // It was done, or its call has ended, since.
  return command ? { command: told(command) } : hangUp(engine, call, reason);
}

const told = (command: SwitchCommandRow): ToldCommand => ({
  ...command,
  announcement: announcementOf("HANG_UP", spokenLanguage(command.preferredLanguage)),
});

async function push(
  { lane, switches }: Engine,
  key: Key,
  what: { phase: "hang-up" | "prolong"; reason: string },
): Promise<ChargeResult> {
  const profile = await switches.profile(key.switch);
  const request = (): ChargeRequest => ({ ...what, key, profile });
  return lane.charge({ kind: "call", key, input: null, sheddable: false, request });
}

/** Organisations that money came to since they were last looked at. */
export class MoneyIn {
  readonly #organizations = new Set<string>();
  readonly #listeners = new Set<() => void>();

  add(organization: string): void {
    this.#organizations.add(organization);
    for (const listener of this.#listeners) listener();
  }

  take(): string[] {
    const organizations = [...this.#organizations];
    this.#organizations.clear();
    return organizations;
  }

  onAdded = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
}

/**
 * Prolongs the calls with a last grant of those organisations, and of all those that end soon: those first that end
 * first. What is not there for all of them is there for those.
 */
export async function prolongCalls(engine: Engine): Promise<void> {
  const keys = new Map<string, Key>();
  for (const organization of engine.moneyIn.take())
    for (const key of await readLastGrants(engine.pool, organization)) keys.set(`${key.switch} ${key.callId}`, key);
  for (const key of await readRunningOut(engine.pool, engine.now(), SOON_MS))
    keys.set(`${key.switch} ${key.callId}`, key);
  const calls = [...keys.values()];
  for (let i = 0; i < calls.length; i += AT_ONCE)
    await Promise.all(
      calls.slice(i, i + AT_ONCE).map((key) => push(engine, key, { phase: "prolong", reason: MONEY_CAME_IN })),
    );
}

/** The commands of a switch that are to be done; waits for the first for at most `waitMs`, or until `gone` says so. */
export async function commandsFor(
  engine: Engine,
  wanted: { switchId: string; node: string | null; after: bigint; limit: number },
  { waitMs, gone }: { waitMs: number; gone: () => boolean },
): Promise<ToldCommand[]> {
  const until = Date.now() + waitMs;
  for (;;) {
    const commands = await listToDo(engine.pool, wanted);
    const left = until - Date.now();
    if (commands.length > 0 || left <= 0 || gone() || engine.live.closed) return commands.map(told);
    await engine.live.waitForCommand(wanted.switchId, Math.min(left, LOOK_EVERY_MS));
  }
}

/** @throws Refused UNKNOWN_SWITCH_COMMAND */
export async function commandDone(engine: Engine, switchId: string, id: bigint): Promise<void> {
  if (await markDone(engine.pool, switchId, id, engine.now())) return;
  throw new Refused("UNKNOWN_SWITCH_COMMAND", `There is no command ${id} to this switch.`);
}
