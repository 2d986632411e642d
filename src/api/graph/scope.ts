/** Whose directory and calls a request to the Graph-shaped API is about. */
import type { FastifyRequest } from "fastify";
import type { Engine } from "../../engine/engine.ts";
import { getOrganization, type OrganizationDetails } from "../../engine/provision-organization.ts";
import { Problem } from "../errors.ts";

/**
 * The organisation of the token; who belongs to none, such as an operator, names it in the header X-Organization.
 * @throws Problem UNKNOWN_ORGANIZATION, also for one that is not the token's
 */
export async function organizationOf(
  engine: Engine,
  { caller, headers }: FastifyRequest,
): Promise<OrganizationDetails> {
  const named = headers["x-organization"];
  const organization = caller.organization ?? named;
  if (typeof organization !== "string")
    throw new Problem("UNKNOWN_ORGANIZATION", "Name the organisation, by its id, in the header X-Organization.");
  if (named !== undefined && named !== organization)
    throw new Problem("UNKNOWN_ORGANIZATION", `There is no organisation ${String(named)}.`);
  return getOrganization(engine, organization);
}
