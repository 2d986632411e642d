/** What a decision about a call tells others: as live events to whoever listens, as webhook events to who subscribed. */
import type { Event } from "../domain/consequence.ts";
import { formatMicros } from "../domain/money.ts";
import type { Cdr, Decision, Session, SwitchCommand } from "../domain/session/types.ts";
import type { LiveEvent } from "./live.ts";

/** Events of calls that are written for webhooks, only where one is subscribed to them. */
export const CALL_EVENTS = ["call.ended", "call.refused", "switch.hang-up", "switch.new-limit"] as const;
export type CallEvent = (typeof CALL_EVENTS)[number];

type Words = Event["about"];
type LiveWords = Readonly<Record<string, string | number | boolean | null>>;

interface Before {
  session: Session | null;
  cdr: Cdr | null;
}

const time = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString());

const wordsOf = ({ id, switch: owner, callId, call }: Session | Cdr): Words => ({
  id: String(id),
  switch: owner,
  callId,
  node: call.node,
  user: call.user,
  callType: call.callType,
  from: call.from,
  to: call.to,
});

const wordsOfEnd = (cdr: Cdr, currency: string | null): Words => ({
  ...wordsOf(cdr),
  outcome: cdr.outcome,
  end: cdr.end,
  answeredAt: time(cdr.answeredAt),
  endedAt: time(cdr.endedAt),
  usedSeconds: cdr.settlement.usedSeconds,
  billedSeconds: cdr.settlement.billedSeconds,
  charge: formatMicros(cdr.charge),
  currency,
  cause: cdr.cause,
  sipCode: cdr.sipCode,
});

const wordsOfRefusal = (cdr: Cdr): Words => ({
  ...wordsOf(cdr),
  code: cdr.refusal!.code,
  message: cdr.refusal!.message,
});

const wordsOfCommand = ({ callId, switch: owner, node, limitSeconds, reason }: SwitchCommand): Words => ({
  switch: owner,
  callId,
  node,
  reason,
  ...(limitSeconds === null ? {} : { limitSeconds }),
});

/** The call's end or refusal, where this decision is the one that made it; flags alone are no news. */
function endOf({ cdr }: Decision, before: Before): Cdr | null {
  if (!cdr) return null;
  return before.cdr?.id === cdr.id && before.cdr.settlement === cdr.settlement && before.cdr.end === cdr.end
    ? null
    : cdr;
}

/** Events that webhooks of the organisation are subscribed to. */
export function eventsFor(
  subscribed: ReadonlySet<string>,
  decision: Decision,
  before: Before,
  currency: string | null,
): Event[] {
  const events: Event[] = [];
  const tell = (name: CallEvent, about: () => Words): void => {
    if (subscribed.has(name)) events.push({ name, about: about(), once: null });
  };
  const cdr = endOf(decision, before);
  if (cdr?.refusal) tell("call.refused", () => wordsOfRefusal(cdr));
  else if (cdr) tell("call.ended", () => wordsOfEnd(cdr, currency));
  const { command } = decision;
  if (command) tell(`switch.${command.type}`, () => wordsOfCommand(command));
  return events;
}

export function liveEvents(decision: Decision, before: Before, currency: string | null, now: number): LiveEvent[] {
  const events: LiveEvent[] = [];
  const tell = (type: LiveEvent["type"], { organization }: { organization: string }, words: LiveWords): void => {
    events.push({ type, organization, at: new Date(now).toISOString(), ...words });
  };
  const { session, command } = decision;
  if (session) {
    const grant = { limitSeconds: session.limitSeconds, finalGrant: session.finalGrant };
    if (!before.session) tell("call.authorized", session, { ...wordsOf(session), ...grant });
    else if (session.limitSeconds > before.session.limitSeconds)
      tell("call.extended", session, { ...wordsOf(session), ...grant });
    if (session.state === "answered" && before.session?.state !== "answered")
      tell("call.answered", session, { ...wordsOf(session), answeredAt: time(session.answeredAt) });
  }
  const cdr = endOf(decision, before);
  if (cdr?.refusal) tell("call.refused", cdr, wordsOfRefusal(cdr));
  else if (cdr) tell("call.ended", cdr, wordsOfEnd(cdr, currency));
  if (command) tell("switch.command", command, { ...wordsOfCommand(command), command: command.type });
  return events;
}
