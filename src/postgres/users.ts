/** Users as they are read: one by any of its names, many by theirs, and pages of them by what they are and hold. */
import type pg from "pg";

export interface UserDetails {
  userPrincipalName: string;
  kind: "person" | "resource-account";
  displayName: string;
  usageLocation: string;
  objectId: string;
  aliases: string[];
  mail: string | null;
  alternateMail: string | null;
  preferredLanguage: string | null;
  /** Template ids. */
  roles: string[];
  /** All that the user holds. */
  licenses: string[];
  /** Of these, what only a rule gives. */
  ruleLicenses: string[];
  costCenter: string | null;
  dialOutPolicy: string | null;
  /** The numbers that lead to the user, in order; only read here. */
  numbers: string[];
  /** Epoch ms. */
  createdAt: number;
}

type Client = pg.ClientBase | pg.Pool;

const COLUMNS = `u.principal_name AS "userPrincipalName", u.kind, u.display_name AS "displayName",
  u.usage_location AS "usageLocation", u.object_id AS "objectId", u.aliases, u.mail, u.alternate_mail AS "alternateMail",
  u.preferred_language AS "preferredLanguage", u.roles, u.licenses, u.rule_licenses AS "ruleLicenses",
  u.cost_center AS "costCenter", u.dial_out_policy AS "dialOutPolicy", u.created_at AS "createdAt",
  ARRAY(SELECT n.e164 FROM phone_number n WHERE n.organization = u.organization AND n.use_type = 'user'
    AND n.use_id = u.principal_name ORDER BY n.e164) AS numbers`;

const BY_IDENTITY = `SELECT ${COLUMNS} FROM user_identity i
  JOIN app_user u ON u.organization = i.organization AND u.principal_name = i.principal_name
  WHERE i.identity = $1 AND i.organization = $2`;

/** A user by any name, in lower case, that the organisation's own users go by. */
export async function findUser(
  client: Client,
  organization: string,
  identity: string,
): Promise<UserDetails | undefined> {
  const query = { name: "user_by_identity", text: BY_IDENTITY, values: [identity, organization] };
  return (await client.query<UserDetails>(query)).rows[0];
}

/** The users who go by these names, in lower case, by the name they were found by. */
export async function findUsers(
  client: Client,
  organization: string,
  identities: readonly string[],
): Promise<Map<string, UserDetails>> {
  const { rows } = await client.query<UserDetails & { identity: string }>(
    `SELECT i.identity, ${COLUMNS} FROM user_identity i
     JOIN app_user u ON u.organization = i.organization AND u.principal_name = i.principal_name
     WHERE i.identity = ANY($1) AND i.organization = $2`,
    [identities, organization],
  );
  return new Map(rows.map(({ identity, ...user }) => [identity, user]));
}

/** Whose names these are, in lower case: of any organisation. */
export async function readOwners(
  client: Client,
  identities: readonly string[],
): Promise<Map<string, { organization: string; principalName: string }>> {
  const { rows } = await client.query<{ identity: string; organization: string; principalName: string }>(
    `SELECT identity, organization, principal_name AS "principalName" FROM user_identity WHERE identity = ANY($1)`,
    [identities],
  );
  return new Map(rows.map(({ identity, ...owner }) => [identity, owner]));
}

/** In the order of their principal names, beginning after one: for walks over all of them. */
export async function usersAfter(
  client: Client,
  organization: string,
  after: string,
  limit: number,
): Promise<UserDetails[]> {
  const text = `SELECT ${COLUMNS} FROM app_user u WHERE u.organization = $1 AND u.principal_name > $2
    ORDER BY u.principal_name LIMIT $3`;
  return (await client.query<UserDetails>(text, [organization, after, limit])).rows;
}

/** What users are looked for by; all that is given must hold. */
export interface UserFilter {
  /** In the display name, principal name, mail, an alias, or a number that leads to the user. */
  search?: string | undefined;
  kind?: UserDetails["kind"] | undefined;
  license?: string | undefined;
  missingLicense?: string | undefined;
  usageLocation?: string | undefined;
  costCenter?: string | undefined;
  /** Template id. */
  role?: string | undefined;
  /** Equal to these texts, or beginning with them, whatever the case. */
  names?:
    readonly { of: "principalName" | "displayName" | "mail" | "objectId"; begins: boolean; text: string }[] | undefined;
  /** Holds one of the first and none of the second. */
  lacks?: { holders: readonly string[]; remedies: readonly string[] } | undefined;
}

export const USER_ORDERS = ["userPrincipalName", "displayName", "usageLocation", "costCenter", "createdAt"] as const;
export interface UserOrder {
  by: (typeof USER_ORDERS)[number];
  descending: boolean;
}

/** As text that sorts like the values; a cursor holds it. */
const SORT_KEYS: Readonly<Record<UserOrder["by"], string>> = {
  userPrincipalName: "u.principal_name",
  displayName: "lower(u.display_name)",
  usageLocation: "u.usage_location",
  costCenter: "coalesce(u.cost_center, '')",
  createdAt: "to_char(u.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US')",
};

export interface UserPage {
  order: UserOrder;
  /** Sort key and principal name of the last one before; null: from the first. */
  after: readonly [string, string] | null;
  limit: number;
}

/** A user by any name, in lower case, whosever it is. */
export async function findUserAnywhere(
  client: pg.ClientBase | pg.Pool,
  identity: string,
): Promise<(UserDetails & { organization: string }) | undefined> {
  const text = `SELECT ${COLUMNS}, u.organization FROM user_identity i
    JOIN app_user u ON u.organization = i.organization AND u.principal_name = i.principal_name WHERE i.identity = $1`;
  return (await client.query<UserDetails & { organization: string }>(text, [identity])).rows[0];
}

/** The one person who has this mail address; undefined where none or several have it. */
export async function findUserByMail(
  pool: pg.Pool,
  organization: string,
  address: string,
): Promise<UserDetails | undefined> {
  const text = `SELECT ${COLUMNS} FROM app_user u WHERE u.organization = $1 AND u.kind = 'person'
    AND lower(u.mail) = lower($2) LIMIT 2`;
  const { rows } = await pool.query<UserDetails>(text, [organization, address]);
  return rows.length === 1 ? rows[0] : undefined;
}

export async function listUsers(
  client: Client,
  organization: string,
  filter: UserFilter,
  { order, after, limit }: UserPage,
): Promise<(UserDetails & { sortKey: string })[]> {
  const values: unknown[] = [organization];
  const value = (of: unknown): string => `$${values.push(of)}`;
  const where = conditionsOf(filter, value);
  const key = SORT_KEYS[order.by];
  const way = order.descending ? "DESC" : "ASC";
  if (after)
    where.push(`(${key}, u.principal_name) ${order.descending ? "<" : ">"} (${value(after[0])}, ${value(after[1])})`);
  const { rows } = await client.query<UserDetails & { sortKey: string }>(
    `SELECT ${COLUMNS}, ${key} AS "sortKey" FROM app_user u WHERE ${where.join(" AND ")}
     ORDER BY ${key} ${way}, u.principal_name ${way} LIMIT ${value(limit)}`,
    values,
  );
  return rows;
}

function conditionsOf(filter: UserFilter, value: (of: unknown) => string): string[] {
  const where = ["u.organization = $1"];
  if (filter.kind !== undefined) where.push(`u.kind = ${value(filter.kind)}`);
  if (filter.license !== undefined) where.push(`${value(filter.license)} = ANY(u.licenses)`);
  if (filter.missingLicense !== undefined) where.push(`${value(filter.missingLicense)} <> ALL(u.licenses)`);
  if (filter.usageLocation !== undefined) where.push(`u.usage_location = ${value(filter.usageLocation)}`);
  if (filter.costCenter !== undefined) where.push(`u.cost_center = ${value(filter.costCenter)}`);
  if (filter.role !== undefined) where.push(`${value(filter.role)} = ANY(u.roles)`);
  if (filter.lacks) {
    where.push(`u.licenses && ${value(filter.lacks.holders)}::text[]`);
    where.push(`NOT u.licenses && ${value(filter.lacks.remedies)}::text[]`);
  }
  for (const { of, begins, text } of filter.names ?? []) {
    const wanted = value(text);
    where.push(
      begins ? `starts_with(lower(${NAMES[of]}), lower(${wanted}))` : `lower(${NAMES[of]}) = lower(${wanted})`,
    );
  }
  if (filter.search !== undefined) where.push(matching(filter.search, value));
  return where;
}

const NAMES = {
  principalName: "u.principal_name",
  displayName: "u.display_name",
  mail: "u.mail",
  objectId: "u.object_id::text",
} as const;

function matching(search: string, value: (of: unknown) => string): string {
  const like = (text: string): string => value(`%${text.replace(/[\\%_]/g, "\\$&")}%`);
  const text = like(search);
  const anywhere = [
    `u.display_name ILIKE ${text}`,
    `u.principal_name ILIKE ${text}`,
    `u.mail ILIKE ${text}`,
    `array_to_string(u.aliases, ' ') ILIKE ${text}`,
  ];
  // However it is written: +1 (206) 555-0103 is found as 206 555 0103.
  const digits = /^[\d\s()+./-]+$/.test(search) ? search.replace(/\D/g, "") : "";
  if (digits !== "")
    anywhere.push(`EXISTS (SELECT FROM phone_number n WHERE n.organization = u.organization AND n.use_type = 'user'
      AND n.use_id = u.principal_name AND n.e164 LIKE ${like(digits)})`);
  return `(${anywhere.join(" OR ")})`;
}

/** Display names by principal name. */
export async function readUserNames(
  pool: pg.Pool,
  organization: string,
  names: readonly string[],
): Promise<Map<string, string>> {
  if (names.length === 0) return new Map();
  const { rows } = await pool.query<{ name: string; display: string }>(
    `SELECT principal_name AS name, display_name AS display FROM app_user
     WHERE organization = $1 AND principal_name = ANY($2::text[])`,
    [organization, names],
  );
  return new Map(rows.map((row) => [row.name, row.display]));
}
