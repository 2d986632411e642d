/** Closes what nobody ends: holds that were never answered, calls whose end was lost, calls that a switch has lost. */
import type { Key, SwitchProfile } from "../domain/session/types.ts";
import { readOpenOf, readOverdue, readSilentOf } from "../postgres/calls.ts";
import { missing, reap, seen } from "./charge.ts";
import type { Engine } from "./engine.ts";

/** How long a call that its switch does not list any more may still report its end itself. */
export const LOST_GRACE_MS = 10_000;
const AT_ONCE = 50;

/** Looks at every session whose deadline has passed; returns how many there were. In small steps beside the calls. */
export async function reapOverdue(engine: Engine): Promise<number> {
  let reaped = 0;
  for (;;) {
    const due = await readOverdue(engine.pool, engine.now(), AT_ONCE);
    await Promise.all(
      due.map(async (key) => reap(engine, { key, profile: await engine.switches.profile(key.switch) })),
    );
    reaped += due.length;
    if (due.length < AT_ONCE) return reaped;
  }
}

export interface Reconciliation {
  /** Calls that the switch lists and nobody knows here. */
  unknown: string[];
  /** Calls that it does not list: ended as lost after a grace time, unless they show up. */
  missing: string[];
}

/** Compares the calls that a switch has in progress with ours. Calls newer than `asOf` are left alone. */
export async function reconcile(
  engine: Engine,
  switchId: string,
  profile: SwitchProfile,
  list: { node: string | null; asOf: number; active: readonly string[] },
): Promise<Reconciliation> {
  const ours = await readOpenOf(engine.pool, switchId);
  const active = new Set(list.active);
  const known = new Set(ours.map((call) => call.callId));
  const caller = (callId: string): { key: Key; profile: SwitchProfile } => ({
    key: { switch: switchId, callId },
    profile,
  });
  const endsAt = engine.now() + LOST_GRACE_MS;
  const absent = ours.filter((call) => !active.has(call.callId));
  const marked: string[] = [];
  for (let i = 0; i < absent.length; i += AT_ONCE)
    await Promise.all(
      absent.slice(i, i + AT_ONCE).map(async ({ callId }) => {
        const result = await missing(engine, caller(callId), { node: list.node, asOf: list.asOf, endsAt });
        if (result.answer.kind === "marked") marked.push(callId);
      }),
    );
  const back = ours.filter((call) => call.marked && active.has(call.callId));
  await Promise.all(back.map(({ callId }) => seen(engine, caller(callId))));
  return { unknown: list.active.filter((callId) => !known.has(callId)), missing: marked.sort() };
}

/** Ends, with what was heard last, the calls of a switch of which nothing was heard since `before`, epoch ms. */
export async function endSilent(engine: Engine, switchId: string, before: number): Promise<void> {
  const profile = await engine.switches.profile(switchId);
  for (const { callId, heardAt } of await readSilentOf(engine.pool, switchId, before)) {
    const silent = { node: null, asOf: before, endsAt: heardAt };
    await missing(engine, { key: { switch: switchId, callId }, profile }, silent);
  }
}
