/** Charging a call: the one verb for switches. Each function is a phase of contract.md, Calls. */
import type { ChargeRequest, DescribedCall, EndReport, Key, SwitchProfile } from "../domain/session/types.ts";
import { isEmergency } from "../numbering/emergency.ts";
import { readSession } from "../postgres/calls.ts";
import type { ChargeResult } from "./commands.ts";
import { type CallInput, countriesOf } from "./describe.ts";
import type { Engine } from "./engine.ts";

export interface Caller {
  key: Key;
  profile: SwitchProfile;
}

/** How long an emergency call waits for its record to be written before it is let go on without. */
const EMERGENCY_PATIENCE_MS = 1000;

export async function authorize(
  { lane, directory }: Engine,
  { key, profile }: Caller,
  input: CallInput,
  requestedSeconds: number | null,
): Promise<ChargeResult> {
  const emergency = isEmergency(input.to, () => countriesOf(input, directory));
  const written = lane.charge({
    kind: "call",
    key,
    input,
    sheddable: !emergency,
    request: (described) => ({ phase: "authorize", key, profile, described: described!, requestedSeconds }),
  });
  if (!emergency) return written;
  const letGo: ChargeResult = {
    currency: null,
    language: "en",
    answer: {
      kind: "granted",
      id: 0,
      grant: {
        grantedSeconds: 86_400,
        limitSeconds: 86_400,
        finalGrant: false,
        funding: [{ source: "free", seconds: 86_400 }],
      },
    },
  };
  const patience = new Promise<ChargeResult>((resolve) =>
    setTimeout(() => resolve(letGo), EMERGENCY_PATIENCE_MS).unref(),
  );
  return Promise.race([written.catch(() => letGo), patience]);
}

const open = (
  { lane }: Engine,
  key: Key,
  input: CallInput | null,
  request: (described: DescribedCall | null) => ChargeRequest,
) => lane.charge({ kind: "call", key, input, sheddable: false, request });

export const answer = (
  engine: Engine,
  { key, profile }: Caller,
  answeredAt: number | null,
  flags: string[],
): Promise<ChargeResult> => open(engine, key, null, () => ({ phase: "answer", key, profile, answeredAt, flags }));

export interface UpdateReport {
  usedSeconds: number;
  requestedSeconds: number | null;
  /** Who has become known since. */
  user: string | null;
  conferenceId: string | null;
}

export async function update(engine: Engine, caller: Caller, report: UpdateReport): Promise<ChargeResult> {
  const { key, profile } = caller;
  const { usedSeconds, requestedSeconds } = report;
  const input = report.user === null ? null : await inputAnew(engine, caller, report.user, report.conferenceId);
  return open(engine, key, input, (described) => ({
    phase: "update",
    key,
    profile,
    usedSeconds,
    requestedSeconds,
    described,
  }));
}

/** The call as it was authorised, with the user that is known now: who pays is decided anew from there. */
async function inputAnew(
  { pool, switches }: Engine,
  { key }: Caller,
  user: string,
  conferenceId: string | null,
): Promise<CallInput | null> {
  const session = await readSession(pool, key);
  if (!session || session.call.emergency) return null;
  const { call, organization } = session;
  return {
    switch: key.switch,
    switchCountry: (await switches.profile(key.switch)).country,
    node: call.node,
    organization,
    onlyOrganization: null,
    callType: call.callType,
    user,
    from: call.from,
    to: call.to,
    conferenceId: conferenceId ?? call.conferenceId,
    extra: null,
    startedAt: null,
    flags: [],
  };
}

/** `input` describes a call that we may never have been asked about. */
export const release = (
  engine: Engine,
  { key, profile }: Caller,
  end: EndReport,
  input: CallInput | null,
): Promise<ChargeResult> =>
  open(engine, key, input, (described) => ({ phase: "release", key, profile, end, described }));

export const reap = (engine: Engine, { key, profile }: Caller): Promise<ChargeResult> =>
  open(engine, key, null, () => ({ phase: "reap", key, profile }));

export const missing = (
  engine: Engine,
  { key, profile }: Caller,
  list: { node: string | null; asOf: number; endsAt: number },
): Promise<ChargeResult> => open(engine, key, null, () => ({ phase: "missing", key, profile, ...list }));

export const seen = (engine: Engine, { key, profile }: Caller): Promise<ChargeResult> =>
  open(engine, key, null, () => ({ phase: "seen", key, profile }));
