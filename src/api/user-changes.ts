/**
 * Which rights a change of a user needs: each field its own. Besides, nobody gives or takes a role that may do more
 * than they may themselves, nor changes who such a person is: whoever could set an administrator's address would be
 * the administrator after the next forgotten password.
 */
import { ORGANIZATION_RIGHTS, type Right, rightsOfRoles } from "../domain/rights.ts";
import type { Engine } from "../engine/engine.ts";
import { getUser, type UserChange, type UserDetails } from "../engine/provision-user.ts";
import { Refused } from "../engine/refused.ts";
import { roleNames } from "../engine/roles.ts";
import type { Caller } from "./auth.ts";
import { missingRight } from "./rights.ts";

/** @throws Problem FORBIDDEN, which says what is missing */
export async function demandUserChange(
  engine: Engine,
  caller: Caller,
  { organization, principalName }: { organization: string; principalName: string },
  change: UserChange,
): Promise<void> {
  if (ORGANIZATION_RIGHTS.every((right) => caller.rights.has(right))) return;
  demandChangeOf(caller, await existing(engine, organization, principalName), change);
}

/** The same for a user who was read already; absent: new. */
export function demandChangeOf(caller: Caller, before: UserDetails | undefined, change: UserChange): void {
  if (ORGANIZATION_RIGHTS.every((right) => caller.rights.has(right))) return;
  const fields = changedFields(before, change);
  const needed = new Set<Right>(before ? fields.map(rightOf) : ["users", ...fields.map(rightOf)]);
  const missing = [...needed].filter((right) => !caller.rights.has(right));
  if (missing.length > 0) throw missingRight(missing);
  const held = roleNames(before?.roles ?? []);
  const wanted = fields.includes("roles") ? roleNames(change.roles ?? []) : held;
  const moved = [...held.filter((role) => !wanted.includes(role)), ...wanted.filter((role) => !held.includes(role))];
  demandAsMuch(caller, moved);
  if (needed.has("users")) demandAsMuch(caller, held);
}

/** @throws Problem FORBIDDEN where the holder of these roles may do something that the caller may not */
export function demandAsMuch(caller: Caller, roles: readonly string[]): void {
  const missing = [...rightsOfRoles(roles)].filter((right) => !caller.rights.has(right));
  if (missing.length > 0) throw missingRight(missing);
}

async function existing(engine: Engine, organization: string, name: string): Promise<UserDetails | undefined> {
  try {
    return await getUser(engine, organization, name);
  } catch (error) {
    if (error instanceof Refused && error.code === "UNKNOWN_USER") return undefined;
    throw error;
  }
}

/** A field that is sent as it is already changes nothing: people send whole users back. */
function changedFields(before: UserDetails | undefined, change: UserChange): (keyof UserChange)[] {
  const given = (Object.keys(change) as (keyof UserChange)[]).filter((field) => change[field] !== undefined);
  if (!before) return given.filter((field) => ![change[field]].flat().every((value) => value === null));
  return given.filter((field) => comparable(field, before[field]) !== comparable(field, change[field]));
}

function comparable(field: keyof UserChange, value: unknown): string {
  if (field === "roles") return JSON.stringify(roleNames(value as string[]).sort());
  return JSON.stringify(Array.isArray(value) ? [...(value as string[])].sort() : value);
}

function rightOf(field: keyof UserChange): Right {
  if (field === "licenses") return "licenses";
  return field === "dialOutPolicy" ? "voice" : "users";
}
