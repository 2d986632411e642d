/** The organisations of the simulation, what they hold, and what the plans give them: written down by hand here. */
import { Readable } from "node:stream";
import { createEngine, type Engine } from "../../src/engine/engine.ts";
import { importRateDeck } from "../../src/engine/import-rate-deck.ts";
import { putLimit } from "../../src/engine/limits.ts";
import { addPaymentMethod } from "../../src/engine/payment-methods.ts";
import { putNumber } from "../../src/engine/provision-number.ts";
import { putOrganization, putSubscription } from "../../src/engine/provision-organization.ts";
import { putUser } from "../../src/engine/provision-user.ts";
import type { Connection } from "../../src/postgres/pool.ts";
import pg from "pg";
import type { SimBudget } from "./budgets.ts";
import { deckCsv, type Price } from "./prices.ts";

/** 2026-11-24 15:00 UTC: near enough to a month's end that ordinary rounds cross it. */
export const START = Date.UTC(2026, 10, 24, 15);

export interface SimUser {
  name: string;
  country: string;
  licences: string[];
  costCenter: string | null;
}

export interface SimOrganization {
  id: string;
  country: string;
  currency: string;
  timeZone: string;
  /** A customer agreement with pay-as-you-go: what is left of the credits first, then billed afterwards. */
  postUsage: boolean;
  users: SimUser[];
  purchased: Map<string, number>;
  premiumAllowed: boolean;
  /** Those that stop calls. */
  budgets: SimBudget[];
  /** Of what is billed afterwards in a month, micro-units. */
  monthlyLimit: bigint | null;
  /** Numbers of the conference bridge, and one of an own carrier. */
  toll: string;
  tollFree: string;
  ownCarrier: string;
  /** Somebody outside who calls in. */
  stranger: string;
  emergency: string;
  /** Ids of payment methods by the token of their card. */
  cards: Map<string, string>;
}

type Place = Pick<SimOrganization, "toll" | "tollFree" | "ownCarrier" | "stranger" | "emergency">;
const PLACES: Record<string, Place> = {
  US: {
    toll: "+12065550150",
    tollFree: "+18005550151",
    ownCarrier: "+12065550160",
    stranger: "+12065550170",
    emergency: "911",
  },
  GB: {
    toll: "+442079460150",
    tollFree: "+448081570123",
    ownCarrier: "+442079460160",
    stranger: "+442079460170",
    emergency: "999",
  },
  JP: {
    toll: "+81312345650",
    tollFree: "+81120123456",
    ownCarrier: "+81312345660",
    stranger: "+81312345670",
    emergency: "119",
  },
};

const budget = (scope: SimBudget["scope"], subject: string | null, amount: bigint): SimBudget => ({
  id: `stop-${scope}`,
  ...{ scope, subject, amount },
});
/** So small that a round comes to their end, and only of some: most calls are to go on. */
const BUDGETS: Record<string, SimBudget[]> = {
  acme: [budget("user", "world@acme.example", 4_000_000n), budget("cost-center", "field", 6_000_000n)],
  albion: [budget("organization", null, 30_000_000n)],
  izumi: [budget("cost-center", "field", 5_000_000n), budget("organization", null, 60_000_000n)],
};

const CREDITS = "MCOPSTNC";
export const PAY_AS_YOU_GO = "Microsoft_Teams_Calling_Plan_pay_as_you_go_(country_zone_1)";

function organization(id: string, country: string, currency: string, timeZone: string, postUsage: boolean) {
  const user = (name: string, licences: string[], where = country): SimUser => ({
    name: `${name}@${id}.example`,
    country: where,
    licences,
    costCenter: /^(own|payg)$/.test(name) ? "field" : null,
  });
  const place =
    id === "ccorp"
      ? { ...PLACES["US"]!, toll: "+12065550250", tollFree: "+18005550251", ownCarrier: "+12065550260" }
      : PLACES[country]!;
  const result: SimOrganization = {
    id,
    country,
    currency,
    timeZone,
    postUsage,
    users: [
      user("desk", ["MCOPSTN1", CREDITS, "MCOMEETADV"]),
      user("world", ["MCOPSTN2", CREDITS]),
      user("abroad", ["MCOPSTN_5", CREDITS], country === "GB" ? "FR" : "GB"),
      user("own", ["MCOPSTN8", "MCOPSTN_5", CREDITS]),
      // With post-usage it depends on what is left of the credits whether their licence is asked for at all.
      ...(postUsage ? [] : [user("bare", ["MCOPSTN1"])]),
      user("noplan", [CREDITS]),
      user("meter", ["MCOMEETACPEA", CREDITS]),
      user("payg", [PAY_AS_YOU_GO, CREDITS]),
    ],
    purchased: new Map([
      ["MCOPSTN1", 2],
      ["MCOPSTN2", 1],
      ["MCOPSTN_5", 2],
      ["MCOPSTN8", 1],
      ["MCOMEETADV", 2],
      ["MCOMEETACPEA", 1],
      [PAY_AS_YOU_GO, 2],
    ]),
    premiumAllowed: false,
    budgets: BUDGETS[id] ?? [],
    monthlyLimit: postUsage ? 12_000_000n : null,
    ...place,
    cards: new Map(),
  };
  return result;
}

export const organizations = (): SimOrganization[] => [
  organization("acme", "US", "USD", "America/Los_Angeles", false),
  organization("albion", "GB", "GBP", "Europe/London", false),
  organization("izumi", "JP", "JPY", "Asia/Tokyo", false),
  organization("ccorp", "US", "USD", "UTC", true),
];

const TOKENS = ["tok_visa", "tok_timeout", "tok_declined"];

/** Makes all of it through the engine's own commands, with decks of the given prices. */
export async function settle(
  connection: Connection,
  list: readonly SimOrganization[],
  prices: readonly Price[],
): Promise<void> {
  const silent = (): void => {};
  const engine = await createEngine({ connection, now: () => START, log: { warn: silent, error: silent } });
  try {
    for (const currency of new Set(list.map((org) => org.currency))) {
      const csv = Readable.from([Buffer.from(deckCsv(prices))]);
      const deck = { name: currency, currency, replaces: null, namedOnly: false, csv };
      await importRateDeck(engine.pool, engine.rates, deck);
    }
    for (const org of list) {
      const { id, country, currency, timeZone } = org;
      const billing = { agreement: org.postUsage ? ("customer" as const) : ("direct" as const), country };
      await putOrganization(engine, id, { displayName: id, country, currency, timeZone, billing });
      for (const [sku, purchased] of org.purchased) await putSubscription(engine, id, sku, purchased);
      for (const user of org.users) await putUser(engine, id, user.name, userChange(user));
      const bridge = { type: "conference-bridge" as const, id: "bridge" };
      await putNumber(engine, id, org.toll, { kind: "service-toll", use: bridge });
      await putNumber(engine, id, org.tollFree, { kind: "service-toll-free", use: bridge });
      const use = { type: "user" as const, id: org.users[0]!.name };
      await putNumber(engine, id, org.ownCarrier, { kind: "subscriber", carrier: "direct-routing", use });
      await limit(engine, org);
      for (const token of org.postUsage ? [] : TOKENS) {
        const method = await addPaymentMethod(engine, id, { type: "card", token });
        org.cards.set(token, method.id.toString());
      }
    }
  } finally {
    await engine.close();
  }
  const client = new pg.Client(connection);
  await client.connect();
  for (const { id, monthlyLimit } of list.filter((org) => org.postUsage))
    await client.query("UPDATE account SET pay_as_you_go = true, post_usage_limit = $2 WHERE organization = $1", [
      id,
      monthlyLimit,
    ]);
  await client.end();
}

/** Limits that count every call and stop none, whose counters the observer counts anew; and budgets that stop calls. */
async function limit(engine: Engine, { id, currency, users, tollFree, budgets }: SimOrganization): Promise<void> {
  const counting = { stop: false, currency };
  const amount = 5_000_000n;
  await putLimit(engine, id, "budget", "all", { ...counting, scope: "organization", amount });
  await putLimit(engine, id, "budget", "desk", { ...counting, scope: "user", subject: users[0]!.name, amount });
  await putLimit(engine, id, "brake", "each", { ...counting, scope: "user", amount, calls: 3 });
  await putLimit(engine, id, "brake", "pumping", { ...counting, scope: "number", subject: tollFree, minutes: 5 });
  for (const { id: name, scope, subject, amount: most } of budgets)
    await putLimit(engine, id, "budget", name, { stop: true, currency, scope, subject, amount: most });
}

export const userChange = (user: SimUser) => ({
  displayName: user.name,
  kind: "person" as const,
  usageLocation: user.country,
  licenses: user.licences,
  costCenter: user.costCenter,
});

/** Minutes a month of one licence, by the country it counts in (domain.md 3.1). */
const MINUTES: Record<string, [scope: string, capability: string, inNorthAmerica: number, elsewhere: number][]> = {
  MCOPSTN1: [["domestic", "MCOPSTN1", 3000, 1200]],
  MCOPSTN2: [
    ["domestic", "MCOPSTN2", 3000, 1200],
    ["international", "MCOPSTN2", 600, 600],
  ],
  MCOPSTN_5: [["domestic", "MCOPSTN5", 120, 120]],
  MCOMEETADV: [["zone-a", "MCOMEETADD", 60, 60]],
};

/** What a pool holds a month by the licences of now: bought ones count where assigned, the rest at home. */
export function entitled(org: SimOrganization, pool: string): number {
  if (pool.startsWith("MCOPSTN8:")) return 120;
  const [capability, country, scope] = pool.split(":");
  let minutes = 0;
  for (const [sku, given] of Object.entries(MINUTES)) {
    let left = org.purchased.get(sku) ?? 0;
    const places = new Map<string, number>();
    const holders = org.users.filter((user) => user.licences.includes(sku)).map((user) => user.country);
    for (const place of [...holders.sort(), ...Array<string>(1000).fill(org.country)]) {
      if (left === 0) break;
      left -= 1;
      places.set(place, (places.get(place) ?? 0) + 1);
    }
    for (const [its, name, home, elsewhere] of given)
      for (const [place, count] of places)
        if (name === capability && its === scope && (scope === "zone-a" || place === country))
          minutes += count * (place === "US" ? home : elsewhere);
  }
  return minutes;
}

/** The month of a moment where the organisation is: `2026-11-01`. */
export function monthOf(at: number, timeZone: string): string {
  const parts = new Intl.DateTimeFormat("en", { timeZone, year: "numeric", month: "2-digit" }).formatToParts(at);
  const part = (type: string) => parts.find((p) => p.type === type)!.value;
  return `${part("year")}-${part("month")}-01`;
}
