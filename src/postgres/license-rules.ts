/** Licence rules, and the walks over all users that a changed rule waits for. */
import type pg from "pg";
import type { LicenseRule, RuleCondition } from "../domain/license-rules.ts";
import { timestamp } from "./arrays.ts";

type Client = pg.ClientBase | pg.Pool;

const COLUMNS = `id, display_name AS "displayName", condition AS "when", assign, enabled`;

export async function readLicenseRules(client: Client, organization: string): Promise<LicenseRule[]> {
  const text = `SELECT ${COLUMNS} FROM license_rule WHERE organization = $1 ORDER BY id`;
  return (await client.query<LicenseRule & { when: RuleCondition }>(text, [organization])).rows;
}

export async function saveLicenseRule(client: pg.ClientBase, organization: string, rule: LicenseRule): Promise<void> {
  await client.query(
    `INSERT INTO license_rule (organization, id, display_name, condition, assign, enabled) VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (organization, id) DO UPDATE SET display_name = EXCLUDED.display_name,
       condition = EXCLUDED.condition, assign = EXCLUDED.assign, enabled = EXCLUDED.enabled`,
    [organization, rule.id, rule.displayName, JSON.stringify(rule.when), rule.assign, rule.enabled],
  );
}

/** True if there was one. */
export async function deleteLicenseRule(client: pg.ClientBase, organization: string, id: string): Promise<boolean> {
  const { rowCount } = await client.query("DELETE FROM license_rule WHERE organization = $1 AND id = $2", [
    organization,
    id,
  ]);
  return rowCount === 1;
}

/** Has the walk begin; one that is under way begins once more when it has ended. */
export async function wantRulePass(client: pg.ClientBase, organization: string, now: number): Promise<void> {
  await client.query(
    `INSERT INTO license_rule_pass (organization, reached, wanted_at) VALUES ($1, '', $2)
     ON CONFLICT (organization) DO UPDATE SET again = license_rule_pass.again OR license_rule_pass.reached <> ''`,
    [organization, timestamp(now)],
  );
}

/** The last user that the walk has seen to, empty at its beginning; undefined: there is none. */
export async function readRulePass(client: Client, organization: string): Promise<string | undefined> {
  const text = "SELECT reached FROM license_rule_pass WHERE organization = $1";
  return (await client.query<{ reached: string }>(text, [organization])).rows[0]?.reached;
}

export async function saveRulePass(client: pg.ClientBase, organization: string, reached: string): Promise<void> {
  await client.query("UPDATE license_rule_pass SET reached = $2 WHERE organization = $1", [organization, reached]);
}

/** It has seen to all users. False: it begins once more. */
export async function endRulePass(client: pg.ClientBase, organization: string): Promise<boolean> {
  const remove = "DELETE FROM license_rule_pass WHERE organization = $1 AND NOT again";
  if ((await client.query(remove, [organization])).rowCount === 1) return true;
  await client.query("UPDATE license_rule_pass SET reached = '', again = false WHERE organization = $1", [
    organization,
  ]);
  return false;
}

/** Whose walks have not ended, longest waiting first. */
export async function listRulePasses(pool: pg.Pool): Promise<string[]> {
  const text = "SELECT organization FROM license_rule_pass ORDER BY wanted_at, organization";
  return (await pool.query<{ organization: string }>(text)).rows.map(({ organization }) => organization);
}
