/** Sessions of people at the console; of each only the hash of its token is kept. */
import type pg from "pg";
import { timestamp } from "./arrays.ts";

export interface NewSignInSession {
  id: string;
  account: string;
  tokenHash: string;
  /** Template ids that the identity provider gave. */
  roles: readonly string[];
  /** Where it was begun: of the network, and what the browser calls itself. */
  address: string;
  browser: string;
  /** Epoch ms. */
  createdAt: number;
  /** Whatever is done until then. */
  endsAt: number;
}

/** A session with whose it is, as the directory has it now. */
export interface SignInSession extends Omit<NewSignInSession, "tokenHash"> {
  seenAt: number;
  email: string;
  organization: string | null;
  principalName: string | null;
  displayName: string;
  totpOn: boolean;
  preferredLanguage: string | null;
}

const SELECT = `SELECT s.id::text, s.account::text, s.address, s.browser, s.created_at AS "createdAt",
    s.seen_at AS "seenAt", s.ends_at AS "endsAt", a.email, a.organization, a.principal_name AS "principalName",
    coalesce(u.display_name, a.display_name) AS "displayName", a.totp_on AS "totpOn",
    coalesce(u.roles, '{}') || s.roles AS roles,
    coalesce(u.preferred_language, o.preferred_language) AS "preferredLanguage"
  FROM sign_in_session s JOIN sign_in_account a ON a.id = s.account
    LEFT JOIN app_user u ON u.organization = a.organization AND u.principal_name = a.principal_name
    LEFT JOIN organization o ON o.id = a.organization`;

export async function insertSignInSession(client: pg.ClientBase | pg.Pool, session: NewSignInSession): Promise<void> {
  const { id, account, tokenHash, roles, address, browser, createdAt, endsAt } = session;
  await client.query(
    `INSERT INTO sign_in_session (id, account, token_hash, roles, address, browser, created_at, seen_at, ends_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $7, $8)`,
    [id, account, tokenHash, roles, address, browser, timestamp(createdAt), timestamp(endsAt)],
  );
}

/** The session of a token's hash, if it was used after `idleSince` and has not ended (epoch ms). */
export async function findSignInSession(
  pool: pg.Pool,
  tokenHash: string,
  { now, idleSince }: { now: number; idleSince: number },
): Promise<SignInSession | undefined> {
  const { rows } = await pool.query<SignInSession>({
    name: "sign_in_session",
    text: `${SELECT} WHERE s.token_hash = $1 AND s.ends_at > $2 AND s.seen_at > $3`,
    values: [tokenHash, timestamp(now), timestamp(idleSince)],
  });
  return rows[0];
}

/** Newest first; no more than a person can look through. */
export async function listSignInSessions(
  pool: pg.Pool,
  account: string,
  { now, idleSince, after, limit }: { now: number; idleSince: number; after: string | null; limit: number },
): Promise<SignInSession[]> {
  const { rows } = await pool.query<SignInSession>(
    `${SELECT} WHERE s.account = $1 AND s.ends_at > $2 AND s.seen_at > $3 AND ($4::bigint IS NULL OR s.id < $4)
     ORDER BY s.id DESC LIMIT $5`,
    [account, timestamp(now), timestamp(idleSince), after, limit],
  );
  return rows;
}

export async function markSeen(pool: pg.Pool, id: string, now: number): Promise<void> {
  await pool.query("UPDATE sign_in_session SET seen_at = greatest(seen_at, $2) WHERE id = $1", [id, timestamp(now)]);
}

/** False: the account has no such session. */
export async function deleteSignInSession(
  client: pg.ClientBase | pg.Pool,
  { id, account }: { id: string; account: string },
): Promise<boolean> {
  const { rowCount } = await client.query("DELETE FROM sign_in_session WHERE id = $1 AND account = $2", [id, account]);
  return (rowCount ?? 0) > 0;
}

/** All of an account but `except`, after its password has changed. */
export async function deleteSignInSessions(
  client: pg.ClientBase | pg.Pool,
  account: string,
  except: string | null,
): Promise<void> {
  await client.query("DELETE FROM sign_in_session WHERE account = $1 AND id IS DISTINCT FROM $2::bigint", [
    account,
    except,
  ]);
}
