/**
 * What the audit log is told of signing in where no request has a known caller: what failed, who came by the identity
 * provider, and who chose a password by a link. A failure is told once for each attempt that counts, so that lock-outs
 * keep guessing from filling the log; what was typed is never told, since people type passwords into the wrong field.
 */
import type { SignInAccount } from "../../postgres/sign-in-accounts.ts";
import { INSTALLATION, writeAuditEntry } from "../audit-log.ts";
import type { Engine } from "../engine.ts";

type Deps = Pick<Engine, "pool" | "now">;

export interface SignInNews {
  /** Null: there is no such account, or nobody knows whose it is. */
  account: Pick<SignInAccount, "id" | "email" | "organization"> | null;
  /** IP address. */
  address: string;
  /** Method and address of the request. */
  action: `${"GET" | "POST"} /${string}`;
  words: string;
  /** False: somebody said to be this account, and did not show it. */
  shown: boolean;
}

export const tellOfSignIn = (
  { pool, now }: Deps,
  { account, address, action, words, shown }: SignInNews,
): Promise<void> =>
  writeAuditEntry(
    { pool },
    {
      organization: account?.organization ?? INSTALLATION,
      at: now(),
      actor: account && shown ? `account-${account.id}` : "nobody",
      name: account?.email ?? "nobody known",
      ...{ address, action, words, subject: action.slice(action.indexOf("/")) },
      ...{ asked: null, before: null, after: null },
    },
  );

/** `lockedSeconds`: so long nobody may try again, because of this failure. */
export const failureWords = (what: string, lockedSeconds: number): string =>
  lockedSeconds > 0 ? `${what}; locked out for ${lockedSeconds} s` : what;
