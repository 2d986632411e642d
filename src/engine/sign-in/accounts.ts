/** The accounts of an organisation's people, for those who may invite them. */
import { wrong } from "../../domain/fault.ts";
import {
  deleteSignInAccount,
  findSignInAccount,
  listSignInAccounts,
  type SignInAccount,
} from "../../postgres/sign-in-accounts.ts";
import { findUser, findUserByMail, type UserDetails } from "../../postgres/users.ts";
import type { Engine } from "../engine.ts";
import { getOrganization } from "../provision-organization.ts";
import { invalidField, Refused } from "../refused.ts";

type Deps = Pick<Engine, "pool">;

/** The person that is meant, by principal name, another name, or mail address. @throws Refused UNKNOWN_USER */
export async function signInUser(
  { pool }: Deps,
  organization: string,
  { userPrincipalName, email }: { userPrincipalName?: string | undefined; email?: string | undefined },
): Promise<UserDetails> {
  await getOrganization({ pool }, organization);
  const name = userPrincipalName ?? email;
  if (name === undefined) throw invalidField("/userPrincipalName", wrong("REQUIRED"));
  const user =
    (await findUser(pool, organization, name.toLowerCase())) ?? (await findUserByMail(pool, organization, name));
  const pointer = userPrincipalName === undefined ? "/email" : "/userPrincipalName";
  if (!user) throw invalidField(pointer, wrong("NOT_IN_DIRECTORY"), "UNKNOWN_USER");
  if (user.kind !== "person") throw invalidField(pointer, wrong("NOT_A_PERSON"));
  return user;
}

/** By address, after the address `after`. @throws Refused UNKNOWN_ORGANIZATION */
export async function signInAccounts(
  { pool }: Deps,
  organization: string,
  { after, limit }: { after: string | null; limit: number },
): Promise<SignInAccount[]> {
  await getOrganization({ pool }, organization);
  return listSignInAccounts(pool, organization, { after, limit });
}

/** `demand` is told the roles (template ids) of whose account it is, and throws for whoever may not remove it. */
export async function removeSignInAccount(
  { pool }: Deps,
  organization: string,
  email: string,
  demand: (roles: readonly string[]) => void,
): Promise<void> {
  await getOrganization({ pool }, organization);
  const account = await findSignInAccount(pool, { email: email.toLowerCase() });
  if (account?.organization !== organization)
    throw new Refused("UNKNOWN_SIGN_IN_ACCOUNT", `Nobody of this organisation signs in as ${email}.`);
  const { principalName } = account;
  const user = principalName === null ? undefined : await findUser(pool, organization, principalName.toLowerCase());
  demand(user?.roles ?? []);
  await deleteSignInAccount(pool, account.id);
}
