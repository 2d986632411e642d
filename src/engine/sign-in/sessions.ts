/**
 * Sessions of people at the console: begun by a sign-in, under a token that only their browser has, ended by their own
 * wish, by idleness, and after a day's work at the latest.
 */
import { createHash, randomBytes } from "node:crypto";
import type { SignInAccount } from "../../postgres/sign-in-accounts.ts";
import { markSignedIn } from "../../postgres/sign-in-accounts.ts";
import {
  deleteSignInSession,
  findSignInSession,
  insertSignInSession,
  listSignInSessions,
  markSeen,
  type SignInSession,
} from "../../postgres/sign-in-sessions.ts";
import { inTransaction } from "../../postgres/transaction.ts";
import type { Engine } from "../engine.ts";
import { Refused } from "../refused.ts";

export type { SignInSession } from "../../postgres/sign-in-sessions.ts";

export interface SessionLimits {
  /** So long after the last request. */
  idleMs: number;
  /** So long after the sign-in, whatever is done. */
  mostMs: number;
}

/** Where a session is used from: the IP address, and what the browser calls itself. */
export interface Origin {
  address: string;
  browser: string;
}

/** Being seen is written down this rarely. */
const SEEN_MS = 30_000;

type Deps = Pick<Engine, "pool" | "now" | "ids">;

export class SignInSessions {
  readonly #deps: Deps;
  readonly #limits: SessionLimits;

  constructor(deps: Deps, limits: SessionLimits) {
    this.#deps = deps;
    this.#limits = limits;
  }

  /**
   * Always under a new token: one that was planted in the browser before is worth nothing. What the browser had is
   * ended. `roles`: template ids that the identity provider gave.
   */
  async begin(
    account: Pick<SignInAccount, "id">,
    { address, browser, roles = [], replaces }: Origin & { roles?: readonly string[]; replaces?: SignInSession | null },
  ): Promise<{ token: string; session: SignInSession }> {
    const { pool, now, ids } = this.#deps;
    const token = randomBytes(32).toString("base64url");
    const createdAt = now();
    const session = {
      id: String(await ids.one()),
      account: account.id,
      tokenHash: hashOf(token),
      roles,
      address,
      browser: browser.slice(0, 300),
      createdAt,
      endsAt: createdAt + this.#limits.mostMs,
    };
    await inTransaction(pool, async (client) => {
      if (replaces) await deleteSignInSession(client, replaces);
      await insertSignInSession(client, session);
      await markSignedIn(client, account.id, createdAt);
    });
    return { token, session: (await this.find(token))! };
  }

  /** The session of a token, which is thereby in use. */
  async find(token: string): Promise<SignInSession | undefined> {
    const { pool, now } = this.#deps;
    const at = now();
    const session = await findSignInSession(pool, hashOf(token), { now: at, idleSince: at - this.#limits.idleMs });
    if (session && at - session.seenAt > Math.min(SEEN_MS, this.#limits.idleMs / 4)) {
      await markSeen(pool, session.id, at);
      return { ...session, seenAt: at };
    }
    return session;
  }

  list({ account }: SignInSession, after: string | null, limit: number): Promise<SignInSession[]> {
    const now = this.#deps.now();
    const from = after !== null && /^\d{1,18}$/.test(after) ? after : null;
    const wanted = { now, idleSince: now - this.#limits.idleMs, after: from, limit };
    return listSignInSessions(this.#deps.pool, account, wanted);
  }

  /** @throws Refused UNKNOWN_SESSION for one that is not of this person */
  async end({ account }: SignInSession, id: string): Promise<void> {
    const done = /^\d{1,18}$/.test(id) && (await deleteSignInSession(this.#deps.pool, { id, account }));
    if (!done) throw new Refused("UNKNOWN_SESSION", `You have no session ${id}.`);
  }

  /** Epoch ms: when it ends if nothing more is done. */
  expiresAt = ({ seenAt, endsAt }: SignInSession): number => Math.min(endsAt, seenAt + this.#limits.idleMs);
}

const hashOf = (token: string): string => createHash("sha256").update(token).digest("hex");

/** What a page must send with every change: follows from the token, which pages of others can not read. */
export const csrfTokenOf = (token: string): string => createHash("sha256").update(`csrf ${token}`).digest("base64url");
