/** Finds calls, open or ended, among those that the asker may see. */
import type { Cdr, Session } from "../domain/session/types.ts";
import { readActive, readCallsById, readCdr, readSession } from "../postgres/calls.ts";
import type { Engine } from "./engine.ts";
import { type CallView, explainCdr, explainSession } from "./explain.ts";

export interface Scope {
  switch: string | null;
  organization: string | null;
}

const visible = (call: Session | Cdr, scope: Scope): boolean =>
  (scope.switch === null || call.switch === scope.switch) &&
  (scope.organization === null || call.organization === scope.organization);

/** The asker's own switch first; whoever may see all finds it on whatever switch it is. */
export async function findCall(
  engine: Engine,
  scope: Scope,
  ownSwitch: string,
  callId: string,
): Promise<Session | Cdr | null> {
  const key = { switch: ownSwitch, callId };
  const own = (await readSession(engine.pool, key)) ?? (await readCdr(engine.pool, key));
  if (own && visible(own, scope)) return own;
  const { sessions, cdrs } = await readCallsById(engine.pool, callId);
  return [...sessions, ...cdrs].find((call) => visible(call, scope)) ?? null;
}

export async function findCalls(engine: Engine, scope: Scope, callId: string): Promise<CallView[]> {
  const { sessions, cdrs } = await readCallsById(engine.pool, callId);
  return Promise.all([
    ...sessions.filter((call) => visible(call, scope)).map((session) => explainSession(engine, session)),
    ...cdrs.filter((call) => visible(call, scope)).map((cdr) => explainCdr(engine, cdr)),
  ]);
}

export const listActive = (
  engine: Engine,
  scope: Scope,
  page: { after: string | null; limit: number },
): Promise<Session[]> => readActive(engine.pool, { ...scope, after: Number(page.after ?? 0) || 0, limit: page.limit });
