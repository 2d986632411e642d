/** Signing in with a password, and a code where the second step is on; and showing again that one knows the password. */
import { wrong } from "../../domain/fault.ts";
import { findSignInAccount, setPassword, type SignInAccount } from "../../postgres/sign-in-accounts.ts";
import { deleteSignInSessions } from "../../postgres/sign-in-sessions.ts";
import { inTransaction } from "../../postgres/transaction.ts";
import type { Engine } from "../engine.ts";
import { invalidField, Refused } from "../refused.ts";
import { countAttempt, forgiveAttempt } from "./attempts.ts";
import { hashPassword, isPassword, requireGoodPassword } from "./password.ts";
import type { Seal } from "../seal.ts";
import { isCode } from "./second-step.ts";
import type { SignInSession } from "./sessions.ts";
import { failureWords, tellOfSignIn } from "./tell.ts";

export interface Credentials {
  email: string;
  password: string;
  code?: string | undefined;
}

type Deps = Pick<Engine, "pool" | "now">;

/**
 * @throws Refused SIGN_IN_FAILED, the same and after the same time for an unknown address and a wrong password;
 * CODE_NEEDED once the password was right; LOCKED_OUT
 */
export async function signIn(
  deps: Deps & { seal: Seal },
  { email, password, code }: Credentials,
  address: string,
): Promise<SignInAccount> {
  const attempt = { email: email.trim().toLowerCase(), address };
  const lockedSeconds = await countAttempt(deps, attempt);
  const account = await findSignInAccount(deps.pool, { email: attempt.email });
  const fail = async (words: string): Promise<Refused> => {
    const about = { account: account ?? null, address, action: "POST /v1/session", shown: false } as const;
    await tellOfSignIn(deps, { ...about, words: failureWords(words, lockedSeconds) });
    return failed();
  };
  const right = await isPassword(password, account?.passwordHash);
  if (!account || !right)
    throw await fail(`Signing in failed: ${account ? "the password was not right" : "there is no such account"}`);
  if (account.totpOn) {
    // It stays counted: whoever knows the password must not guess codes for nothing.
    if (code === undefined) throw new Refused("CODE_NEEDED", "Send the code that your authenticator shows.");
    if (!(await isCode(deps, account, code))) throw await fail("Signing in failed: the code was not right");
  }
  await forgiveAttempt(deps, attempt);
  return account;
}

/** The account of a session, whose holder has shown the password again. Guesses count as they do when signing in. */
export async function confirmPassword(
  deps: Deps,
  session: SignInSession,
  password: string,
  { address, pointer }: { address: string; pointer: string },
): Promise<SignInAccount> {
  const attempt = { email: session.email, address };
  const lockedSeconds = await countAttempt(deps, attempt);
  const account = await accountOf(deps, session);
  if (!(await isPassword(password, account.passwordHash))) {
    const words = failureWords("Showing the password again failed: it was not right", lockedSeconds);
    await tellOfSignIn(deps, { account, address, action: "POST /v1/session/password", words, shown: false });
    throw invalidField(pointer, wrong("WRONG_PASSWORD"));
  }
  await forgiveAttempt(deps, attempt);
  return account;
}

/** Ends all other sessions: whoever else was signed in must know the new password. */
export async function changePassword(
  deps: Deps,
  session: SignInSession,
  { currentPassword, newPassword }: { currentPassword: string; newPassword: string },
  address: string,
): Promise<void> {
  requireGoodPassword(newPassword, session.email, "/newPassword");
  const account = await confirmPassword(deps, session, currentPassword, { address, pointer: "/currentPassword" });
  const passwordHash = await hashPassword(newPassword);
  await inTransaction(deps.pool, async (client) => {
    await setPassword(client, account.id, passwordHash);
    await deleteSignInSessions(client, account.id, session.id);
  });
}

export async function accountOf({ pool }: Pick<Deps, "pool">, { account }: SignInSession): Promise<SignInAccount> {
  return (await findSignInAccount(pool, { id: account }))!;
}

const failed = (): Refused => new Refused("SIGN_IN_FAILED", "The address, the password or the code is not right.");
