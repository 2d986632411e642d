/** One charging operation over HTTP: asks the engine, and turns its answer into status and body. */
import { formatMicros } from "../domain/money.ts";
import type { Key } from "../domain/session/types.ts";
import { announcementOf, reasonHeader, SIP_REASONS } from "../domain/sip-reason.ts";
import * as charge from "../engine/charge.ts";
import { CallConflict, type ChargeResult, Overloaded, Unavailable } from "../engine/commands.ts";
import type { Engine } from "../engine/engine.ts";
import type { Switch } from "../engine/switches.ts";
import { callInput, endReport, type Operation, pastTime } from "./call-bodies.ts";
import { Problem, problemBody, problemOf, statusOf } from "./errors.ts";

export interface Reply {
  status: number;
  body: Record<string, unknown>;
}

/** Who asks: the switch that the key belongs to, and the only organisation it may see, if it is bound to one. */
export interface Asker {
  switchId: string;
  organization: string | null;
  profile: Switch;
}

/** @throws Problem, where the request contradicts what is known or cannot be answered now */
export async function operate(engine: Engine, asker: Asker, operation: Operation): Promise<Reply> {
  const key: Key = { switch: asker.switchId, callId: operation.callId };
  const caller = { key, profile: asker.profile };
  const now = engine.now();
  const from = {
    switchId: asker.switchId,
    switchCountry: asker.profile.country,
    organization: asker.organization,
    now,
  };
  try {
    switch (operation.op) {
      case "authorize": {
        const result = await charge.authorize(
          engine,
          caller,
          callInput(operation, from),
          operation.requestedSeconds ?? null,
        );
        return replyOf(result, operation.callId, 201);
      }
      case "answer": {
        const flags: string[] = [];
        const answeredAt = pastTime(operation.answeredAt, now, flags);
        return replyOf(await charge.answer(engine, caller, answeredAt, flags), operation.callId, 200);
      }
      case "update": {
        const { usedSeconds, requestedSeconds = null, user = null, conferenceId = null } = operation;
        const result = await charge.update(engine, caller, { usedSeconds, requestedSeconds, user, conferenceId });
        return replyOf(result, operation.callId, 200);
      }
      case "release": {
        const input = operation.call ? callInput(operation.call, from) : null;
        return replyOf(await charge.release(engine, caller, endReport(operation, now), input), operation.callId, 200);
      }
    }
  } catch (error) {
    throw asProblem(error);
  }
}

function asProblem(error: unknown): unknown {
  if (error instanceof CallConflict)
    return new Problem(error.code, error.message, {
      errors: [{ in: "body", pointer: error.pointer, code: error.fault, message: error.message }],
    });
  if (error instanceof Overloaded)
    return new Problem("OVERLOADED", "Too many requests are waiting; no new call is taken now.");
  if (error instanceof Unavailable) return new Problem("UNAVAILABLE", "The database does not answer.");
  return error;
}

/** The same for an operation of a batch: a problem is its answer, and its neighbours go on. */
export async function operateInBatch(engine: Engine, asker: Asker, operation: Operation): Promise<Reply> {
  try {
    return await operate(engine, asker, operation);
  } catch (error) {
    const problem = problemOf(error);
    return { status: statusOf(problem.code), body: problemBody(problem) };
  }
}

/** Every outcome of the engine as HTTP has it; a refusal is a problem that names the call. */
export function replyOf({ answer, currency, language }: ChargeResult, callId: string, granted: number): Reply {
  switch (answer.kind) {
    case "granted": {
      const warning = answer.grant.finalGrant ? { announcement: announcementOf("FINAL_GRANT", language) } : {};
      return { status: granted, body: { id: String(answer.id), callId, granted: true, ...answer.grant, ...warning } };
    }
    case "answered":
      return { status: 200, body: { id: String(answer.id), callId, limitSeconds: answer.limitSeconds } };
    case "released": {
      const { usedSeconds, billedSeconds, charge: amount, overrunSeconds, funding } = answer.release;
      const paid = { charge: formatMicros(amount), currency: currency ?? answer.release.currency };
      const overrun = overrunSeconds > 0 ? { overrunSeconds } : {};
      return { status: 200, body: { callId, usedSeconds, billedSeconds, ...paid, ...overrun, funding } };
    }
    case "refused": {
      const { code, message, missing } = answer.refusal;
      const sip = { status: SIP_REASONS[code].status, reason: reasonHeader(code) };
      const announcement = announcementOf(code, language);
      const about = { callId, granted: false, ...(missing ? { missing } : {}), sip, announcement };
      const problem = new Problem(code, message, about);
      return { status: statusOf(code), body: problemBody(problem) };
    }
    case "conflict":
      throw new Problem(answer.code, answer.message);
    case "unknown":
      return { status: 202, body: { known: false } };
    case "marked":
    case "done":
      return { status: 200, body: {} };
  }
}
