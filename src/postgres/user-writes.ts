/** Users, the names they go by, and the licences they hold, written. The organisation is locked by whoever writes here. */
import type pg from "pg";
import { arrayLiteral, bulk, bulkQuery, textColumn, timeColumn } from "./arrays.ts";
import { bumpDirectory } from "./organizations.ts";
import type { UserDetails } from "./users.ts";

type UserRow = UserDetails & { organization: string };

/** A list as one text, which the statement casts: an array of lists of different lengths is none to PostgreSQL. */
const listColumn = <Row>(value: (row: Row) => readonly string[]) =>
  textColumn<Row>((row) => arrayLiteral(value(row), (item) => item));

const SAVE = bulk<UserRow>(
  "save_users",
  [
    textColumn((user) => user.organization),
    textColumn((user) => user.userPrincipalName),
    textColumn((user) => user.kind),
    textColumn((user) => user.displayName),
    textColumn((user) => user.usageLocation),
    textColumn((user) => user.objectId),
    listColumn((user) => user.aliases),
    textColumn((user) => user.mail),
    textColumn((user) => user.alternateMail),
    textColumn((user) => user.preferredLanguage),
    listColumn((user) => user.roles),
    listColumn((user) => user.licenses),
    listColumn((user) => user.ruleLicenses),
    textColumn((user) => user.costCenter),
    textColumn((user) => user.dialOutPolicy),
    timeColumn((user) => user.createdAt),
  ],
  (unnested) => `INSERT INTO app_user (organization, principal_name, kind, display_name, usage_location, object_id,
    aliases, mail, alternate_mail, preferred_language, roles, licenses, rule_licenses, cost_center, dial_out_policy,
    created_at)
  SELECT o, p, k, d, l, i::uuid, a::text[], m, am, pl, r::text[], s::text[], rs::text[], c, dp, at
  FROM ${unnested} AS u (o, p, k, d, l, i, a, m, am, pl, r, s, rs, c, dp, at)
  ON CONFLICT (organization, principal_name) DO UPDATE SET kind = EXCLUDED.kind, display_name = EXCLUDED.display_name,
    usage_location = EXCLUDED.usage_location, object_id = EXCLUDED.object_id, aliases = EXCLUDED.aliases,
    mail = EXCLUDED.mail, alternate_mail = EXCLUDED.alternate_mail, preferred_language = EXCLUDED.preferred_language,
    roles = EXCLUDED.roles, licenses = EXCLUDED.licenses, rule_licenses = EXCLUDED.rule_licenses,
    cost_center = EXCLUDED.cost_center, dial_out_policy = EXCLUDED.dial_out_policy`,
);

/** So many rows a statement, so that its parameters stay some megabytes. */
const ROWS_A_STATEMENT = 5000;

export async function saveUsers(
  client: pg.ClientBase,
  organization: string,
  users: readonly UserDetails[],
): Promise<void> {
  const rows = users.map((user) => ({ ...user, organization }));
  for (const some of piecesOf(rows)) await client.query(bulkQuery(SAVE, some));
}

/** A name, in lower case, of a user. */
export interface Identity {
  identity: string;
  principalName: string;
}

/** Inserted in one order by everybody, so that two who want the same names do not wait for each other in a circle. */
const ADD_IDENTITIES = `INSERT INTO user_identity (identity, organization, principal_name)
  SELECT identity, $2, principal_name FROM unnest($1::text[], $3::text[]) AS i (identity, principal_name)
  ORDER BY identity COLLATE "C" ON CONFLICT (identity) DO NOTHING RETURNING identity`;

/**
 * Changes the names that users go by.
 * @returns those that belong to somebody else already; the caller undoes everything then
 */
export async function changeIdentities(
  client: pg.ClientBase,
  organization: string,
  { added, removed }: { added: readonly Identity[]; removed: readonly Identity[] },
): Promise<string[]> {
  const literal = (list: readonly Identity[], field: keyof Identity) => arrayLiteral(list, (row) => row[field]);
  for (const some of piecesOf(removed))
    await client.query(
      `DELETE FROM user_identity u USING unnest($1::text[], $3::text[]) AS i (identity, principal_name)
       WHERE u.identity = i.identity AND u.organization = $2 AND u.principal_name = i.principal_name`,
      [literal(some, "identity"), organization, literal(some, "principalName")],
    );
  const sorted = [...added].sort((a, b) => (a.identity < b.identity ? -1 : 1));
  const taken: string[] = [];
  for (const some of piecesOf(sorted)) {
    const values = [literal(some, "identity"), organization, literal(some, "principalName")];
    const { rows } = await client.query<{ identity: string }>({ name: "add_identities", text: ADD_IDENTITIES, values });
    if (rows.length === some.length) continue;
    const made = new Set(rows.map((row) => row.identity));
    taken.push(...some.map(({ identity }) => identity).filter((identity) => !made.has(identity)));
  }
  return taken;
}

/** So many more, or fewer, licences of a product in a usage location. */
export interface LicenseChange {
  sku: string;
  usageLocation: string;
  count: number;
}

export async function changeLicenseCounts(
  client: pg.ClientBase,
  organization: string,
  changes: readonly LicenseChange[],
): Promise<void> {
  const columns = (some: readonly LicenseChange[]) => [
    organization,
    some.map(({ sku }) => sku),
    some.map(({ usageLocation }) => usageLocation),
    some.map(({ count }) => count),
  ];
  const fewer = changes.filter(({ count }) => count < 0);
  if (fewer.length > 0) {
    await client.query(
      `UPDATE license_count l SET assigned = assigned + c.n
       FROM unnest($2::text[], $3::text[], $4::int[]) AS c (sku, usage_location, n)
       WHERE l.organization = $1 AND l.sku = c.sku AND l.usage_location = c.usage_location`,
      columns(fewer),
    );
  }
  const more = changes.filter(({ count }) => count > 0);
  if (more.length > 0) {
    await client.query(
      `INSERT INTO license_count (organization, sku, usage_location, assigned)
       SELECT $1, c.sku, c.usage_location, c.n FROM unnest($2::text[], $3::text[], $4::int[]) AS c (sku, usage_location, n)
       ON CONFLICT (organization, sku, usage_location)
       DO UPDATE SET assigned = license_count.assigned + EXCLUDED.assigned`,
      columns(more),
    );
  }
}

/** With the names the user goes by; licences that are held are for the caller to count. */
export async function deleteUser(client: pg.ClientBase, organization: string, principalName: string): Promise<void> {
  await client.query("DELETE FROM app_user WHERE organization = $1 AND principal_name = $2", [
    organization,
    principalName,
  ]);
}

function* piecesOf<Row>(rows: readonly Row[]): Generator<readonly Row[]> {
  for (let at = 0; at < rows.length; at += ROWS_A_STATEMENT) yield rows.slice(at, at + ROWS_A_STATEMENT);
}

/** To be called last in the transaction: until it ends, whoever else adds a name anywhere waits. */
export const announceNames = bumpDirectory;
