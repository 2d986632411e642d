/**
 * Guessing is slowed down, by the account that is guessed at, whether or not it exists, and by where it comes from. An
 * attempt counts as failed before it is looked at, so that many at once get no more guesses than one after the other.
 */
import { createHash } from "node:crypto";
import { isIPv6 } from "node:net";
import {
  type LockOut,
  OF_ACCOUNT,
  OF_ADDRESS,
  OF_RESETS,
  REMEMBERED_SECONDS,
  waitAfter,
} from "../../domain/lock-out.ts";
import { countFailure, forgetFailures, forgiveFailure, lockOut } from "../../postgres/sign-in-accounts.ts";
import { inTransaction, type Pool } from "../../postgres/transaction.ts";
import { Refused } from "../refused.ts";

export interface Attempt {
  /** What the account is called by, in lower case. */
  email: string;
  /** IP address. */
  address: string;
}

type Deps = { pool: Pool; now: () => number };

/**
 * @returns how many seconds nobody may try again, if it fails; 0: at once
 * @throws Refused LOCKED_OUT, with `retryAfterSeconds`, without counting it again
 */
export const countAttempt = (deps: Deps, attempt: Attempt): Promise<number> => count(deps, subjectsOf(attempt));

/** Of asking for a mail with a new password, which is slowed down likewise. @throws Refused LOCKED_OUT */
export const countPasswordReset = (deps: Deps, { email, address }: Attempt): Promise<number> =>
  count(deps, [
    [`reset ${addressSubject(address)}`, OF_ADDRESS],
    [`reset ${accountSubject(email)}`, OF_RESETS],
  ]);

async function count({ pool, now }: Deps, subjects: readonly Subject[]): Promise<number> {
  const at = now();
  const forgottenBefore = at - 1000 * REMEMBERED_SECONDS;
  return inTransaction(pool, async (client) => {
    let longest = 0;
    for (const [subject, rule] of subjects) {
      const { failures, lockedUntil } = await countFailure(client, subject, { now: at, forgottenBefore });
      if (lockedUntil !== null && lockedUntil > at) throw lockedOut(lockedUntil - at);
      const seconds = waitAfter(failures, rule);
      longest = Math.max(longest, seconds);
      await lockOut(client, subject, seconds > 0 ? at + 1000 * seconds : null);
    }
    return longest;
  });
}

/** It was no failure: the account's count begins anew; of an address that others share, only this one is taken back. */
export async function forgiveAttempt({ pool }: Deps, attempt: Attempt): Promise<void> {
  const [[address], [account]] = subjectsOf(attempt);
  await forgiveFailure(pool, address);
  await forgetFailures(pool, account);
}

/** Whoever set a new password by mail has shown who they are. */
export const forgiveAccount = ({ pool }: Pick<Deps, "pool">, email: string): Promise<void> =>
  forgetFailures(pool, accountSubject(email));

/** In one order for all, so that nobody waits in a circle. A hash, since people type passwords into the wrong field. */
const subjectsOf = ({ email, address }: Attempt): [Subject, Subject] => [
  [addressSubject(address), OF_ADDRESS],
  [accountSubject(email), OF_ACCOUNT],
];

type Subject = readonly [name: string, rule: LockOut];

const addressSubject = (address: string): string => `address:${networkOf(address)}`;

const accountSubject = (email: string): string => `account:${createHash("sha256").update(email).digest("hex")}`;

/** A customer of an IPv6 network has 2^64 addresses of one prefix: they count as one. */
function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined || !isIPv6(address)) return mapped ?? address;
  const [before = "", after] = address.split("%", 1)[0]!.split("::", 2);
  const groups = (text: string): string[] => (text === "" ? [] : text.split(":"));
  const left = groups(before);
  const zeros = after === undefined ? 0 : 8 - left.length - groups(after).length;
  const all = [...left, ...Array<string>(zeros).fill("0"), ...groups(after ?? "")];
  return all.slice(0, 4).join(":").toLowerCase();
}

function lockedOut(ms: number): Refused {
  const retryAfterSeconds = Math.ceil(ms / 1000);
  const words = `Too many attempts failed. Try again in ${retryAfterSeconds} seconds.`;
  return new Refused("LOCKED_OUT", words, { retryAfterSeconds });
}
