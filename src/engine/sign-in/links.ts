/**
 * Links by mail that let somebody set a password: an invitation, and a forgotten password. They are sent at once and
 * not by the outbox of notices, whose words others may read: whoever has the link has the account.
 */
import { createHash, randomBytes } from "node:crypto";
import { SENDER } from "../../mail/layout.ts";
import type { Sending } from "../../mail/mailer.ts";
import { writeSignInMail } from "../../mail/sign-in.ts";
import { spokenLanguage } from "../../mail/speech.ts";
import { readOrganization } from "../../postgres/organizations.ts";
import {
  findSignInAccount,
  insertSignInAccount,
  setPassword,
  type SignInAccount,
} from "../../postgres/sign-in-accounts.ts";
import { findSignInLink, replaceSignInLink, type SignInLink, takeSignInLink } from "../../postgres/sign-in-links.ts";
import { deleteSignInSessions } from "../../postgres/sign-in-sessions.ts";
import { inTransaction } from "../../postgres/transaction.ts";
import { findUser, type UserDetails } from "../../postgres/users.ts";
import type { Engine } from "../engine.ts";
import { Refused } from "../refused.ts";
import { forgiveAccount } from "./attempts.ts";
import { hashPassword, requireGoodPassword } from "./password.ts";
import { tellOfSignIn } from "./tell.ts";

type Deps = Pick<Engine, "pool" | "now" | "ids" | "post">;

const DAY_MS = 86_400_000;
const LASTS_MS: Record<SignInLink["purpose"], number> = { invitation: 7 * DAY_MS, "password-reset": DAY_MS / 24 };
const LINKS: Record<SignInLink["purpose"], string> = {
  invitation: "an invitation",
  "password-reset": "a mail for a forgotten password",
};
const PAGES: Record<SignInLink["purpose"], string> = {
  invitation: "/accept-invitation",
  "password-reset": "/reset-password",
};

/** What became of a link that was made for somebody. */
export interface Sent {
  email: string;
  link: string;
  /** Epoch ms. */
  endsAt: number;
  /** Null: no address is known. */
  address: string | null;
  state: Sending["state"] | "no-address";
  reason: string | null;
}

/** Invites somebody of the directory; again for somebody who has an account already, who then sets a new password. */
export async function inviteUser(deps: Deps, organization: string, user: UserDetails): Promise<Sent> {
  const { userPrincipalName: principalName, displayName } = user;
  return inviteAs(deps, { email: principalName.toLowerCase(), organization, principalName, displayName }, user);
}

/** Invites somebody to run the installation. */
export async function inviteOperator(
  deps: Deps,
  { email, displayName, preferredLanguage }: { email: string; displayName: string; preferredLanguage: string | null },
): Promise<Sent> {
  const account = { email: email.toLowerCase(), organization: null, principalName: null, displayName };
  return inviteAs(deps, account, { mail: email, alternateMail: null, preferredLanguage });
}

type Invited = Pick<SignInAccount, "email" | "organization" | "principalName" | "displayName">;

async function inviteAs(deps: Deps, wanted: Invited, reach: Reach): Promise<Sent> {
  const id = String(await deps.ids.one());
  await insertSignInAccount(deps.pool, { ...wanted, id, createdAt: deps.now() });
  const account = await findSignInAccount(deps.pool, wanted);
  if (account?.organization !== wanted.organization)
    throw new Refused("IDENTITY_TAKEN", `${wanted.email} signs in elsewhere already.`);
  return send(deps, account, "invitation", reach);
}

/** A mail for somebody who forgot the password; undefined where there is no such account, which nobody is told. */
export async function forgotPassword(deps: Deps, email: string): Promise<Sent | undefined> {
  const account = await findSignInAccount(deps.pool, { email });
  if (!account || account.passwordHash === null) return undefined;
  return send(deps, account, "password-reset", await reachOf(deps, account));
}

/** @throws Refused UNKNOWN_LINK, INVALID_REQUEST for a password that is no good: the link then stays */
export async function acceptLink(
  deps: Deps,
  purpose: SignInLink["purpose"],
  { token, password }: { token: string; password: string },
  address: string,
): Promise<SignInAccount> {
  const tokenHash = hashOf(token);
  const link = await findSignInLink(deps.pool, tokenHash, { purpose, now: deps.now() });
  const account = link && (await findSignInAccount(deps.pool, { id: link.account }));
  if (!account) throw unknownLink();
  requireGoodPassword(password, account.email);
  const passwordHash = await hashPassword(password);
  await inTransaction(deps.pool, async (client) => {
    if (!(await takeSignInLink(client, tokenHash, account.id))) throw unknownLink();
    await setPassword(client, account.id, passwordHash);
    await deleteSignInSessions(client, account.id, null);
  });
  await forgiveAccount(deps, account.email);
  const told = { account, address, action: `POST /v1/${purpose}s/accept`, shown: true } as const;
  await tellOfSignIn(deps, { ...told, words: `Chose a password by the link of ${LINKS[purpose]}` });
  return account;
}

type Reach = Pick<UserDetails, "mail" | "alternateMail" | "preferredLanguage">;

async function reachOf({ pool }: Deps, { organization, principalName, email }: SignInAccount): Promise<Reach> {
  const user =
    organization === null ? null : await findUser(pool, organization, (principalName ?? email).toLowerCase());
  return user ?? { mail: email, alternateMail: null, preferredLanguage: null };
}

async function send(deps: Deps, account: SignInAccount, purpose: SignInLink["purpose"], reach: Reach): Promise<Sent> {
  const { email, displayName } = account;
  const token = randomBytes(32).toString("base64url");
  const createdAt = deps.now();
  const endsAt = createdAt + LASTS_MS[purpose];
  const stored = { account: account.id, purpose, createdAt, endsAt };
  await inTransaction(deps.pool, (client) => replaceSignInLink(client, hashOf(token), stored));
  const organization =
    account.organization === null ? undefined : await readOrganization(deps.pool, account.organization);
  const language = spokenLanguage(reach.preferredLanguage, organization?.preferredLanguage ?? null);
  const link = `${deps.post.publicUrl}${PAGES[purpose]}?token=${token}&lang=${language}`;
  const address = reach.mail ?? reach.alternateMail;
  if (address === null) return { email, link, endsAt, address, state: "no-address", reason: null };
  const about = { purpose, organization: organization?.displayName ?? null, email, link, endsAt };
  const letter = writeSignInMail({ ...about, timeZone: organization?.timeZone ?? "UTC" }, language);
  const { mailer, sender } = deps.post;
  const sending = await mailer.send({
    ...letter,
    messageId: `sign-in-${hashOf(token).slice(0, 32)}@${sender.slice(sender.lastIndexOf("@") + 1)}`,
    from: { name: SENDER[language], address: sender },
    to: { name: displayName, address },
    language,
    at: createdAt,
  });
  return { email, link, endsAt, address, state: sending.state, reason: "reason" in sending ? sending.reason : null };
}

const hashOf = (token: string): string => createHash("sha256").update(token).digest("hex");

const unknownLink = (): Refused =>
  new Refused("UNKNOWN_LINK", "This link was used, or its time is over. Ask for a new one.");
