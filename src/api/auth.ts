/** Who asks: `Authorization: Bearer <key>`, the operator's key of the settings or one made by POST /v1/api-keys. */
import { createHash, timingSafeEqual } from "node:crypto";
import type { FastifyRequest } from "fastify";
import { OPERATOR_RIGHTS, type Right, rightsOfScopes } from "../domain/rights.ts";
import type { ApiKeys } from "../engine/api-keys.ts";
import { Problem } from "./errors.ts";

export interface Caller {
  /** `operator`, or the id of the API key. */
  id: string;
  /** As it is shown to others, in what it wrote or changed. */
  name: string;
  /** Whose call ids its calls have. A key without a switch, the operator's too, is a switch of its own. */
  switchId: string;
  /** The one organisation it may see; null: all. */
  organization: string | null;
  rights: ReadonlySet<Right>;
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
};

/** @throws Problem UNAUTHENTICATED, without telling whether the key is missing, wrong or revoked in any detail */
export type Authenticate = (request: FastifyRequest) => Promise<Caller>;

export function authentication(keys: ApiKeys, operatorKey: string | undefined): Authenticate {
  const operatorHash = operatorKey === undefined ? undefined : sha256(operatorKey);
  return async (request) => {
    const key = /^Bearer +([\x21-\x7e]{1,512})$/i.exec(request.headers.authorization ?? "")?.[1];
    if (key === undefined) throw new Problem("UNAUTHENTICATED", "Send the header Authorization: Bearer <API key>.");
    const hash = sha256(key);
    // Hashes are of one length, which timingSafeEqual needs, and tell nothing by how far they agree.
    if (operatorHash && timingSafeEqual(hash, operatorHash)) return OPERATOR;
    const known = await keys.find(hash.toString("hex"));
    if (!known) throw new Problem("UNAUTHENTICATED", "This API key is not known, or it was revoked.");
    return {
      id: `key-${known.id}`,
      name: `key-${known.id}`,
      switchId: known.switch ?? `key-${known.id}`,
      organization: known.organization,
      rights: rightsOfScopes([...known.scopes], known.organization),
    };
  };
}

const sha256 = (text: string): Buffer => createHash("sha256").update(text).digest();
