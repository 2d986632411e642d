import { afterAll, beforeAll, expect, test } from "vitest";
import { makeOrganization, startServer, type TestServer } from "./support/server.ts";

const NOW = Date.parse("2026-11-22T14:00:00Z");
const HEADER =
  "service,prefix,destination,country,number_class,price_per_minute,connection_fee,initial_increment_seconds,increment_seconds,effective_from,effective_to,origin\n";
const OLD = `user_out,44,United Kingdom,GB,geographic,0.50,0,60,60,2026-01-01,,
user_out,447,United Kingdom mobile,GB,mobile,0.60,0,60,60,2026-01-01,,
user_out,49,Germany,DE,geographic,0.10,0,60,60,2026-01-01,,
user_out,81,Japan,JP,geographic,0.20,0,60,60,2026-01-01,,
user_out,86,China,CN,geographic,0.30,0,60,60,2026-01-01,,
user_out,86,China,CN,geographic,0.25,0,60,60,2026-01-01,,DE
`;
const NEW = `user_out,44,United Kingdom,GB,geographic,0.55,0,60,60,2026-12-01,,
user_out,4420,London,GB,geographic,0.50,0,60,60,2026-12-01,,
user_out,49,Germany,DE,geographic,0.10,0,1,1,2026-12-01,,
user_out,4915,Germany mobile,DE,mobile,0.10,0.05,60,60,2026-12-01,,
user_out,81,Japan,JP,geographic,0.20,0,60,60,2026-12-01,,
user_out,33,France,FR,geographic,0.10,0,60,60,2026-12-15,,
`;
let server: TestServer;
let old: string;
let next: string;

beforeAll(async () => {
  server = await startServer({ now: () => NOW });
  const { api } = server;
  const csv = { headers: { "content-type": "text/csv" } };
  old = (await api("POST", "/v1/rate-decks?name=old&currency=USD", HEADER + OLD, csv)).body.id;
  next = (await api("POST", `/v1/rate-decks?name=next&currency=USD&replaces=${old}`, HEADER + NEW, csv)).body.id;
  for (const org of ["caller", "silent"]) {
    await makeOrganization(server, org);
    const ann = { displayName: "Ann", kind: "person", usageLocation: "US", licenses: ["MCOPSTN1", "MCOPSTNC"] };
    await api("PUT", `/v1/organizations/${org}/users/ann@${org}.example`, ann);
    await api("POST", `/v1/organizations/${org}/adjustments`, { amount: "10", reason: "test" });
  }
  const call = { callId: "a", user: "ann@caller.example", from: "+12065550101", to: "+442079460100" };
  expect((await api("POST", "/v1/calls", call)).status).toBe(201);
  expect((await api("POST", "/v1/calls/a/release", { usedSeconds: 60 })).body.charge).toBe("0.5");
});
afterAll(() => server.close());

const compare = async (query = ""): Promise<ReturnType<typeof JSON.parse>> =>
  (await server.api("GET", `/v1/rate-decks/${next}/comparison${query}`)).body;
interface Row {
  change: string;
  prefix: string;
  origin: string | null;
  before: Record<string, string> | null;
  after: Record<string, string> | null;
}
const shown = (items: Row[]): string[] =>
  items.map(({ change, prefix, origin, before, after }) => {
    const side = (one: Row["before"]): string => (one ? `${one["prefix"]} ${one["pricePerMinute"]}` : "-");
    return `${change} ${prefix}${origin ? ` from ${origin}` : ""}: ${side(before)} > ${side(after)}`;
  });

test("each prefix whose price changes, beside the price that it has now, also by a shorter prefix", async () => {
  const { items, counts, nextCursor, ...rest } = await compare();
  expect(shown(items)).toEqual([
    "new 33: - > 33 0.1",
    "dearer 44: 44 0.5 > 44 0.55",
    "cheaper 447: 447 0.6 > 44 0.55",
    "cheaper 49: 49 0.1 > 49 0.1", // billed by the second
    "dearer 4915: 49 0.1 > 4915 0.1", // with a connection fee
    "gone 86: 86 0.3 > -",
    "gone 86 from DE: 86 0.25 > -",
  ]);
  expect(counts).toEqual({ dearer: 2, cheaper: 2, new: 1, gone: 2, same: 2 });
  expect([nextCursor, rest]).toEqual([
    null,
    {
      ...{ deck: next, with: null, currency: "USD" },
      ...{ from: "2026-12-01T00:00:00.000Z", at: "2026-12-15T00:00:00.000Z" },
    },
  ]);
});

test("in pages, of one kind, and with a deck by itself", async () => {
  const pages: string[] = [];
  for (let query = "?limit=3"; query;) {
    const { items, nextCursor } = await compare(query);
    pages.push(...shown(items));
    query = nextCursor === null ? "" : `?limit=3&cursor=${nextCursor}`;
  }
  expect(pages).toHaveLength(7);
  expect(shown((await compare("?change=gone")).items)).toEqual(["gone 86: 86 0.3 > -", "gone 86 from DE: 86 0.25 > -"]);
  expect((await compare(`?with=${next}`)).counts).toMatchObject({ dearer: 0, cheaper: 0, new: 0, gone: 0 });
  const backwards = await server.api("GET", `/v1/rate-decks/${old}/comparison?with=${next}&change=gone`);
  expect(shown(backwards.body.items)).toEqual(["gone 33: 33 0.1 > -"]);
});

test("tells whose calls it matters to", async () => {
  const { body } = await server.api("GET", `/v1/rate-decks/${next}/comparison/organizations`);
  expect(body.items).toEqual([
    { organization: "caller", displayName: "caller", calls: 1, charge: "0.5", currency: "USD" },
  ]);
});

test("a deck that there is not, or of another currency, is refused", async () => {
  const csv = { headers: { "content-type": "text/csv" } };
  await server.api("POST", "/v1/rate-decks?name=yen&currency=JPY", HEADER + NEW, csv);
  expect((await server.api("GET", "/v1/rate-decks/77/comparison")).body.code).toBe("UNKNOWN_RATE_DECK");
  const mixed = await server.api("GET", `/v1/rate-decks/${next}/comparison?with=yen`);
  expect([mixed.status, mixed.body.code, mixed.body.errors[0].pointer]).toEqual([400, "CURRENCY_MISMATCH", "/with"]);
});

test("an organisation sees the decks that price its calls, not what others have agreed", async () => {
  const { api } = server;
  const csv = { headers: { "content-type": "text/csv" } };
  const special = (await api("POST", "/v1/rate-decks?name=special&currency=USD&namedOnly=true", HEADER + OLD, csv))
    .body;
  await makeOrganization(server, "favoured", { rateDeck: "special" });
  const keyOf = async (organization: string): Promise<{ key: string }> => {
    const made = await api("POST", "/v1/api-keys", { name: organization, scopes: ["read"], organization });
    return { key: made.body.key as string };
  };
  const [silent, favoured] = [await keyOf("silent"), await keyOf("favoured")];
  const namesFor = async (key: { key: string }): Promise<string[]> =>
    (await api("GET", "/v1/rate-decks", undefined, key)).body.items.map(({ name }: { name: string }) => name);
  expect(await namesFor(silent)).toEqual(["next", "old"]);
  expect(await namesFor(favoured)).toEqual(["special"]);
  for (const deck of [special.id, "special"]) {
    for (const path of [deck, `${deck}/rows`, `${deck}/comparison`, `${next}/comparison?with=${deck}`]) {
      const { status, body } = await api("GET", `/v1/rate-decks/${path}`, undefined, silent);
      expect([path, status, body.code]).toEqual([path, 404, "UNKNOWN_RATE_DECK"]);
    }
    expect((await api("GET", `/v1/rate-decks/${deck}/rows`, undefined, favoured)).status).toBe(200);
  }
  expect((await api("GET", `/v1/rate-decks/${next}/comparison`, undefined, silent)).body.counts.dearer).toBe(2);
});

test("a dry run tells what a file would change and keeps nothing of it", async () => {
  const { api } = server;
  const csv = { headers: { "content-type": "text/csv" } };
  const decks = async (): Promise<number> => (await api("GET", "/v1/rate-decks")).body.items.length;
  const before = await decks();
  const dry = (file: string, query = "") =>
    api("POST", `/v1/rate-decks?name=spring&currency=USD&dryRun=true${query}`, HEADER + file, csv);

  // From 2026-12-01 the deck "next" prices calls: against it, and in its place.
  const spring = OLD.replaceAll("2026-01-01", "2027-03-01");
  const merged = await dry(spring);
  expect([merged.status, merged.body]).toEqual([
    200,
    {
      ...{ rows: 6, effectiveFrom: "2027-03-01T00:00:00.000Z" },
      counts: { dearer: 2, cheaper: 1, new: 2, gone: 0, same: 1 },
    },
  ]);
  expect((await dry(spring, `&replaces=${next}`)).body.counts).toMatchObject({ new: 2, gone: 1 });
  // One that has begun is compared with the prices of today, by which "old" is what there is.
  expect((await dry(OLD.replace("0.20", "0.30"))).body.counts).toEqual({ ...NONE, dearer: 1, same: 5 });
  expect((await dry(OLD, "&namedOnly=true")).body.counts).toEqual({ ...NONE, new: 6 });

  const bad = await dry(OLD.replace("0.20", "cheap"));
  expect([bad.status, bad.body.code, bad.body.errors[0].line]).toEqual([400, "INVALID_RATE_DECK", 5]);
  expect((await dry(OLD, "&replaces=nothing")).body.code).toBe("UNKNOWN_RATE_DECK");
  expect(await decks()).toBe(before);
});

const NONE = { dearer: 0, cheaper: 0, new: 0, gone: 0, same: 0 };
