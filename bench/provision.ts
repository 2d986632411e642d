/**
 * Organisations with users, numbers, licences, credits and pools in bulk: what the API would take an hour to make. The
 * books of what is made here balance as if each had been credited by an adjustment.
 */
import type { Engine } from "../src/engine/engine.ts";
import { monthOf } from "../src/engine/calendar.ts";
import { poolEntitlements } from "../src/domain/catalogue.ts";
import type { Group } from "./calls.ts";

const TIME_ZONE = "America/New_York";
/** Micro-units: a billion dollars each, so that no run ends for want of money. */
const CREDITS = 10n ** 15n;
const LICENCES = ["MCOEV", "MCOPSTN1", "MCOPSTNC"];
/** Of the calling plan; the one organisation buys enough for an hour at full speed. */
const purchasedBy = (group: Group): number => (group.organizations === 1 ? 500_000 : group.usersEach);

export const PROVISIONED = [
  ...["organization", "account", "adjustment", "lot", "subscription", "license_count"],
  ...["app_user", "user_identity", "phone_number"],
];

/** `o` is an organisation's number in the group $1, and `u` a user's in the organisation. */
const ORGANIZATIONS = "FROM generate_series(0, $2::int - 1) o";
const USERS = `${ORGANIZATIONS}, generate_series(0, $3::int - 1) u`;
const ORGANIZATION = "$1::text || '-' || o";
const USER = `'user' || u || '@' || ${ORGANIZATION} || '.example'`;

export async function provision({ pool, catalogue, now }: Engine, group: Group): Promise<void> {
  const names = [group.name, group.organizations];
  const users = [...names, group.usersEach];
  const run = (sql: string, values: unknown[]) => pool.query(sql, values);

  await run(
    `INSERT INTO organization (id, display_name, country, currency, time_zone, agreement, billing_country, created_at)
     SELECT ${ORGANIZATION}, ${ORGANIZATION}, 'US', 'USD', '${TIME_ZONE}', 'direct', 'US', now() ${ORGANIZATIONS}`,
    names,
  );
  await run(
    `INSERT INTO account (organization, currency, available, transfer_seq, next_lot_end)
     SELECT ${ORGANIZATION}, 'USD', ${CREDITS}, 1, now() + interval '1 year' ${ORGANIZATIONS}`,
    names,
  );
  await run(
    `INSERT INTO adjustment (organization, id, amount, applied, reason, lot, request_hash, created_at)
     SELECT ${ORGANIZATION}, 1, ${CREDITS}, ${CREDITS}, 'benchmark', 2, '', now() ${ORGANIZATIONS}`,
    names,
  );
  await run(
    `INSERT INTO lot (organization, id, granted, remaining, source, purchased_at, ends_at)
     SELECT ${ORGANIZATION}, 2, ${CREDITS}, ${CREDITS}, 'adjustment', now(), now() + interval '1 year' ${ORGANIZATIONS}`,
    names,
  );
  await run(
    `INSERT INTO transfer (organization, sequence, from_account, to_account, amount, cause, balance_after, lot, at)
     SELECT ${ORGANIZATION}, 1, 'adjustment', 'credits', ${CREDITS}, 'adjustment', ${CREDITS}, 2, now() ${ORGANIZATIONS}`,
    names,
  );
  const purchased = purchasedBy(group);
  const boughtSkus = LICENCES.filter((sku) => sku !== "MCOPSTNC");
  await run(
    `INSERT INTO subscription (organization, sku, purchased)
     SELECT ${ORGANIZATION}, sku, $3::int ${ORGANIZATIONS}, unnest($4::text[]) sku`,
    [...names, purchased, boughtSkus],
  );
  await run(
    `INSERT INTO license_count (organization, sku, usage_location, assigned)
     SELECT ${ORGANIZATION}, sku, 'US', $3::int ${ORGANIZATIONS}, unnest($4::text[]) sku`,
    [...users, LICENCES],
  );
  await makePools();
  await run(
    `INSERT INTO app_user (organization, principal_name, kind, display_name, usage_location, object_id, licenses,
       created_at)
     SELECT ${ORGANIZATION}, ${USER}, 'person', 'User ' || u, 'US', gen_random_uuid(), $4::text[], now() ${USERS}`,
    [...users, LICENCES],
  );
  await run(
    `INSERT INTO user_identity (identity, organization, principal_name) SELECT ${USER}, ${ORGANIZATION}, ${USER} ${USERS}`,
    users,
  );
  await run(
    `INSERT INTO phone_number (e164, organization, kind, carrier, use_type, use_id)
     SELECT '+' || ($4::bigint + o * $3::int + u), ${ORGANIZATION}, 'subscriber', 'calling-plan', 'user', ${USER} ${USERS}`,
    [...users, group.firstNumber],
  );

  async function makePools(): Promise<void> {
    const assigned = LICENCES.map((sku) => ({ sku, usageLocation: "US", count: group.usersEach }));
    const bought = Object.fromEntries(boughtSkus.map((sku) => [sku, purchased]));
    for (const { id, totalMinutes } of poolEntitlements(catalogue, {
      organisationCountry: "US",
      purchased: bought,
      assigned,
    })) {
      const values = [...names, monthOf(now(), TIME_ZONE), id, totalMinutes];
      await run(
        `INSERT INTO pool (organization, month, id, total_minutes) SELECT ${ORGANIZATION}, $3::date, $4, $5 ${ORGANIZATIONS}`,
        values,
      );
      await run(
        `INSERT INTO pool_entry (organization, id, month, pool, kind, minutes, at)
         SELECT ${ORGANIZATION}, 3, $3::date, $4, 'grant', $5, now() ${ORGANIZATIONS}`,
        values,
      );
    }
  }
}
