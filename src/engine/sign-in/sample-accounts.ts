/**
 * The sample's two local accounts: an administrator of its organisation, and an operator. Made once; whoever removes
 * one does not get it back. A password of the settings holds at every start.
 */
import { randomBytes } from "node:crypto";
import { findSignInAccount, insertSignInAccount, setPassword } from "../../postgres/sign-in-accounts.ts";
import { markDone, readMark } from "../../postgres/sample.ts";
import { findUser } from "../../postgres/users.ts";
import type { Engine } from "../engine.ts";
import { hashPassword, isPassword } from "./password.ts";

const ADMINISTRATOR = { email: "admin@contoso.example", organization: "contoso" };
const OPERATOR = { email: "operator@talktime.example", organization: null };

export const SAMPLE_ACCOUNTS = [ADMINISTRATOR.email, OPERATOR.email] as const;

const MARK = "sample-accounts";

/** @returns the password that was made up now, for whoever started this; null where there is nothing to tell */
export async function keepSampleAccounts(
  engine: Pick<Engine, "pool" | "ids" | "now">,
  wanted: string | undefined,
): Promise<string | null> {
  if ((await readMark(engine.pool, "sample")) !== "done") return null;
  if ((await readMark(engine.pool, MARK)) !== "done") {
    const password = wanted ?? randomBytes(15).toString("base64url");
    await make(engine, ADMINISTRATOR, password);
    await make(engine, OPERATOR, password);
    await markDone(engine.pool, MARK);
    return wanted === undefined ? password : null;
  }
  if (wanted === undefined) return null;
  for (const email of SAMPLE_ACCOUNTS) {
    const account = await findSignInAccount(engine.pool, { email });
    if (account && !(await isPassword(wanted, account.passwordHash)))
      await setPassword(engine.pool, account.id, await hashPassword(wanted));
  }
  return null;
}

/** Again after a start that was cut short: with this start's password, since nobody was told the one before. */
async function make(
  { pool, ids, now }: Pick<Engine, "pool" | "ids" | "now">,
  { email, organization }: typeof ADMINISTRATOR | typeof OPERATOR,
  password: string,
): Promise<void> {
  const user = organization === null ? undefined : await findUser(pool, organization, email);
  if (organization !== null && !user) return;
  const passwordHash = await hashPassword(password);
  const made = await insertSignInAccount(pool, {
    id: String(await ids.one()),
    email,
    organization,
    principalName: user?.userPrincipalName ?? null,
    displayName: user?.displayName ?? "Operator",
    passwordHash,
    createdAt: now(),
  });
  if (made) return;
  const account = await findSignInAccount(pool, { email });
  if (account) await setPassword(pool, account.id, passwordHash);
}
