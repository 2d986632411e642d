/** Spend, calls and minutes by whatever they are grouped, with names for people beside the keys. */
import { numberType } from "../../domain/report/usage-row.ts";
import type { NumberKind } from "../../domain/call-type.ts";
import { listCostCenters } from "../../postgres/cost-centers.ts";
import { readUserNames } from "../../postgres/users.ts";
import { type UsageFilter } from "../../postgres/usage/read.ts";
import {
  type ChargebackRow,
  type Dimension,
  readChargeback,
  readSpend,
  type SpendMeasures,
  type SpendRow,
} from "../../postgres/usage/spend.ts";
import type { Engine } from "../engine.ts";
import { demandNames, principalName, type Reader, viewOf } from "./report.ts";

export { DIMENSIONS, type Dimension, type SpendMeasures, type SpendRow } from "../../postgres/usage/spend.ts";

export interface Spend {
  currency: string;
  rows: SpendRow[];
  /** Of all groups, also of those on other pages. */
  total: SpendMeasures;
  /** What a key of a dimension is called; itself where it has no other name. */
  nameOf: (dimension: Dimension, key: string) => string;
}

/** More groups than these are not shown: the dearest come first. */
const MOST_GROUPS = 100_000;
const MOST_COST_CENTERS = 10_000;

/**
 * @throws Refused for an organisation that does not exist; NAMES_NOT_ALLOWED where people are asked for by who may not
 * know them
 */
export async function spendOf(
  engine: Engine,
  organization: string,
  wanted: UsageFilter,
  by: readonly Dimension[],
  reader: Reader,
  page: { offset: number; limit: number } = { offset: 0, limit: MOST_GROUPS },
): Promise<Spend> {
  const { currency } = await viewOf(engine, organization, reader);
  demandNames(reader, by.includes("user") || wanted.user !== null);
  const filter = { ...wanted, user: await principalName(engine, organization, wanted.user) };
  const { rows, total } = await readSpend(engine.pool, organization, filter, by, page);
  return { currency, rows, total, nameOf: await namesOf(engine, organization, by, rows) };
}

export function totalOf(rows: readonly SpendMeasures[]): SpendMeasures {
  const total: SpendMeasures = { calls: 0, refused: 0, usedSeconds: 0, poolMinutes: 0, charge: 0n };
  for (const row of rows) {
    total.calls += row.calls;
    total.refused += row.refused;
    total.usedSeconds += row.usedSeconds;
    total.poolMinutes += row.poolMinutes;
    total.charge += row.charge;
  }
  return total;
}

async function namesOf(
  engine: Engine,
  organization: string,
  by: readonly Dimension[],
  rows: readonly SpendRow[],
): Promise<Spend["nameOf"]> {
  const keysOf = (dimension: Dimension): string[] => {
    const place = by.indexOf(dimension);
    return place === -1 ? [] : [...new Set(rows.map((row) => row.keys[place]!))];
  };
  const people = await readUserNames(engine.pool, organization, keysOf("user"));
  const centers = by.includes("costCenter") ? await costCenterNames(engine, organization) : null;
  return (dimension, key) => {
    if (dimension === "user") return people.get(key) ?? key;
    if (dimension === "costCenter") return centers?.get(key) ?? key;
    if (dimension === "destination" || dimension === "country") return engine.countries.names[key] ?? key;
    return dimension === "numberType" ? numberType((key || null) as NumberKind | null) : key;
  };
}

export interface Chargeback {
  currency: string;
  /** Micro-units; of all lines. */
  total: SpendMeasures;
  lines: (ChargebackRow & { displayName: string })[];
}

/**
 * What each cost centre is to pay for the calls of a UTC month (of their authorisation, whenever they ended or were
 * corrected): their charges in the ledger to the micro-unit. People without one, and attendants and bridges that are
 * nobody's, stand in a line of their own, with an empty id.
 */
export async function chargebackOf(engine: Engine, organization: string, month: string): Promise<Chargeback> {
  const from = Date.parse(`${month}-01`);
  const next = new Date(from);
  next.setUTCMonth(next.getUTCMonth() + 1);
  const { currency } = await viewOf(engine, organization, { names: true });
  const rows = await readChargeback(engine.pool, organization, { from, to: next.getTime() });
  const names = await costCenterNames(engine, organization);
  const lines = rows.map((row) => ({ ...row, displayName: names.get(row.costCenter) ?? row.costCenter }));
  return { currency, total: totalOf(rows), lines };
}

const costCenterNames = async (engine: Engine, organization: string): Promise<Map<string, string>> =>
  new Map(
    (await listCostCenters(engine.pool, organization, null, MOST_COST_CENTERS)).map((c) => [c.id, c.displayName]),
  );
