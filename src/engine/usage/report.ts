/** The usage report: pages of rows, as the organisation's country lets them be shown. */
import { hideNumber, type UsageRow, withoutNames } from "../../domain/report/usage-row.ts";
import { findUser } from "../../postgres/users.ts";
import { type KeyedUsageRow, readUsagePage, type UsageFilter, type UsagePage } from "../../postgres/usage/read.ts";
import type { Engine } from "../engine.ts";
import { Refused } from "../refused.ts";

export { NO_FILTER, USAGE_SORTS, type UsageFilter, type UsageSort } from "../../postgres/usage/read.ts";

/** What of the rows a reader may see. */
export interface Reader {
  /** Whose calls they are. */
  names: boolean;
}

export interface UsageReport {
  currency: string;
  rows: KeyedUsageRow[];
}

/** @throws Refused for an organisation that does not exist; NAMES_NOT_ALLOWED */
export async function usageOf(
  engine: Engine,
  organization: string,
  filter: UsageFilter,
  page: UsagePage,
  reader: Reader,
): Promise<UsageReport> {
  const { currency, show } = await viewOf(engine, organization, reader);
  demandNames(reader, filter.user !== null);
  const user = await principalName(engine, organization, filter.user);
  const rows = await readUsagePage(engine.pool, organization, { ...filter, user }, page);
  return { currency, rows: rows.map(({ key, row }) => ({ key, row: show(row) })) };
}

/** @throws Refused where people are asked for by who may not know them */
export function demandNames({ names }: Reader, asked: boolean): void {
  if (asked && !names)
    throw new Refused("NAMES_NOT_ALLOWED", "Whose calls they are is for those who may see people's names.");
}

/** How rows of an organisation are shown to a reader, everywhere: in pages, files and mails. */
export async function viewOf(
  engine: Engine,
  organization: string,
  reader: Reader,
): Promise<{ currency: string; country: string; show: (row: UsageRow) => UsageRow }> {
  await engine.directory.learn({ organizations: [organization], users: [], numbers: [] });
  const settings = engine.directory.organization(organization);
  if (!settings) throw new Refused("UNKNOWN_ORGANIZATION", `There is no organisation ${organization}.`);
  const { currency, country } = settings;
  const digits = engine.countries.hiddenDigits[country] ?? 0;
  const show = (row: UsageRow): UsageRow => hideNumber(reader.names ? row : withoutNames(row), digits);
  return { currency, country, show };
}

/** By whatever name the user goes; a name that nobody has any more stays as it is, since old calls may have it. */
export async function principalName(engine: Engine, organization: string, name: string | null): Promise<string | null> {
  if (name === null || name === "") return name;
  const known = await findUser(engine.pool, organization, name.toLowerCase());
  return known?.userPrincipalName ?? name;
}
