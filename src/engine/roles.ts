/** Administrator roles by any of their names (domain.md 5.2); kept by template id, shown by current name. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "../package-root.ts";

export interface Role {
  templateId: string;
  name: string;
  olderNames: readonly string[];
  /** Gets the mails about the credits. */
  recipient: boolean;
}

let byName: Map<string, Role> | undefined;

/** A role by its current name, an older name or its template id, whatever the case; undefined if it is none. */
export function roleOf(nameOrId: string): Role | undefined {
  byName ??= load();
  return byName.get(nameOrId.toLowerCase());
}

/** Current names of roles by any of their names; what is no role stays as it is. */
export const roleNames = (namesOrIds: readonly string[]): string[] =>
  namesOrIds.map((nameOrId) => roleOf(nameOrId)?.name ?? nameOrId);

/** Each role once, in the order of the data. */
export const allRoles = (): Role[] => [...new Set((byName ??= load()).values())];

/** Template ids of the roles whose holders get the mails about the credits (domain.md 5.2). */
export const recipientRoles = (): string[] =>
  allRoles()
    .filter(({ recipient }) => recipient)
    .map(({ templateId }) => templateId);

function load(): Map<string, Role> {
  const file = readFileSync(join(packageRoot(), "samples", "roles.json"), "utf8");
  const { roles } = JSON.parse(file) as { roles: Role[] };
  return new Map(
    roles.flatMap((role) =>
      [role.name, role.templateId, ...role.olderNames].map((name) => [name.toLowerCase(), role] as const),
    ),
  );
}
