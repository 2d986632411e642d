import { setTimeout } from "node:timers/promises";
import { monitorEventLoopDelay } from "node:perf_hooks";
import pg from "pg";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { ROW_ID_STEP } from "../src/domain/rate-deck.ts";
import { importRateDeck, type RateDeckImport, removeAbandonedRateDecks } from "../src/engine/import-rate-deck.ts";
import { RateBook } from "../src/engine/rate-book.ts";
import { CSV_HEADER, csvLine } from "../src/engine/rate-deck-csv.ts";
import { createPool } from "../src/postgres/pool.ts";
import { createRateDeck, listRateDecks, readRateRows } from "../src/postgres/rate-decks.ts";
import { freshDatabase, type TestDatabase } from "./support/database.ts";

const NOW = Date.parse("2026-06-01T00:00:00Z");
const line = (prefix: string, price = "0.1", from = "2026-01-01", to = ""): string =>
  `user_out,${prefix},to ${prefix},,mobile,${price},0,60,60,${from},${to},\r\n`;
const deckOf = (...lines: string[]): string => CSV_HEADER + lines.join("");

let database: TestDatabase;
let pool: pg.Pool;
let book: RateBook;
beforeEach(async () => {
  database = await freshDatabase();
  pool = createPool(database.connection, { max: 4 });
  book = new RateBook(pool, () => NOW);
  await book.refresh();
});
afterEach(async () => {
  await pool.end();
  await database.drop();
});

/** Imports a file that arrives in pieces of `size` bytes. */
function load(
  csv: string | Buffer,
  { size = 65_536, ...change }: Partial<Omit<RateDeckImport, "csv">> & { size?: number } = {},
): ReturnType<typeof importRateDeck> {
  const deck = { name: "list", currency: "USD", replaces: null, namedOnly: false, ...change };
  return importRateDeck(pool, book, { ...deck, csv: inPieces(csv, size) });
}

async function* inPieces(file: string | Buffer, size: number): AsyncGenerator<Uint8Array> {
  const bytes = typeof file === "string" ? Buffer.from(file) : file;
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

function price(
  digits: string,
  { rateDeck = null as string | null, currency = "USD", at = NOW } = {},
): string | undefined {
  const row = book.find({ service: "user_out", digits, origin: null, at, currency, rateDeck });
  return row && `${row.pricePerMinutePicos / 10n ** 10n}c by ${row.id}`;
}

const count = async (table: string): Promise<number> =>
  Number((await pool.query<{ count: bigint }>(`SELECT count(*) FROM ${table}`)).rows[0]!.count);

describe("a good deck", () => {
  test("prices calls as soon as it is published, row ids and all", async () => {
    const imported = await load(deckOf(line("44", "0.10"), line("447", "0.25")), { size: 10 });
    expect(imported).toEqual({
      id: "1",
      rows: 2,
      effectiveFrom: Date.parse("2026-01-01T00:00:00Z"),
    });
    expect(price("447700900123")).toBe("25c by 1000002");
    expect(price("442079460100")).toBe("10c by 1000001");
    expect(price("49301234567")).toBeUndefined();
    expect(price("442079460100", { currency: "EUR" })).toBeUndefined();
  });

  test("is given back as it came", async () => {
    const csv = deckOf(
      line("44", "0.1", "2026-01-01T00:00:00Z", "2027-01-01T00:00:00.5Z"),
      line("1", "0", "1969-07-20T20:17:40Z"),
    );
    await load(csv);
    const rows = await readRateRows(pool, "1", 0, 10);
    expect(CSV_HEADER + rows.map(csvLine).join("")).toBe(csv.replace("00.5Z", "00.500Z"));
    expect((await readRateRows(pool, "1", 1, 10)).map((row) => row.prefix)).toEqual(["1"]);
  });

  test("is merged with the others of its currency, unless only organisations that name it may use it", async () => {
    await load(deckOf(line("44", "0.10")));
    await load(deckOf(line("49", "0.20")));
    await load(deckOf(line("44", "0.05"), line("447", "0.06")), { name: "partners", namedOnly: true });
    await load(deckOf(line("44", "0.99")), { currency: "EUR" });
    expect([price("447"), price("49")]).toEqual(["10c by 1000001", "20c by 2000001"]);
    const rateDeck = "partners";
    expect([price("447", { rateDeck }), price("49", { rateDeck })]).toEqual(["6c by 3000002", undefined]);
    expect(price("44", { currency: "EUR" })).toBe("99c by 4000001");
  });

  test("is seen by another process once that hears of the version, and loaded once", async () => {
    const other = new RateBook(pool, () => NOW);
    await other.refresh();
    const query = {
      service: "user_out",
      digits: "44",
      origin: null,
      at: NOW,
      currency: "USD",
      rateDeck: null,
    } as const;
    await load(deckOf(line("44")));
    expect(other.find(query)).toBeUndefined();
    await Promise.all([other.refresh(book.version), other.refresh(book.version), other.refresh(book.version)]);
    expect(other.find(query)?.id).toBe("1000001");
    expect(other.version).toBe(book.version);
  });
});

describe("a deck that replaces another", () => {
  const may = Date.parse("2026-05-01T00:00:00Z");
  test("ends it where it begins, for those who name it too", async () => {
    await load(deckOf(line("44", "0.10"), line("49", "0.10")), { name: "old" });
    await load(deckOf(line("44", "0.20", "2026-05-01"), line("44", "0.30", "2026-07-01")), {
      name: "new",
      replaces: "old",
    });
    expect([price("44", { at: may - 1 }), price("49", { at: may - 1 })]).toEqual(["10c by 1000001", "10c by 1000002"]);
    expect([price("44"), price("49")]).toEqual(["20c by 2000001", undefined]);
    expect(price("44", { rateDeck: "old" })).toBe("20c by 2000001");
    expect(await listRateDecks(pool, { currency: null, before: null, limit: 5 })).toMatchObject([
      { id: "2", name: "new", rows: 2, effectiveFrom: may, endedAt: null, replacedBy: null },
      { id: "1", name: "old", rows: 2, endedAt: may, replacedBy: "2" },
    ]);
  });

  test("may have the name of the one before it, and be replaced itself", async () => {
    await load(deckOf(line("44", "0.10")));
    await load(deckOf(line("44", "0.20", "2026-05-01")), { replaces: "list" });
    await load(deckOf(line("44", "0.30", "2026-05-01")), { replaces: "list" });
    expect([price("44", { at: may - 1 }), price("44")]).toEqual(["10c by 1000001", "30c by 3000001"]);
    expect(price("44", { rateDeck: "1" })).toBe("30c by 3000001");
  });

  test.each([
    ["that is not there", "9", "USD", "UNKNOWN_RATE_DECK", "There is no rate deck 9 to replace."],
    ["of another currency", "1", "EUR", "CURRENCY_MISMATCH", "Rate deck 1 is in USD, not in EUR."],
    ["that was replaced", "1", "USD", "INVALID_REQUEST", "Rate deck 1 was replaced by rate deck 2."],
  ])("can not replace one %s", async (_what, replaces, currency, code, message) => {
    await load(deckOf(line("44")));
    await load(deckOf(line("44", "0.2", "2026-02-01")), { replaces: "1" });
    await expect(load(deckOf(line("44")), { replaces, currency })).rejects.toMatchObject({ code, message });
    expect(await count("rate_deck")).toBe(2);
  });

  test("by two at once is replaced by one of them", async () => {
    await load(deckOf(line("44")));
    const next = deckOf(line("44", "0.2", "2026-02-01"));
    const outcomes = await Promise.allSettled([1, 2, 3].map(() => load(next, { replaces: "1" })));
    expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected", "rejected"]);
    expect([await count("rate_deck"), await count("rate_row")]).toEqual([2, 2]);
  });
});

describe("all or nothing", () => {
  test("one bad line among many keeps all of them out, and every bad line is named", async () => {
    const lines = Array.from({ length: 5000 }, (_, i) => line(String(10_000 + i)));
    lines[4000] = line("x");
    lines[4500] = line("123", "-1");
    await expect(load(deckOf(...lines))).rejects.toMatchObject({
      code: "INVALID_RATE_DECK",
      errors: [
        { line: 4002, column: "prefix", pointer: "/4002/prefix" },
        { line: 4502, column: "price_per_minute", message: expect.stringContaining('"-1"') as string },
      ],
      more: { errorCount: 2 },
    });
    expect([await count("rate_deck"), await count("rate_row"), price("10000")]).toEqual([0, 0, undefined]);
  });

  test("a file that breaks off leaves nothing", async () => {
    const csv = (async function* () {
      yield* inPieces(deckOf(line("44")), 50);
      throw new Error("connection reset");
    })();
    const deck = { name: "list", currency: "USD", replaces: null, namedOnly: false, csv };
    await expect(importRateDeck(pool, book, deck)).rejects.toThrow("connection reset");
    expect([await count("rate_deck"), await count("rate_row")]).toEqual([0, 0]);
  });

  test("what a killed importer left is removed at the next start, what another one is importing is not", async () => {
    const killed = new pg.Client(database.connection);
    killed.on("error", () => {});
    await killed.connect();
    const living = await pool.connect();
    for (const client of [killed, living]) {
      const id = Number(await createRateDeck(client, { name: "half", currency: "USD", namedOnly: false }));
      await client.query(
        `INSERT INTO rate_row SELECT $1::bigint + n, 'user_out', n::text, 'x', NULL, '', 1, 0, 1, 1, now()
         FROM generate_series(1, 100) AS n`,
        [id * ROW_ID_STEP],
      );
    }
    await pool.query("SELECT pg_terminate_backend($1)", [(killed as pg.Client & { processID: number }).processID]);
    while ((await count("pg_locks WHERE locktype = 'advisory'")) > 1) await setTimeout(10);
    expect(await removeAbandonedRateDecks(pool)).toBe(1);
    expect((await pool.query("SELECT id FROM rate_deck")).rows).toEqual([{ id: 2n }]);
    expect(await count("rate_row")).toBe(100);
    living.release(true);
  });
});

describe("the database itself refuses", () => {
  const deck =
    "INSERT INTO rate_deck (id, name, currency, named_only, state, rows, effective_from, ended_at, replaced_by)";
  const row = "INSERT INTO rate_row VALUES";
  test.each([
    ["a currency that is none", `${deck} VALUES (1, 'a', 'usd', false, 'loading', 0, NULL, NULL, NULL)`, "currency"],
    ["an unknown state", `${deck} VALUES (1, 'a', 'USD', false, 'draft', 1, now(), NULL, NULL)`, "state"],
    [
      "a published deck without rows",
      `${deck} VALUES (1, 'a', 'USD', false, 'published', 0, now(), NULL, NULL)`,
      "published",
    ],
    [
      "a published deck without a begin",
      `${deck} VALUES (1, 'a', 'USD', false, 'published', 1, NULL, NULL, NULL)`,
      "published",
    ],
    [
      "an end without a successor",
      `${deck} VALUES (1, 'a', 'USD', false, 'published', 1, now(), now(), NULL)`,
      "replaced",
    ],
    ["a million rows", `${deck} VALUES (1, 'a', 'USD', false, 'loading', 1000000, NULL, NULL, NULL)`, "rows"],
    [
      "a successor that is not there",
      `${deck} VALUES (1, 'a', 'USD', false, 'published', 1, now(), now(), 9)`,
      "replaced_by_fkey",
    ],
    ["an unknown service", `${row} (1, 'fax', '44', 'x', NULL, '', 1, 0, 1, 1, now())`, "service"],
    ["a prefix with a plus", `${row} (1, 'user_out', '+44', 'x', NULL, '', 1, 0, 1, 1, now())`, "prefix"],
    ["a price below zero", `${row} (1, 'user_out', '44', 'x', NULL, '', -1, 0, 1, 1, now())`, "price"],
    ["an increment of nothing", `${row} (1, 'user_out', '44', 'x', NULL, '', 1, 0, 1, 0, now())`, "increments"],
    ["an end before the begin", `${row} (1, 'user_out', '44', 'x', NULL, '', 1, 0, 1, 1, now(), now())`, "dates"],
  ])("%s", async (_what, statement, constraint) => {
    await expect(pool.query(statement)).rejects.toMatchObject({
      constraint: expect.stringMatching(new RegExp(`_${constraint}$`)) as string,
    });
  });
});

test("200,000 rows are imported in under 20 s, and the event loop turns meanwhile", { timeout: 60_000 }, async () => {
  const services = ["user_out", "conf_out", "ucap_out", "tollfree_in", "conf_in"];
  const lines = Array.from({ length: 200_000 }, (_, i) =>
    line(String(10_000 + Math.floor(i / 5)), `0.${1 + (i % 9999)}`).replace("user_out", services[i % 5]!),
  );
  const csv = Buffer.from(CSV_HEADER + lines.join(""));
  const delay = monitorEventLoopDelay({ resolution: 1 });
  const begun = performance.now();
  delay.enable();
  expect(await load(csv)).toMatchObject({ rows: 200_000 });
  delay.disable();
  const seconds = (performance.now() - begun) / 1000;
  console.info(`${seconds.toFixed(1)} s; event loop p99 ${delay.percentile(99) / 1e6} ms, max ${delay.max / 1e6} ms`);
  expect(seconds).toBeLessThan(20);
  expect(delay.percentile(99) / 1e6, "milliseconds that a call waits for the event loop").toBeLessThan(50); // 5 on a quiet machine
  expect(price("100011234")).toBe("60c by 1000006");
});
