/** What the lane remembers of open calls, to ask for the right rows at once: hints, never the truth. */
import { cover } from "../domain/coverage.ts";
import { siblingOf } from "../domain/pool.ts";
import type { Call, DescribedCall, Session } from "../domain/session/types.ts";
import type { PoolKey } from "../postgres/lane-load.ts";
import type { Directory } from "./directory.ts";

export interface CallHint {
  organization: string;
  pools: readonly PoolKey[];
  call: Call | null;
  /** Epoch ms. */
  authorizedAt: number;
}

/**
 * By `keyText`. Not a Map: V8 chains the table of a Map that calls come to and go from to its next table, and once one of
 * the chain has grown old, whatever they held survives until the next full collection. With this, with the queue's map and
 * with what a round trip keeps, a tenth of what is allocated grows old instead of a fifth (measured).
 */
export class CallHints {
  readonly #calls = Object.create(null) as Record<string, CallHint>;

  has = (text: string): boolean => this.#calls[text] !== undefined;
  get = (text: string): CallHint | undefined => this.#calls[text];

  set(text: string, hint: CallHint): void {
    this.#calls[text] = hint;
  }

  delete(text: string): void {
    delete this.#calls[text];
  }
}

/** An emergency call belongs to nobody's account: it never waits for a lock. */
export const hintOf = (session: Session): CallHint => ({
  organization: session.call.emergency ? "" : session.organization,
  pools: poolsOfSession(session),
  call: session.call,
  authorizedAt: session.authorizedAt,
});

/** After a commit: the calls that are open now, and those that are not any more. */
export function rememberCalls(hints: CallHints, sessions: ReadonlyMap<string, { current: Session | null }>): void {
  for (const [text, { current }] of sessions) {
    if (current) hints.set(text, hintOf(current));
    else hints.delete(text);
  }
}

export function poolsOfSession(session: Session | null): PoolKey[] {
  if (!session) return [];
  const ids = new Set([...(session.call.cover?.pools ?? []), ...session.poolHolds.map((hold) => hold.pool)]);
  return [...ids].map((id) => ({ organization: session.organization, month: session.call.month, id }));
}

/** Where a used-up pool closes the other of its plan, that one has to be known, too. */
export const withSiblings =
  (directory: Directory, need: (key: PoolKey) => void) =>
  (key: PoolKey): void => {
    need(key);
    const id = directory.organization(key.organization)?.strictEither ? siblingOf(key.id) : null;
    if (id !== null) need({ ...key, id });
  };

/** The pools that a described call could draw on, whatever the account's mode turns out to be. */
export function candidatePools(described: DescribedCall | null): PoolKey[] {
  if (!described?.facts || described.refusal) return [];
  const result = cover(described.facts);
  if (result.kind === "refused") return [];
  return result.cover.pools.map((id) => ({ organization: described.organization, month: described.call.month, id }));
}
