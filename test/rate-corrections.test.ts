import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { audit, auditWords } from "../src/engine/audit.ts";
import { createEngine } from "../src/engine/engine.ts";
import { notify } from "../src/engine/notify.ts";
import { Corrections } from "../src/engine/rate-corrections/corrections.ts";
import { makeOrganization, startServer, type TestServer } from "./support/server.ts";

const NOW = Date.parse("2026-11-22T14:00:00Z");
const DAY = 86_400_000;
const HEADER =
  "service,prefix,destination,country,number_class,price_per_minute,connection_fee,initial_increment_seconds,increment_seconds,effective_from,effective_to\n";
const row = (prefix: string, country: string, price: string, fee = "0", increment = 60): string =>
  `user_out,${prefix},to ${prefix},${country},geographic,${price},${fee},${increment},${increment},2026-01-01,\n`;
const CSV = { headers: { "content-type": "text/csv" } };
const TO = { GB: "+442079460100", DE: "+493012345678", US: "+12125550100" };

let now = NOW;
let server: TestServer;
let api: TestServer["api"];
let deck: string;

/** Each test has an organisation of its own. */
let own: string;
let tests = 0;

beforeAll(async () => {
  server = await startServer({ now: () => now });
  api = server.api;
  const prices = row("44", "GB", "0.50") + row("49", "DE", "0.10") + row("1", "US", "0.02");
  deck = (await api("POST", "/v1/rate-decks?name=old&currency=USD", HEADER + prices, CSV)).body.id;
});
beforeEach(async () => {
  now = NOW;
  own = `contoso-${++tests}`;
  await organization(own);
});
afterEach(async () => {
  const { good, lines } = auditWords(await audit(server.engine, null));
  expect(good, lines.join("\n")).toBe(true);
});
afterAll(() => server.close());

const org = (path: string, id = own): string => `/v1/organizations/${id}/${path}`;
async function organization(id: string, change: Record<string, unknown> = {}): Promise<void> {
  await makeOrganization(server, id, change);
  const ann = { displayName: "Ann", kind: "person", usageLocation: "US", licenses: ["MCOPSTN1", "MCOPSTNC"] };
  const admin = { roles: ["Global Administrator"], mail: `ann@${id}.example` };
  expect((await api("PUT", org(`users/ann@${id}.example`, id), { ...ann, ...admin })).status).toBeLessThan(300);
}
const fund = (amount: string, id = own) => api("POST", org("adjustments", id), { amount, reason: "test" });
/** Answers what was charged. */
async function call(name: string, to: string, seconds: number, { id = own } = {}): Promise<string> {
  const callId = `${id}-${name}`;
  const body = { callId, user: `ann@${id}.example`, from: "+12065550101", to, requestedSeconds: seconds };
  expect((await api("POST", "/v1/calls", body)).status).toBe(201);
  return (await api("POST", `/v1/calls/${callId}/release`, { usedSeconds: seconds })).body.charge;
}
const correctedDeck = async (csv: string, name = "corrected"): Promise<string> =>
  (await api("POST", `/v1/rate-decks?name=${name}&currency=USD&namedOnly=true`, HEADER + csv, CSV)).body.id;
const order = (body: object) => {
  now += 1000; // what has just been is past
  return api("POST", "/v1/rate-corrections", {
    ...{ from: "2026-11-01", to: new Date(now).toISOString(), organizations: [own], reason: "Wrong price list" },
    ...body,
  });
};
const work = () => new Corrections(server.engine).run();
/** Orders it and carries it out. */
async function correct(body: object): Promise<ReturnType<typeof JSON.parse>> {
  const ordered = await order(body);
  expect(ordered.status, JSON.stringify(ordered.body)).toBe(202);
  now += 1000;
  await work();
  return (await api("GET", `/v1/rate-corrections/${ordered.body.id}`)).body;
}
const credits = async (id = own) => (await api("GET", org("credits", id))).body;
const explained = async (callId: string) => (await api("GET", `/v1/calls/${own}-${callId}`)).body;
/** The transfers of a call that its correction made. */
const moved = async (callId: string): Promise<string[]> =>
  (await explained(callId)).explanation.transfers
    .filter(({ cause }: { cause: string }) => cause === "correction")
    .map(({ from, to, amount }: Record<string, string>) =>
      `${amount} from ${from} to ${to}`.replaceAll(own, "contoso"),
    );

describe("a call is charged anew", () => {
  test.each<[what: string, old: string, seconds: number, corrected: string, charged: string, moved: string[]]>([
    ["too dear", "GB", 120, row("44", "GB", "0.30"), "0.6", ["0.4 from revenue to credits/contoso"]],
    ["too cheap", "GB", 120, row("44", "GB", "0.55"), "1.1", ["0.1 from credits/contoso to revenue"]],
    ["for nothing", "GB", 120, row("44", "GB", "0"), "0", ["1 from revenue to credits/contoso"]],
    [
      "by a longer prefix",
      "GB",
      60,
      row("44", "GB", "0.5") + row("4420", "GB", "0.2"),
      "0.2",
      ["0.3 from revenue to credits/contoso"],
    ],
    ["by the second", "DE", 61, row("49", "DE", "0.12", "0", 1), "0.122", ["0.078 from revenue to credits/contoso"]],
    ["with a fee", "DE", 60, row("49", "DE", "0.1", "0.05"), "0.15", ["0.05 from credits/contoso to revenue"]],
    ["at the same price", "GB", 60, row("44", "GB", "0.5"), "0.5", []],
    ["where the deck has no price", "GB", 60, row("49", "DE", "0.2"), "0.5", []],
  ])("that was %s", async (_what, to, seconds, csv, charged, transfers) => {
    await fund("100");
    const first = await call("a", TO[to as "GB"], seconds);
    const done = await correct({ rateDeck: await correctedDeck(csv) });
    expect(done).toMatchObject({ state: "applied", totals: { calls: transfers.length, lookedAt: 1 } });
    expect(await moved("a")).toEqual(transfers);
    expect(Number((await credits()).balance)).toBeCloseTo(100 - Number(charged), 9);
    expect((await explained("a")).charge, "the first row stays").toBe(first);
  });

  test("and pools keep the minutes that they paid: only what money paid changes", async () => {
    await fund("100");
    expect(await call("pool", TO.US, 600)).toBe("0");
    const before = (await api("GET", org("pools"))).body;
    await correct({ rateDeck: await correctedDeck(row("1", "US", "5")) });
    expect(await moved("pool")).toEqual([]);
    expect((await api("GET", org("pools"))).body).toEqual(before);
    expect((await credits()).balance).toBe("100");
  });

  test("beyond the credits as debt, which a later correction takes back first", async () => {
    await fund("1");
    await call("a", TO.GB, 120);
    await correct({ rateDeck: await correctedDeck(row("44", "GB", "0.8")) });
    expect(await moved("a")).toEqual(["0.6 from debt/contoso to revenue"]);
    expect(await credits()).toMatchObject({ balance: "0", debt: "0.6" });
    await correct({ rateDeck: await correctedDeck(row("44", "GB", "0.4"), "again") });
    expect(await moved("a")).toEqual([
      "0.6 from debt/contoso to revenue",
      "0.2 from revenue to credits/contoso",
      "0.6 from revenue to debt/contoso",
    ]);
    expect(await credits()).toMatchObject({ balance: "0.2", debt: "0" });
    expect((await explained("a")).corrections).toMatchObject([
      { charged: "1", corrected: "1.6", difference: "0.6" },
      { charged: "1.6", corrected: "0.8", difference: "-0.8" },
    ]);
    // The debt is settled by new money meanwhile: what is not owed after all comes back as credits.
    await correct({ rateDeck: await correctedDeck(row("44", "GB", "2"), "third") });
    await fund("10");
    await correct({ rateDeck: await correctedDeck(row("44", "GB", "0.5"), "fourth") });
    expect(await credits()).toMatchObject({ balance: "10", debt: "0" });
  });

  test("afterwards, where it is billed afterwards, in the month of the correction", async () => {
    await api("PUT", `/v1/organizations/${own}`, { billing: { agreement: "customer", country: "US" } });
    await api("PUT", org("pay-as-you-go"), { enabled: true });
    await call("a", TO.GB, 120);
    now += 20 * DAY;
    await call("b", TO.GB, 60);
    await correct({ rateDeck: await correctedDeck(row("44", "GB", "0.4")) });
    expect(await moved("a")).toEqual(["0.2 from revenue to post-usage/contoso"]);
    expect((await api("GET", org("statements"))).body.items).toMatchObject([
      { month: "2026-12", amount: "0.2" }, // 0.5 less 0.1 and 0.2
      { month: "2026-11", amount: "1" },
    ]);
    expect((await api("GET", org("pay-as-you-go"))).body.usedThisMonth).toBe("0.4");
  });

  test("whose lot has ended since, into a lot of its own, since it would be forfeited at once", async () => {
    await fund("10");
    await call("a", TO.GB, 120);
    now += 400 * DAY;
    await fund("5");
    await correct({ rateDeck: await correctedDeck(row("44", "GB", "0.3")) });
    const { balance, lots } = await credits();
    expect(balance).toBe("5.4");
    expect(lots).toMatchObject([{ remaining: "5" }, { remaining: "0.4", source: "adjustment" }]);
  });
});

describe("a correction", () => {
  test("as a dry run tells all and moves nothing; then it is applied, once", async () => {
    const other = `${own}-other`;
    await organization(other);
    await fund("100");
    await fund("100", other);
    await call("a", TO.GB, 120);
    await call("b", TO.DE, 60);
    await call("c", TO.GB, 60, { id: other });
    const rateDeck = await correctedDeck(row("44", "GB", "0.30"));
    const both = { organizations: [own, other] };
    const dry = await correct({ rateDeck, dryRun: true, ...both });
    expect(dry).toMatchObject({
      ...{ state: "reckoned", dryRun: true, rateDeck, rateDeckName: "corrected", appliedAt: null, ...both },
      totals: {
        ...{ organizations: 2, lookedAt: 3, unpriced: 1, presumed: 0, calls: 2, currency: "USD" },
        ...{ charged: "1.5", corrected: "0.9", difference: "-0.6" },
      },
    });
    const parts = await api("GET", `/v1/rate-corrections/${dry.id}/organizations?limit=1`);
    expect(parts.body).toMatchObject({
      items: [{ organization: own, calls: 1, charged: "1", corrected: "0.6", difference: "-0.4" }],
      nextCursor: expect.any(String),
    });
    const calls = `/v1/rate-corrections/${dry.id}/organizations/${own}/calls`;
    expect((await api("GET", calls)).body.items).toMatchObject([
      {
        callId: `${own}-a`,
        number: TO.GB,
        prefix: "44",
        usedSeconds: 120,
        charged: "1",
        corrected: "0.6",
        appliedAt: null,
      },
    ]);
    expect((await credits()).balance).toBe("98.9");
    for (let time = 1; time <= 2; time++) {
      const applied = await api("POST", `/v1/rate-corrections/${dry.id}/apply`);
      expect(applied.status).toBe(202);
      await work();
      expect((await credits()).balance).toBe("99.3");
    }
    expect((await api("GET", calls)).body.items[0].appliedAt).not.toBeNull();
    const rows = (await api("GET", org("usage"))).body.items;
    expect(
      rows.map((each: Record<string, string>) => [
        each["callId"]!.slice(own.length + 1),
        each["charge"],
        each["correction"],
      ]),
    ).toEqual([
      ["b", "0.1", undefined],
      ["a", "1", undefined],
      ["a", "-0.4", { id: dry.id, reason: "Wrong price list", at: expect.any(String) }],
    ]);
    const spend = (by: string) => api("GET", org(`usage/spend?by=${by}`));
    for (const by of ["destination", "user", "capability"])
      expect(
        (await spend(by)).body.items.reduce((sum: number, each: { charge: string }) => sum + Number(each.charge), 0),
        by,
      ).toBeCloseTo(0.7, 9);
    expect((await explained("a")).explanation.text.at(-1)).toBe(
      'On 2026-11-22 its price was corrected by rate deck "corrected", prefix 44 (Wrong price list): 0.6 USD instead of 1, ' +
        "so that 0.4 were given back.",
    );
  });

  test("goes on where a process died in the middle of it, and another process at the same time moves nothing twice", async () => {
    await fund("100");
    for (let i = 0; i < 60; i++) await call(`c${i}`, TO.GB, 60);
    const { body } = await order({ rateDeck: await correctedDeck(row("44", "GB", "0.30")) });
    const lane = server.engine.lane;
    const run = lane.run.bind(lane);
    let chunks = 0;
    lane.run = (...command) => (++chunks === 2 ? Promise.reject(new Error("killed")) : run(...command));
    await expect(work()).rejects.toThrow("killed");
    lane.run = run;
    expect((await credits()).balance, "50 of 60 calls").toBe("80");
    const other = await createEngine({
      connection: server.database.connection,
      now: () => now,
      log: { warn: () => undefined, error: () => undefined },
    });
    try {
      await Promise.all([work(), new Corrections(other).run(), work()]);
      await work();
    } finally {
      await other.close();
    }
    expect((await api("GET", `/v1/rate-corrections/${body.id}`)).body.state).toBe("applied");
    expect((await credits()).balance).toBe("82");
  });

  test("is told once to each organisation, by mail", async () => {
    await fund("100");
    await call("a", TO.GB, 120);
    const { id } = await correct({ rateDeck: await correctedDeck(row("44", "GB", "0.30")) });
    await api("POST", `/v1/rate-corrections/${id}/apply`);
    await work();
    await notify(server.engine, "https://billing.example");
    const told = (await api("GET", org("notices"))).body.items.filter(
      (each: { event: string }) => each.event === "charges.corrected",
    );
    expect(told).toHaveLength(1);
    expect(told[0].text).toContain("$0.40");
    expect(told[0].text).toContain("Wrong price list");
  });

  test("that another one has overtaken is refused, and reckoned anew when it is ordered again", async () => {
    await fund("100");
    await call("a", TO.GB, 120);
    const dry = await correct({ rateDeck: await correctedDeck(row("44", "GB", "0.30")), dryRun: true });
    await correct({ rateDeck: await correctedDeck(row("44", "GB", "0.40"), "other") });
    const late = await api("POST", `/v1/rate-corrections/${dry.id}/apply`);
    expect([late.status, late.body.code]).toEqual([409, "CORRECTION_OUTDATED"]);
    await correct({ rateDeck: dry.rateDeck });
    expect(await moved("a")).toEqual(["0.2 from revenue to credits/contoso", "0.2 from revenue to credits/contoso"]);
    expect((await credits()).balance).toBe("99.4");
  });

  test("that somebody tampers with is found by the audit", async () => {
    await fund("100");
    await call("a", TO.GB, 120);
    await correct({ rateDeck: await correctedDeck(row("44", "GB", "0.30")) });
    const tamper = (column: string, by: number) =>
      server.engine.pool.query(`UPDATE call_correction SET ${column} = ${column} + $2 WHERE organization = $1`, [
        own,
        by,
      ]);
    await tamper("charged", 1);
    const { lines } = auditWords(await audit(server.engine, own));
    await tamper("charged", -1);
    expect(lines.join("\n")).toMatch(
      /^Each correction of a call's price .* begins at 1\.000001, but it was charged 1\./m,
    );
    expect(lines.join("\n")).toMatch(/^An organisation's correction .* instead of 1, but .* instead of 1\.000001\./m);
    expect(lines.join("\n")).toMatch(/^The charge of an ended call .* was charged 0\.599999, but .* add up to 0\.6\./m);
  });

  test("without names is for whoever the deck prices", async () => {
    const choosy = `${own}-choosy`;
    await organization(choosy, { rateDeck: "old" });
    for (const id of [own, choosy]) {
      await fund("100", id);
      await call("a", TO.GB, 60, { id });
    }
    const csv = HEADER + row("44", "GB", "0.30");
    const rateDeck = (await api("POST", `/v1/rate-decks?name=next&currency=USD`, csv, CSV)).body.id;
    await correct({ rateDeck, organizations: undefined });
    expect([(await credits()).balance, (await credits(choosy)).balance]).toEqual(["99.7", "99.5"]);
    expect(deck).not.toBe(rateDeck);
  });

  test.each<[string, object, number, string]>([
    ["of the future", { to: "2026-12-24" }, 400, "/to"],
    ["that ends before it begins", { from: "2026-11-20", to: "2026-11-10" }, 400, "/from"],
    ["of an organisation that there is not", { organizations: ["nobody"] }, 404, "/organizations/0"],
    ["of another currency", { organizations: ["yen"] }, 400, "/organizations/0"],
    ["without a reason", { reason: " " }, 400, "/reason"],
  ])("%s is refused", async (_what, body, status, pointer) => {
    await makeOrganization(server, "yen", { currency: "JPY", country: "JP", licenses: [] });
    const before = (await correct({ rateDeck: deck, dryRun: true })).id;
    const refused = await order({ rateDeck: deck, ...body });
    expect([refused.status, refused.body.errors[0].pointer]).toEqual([status, pointer]);
    expect((await api("GET", "/v1/rate-corrections?limit=1")).body.items[0].id).toBe(before);
  });
});
