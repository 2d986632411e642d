/** Links by mail that set a password; of each only the hash of its token is kept. */
import type pg from "pg";
import { timestamp } from "./arrays.ts";

export interface SignInLink {
  account: string;
  purpose: "invitation" | "password-reset";
  /** Epoch ms. */
  createdAt: number;
  endsAt: number;
}

/** In place of those that the account has. */
export async function replaceSignInLink(client: pg.ClientBase, tokenHash: string, link: SignInLink): Promise<void> {
  const { account, purpose, createdAt, endsAt } = link;
  await client.query("DELETE FROM sign_in_link WHERE account = $1 AND purpose = $2", [account, purpose]);
  await client.query(
    "INSERT INTO sign_in_link (token_hash, account, purpose, created_at, ends_at) VALUES ($1, $2, $3, $4, $5)",
    [tokenHash, account, purpose, timestamp(createdAt), timestamp(endsAt)],
  );
}

export async function findSignInLink(
  pool: pg.Pool,
  tokenHash: string,
  { purpose, now }: { purpose: SignInLink["purpose"]; now: number },
): Promise<SignInLink | undefined> {
  const { rows } = await pool.query<SignInLink>(
    `SELECT account::text, purpose, created_at AS "createdAt", ends_at AS "endsAt" FROM sign_in_link
     WHERE token_hash = $1 AND purpose = $2 AND ends_at > $3`,
    [tokenHash, purpose, timestamp(now)],
  );
  return rows[0];
}

/** Uses the link up, and with it every other one of the account. False: somebody was quicker. */
export async function takeSignInLink(client: pg.ClientBase, tokenHash: string, account: string): Promise<boolean> {
  const { rowCount } = await client.query("DELETE FROM sign_in_link WHERE token_hash = $1", [tokenHash]);
  if (rowCount !== 1) return false;
  await client.query("DELETE FROM sign_in_link WHERE account = $1", [account]);
  return true;
}
