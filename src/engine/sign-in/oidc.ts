/**
 * Signing in with an identity provider: OpenID Connect, authorization code with PKCE, state and nonce. Whom the provider
 * names must be in the directory, or come from a tenant that is an organisation's and bring a role along. Only what the
 * provider vouches for counts: an address that it has not verified names nobody.
 */
import * as client from "openid-client";
import type { OidcSettings } from "../../config.ts";
import { oneLine } from "../../mail/mailer.ts";
import { findOrganizationOfTenant } from "../../postgres/organizations.ts";
import { findSignInAccount, insertSignInAccount, type SignInAccount } from "../../postgres/sign-in-accounts.ts";
import { findUser, findUserAnywhere } from "../../postgres/users.ts";
import type { Engine } from "../engine.ts";
import { Refused } from "../refused.ts";
import { roleOf } from "../roles.ts";

type Deps = Pick<Engine, "pool" | "now" | "ids">;

/** What one sign-in has to remember until the person comes back; for their browser alone. */
export interface Errand {
  state: string;
  nonce: string;
  verifier: string;
  returnTo: string;
  /** Epoch ms. */
  at: number;
}

/** So long it may take to sign in at the provider. */
export const ERRAND_SECONDS = 600;

export class OpenIdConnect {
  readonly #settings: OidcSettings;
  #provider: Promise<client.Configuration> | undefined;

  constructor(settings: OidcSettings) {
    this.#settings = settings;
  }

  get name(): string {
    return this.#settings.name;
  }

  /** Where to send the browser, and what to remember. */
  async start(redirectUri: string, returnTo: string, at: number): Promise<{ url: string; errand: Errand }> {
    const errand = {
      state: client.randomState(),
      nonce: client.randomNonce(),
      verifier: client.randomPKCECodeVerifier(),
      returnTo,
      at,
    };
    const url = client.buildAuthorizationUrl(await this.#discovered(), {
      redirect_uri: redirectUri,
      scope: "openid profile email",
      code_challenge: await client.calculatePKCECodeChallenge(errand.verifier),
      code_challenge_method: "S256",
      state: errand.state,
      nonce: errand.nonce,
    });
    return { url: url.href, errand };
  }

  /**
   * `address`: what the browser was sent back to. @returns who signed in, and the roles (template ids) that the
   * provider gives them. @throws Refused OIDC_FAILED, OIDC_UNKNOWN_PERSON
   */
  async finish(deps: Deps, address: URL, errand: Errand): Promise<{ account: SignInAccount; roles: string[] }> {
    const provider = await this.#discovered();
    const tokens = await client
      .authorizationCodeGrant(provider, address, {
        pkceCodeVerifier: errand.verifier,
        expectedState: errand.state,
        expectedNonce: errand.nonce,
        idTokenExpected: true,
      })
      .catch((error: unknown) => {
        const why = error instanceof Error ? error.message : String(error);
        throw new Refused("OIDC_FAILED", `The identity provider's answer was not accepted: ${why}`);
      });
    return personOf(deps, this.#settings, tokens.claims()!);
  }

  /** A provider that is away now may answer the next time. */
  #discovered(): Promise<client.Configuration> {
    const { issuer, clientId, clientSecret } = this.#settings;
    const url = new URL(issuer);
    const inside = url.protocol === "http:" && ["127.0.0.1", "localhost", "[::1]"].includes(url.hostname);
    this.#provider ??= client
      .discovery(url, clientId, clientSecret, undefined, inside ? { execute: [client.allowInsecureRequests] } : {})
      .catch((error: unknown) => {
        this.#provider = undefined;
        const why = error instanceof Error ? error.message : String(error);
        throw new Refused("OIDC_FAILED", `The identity provider can not be reached: ${why}`);
      });
    return this.#provider;
  }
}

type Claims = Readonly<Record<string, unknown>>;

async function personOf(
  deps: Deps,
  settings: OidcSettings,
  claims: Claims,
): Promise<{ account: SignInAccount; roles: string[] }> {
  const values = [claims[settings.roleClaim]].flat().filter((value): value is string => typeof value === "string");
  const roles = values.flatMap((value) => roleOf(settings.roleMap.get(value) ?? value)?.templateId ?? []);
  const named = textOf(claims["preferred_username"]) ?? verifiedMail(claims);
  const tenant = textOf(claims["tid"]);
  if (settings.operatorRole !== null && values.includes(settings.operatorRole) && isHome(settings, tenant) && named)
    return {
      account: await accountFor(deps, { organization: null, principalName: null, email: named }, claims),
      roles: [],
    };
  const organization = tenant === undefined ? undefined : await findOrganizationOfTenant(deps.pool, tenant);
  if (tenant !== undefined && organization === undefined) throw unknownPerson("No organisation has your tenant.");
  for (const name of [textOf(claims["oid"]), textOf(claims["preferred_username"]), verifiedMail(claims)]) {
    if (name === undefined) continue;
    const found = organization
      ? await findUser(deps.pool, organization, name).then((user) => user && { ...user, organization })
      : await findUserAnywhere(deps.pool, name);
    if (found?.kind !== "person") continue;
    const { userPrincipalName: principalName } = found;
    const person = { organization: found.organization, principalName, email: principalName.toLowerCase() };
    return { account: await accountFor(deps, person, claims), roles };
  }
  if (!organization || !named) throw unknownPerson("You are not in the directory of any organisation.");
  if (roles.length === 0) throw unknownPerson("You are not in the directory, and your provider gives you no role.");
  return { account: await accountFor(deps, { organization, principalName: null, email: named }, claims), roles };
}

/** A customer's tenant must not make operators: only the tenant that the provider's own address names. */
const isHome = ({ issuer }: OidcSettings, tenant: string | undefined): boolean =>
  tenant === undefined || new URL(issuer).pathname.split("/").includes(tenant);

async function accountFor(
  deps: Deps,
  person: Pick<SignInAccount, "organization" | "principalName" | "email">,
  claims: Claims,
): Promise<SignInAccount> {
  const id = String(await deps.ids.one());
  const { name } = claims;
  const displayName = typeof name === "string" && name !== "" ? oneLine(name).slice(0, 256) : person.email;
  await insertSignInAccount(deps.pool, { ...person, id, displayName, createdAt: deps.now() });
  const account = await findSignInAccount(deps.pool, person);
  if (account?.organization !== person.organization || account.principalName !== person.principalName)
    throw unknownPerson(`${person.email} signs in elsewhere already.`);
  return account;
}

/** In lower case, as names are kept. */
const textOf = (value: unknown): string | undefined =>
  typeof value === "string" && value !== "" && value.length <= 320 ? value.toLowerCase() : undefined;

const verifiedMail = (claims: Claims): string | undefined =>
  claims["email_verified"] === true ? textOf(claims["email"]) : undefined;

const unknownPerson = (words: string): Refused => new Refused("OIDC_UNKNOWN_PERSON", words);
