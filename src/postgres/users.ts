/** Users, the names they go by, and the licences they hold. The organisation is locked by whoever writes here. */
import type pg from "pg";
import { timestamp } from "./arrays.ts";
import { bumpDirectory } from "./organizations.ts";

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
  licenses: string[];
  costCenter: string | null;
  dialOutPolicy: string | null;
  /** Epoch ms. */
  createdAt: number;
}

const COLUMNS = `u.principal_name AS "userPrincipalName", u.kind, u.display_name AS "displayName",
  u.usage_location AS "usageLocation", u.object_id AS "objectId", u.aliases, u.mail, u.alternate_mail AS "alternateMail",
  u.preferred_language AS "preferredLanguage", u.roles, u.licenses, u.cost_center AS "costCenter",
  u.dial_out_policy AS "dialOutPolicy", u.created_at AS "createdAt"`;

const BY_IDENTITY = `SELECT ${COLUMNS} FROM user_identity i
  JOIN app_user u ON u.organization = i.organization AND u.principal_name = i.principal_name
  WHERE i.identity = $1 AND i.organization = $2`;

/** A user by any name, in lower case, that the organisation's own users go by. */
export async function findUser(
  client: pg.ClientBase | pg.Pool,
  organization: string,
  identity: string,
): Promise<UserDetails | undefined> {
  const query = { name: "user_by_identity", text: BY_IDENTITY, values: [identity, organization] };
  return (await client.query<UserDetails>(query)).rows[0];
}

export async function listUsers(
  pool: pg.Pool,
  organization: string,
  after: string | null,
  limit: number,
): Promise<UserDetails[]> {
  const text = `SELECT ${COLUMNS} FROM app_user u WHERE u.organization = $1
    AND ($2::text IS NULL OR u.principal_name > $2) ORDER BY u.principal_name LIMIT $3`;
  return (await pool.query<UserDetails>(text, [organization, after, limit])).rows;
}

const SAVE = `INSERT INTO app_user (organization, principal_name, kind, display_name, usage_location, object_id, aliases,
    mail, alternate_mail, preferred_language, roles, licenses, cost_center, dial_out_policy, created_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
  ON CONFLICT (organization, principal_name) DO UPDATE SET kind = EXCLUDED.kind, display_name = EXCLUDED.display_name,
    usage_location = EXCLUDED.usage_location, object_id = EXCLUDED.object_id, aliases = EXCLUDED.aliases,
    mail = EXCLUDED.mail, alternate_mail = EXCLUDED.alternate_mail, preferred_language = EXCLUDED.preferred_language,
    roles = EXCLUDED.roles, licenses = EXCLUDED.licenses, cost_center = EXCLUDED.cost_center,
    dial_out_policy = EXCLUDED.dial_out_policy`;

export async function saveUser(client: pg.ClientBase, organization: string, user: UserDetails): Promise<void> {
  await client.query({
    name: "save_user",
    text: SAVE,
    values: [
      organization,
      user.userPrincipalName,
      user.kind,
      user.displayName,
      user.usageLocation,
      user.objectId,
      user.aliases,
      user.mail,
      user.alternateMail,
      user.preferredLanguage,
      user.roles,
      user.licenses,
      user.costCenter,
      user.dialOutPolicy,
      timestamp(user.createdAt),
    ],
  });
}

/** Inserted in one order by everybody, so that two users who want the same names do not wait for each other. */
const ADD_IDENTITIES = `INSERT INTO user_identity (identity, organization, principal_name)
  SELECT identity, $2, $3 FROM unnest($1::text[]) AS i (identity) ORDER BY identity COLLATE "C"
  ON CONFLICT (identity) DO NOTHING RETURNING identity`;

/**
 * Changes the names that a user goes by; both lists in lower case.
 * @returns those that belong to somebody else already; the caller undoes everything then
 */
export async function changeIdentities(
  client: pg.ClientBase,
  owner: { organization: string; principalName: string },
  { added, removed }: { added: readonly string[]; removed: readonly string[] },
): Promise<string[]> {
  if (removed.length > 0) {
    const text = "DELETE FROM user_identity WHERE identity = ANY($1) AND organization = $2 AND principal_name = $3";
    await client.query(text, [removed, owner.organization, owner.principalName]);
  }
  if (added.length > 0) {
    const values = [added, owner.organization, owner.principalName];
    const { rows } = await client.query<{ identity: string }>({ name: "add_identities", text: ADD_IDENTITIES, values });
    const taken = new Set(rows.map((row) => row.identity));
    if (taken.size < added.length) return added.filter((identity) => !taken.has(identity));
  }
  return [];
}

export interface LicenseChange {
  sku: string;
  usageLocation: string;
}

export async function changeLicenseCounts(
  client: pg.ClientBase,
  organization: string,
  { added, removed }: { added: readonly LicenseChange[]; removed: readonly LicenseChange[] },
): Promise<void> {
  const columns = (changes: readonly LicenseChange[]) => [
    organization,
    changes.map(({ sku }) => sku),
    changes.map(({ usageLocation }) => usageLocation),
  ];
  if (removed.length > 0) {
    await client.query(
      `UPDATE license_count l SET assigned = assigned - 1 FROM unnest($2::text[], $3::text[]) AS c (sku, usage_location)
       WHERE l.organization = $1 AND l.sku = c.sku AND l.usage_location = c.usage_location`,
      columns(removed),
    );
  }
  if (added.length > 0) {
    await client.query(
      `INSERT INTO license_count (organization, sku, usage_location, assigned)
       SELECT $1, c.sku, c.usage_location, 1 FROM unnest($2::text[], $3::text[]) AS c (sku, usage_location)
       ON CONFLICT (organization, sku, usage_location) DO UPDATE SET assigned = license_count.assigned + 1`,
      columns(added),
    );
  }
}

/** To be called last in the transaction: until it ends, whoever else adds a name anywhere waits. */
export const announceNames = bumpDirectory;
