/**
 * Who asks: `Authorization: Bearer <key>`, the operator's key of the settings or one made by POST /v1/api-keys; or the
 * cookie of somebody who signed in to the console. A browser sends its cookie along whoever wrote the page, so a change
 * by cookie has to show besides that it comes from our own page: X-CSRF-Token.
 */
import { createHash, timingSafeEqual } from "node:crypto";
import type { FastifyRequest } from "fastify";
import { OPERATOR_RIGHTS, type Right, rightsOfRoles, rightsOfScopes } from "../domain/rights.ts";
import type { ApiKeys } from "../engine/api-keys.ts";
import { roleNames } from "../engine/roles.ts";
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

const OPERATOR: Caller = {
  id: "operator",
  name: "operator",
  switchId: "operator",
  organization: null,
  rights: OPERATOR_RIGHTS,
  session: null,
};

/** @throws Problem UNAUTHENTICATED, without telling whether the key is missing, wrong or revoked in any detail; CSRF */
export type Authenticate = (request: FastifyRequest) => Promise<Caller>;

export function authentication(keys: ApiKeys, sessions: SignInSessions, operatorKey: string | undefined): Authenticate {
  const operatorHash = operatorKey === undefined ? undefined : sha256(operatorKey);
  return async (request) => {
    const { authorization } = request.headers;
    if (authorization === undefined) return signedIn(request, sessions);
    const key = /^Bearer +([\x21-\x7e]{1,512})$/i.exec(authorization)?.[1];
    if (key === undefined) throw nobody();
    const hash = sha256(key);
    // Hashes are of one length, which timingSafeEqual needs, and tell nothing by how far they agree.
    if (operatorHash && timingSafeEqual(hash, operatorHash)) return OPERATOR;
    const known = await keys.find(hash.toString("hex"));
    if (!known) throw new Problem("UNAUTHENTICATED", "This API key is not known, or it has ended.");
    return {
      id: `key-${known.id}`,
      name: `key-${known.id}`,
      switchId: known.switch ?? `key-${known.id}`,
      organization: known.organization,
      rights: rightsOfScopes([...known.scopes], known.organization),
      session: null,
    };
  };
}

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

const sha256 = (text: string): Buffer => createHash("sha256").update(text).digest();
