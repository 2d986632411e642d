import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DeckIndex } from "./deck-index.ts";
import { type DeckRow, decksFor, lookup, type RateDeck, type RateQuery, type RateRow, SERVICES } from "./rate-deck.ts";

const day = (text: string): number => Date.parse(`${text}T00:00:00Z`);

const row = (prefix: string, change: Partial<DeckRow> = {}): DeckRow => ({
  service: "user_out",
  prefix,
  destination: `to ${prefix}`,
  country: null,
  numberClass: "mobile",
  pricePerMinutePicos: BigInt(prefix),
  connectionFeePicos: 0n,
  initialIncrementSeconds: 60,
  incrementSeconds: 6,
  effectiveFrom: day("2026-01-01"),
  effectiveTo: null,
  origin: null,
  ...change,
});

function deck(id: string, rows: DeckRow[], change: Partial<RateDeck> = {}): RateDeck {
  const index = new DeckIndex(rows.length);
  for (const each of rows) index.add(each);
  const effectiveFrom = Math.min(...rows.map((each) => each.effectiveFrom));
  const header = { id, name: `deck ${id}`, currency: "USD", namedOnly: false, effectiveFrom };
  return { ...header, endedAt: null, replacedBy: null, index, ...change };
}

const call = (digits: string, change: Partial<RateQuery> = {}): RateQuery => ({
  service: "user_out",
  digits,
  origin: null,
  at: day("2026-06-01"),
  ...change,
});

/** The ids of rows are 1,000,000 times the deck and then the place, such as 1000002. */
const picked = (decks: RateDeck[], query: RateQuery): string | undefined => lookup(decks, query)?.id;

describe("the longest prefix wins", () => {
  const one = [deck("1", [row("4"), row("44"), row("447"), row("4479"), row("447911123456"), row("447911123456789")])];
  test.each([
    ["4", "1000001"],
    ["49301234567", "1000001"],
    ["442079460100", "1000002"],
    ["447700900123", "1000003"],
    ["447911000000", "1000004"],
    ["447911123456", "1000005"],
    ["447911123456789", "1000006"],
    ["44791112345678901", "1000006"], // more digits than E.164 has
    ["5", undefined],
    ["", undefined],
    ["044", undefined],
    ["+447700900123", undefined],
    ["44x", undefined],
  ])("%s", (digits, id) => expect(picked(one, call(digits))).toBe(id));

  test("for the service that is asked for only", () => {
    const both = [deck("1", [row("1800", { service: "tollfree_in" }), row("1")])];
    expect(picked(both, call("18005550100", { service: "tollfree_in" }))).toBe("1000001");
    expect(picked(both, call("18005550100"))).toBe("1000002");
    expect(picked(both, call("18005550100", { service: "conf_in" }))).toBeUndefined();
  });

  test("in another deck as well", () => {
    const two = [deck("1", [row("44")]), deck("2", [row("447"), row("4")])];
    expect(picked(two, call("447700900123"))).toBe("2000001");
    expect(picked(two, call("442079460100"))).toBe("1000001");
  });
});

describe("dates", () => {
  const rows = [
    row("44", { effectiveTo: day("2026-03-01") }),
    row("44", { effectiveFrom: day("2026-02-01"), effectiveTo: day("2026-05-01") }),
    row("44", { effectiveFrom: day("2026-07-01") }),
    row("4"),
  ];
  test.each([
    ["before all of them", "2025-12-31", undefined],
    ["on its first day", "2026-01-01", "1000001"],
    ["the newest that has begun", "2026-02-01", "1000002"],
    ["though the older has ended since", "2026-04-30", "1000002"],
    ["a shorter prefix where none is in effect", "2026-05-01", "1000004"],
    ["again a later one", "2026-07-01", "1000003"],
  ])("%s", (_what, at, id) => expect(picked([deck("1", rows)], call("447700900123", { at: day(at) }))).toBe(id));

  test("a deck ends for good where the deck that replaced it begins", () => {
    const ended = { endedAt: day("2026-06-01"), replacedBy: "2" };
    const both = [
      deck("1", [row("44"), row("49")], ended),
      deck("2", [row("44", { effectiveFrom: day("2026-06-01") })]),
    ];
    const lastMoment = day("2026-06-01") - 1;
    expect(lookup(both, call("441", { at: lastMoment }))).toMatchObject({ id: "1000001", effectiveTo: ended.endedAt });
    expect(picked(both, call("441"))).toBe("2000001");
    expect(picked(both, call("491", { at: lastMoment }))).toBe("1000002");
    expect(picked(both, call("491"))).toBeUndefined();
  });

  test("of two decks with the same row the later deck counts", () => {
    expect(picked([deck("10", [row("44")]), deck("9", [row("44")])], call("441"))).toBe("10000001");
  });
});

describe("origin", () => {
  const rows = [
    row("44", { effectiveFrom: day("2026-05-01") }),
    row("44", { origin: "US" }),
    row("44", { origin: "GB", effectiveTo: day("2026-02-01") }),
    row("447", { origin: "DE" }),
  ];
  test.each([
    ["its own row, though that of any origin is newer", "447", "US", "1000002"],
    ["that of any origin where its own has ended", "447", "GB", "1000001"],
    ["the longer prefix for its own", "447", "DE", "1000004"],
    ["that of any origin where none is its own", "447", "FR", "1000001"],
    ["that of any origin where the origin is not known", "447", null, "1000001"],
  ])("%s", (_what, digits, origin, id) => expect(picked([deck("1", rows)], call(digits, { origin }))).toBe(id));

  test("goes before a newer row of any origin also in another deck", () => {
    const two = [deck("1", [row("44", { origin: "US" })]), deck("2", [row("44")])];
    expect(picked(two, call("441", { origin: "US" }))).toBe("1000001");
    expect(picked(two, call("441"))).toBe("2000001");
  });
});

describe("the deck of an organisation", () => {
  const decks = [
    deck("1", [row("44")], { name: "list" }),
    deck("2", [row("4")], { name: "partners", namedOnly: true, endedAt: day("2026-06-01"), replacedBy: "4" }),
    deck("3", [row("44")], { name: "list" }),
    deck("4", [row("4", { effectiveFrom: day("2026-06-01") })], { namedOnly: true, endedAt: null }),
  ];
  test.each<[string, string | null, string[]]>([
    ["every deck but those for who names them", null, ["1", "3"]],
    ["by its id", "1", ["1"]],
    ["all of its name", "list", ["1", "3"]],
    ["also what replaced it", "partners", ["2", "4"]],
    ["one that is not there", "gold", []],
  ])("%s", (_what, name, ids) => expect(decksFor(decks, name).map(({ id }) => id)).toEqual(ids));
});

test("a row comes out of the index as it went in", () => {
  const full = row("999999999999999", {
    service: "conf_in",
    country: "XK",
    origin: "ZW",
    effectiveTo: day("2027-01-01"),
    pricePerMinutePicos: 9_000_000_000_000_000_000n,
    connectionFeePicos: 1n,
    initialIncrementSeconds: 3600,
    incrementSeconds: 1,
  });
  const wanted: RateRow = { ...full, id: "7000002", deck: "7", deckName: "deck 7" };
  const found = lookup([deck("7", [row("1"), full])], call(full.prefix, { service: "conf_in", origin: "ZW" }))!;
  // A stored row has no fields of its own, so each is asked for.
  const fields = Object.keys(wanted) as (keyof RateRow)[];
  expect(Object.fromEntries(fields.map((field) => [field, found[field]]))).toEqual(wanted);
});

const anyRow = fc
  .record({
    service: fc.constantFrom(...SERVICES.slice(0, 2)),
    prefix: fc.stringMatching(/^[1-2][0-2]{0,6}$/),
    origin: fc.constantFrom(null, "US", "GB"),
    effectiveFrom: fc.integer({ min: 0, max: 4 }),
    effectiveTo: fc.option(fc.integer({ min: 5, max: 7 })),
  })
  .map(({ prefix, ...change }) => row(prefix, change));
const anyQuery: fc.Arbitrary<RateQuery> = fc.record({
  service: fc.constantFrom(...SERVICES.slice(0, 2)),
  digits: fc.stringMatching(/^[1-2][0-2]{0,9}$/),
  origin: fc.constantFrom(null, "US", "GB", "DE"),
  at: fc.integer({ min: 0, max: 8 }),
});

test("for any decks and call: the first of all rows that fit, sorted as the rule says", () =>
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.array(anyRow, { minLength: 1, maxLength: 40 }), fc.option(fc.integer({ min: 1, max: 8 }))), {
        minLength: 1,
        maxLength: 3,
      }),
      fc.array(anyQuery, { minLength: 1, maxLength: 30 }),
      (contents, queries) => {
        const decks = contents.map(([rows, endedAt], i) => deck(String(i + 1), rows, { endedAt }));
        const all = contents.flatMap(([rows, endedAt], i) =>
          rows.map((each) => ({ ...each, deck: i + 1, endedAt: endedAt ?? 99 })),
        );
        for (const query of queries) {
          const { service, digits, origin, at } = query;
          const fitting = all
            .filter((each) => each.service === service && digits.startsWith(each.prefix))
            .filter((each) => each.origin === null || each.origin === origin)
            .filter((each) => each.effectiveFrom <= at && at < Math.min(each.effectiveTo ?? 99, each.endedAt));
          const rank = (each: (typeof all)[number]): number[] => [
            each.prefix.length,
            each.origin === null ? 0 : 1,
            each.effectiveFrom,
            each.deck,
          ];
          const best = fitting.map(rank).sort((a, b) => a.reduce((order, value, i) => order || b[i]! - value, 0))[0];
          const found = lookup(decks, query);
          expect(
            found && [found.prefix.length, found.origin === null ? 0 : 1, found.effectiveFrom, Number(found.deck)],
          ).toEqual(best);
        }
      },
    ),
    { numRuns: 300 },
  ));
