/**
 * Who asks: `Authorization: Bearer <key>`, the operator's key of the settings or one made by POST /v1/api-keys; or the
 * cookie of somebody who signed in to the console. A browser sends its cookie along whoever wrote the page, so a change
 * by cookie has to show besides that it comes from our own page: X-CSRF-Token.
 */
import { hash as hashOf, timingSafeEqual } from "node:crypto";
import type { FastifyRequest } from "fastify";
import { OPERATOR_RIGHTS, type Right, rightsOfRoles, rightsOfScopes, type Scope, SCOPES } from "../domain/rights.ts";
import type { ApiKey, ApiKeys } from "../engine/api-keys.ts";
import { roleNames } from "../engine/roles.ts";
import type { AccessTokens } from "../engine/sign-in/access-tokens.ts";
import { csrfTokenOf, type SignInSession, type SignInSessions } from "../engine/sign-in/sessions.ts";
import { sessionToken } from "./cookies.ts";
import { Problem } from "./errors.ts";

export interface Caller {
  /** `operator`, or the id of the API key or of the account that is signed in. */
  id: string;
  /** As it is shown to others, in what it wrote or changed. */
  name: string;
  /** Whose call ids its calls have. A key without a switch, the operator's too, is a switch of its own. */
  switchId: string;
  /** The one organisation it may see; null: all. */
  organization: string | null;
  rights: ReadonlySet<Right>;
  /** Of somebody at the console; null for a key. */
  session: (SignInSession & { csrfToken: string }) | null;
}

declare module "fastify" {
  interface FastifyRequest {
    /** Unknown on routes that need no key. */
    caller: Caller;
    switchId: string;
  }
}

/** Whoever an API key is given to, as the caller that it is. */
export interface KeyHolder extends Caller {
  scopes: readonly Scope[];
}

/** The holder of the key with this SHA-256 hash; undefined for a key that is not known or has ended. */
export type HolderOf = (hash: Buffer) => Promise<KeyHolder | undefined>;

const OPERATOR = keyHolder({ id: "operator", switchId: "operator", organization: null, scopes: SCOPES });

/** The keys of the database, and the operator's of the settings. */
export function keyHolders(keys: ApiKeys, operatorKey: string | undefined): HolderOf {
  const operatorHash = operatorKey === undefined ? undefined : sha256(operatorKey);
  // Made once for as long as a key is remembered: every request asks.
  const holders = new WeakMap<ApiKey, KeyHolder>();
  return async (hash) => {
    // Hashes are of one length, which timingSafeEqual needs, and tell nothing by how far they agree.
    if (operatorHash && timingSafeEqual(hash, operatorHash)) return OPERATOR;
    const key = await keys.find(hash.toString("hex"));
    if (!key) return undefined;
    let holder = holders.get(key);
    if (!holder) holders.set(key, (holder = holderOfKey(key)));
    return holder;
  };
}

function holderOfKey({ id: number, switch: ofSwitch, organization, scopes }: ApiKey): KeyHolder {
  const id = `key-${number}`;
  return keyHolder({ id, switchId: ofSwitch ?? id, organization, scopes: [...scopes] });
}

function keyHolder(holder: Pick<KeyHolder, "id" | "switchId" | "organization" | "scopes">): KeyHolder {
  const { id, switchId, organization, scopes } = holder;
  return { id, name: id, switchId, organization, scopes, rights: rightsOfScopes(scopes, organization), session: null };
}

/** @throws Problem UNAUTHENTICATED, without telling whether the key is missing, wrong or revoked in any detail; CSRF */
export type Authenticate = (request: FastifyRequest) => Promise<Caller>;

export function authentication(holderOf: HolderOf, tokens: AccessTokens, sessions: SignInSessions): Authenticate {
  return async (request) => {
    const { authorization } = request.headers;
    if (authorization === undefined) return signedIn(request, sessions);
    const bearer = /^Bearer +([\x21-\x7e]{1,512})$/i.exec(authorization)?.[1];
    if (bearer === undefined) throw nobody();
    const token = ACCESS_TOKEN.test(bearer) ? await tokens.open(bearer) : undefined;
    const holder = await holderOf(token?.keyHash ?? sha256(bearer));
    if (!holder) throw new Problem("UNAUTHENTICATED", "This API key or token is not known, or it has ended.");
    return token ? keyHolder({ ...holder, organization: token.organization }) : holder;
  };
}

/** A JWT in its compact form. No API key looks like it, and an operator's key of the settings that does still works. */
const ACCESS_TOKEN = /^eyJ[\w-]+\.[\w-]+\.[\w-]+$/;

async function signedIn(request: FastifyRequest, sessions: SignInSessions): Promise<Caller> {
  const token = sessionToken(request);
  if (token === undefined) throw nobody();
  const session = await sessions.find(token);
  if (!session) throw new Problem("UNAUTHENTICATED", "This session has ended. Sign in again.");
  const csrfToken = csrfTokenOf(token);
  if (CHANGES.has(request.method) && request.headers["x-csrf-token"] !== csrfToken)
    throw new Problem("CSRF", "Send the csrfToken of GET /v1/session in the header X-CSRF-Token.");
  return callerOf({ ...session, csrfToken });
}

export function callerOf(session: SignInSession & { csrfToken: string }): Caller {
  const { account, email, organization, roles } = session;
  return {
    id: `account-${account}`,
    name: email,
    switchId: `account-${account}`,
    organization,
    rights: organization === null ? OPERATOR_RIGHTS : rightsOfRoles(roleNames(roles)),
    session,
  };
}

/** @throws Problem UNAUTHENTICATED for a key: nobody is signed in */
export function sessionOf({ session }: Caller): NonNullable<Caller["session"]> {
  if (session) return session;
  throw new Problem("UNAUTHENTICATED", "Nobody is signed in: an API key has no session.");
}

/** Everything but reading. */
const CHANGES: ReadonlySet<string> = new Set(["POST", "PUT", "PATCH", "DELETE"]);

const nobody = (): Problem =>
  new Problem("UNAUTHENTICATED", "Send the header Authorization: Bearer <API key>, or sign in.");

const sha256 = (text: string): Buffer => hashOf("sha256", text, "buffer");
