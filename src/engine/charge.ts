/** Charging a call: the one verb for switches. Each function is a phase of contract.md, Calls. */
import type { ChargeRequest, DescribedCall, EndReport, Key, SwitchProfile } from "../domain/session/types.ts";
import { isEmergency } from "../numbering/emergency.ts";
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
  const emergency = isEmergency(input.to, countriesOf(input, directory));
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

/** `input` where a user has become known. */
export const update = (
  engine: Engine,
  { key, profile }: Caller,
  usedSeconds: number,
  requestedSeconds: number | null,
  input: CallInput | null,
): Promise<ChargeResult> =>
  open(engine, key, input, (described) => ({
    phase: "update",
    key,
    profile,
    usedSeconds,
    requestedSeconds,
    described,
  }));

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
