/**
 * The sample organisations: requests of the API, made in this process, then the rate decks, then money that was put in
 * earlier, which no request can say. It may be cut short and begun again: every step finds what is done already.
 */
import { createReadStream, readFileSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import type { Lot } from "../domain/account.ts";
import { parseMicros } from "../domain/money.ts";
import { packageRoot } from "../package-root.ts";
import { readBuyer } from "../postgres/eligibility.ts";
import { listPaymentMethods } from "../postgres/payment-methods.ts";
import { listRateDecks } from "../postgres/rate-decks.ts";
import { hasOrganizations, readMark, setMark } from "../postgres/sample.ts";
import { pastTopUp } from "../postgres/top-ups.ts";
import { lotEnd } from "./calendar.ts";
import type { Engine } from "./engine.ts";
import { importRateDeck } from "./import-rate-deck.ts";
import { hashOf } from "./top-up.ts";

interface SampleRequest {
  method: "PUT" | "POST";
  path: string;
  body: unknown;
}

interface SampleLot {
  organization: string;
  amount: string;
  purchasedDaysAgo: number;
  priority: number;
  source: Lot["source"];
}

interface Sample {
  calls: SampleRequest[];
  lots: SampleLot[];
}

/** Makes a request of the API with the operator's key; `key` is its Idempotency-Key. */
export type Ask = (request: SampleRequest & { key: string }) => Promise<{ status: number; body: string }>;

const DECKS = [
  { file: "usd.csv", name: "usd", currency: "USD", replaces: null },
  { file: "eur.csv", name: "eur", currency: "EUR", replaces: null },
  { file: "gbp.csv", name: "gbp", currency: "GBP", replaces: null },
  { file: "jpy.csv", name: "jpy", currency: "JPY", replaces: null },
  { file: "usd-next.csv", name: "usd-next", currency: "USD", replaces: "usd" },
];

/** On the first start only: a database that somebody uses already is left alone. True if the sample was loaded now. */
export async function seedOnFirstStart(engine: Engine, ask: Ask): Promise<boolean> {
  const mark = await readMark(engine.pool, "sample");
  if (mark === "done" || (mark === null && (await hasOrganizations(engine.pool)))) return false;
  await seed(engine, ask);
  return true;
}

export async function seed(engine: Engine, ask: Ask): Promise<void> {
  await setMark(engine.pool, "sample", "begun");
  const samples = ["contoso.json", "others.json"].map(
    (name) => JSON.parse(readFileSync(join(packageRoot(), "samples", name), "utf8")) as Sample,
  );
  for (const { calls } of samples) await makeRequests(calls, ask);
  for (const deck of DECKS) await loadDeck(engine, deck);
  const lots = samples.flatMap((sample) => sample.lots);
  for (const organization of new Set(lots.map((lot) => lot.organization)))
    await putIn(
      engine,
      organization,
      lots.filter((lot) => lot.organization === organization),
    );
  await setMark(engine.pool, "sample", "done");
}

async function makeRequests(calls: readonly SampleRequest[], ask: Ask): Promise<void> {
  for (const [i, call] of calls.entries()) {
    const { status, body } = await ask({ ...call, key: `sample-${hashOf([call.path, JSON.stringify(call.body)])}` });
    if (status >= 300) throw new Error(`The sample's request ${i + 1}, ${call.method} ${call.path}, failed: ${body}`);
  }
}

async function loadDeck(engine: Engine, deck: (typeof DECKS)[number]): Promise<void> {
  const known = await listRateDecks(engine.pool, { currency: deck.currency, before: null, limit: 1000 });
  if (known.some(({ name }) => name === deck.name)) return;
  const file = join(packageRoot(), "samples", "decks", deck.file);
  const text = deck.replaces === null ? null : readFileSync(file, "utf8");
  const csv = text === null ? createReadStream(file) : Readable.from([bytesOf(dated(text, engine.now()))]);
  await importRateDeck(engine.pool, engine.rates, { ...deck, namedOnly: false, csv });
}

const bytesOf = (text: string): Uint8Array => Buffer.from(text);

/** `{next-month}` is the first second of next month, UTC. */
function dated(csv: string, now: number): string {
  const date = new Date(now);
  const next = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1));
  return csv.replaceAll("{next-month}", next.toISOString().replace(".000", ""));
}

/** Money that was put in earlier, all lots of an organisation at once; nothing where it has money already. */
async function putIn(engine: Engine, organization: string, lots: readonly SampleLot[]): Promise<void> {
  const { timeZone } = (await readBuyer(engine.pool, organization))!;
  const [method] = await listPaymentMethods(engine.pool, organization, { after: 0n, limit: 1 });
  await engine.lane.run(organization, {
    decide: (books, { now, newId }) => {
      if (books.account.transferSeq > 0) return { result: undefined };
      const alsoWrite = lots.flatMap((given) => {
        const purchasedAt = now - given.purchasedDaysAgo * 86_400_000;
        const amount = parseMicros(given.amount)!;
        const lot: Lot = {
          id: newId(),
          granted: amount,
          remaining: amount,
          priority: given.priority,
          source: given.source,
          purchasedAt,
          endsAt: lotEnd(purchasedAt, timeZone),
        };
        if (given.source === "promotion" || !method) {
          books.credit(lot, "adjustment", "promotion", null);
          return [];
        }
        const id = newId();
        books.credit(lot, "cash/test", "top-up", id);
        const topUp = { organization, id, amount, paymentMethod: method.id, provider: "test" };
        return [pastTopUp({ ...topUp, idempotencyKey: null, requestHash: "", at: purchasedAt }, lot.id)];
      });
      return { result: undefined, note: "sample", alsoWrite };
    },
  });
}
