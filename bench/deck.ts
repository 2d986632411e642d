/** A rate deck of any size, its import, and how many look-ups it answers. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Service } from "../src/domain/rate-deck.ts";
import type { Engine } from "../src/engine/engine.ts";
import { importRateDeck } from "../src/engine/import-rate-deck.ts";
import { packageRoot } from "../src/package-root.ts";
import { round } from "./measure.ts";

/** `rows` of the kind that carriers sell: every prefix of the sample deck, then longer ones within those. */
export function makeDeck(rows: number): { csv: string; prefixes: { service: Service; prefix: string }[] } {
  const sample = readFileSync(join(packageRoot(), "samples", "decks", "usd.csv"), "utf8")
    .trimEnd()
    .split("\n");
  const header = sample[0]!;
  const lines = new Map(sample.slice(1).map((line) => [line.split(",", 2).join(","), line]));
  // Growing a Map while it is walked: what was added is lengthened in its turn.
  for (const [key, line] of lines) {
    const [service = "", prefix = ""] = key.split(",");
    const rest = line.split(",").slice(2).join(",");
    for (let digit = 0; digit < 10 && prefix.length < 12; digit++) {
      if (lines.size >= rows) break;
      const longer = `${service},${prefix}${digit}`;
      if (!lines.has(longer)) lines.set(longer, `${longer},${rest}`);
    }
    if (lines.size >= rows) break;
  }
  const prefixes = [...lines.keys()].map((key) => {
    const [service = "", prefix = ""] = key.split(",");
    return { service: service as Service, prefix };
  });
  return { csv: [header, ...lines.values(), ""].join("\n"), prefixes };
}

export async function importDeck({ pool, rates }: Engine, rows: number) {
  const { csv } = makeDeck(rows);
  const bytes = Buffer.from(csv);
  const begun = performance.now();
  const cpu = process.cpuUsage();
  const deck = await importRateDeck(pool, rates, {
    name: `bench-${rows}`,
    currency: "USD",
    replaces: null,
    namedOnly: false,
    csv: (async function* () {
      yield bytes;
    })(),
  });
  const { user, system } = process.cpuUsage(cpu);
  const seconds = round((performance.now() - begun) / 1000);
  return {
    subject: "deck import",
    rows: deck.rows,
    megabytes: round(bytes.length / 1e6),
    seconds,
    nodeCpuSeconds: round((user + system) / 1e6),
  };
}

/** Look-ups of numbers that begin with a prefix of the deck, each another one. */
export function measureLookUps({ rates, now }: Engine, deckRows: number, seconds: number) {
  const { prefixes } = makeDeck(deckRows);
  const at = now();
  const queries = Array.from({ length: 100_000 }, (_, i) => {
    const { service, prefix } = prefixes[(i * 7919) % prefixes.length]!;
    const digits = (prefix + String(1_000_000_000_000 + i * 9_999_991)).slice(0, Math.max(11, prefix.length + 2));
    return { service, digits, origin: "US", at, currency: "USD", rateDeck: null };
  });
  let found = 0;
  let done = 0;
  const until = performance.now() + 1000 * seconds;
  const cpu = process.cpuUsage();
  while (performance.now() < until) {
    for (const query of queries) if (rates.find(query)) found++;
    done += queries.length;
  }
  const { user, system } = process.cpuUsage(cpu);
  if (found !== done) throw new Error(`${done - found} of ${done} look-ups found no rate`);
  const cpuSeconds = (user + system) / 1e6;
  return { subject: "rating", deckRows, lookUps: done, lookUpsPerCpuSecond: Math.round(done / cpuSeconds) };
}
