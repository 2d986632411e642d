/** The second step of signing in: the authenticator's secret, and codes for when it is lost. */
import type pg from "pg";

/** False: it is on already. */
export async function setTotpSecret(pool: pg.Pool, account: string, sealed: string): Promise<boolean> {
  const text = "UPDATE sign_in_account SET totp_secret = $2, totp_step = NULL WHERE id = $1 AND NOT totp_on";
  return (await pool.query(text, [account, sealed])).rowCount === 1;
}

/** False: another secret was made meanwhile, or it is on already. */
export async function switchTotpOn(
  pool: pg.Pool,
  account: string,
  { sealed, step, recoveryHashes }: { sealed: string; step: number; recoveryHashes: readonly string[] },
): Promise<boolean> {
  const text = `UPDATE sign_in_account SET totp_on = true, totp_step = $3, recovery_hashes = $4
    WHERE id = $1 AND NOT totp_on AND totp_secret = $2`;
  return (await pool.query(text, [account, sealed, step, recoveryHashes])).rowCount === 1;
}

export async function switchTotpOff(pool: pg.Pool, account: string): Promise<void> {
  await pool.query(
    `UPDATE sign_in_account SET totp_on = false, totp_secret = NULL, totp_step = NULL, recovery_hashes = '{}'
     WHERE id = $1`,
    [account],
  );
}

/** False: a code of this time step or a later one was taken before. */
export async function takeTotpStep(pool: pg.Pool, account: string, step: number): Promise<boolean> {
  const text = `UPDATE sign_in_account SET totp_step = $2
    WHERE id = $1 AND totp_on AND (totp_step IS NULL OR totp_step < $2)`;
  return (await pool.query(text, [account, step])).rowCount === 1;
}

/** False: there is no such code, or it was used. */
export async function takeRecoveryCode(pool: pg.Pool, account: string, hash: string): Promise<boolean> {
  const text = `UPDATE sign_in_account SET recovery_hashes = array_remove(recovery_hashes, $2)
    WHERE id = $1 AND totp_on AND $2 = ANY (recovery_hashes)`;
  return (await pool.query(text, [account, hash])).rowCount === 1;
}
