/**
 * Who holds which right: the administrator roles of an organisation (domain.md 5.2, 12) and the scopes of API keys.
 * src/api/rights.ts says which right each address needs.
 */

/** Of one organisation. */
export const ORGANIZATION_RIGHTS = [
  "read", // its settings, balance and what happened
  "usage", // its calls and reports
  "names", // who its people are, in lists and in reports
  "fund", // top-ups, recharge, payment methods, pay-as-you-go
  "licenses", // who holds which licence
  "users", // people and resource accounts, and who may sign in
  "voice", // numbers, policies, calling settings, bridges, attendants and queues
  "support", // incidents
  "settings", // notices, webhooks, its own API keys, its audit log
] as const;
export type OrganizationRight = (typeof ORGANIZATION_RIGHTS)[number];

/** switch: charges calls · operator: runs the installation, all organisations included. */
export type Right = OrganizationRight | "switch" | "operator";

const READER = ["read", "usage", "names"] as const;

/** By the current names of the roles. A role that is not here gives no right. */
const OF_ROLE: Readonly<Record<string, readonly OrganizationRight[]>> = {
  "Global Administrator": ORGANIZATION_RIGHTS,
  "Billing Administrator": [...READER, "fund", "licenses", "support"],
  "License Administrator": ["read", "names", "licenses"],
  "User Administrator": ["read", "names", "licenses", "users"],
  "Teams Administrator": [...READER, "voice"],
  "Teams Communications Administrator": [...READER, "voice"],
  "Teams Telephony Administrator": [...READER, "voice"],
  "Skype for Business Administrator": READER,
  "Teams Communications Support Engineer": READER,
  "Teams Communications Support Specialist": READER,
  "Service Support Administrator": ["read", "names", "support"],
  "Application Administrator": ["read", "names"],
  "Authentication Administrator": ["read", "names"],
  "Cloud Device Administrator": ["read", "names"],
  "Helpdesk Administrator": ["read", "names"],
  "Microsoft Entra Joined Device Local Administrator": ["read", "names"],
  "Privileged Authentication Administrator": ["read", "names"],
  "Global Reader": READER,
  "Reports Reader": READER,
  "Teams Reader": READER,
  "Usage Summary Reports Reader": ["read", "usage"],
};

export const SCOPES = ["switch", "read", "admin"] as const;
export type Scope = (typeof SCOPES)[number];

const OF_SCOPE: Readonly<Record<Scope, readonly OrganizationRight[]>> = {
  switch: [],
  read: READER,
  admin: ORGANIZATION_RIGHTS,
};

/** What the holder of these roles, by their current names, may do in the organisation. */
export const rightsOfRoles = (roles: readonly string[]): Set<Right> =>
  new Set(roles.flatMap((role) => (Object.hasOwn(OF_ROLE, role) ? OF_ROLE[role]! : [])));

/** What a key with these scopes may do; one that administers and is bound to no organisation is an operator's. */
export function rightsOfScopes(scopes: readonly Scope[], organization: string | null): Set<Right> {
  const operates = scopes.includes("admin") && organization === null;
  return new Set<Right>([
    ...scopes.flatMap((scope) => OF_SCOPE[scope]),
    ...(operates || scopes.includes("switch") ? (["switch"] as const) : []),
    ...(operates ? (["operator"] as const) : []),
  ]);
}

/** Whoever runs the installation may do everything. */
export const OPERATOR_RIGHTS: ReadonlySet<Right> = rightsOfScopes(SCOPES, null);

/** Names of the roles that give a right: whom to ask. */
export const rolesWith = (right: Right): string[] =>
  Object.entries(OF_ROLE).flatMap(([role, rights]) => ((rights as readonly Right[]).includes(right) ? [role] : []));
