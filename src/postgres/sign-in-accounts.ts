/** Who may sign in to the console, and the attempts to do so that failed. */
import type pg from "pg";
import { timestamp } from "./arrays.ts";

export interface SignInAccount {
  id: string;
  /** In lower case. */
  email: string;
  /** Null: runs the installation. */
  organization: string | null;
  /** Whose roles give the rights; null: whoever the identity provider says. */
  principalName: string | null;
  displayName: string;
  /** Argon2id; null: none was chosen yet. */
  passwordHash: string | null;
  /** Encrypted. */
  totpSecret: string | null;
  totpOn: boolean;
  recoveryHashes: string[];
  /** Epoch ms. */
  createdAt: number;
  signedInAt: number | null;
}

const COLUMNS = `id::text, email, organization, principal_name AS "principalName", display_name AS "displayName",
  password_hash AS "passwordHash", totp_secret AS "totpSecret", totp_on AS "totpOn",
  recovery_hashes AS "recoveryHashes", created_at AS "createdAt", signed_in_at AS "signedInAt"`;

/** False: the address is somebody's already. */
export async function insertSignInAccount(
  client: pg.ClientBase | pg.Pool,
  account: Pick<SignInAccount, "id" | "email" | "organization" | "principalName" | "displayName" | "createdAt"> & {
    passwordHash?: string | null;
  },
): Promise<boolean> {
  const { id, email, organization, principalName, displayName, passwordHash = null, createdAt } = account;
  const { rowCount } = await client.query(
    `INSERT INTO sign_in_account (id, email, organization, principal_name, display_name, password_hash, created_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING`,
    [id, email, organization, principalName, displayName, passwordHash, timestamp(createdAt)],
  );
  return rowCount === 1;
}

export async function findSignInAccount(
  client: pg.ClientBase | pg.Pool,
  by: { email: string } | { id: string },
): Promise<SignInAccount | undefined> {
  const [column, value] = "email" in by ? ["email", by.email] : ["id", by.id];
  const { rows } = await client.query<SignInAccount>(`SELECT ${COLUMNS} FROM sign_in_account WHERE ${column} = $1`, [
    value,
  ]);
  return rows[0];
}

/** By address, after the address `after`. */
export async function listSignInAccounts(
  pool: pg.Pool,
  organization: string,
  { after, limit }: { after: string | null; limit: number },
): Promise<SignInAccount[]> {
  const text = `SELECT ${COLUMNS} FROM sign_in_account
    WHERE organization = $1 AND ($2::text IS NULL OR email > $2) ORDER BY email LIMIT $3`;
  return (await pool.query<SignInAccount>(text, [organization, after, limit])).rows;
}

/** With its sessions and links. */
export async function deleteSignInAccount(pool: pg.Pool, id: string): Promise<void> {
  await pool.query("DELETE FROM sign_in_account WHERE id = $1", [id]);
}

export async function setPassword(client: pg.ClientBase | pg.Pool, id: string, passwordHash: string): Promise<void> {
  await client.query("UPDATE sign_in_account SET password_hash = $2 WHERE id = $1", [id, passwordHash]);
}

export async function markSignedIn(client: pg.ClientBase | pg.Pool, id: string, now: number): Promise<void> {
  await client.query("UPDATE sign_in_account SET signed_in_at = $2 WHERE id = $1", [id, timestamp(now)]);
}

/**
 * Counts one failure and locks the count until the transaction ends, so that guesses made at once are counted one
 * after the other. @returns how many there are now, and the wait that stood before (epoch ms)
 */
export async function countFailure(
  client: pg.ClientBase,
  subject: string,
  { now, forgottenBefore }: { now: number; forgottenBefore: number },
): Promise<{ failures: number; lockedUntil: number | null }> {
  const { rows } = await client.query<{ failures: number; lockedUntil: number | null }>(
    `INSERT INTO sign_in_failure AS f (subject, failures, last_at) VALUES ($1, 1, $2)
     ON CONFLICT (subject) DO UPDATE SET last_at = $2,
       failures = CASE WHEN f.last_at < $3 THEN 1 ELSE f.failures + 1 END
     RETURNING failures, locked_until AS "lockedUntil"`,
    [subject, timestamp(now), timestamp(forgottenBefore)],
  );
  return rows[0]!;
}

export async function lockOut(client: pg.ClientBase, subject: string, until: number | null): Promise<void> {
  await client.query("UPDATE sign_in_failure SET locked_until = $2 WHERE subject = $1", [subject, timestamp(until)]);
}

/** One that was none after all, and the wait that it began. */
export async function forgiveFailure(client: pg.ClientBase | pg.Pool, subject: string): Promise<void> {
  await client.query("DELETE FROM sign_in_failure WHERE subject = $1 AND failures = 1", [subject]);
  await client.query(
    "UPDATE sign_in_failure SET failures = failures - 1, locked_until = NULL WHERE subject = $1 AND failures > 1",
    [subject],
  );
}

export async function forgetFailures(client: pg.ClientBase | pg.Pool, subject: string): Promise<void> {
  await client.query("DELETE FROM sign_in_failure WHERE subject = $1", [subject]);
}

/** Failures, links and sessions that no longer count. */
export async function forgetPastSignIns(
  pool: pg.Pool,
  { now, failuresBefore }: { now: number; failuresBefore: number },
): Promise<void> {
  await pool.query("DELETE FROM sign_in_failure WHERE last_at < $1", [timestamp(failuresBefore)]);
  await pool.query("DELETE FROM sign_in_link WHERE ends_at < $1", [timestamp(now)]);
  await pool.query("DELETE FROM sign_in_session WHERE ends_at < $1", [timestamp(now)]);
}
