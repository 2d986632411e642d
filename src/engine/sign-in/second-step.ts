/** The second step: a code of an authenticator (TOTP, RFC 6238) that nobody can use twice, or one of ten codes on paper. */
import { createHash, randomInt } from "node:crypto";
import { Secret, TOTP } from "otpauth";
import { wrong } from "../../domain/fault.ts";
import type { SignInAccount } from "../../postgres/sign-in-accounts.ts";
import {
  setTotpSecret,
  switchTotpOff,
  switchTotpOn,
  takeRecoveryCode,
  takeTotpStep,
} from "../../postgres/sign-in-second-step.ts";
import type { Engine } from "../engine.ts";
import { invalidField, Refused } from "../refused.ts";
import type { Seal } from "../seal.ts";

type Deps = Pick<Engine, "pool" | "now"> & { seal: Seal };

const ISSUER = "Talktime";
const SECRET_BYTES = 20;
const PERIOD_SECONDS = 30;
/** Clocks differ: the code before and the one after count, too. */
const WINDOW = 1;
const RECOVERY_CODES = 10;
/** Without letters and digits that look alike; 12 of them are 58 bits. */
const ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789";

const totpOf = (base32: string, email: string): TOTP =>
  new TOTP({ issuer: ISSUER, label: email, period: PERIOD_SECONDS, secret: Secret.fromBase32(base32) });

/** A secret for the authenticator; it counts once a code of it was given. @throws Refused SECOND_STEP_ON */
export async function beginSecondStep(
  { pool, seal }: Deps,
  { id, email }: Pick<SignInAccount, "id" | "email">,
): Promise<{ secret: string; otpauthUri: string }> {
  const secret = new Secret({ size: SECRET_BYTES }).base32;
  if (!(await setTotpSecret(pool, id, seal.seal(secret)))) throw isOn();
  return { secret, otpauthUri: totpOf(secret, email).toString() };
}

/** @returns the codes for when the authenticator is lost, which nobody can tell again */
export async function confirmSecondStep(deps: Deps, account: SignInAccount, code: string): Promise<string[]> {
  const { id, totpSecret, totpOn } = account;
  if (totpOn) throw isOn();
  if (totpSecret === null) throw new Refused("SECOND_STEP_NOT_BEGUN", "Ask for a secret first: POST /v1/session/totp.");
  const step = stepOf(deps, account, code);
  if (step === undefined) throw invalidField("/code", wrong("WRONG_CODE"));
  const codes = Array.from({ length: RECOVERY_CODES }, newRecoveryCode);
  const on = { sealed: totpSecret, step, recoveryHashes: codes.map(hashOf) };
  if (!(await switchTotpOn(deps.pool, id, on))) throw isOn();
  return codes;
}

export const endSecondStep = ({ pool }: Pick<Deps, "pool">, { id }: Pick<SignInAccount, "id">): Promise<void> =>
  switchTotpOff(pool, id);

/** Uses the code up. */
export async function isCode(deps: Deps, account: SignInAccount, code: string): Promise<boolean> {
  const step = stepOf(deps, account, code);
  if (step !== undefined) return takeTotpStep(deps.pool, account.id, step);
  return takeRecoveryCode(deps.pool, account.id, hashOf(code));
}

/** The time step that this is the code of, if it is about now. */
function stepOf({ now, seal }: Deps, { totpSecret, email }: SignInAccount, code: string): number | undefined {
  const token = code.replaceAll(/\s/g, "");
  const secret = totpSecret === null ? undefined : seal.open(totpSecret);
  if (secret === undefined || !/^\d{6}$/.test(token)) return undefined;
  const timestamp = now();
  const delta = totpOf(secret, email).validate({ token, timestamp, window: WINDOW });
  return delta === null ? undefined : Math.floor(timestamp / 1000 / PERIOD_SECONDS) + delta;
}

function newRecoveryCode(): string {
  const letters = Array.from({ length: 12 }, () => ALPHABET[randomInt(ALPHABET.length)]!);
  return [letters.slice(0, 4), letters.slice(4, 8), letters.slice(8)].map((group) => group.join("")).join("-");
}

/** Random enough that a fast hash is. */
const hashOf = (code: string): string =>
  createHash("sha256")
    .update(code.toUpperCase().replaceAll(/[^A-Z0-9]/g, ""))
    .digest("hex");

const isOn = (): Refused => new Refused("SECOND_STEP_ON", "The second step is on. Switch it off first.");
