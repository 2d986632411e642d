/** The usage report over HTTP: which calls are in it, what it shows of them, and who may see what. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { audit, auditWords } from "../src/engine/audit.ts";
import { roleOf } from "../src/engine/roles.ts";
import { sendReports } from "../src/engine/usage/custom-reports.ts";
import { NO_FILTER, USAGE_SORTS, usageOf } from "../src/engine/usage/report.ts";
import { spendOf } from "../src/engine/usage/spend.ts";
import type { Mail, Mailer } from "../src/mail/mailer.ts";
import { indexFinishedMonths } from "../src/postgres/usage/finished-months.ts";
import { ensureCdrPartitions } from "../src/postgres/upkeep.ts";
import { makeAccount, signedIn } from "./support/people.ts";
import { makeOrganization, startServer, type TestServer } from "./support/server.ts";
import { CALLS, makeCalls, NOW } from "./support/usage.ts";

let server: TestServer;
let api: TestServer["api"];
let now = NOW;

beforeAll(async () => {
  server = await startServer({ now: () => now });
  api = server.api;
  // November has a table of its own, October has not.
  await ensureCdrPartitions(server.engine.pool, NOW);
  await makeCalls(server, (at) => (now = at));
}, 60_000);
afterAll(async () => {
  const { good, lines } = auditWords(await audit(server.engine, null));
  await server.close();
  expect(good, lines.join("\n")).toBe(true);
});

const usage = async (query: string, org = "contoso") =>
  (await api("GET", `/v1/organizations/${org}/usage?${query}`)).body;
const idsOf = async (query: string): Promise<string> =>
  (await usage(`${query.startsWith("from") ? "" : "from=2026-10-01&to=2026-12-01&"}${query}`)).items
    .map((row: { callId: string }) => row.callId)
    .join(" ");

describe("which calls are in it", () => {
  test.each([
    ["", "transfer queue night ben pool attempt sbc meeting cuba day"],
    ["report=calling-plan", "queue night ben pool meeting cuba day"],
    ["report=direct-routing", "transfer attempt sbc"],
    ["callType=conf_out", "meeting"],
    ["callType=conf_out&callType=dr_out", "attempt sbc meeting"],
    ["user=ann@contoso.example", "transfer night pool attempt sbc meeting cuba day"],
    ["user=ANN@contoso.example&charged=true", "night meeting cuba day"],
    ["user=nobody@contoso.example", ""],
    ["user=", "queue"],
    ["destinationCountry=CU", "cuba"],
    ["destinationCountry=GB&user=ben@contoso.example", "ben"],
    ["capability=MCOPSTN1", "pool"],
    ["costCenter=sales", "transfer night pool attempt sbc meeting cuba"],
    ["costCenter=support", "day"],
    ["costCenter=", "queue ben"],
    ["charged=false", "transfer pool attempt sbc"],
    ["number=%2B442079460100", "night ben day"],
    ["number=%2B12065559999", "queue"],
    ["refused=true", "refused"],
    ["refused=any&callType=user_out&destinationCountry=JP", "refused"],
    ["from=2026-11-22&to=2026-11-23", "transfer queue night ben"],
  ])("%s: %s", async (query, callIds) => {
    expect(await idsOf(query)).toBe(callIds);
  });

  test.each([
    ["sort=charge", "cuba meeting night ben"],
    ["sort=charge&order=asc&charged=true", "queue day ben night"],
    ["sort=duration", "sbc cuba pool night"],
    ["sort=destination&order=asc&report=calling-plan", "meeting cuba day ben"],
    ["sort=startedAt&order=asc", "day cuba meeting sbc"],
  ])("sorted by %s: %s come first", async (query, first) => {
    expect((await idsOf(query)).split(" ").slice(0, 4).join(" ")).toBe(first);
  });

  test.each(["startedAt", "charge", "duration", "user", "callType", "destination", "capability", "costCenter"])(
    "pages by %s show every call once",
    async (sort) => {
      for (const order of ["asc", "desc"]) {
        const whole = await idsOf(`sort=${sort}&order=${order}`);
        const pages: string[] = [];
        let cursor = "";
        do {
          const query = `from=2026-10-01&to=2026-12-01&sort=${sort}&order=${order}&limit=3`;
          const page = await usage(`${query}${cursor && `&cursor=${cursor}`}`);
          pages.push(...page.items.map((row: { callId: string }) => row.callId));
          cursor = page.nextCursor ?? "";
        } while (cursor);
        expect(pages.join(" ")).toBe(whole);
      }
    },
  );
});

test("when a month is over, its own indexes lead to the same pages; one that was left half made is made again", async () => {
  const { pool } = server.engine;
  const pages = async (): Promise<string[]> => {
    const found: string[] = [];
    for (const sort of USAGE_SORTS)
      for (const order of ["asc", "desc"])
        for (const filter of ["", "user=ann@contoso.example", "number=%2B442079460100", "destinationCountry=GB"])
          found.push(`${sort} ${order} ${filter} ${await idsOf(`sort=${sort}&order=${order}&${filter}`)}`);
    return found;
  };
  const indexes = async (): Promise<string[]> => {
    const { rows } = await pool.query<{ name: string }>(
      "SELECT indexrelid::regclass::text AS name FROM pg_index WHERE indrelid = 'cdr_2026_11'::regclass AND indisvalid ORDER BY 1",
    );
    return rows.map(({ name }) => name).filter((name) => name.includes("_by_"));
  };
  const before = await pages();
  await indexFinishedMonths(pool, Date.parse("2026-11-30T23:00:00Z"));
  expect(await indexes(), "calls are still added to the month").toEqual([]);
  await indexFinishedMonths(pool, Date.parse("2026-12-02T00:00:00Z"));
  const made = await indexes();
  expect(made).toHaveLength(USAGE_SORTS.length);
  await pool.query("UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'cdr_2026_11_by_user'::regclass");
  await indexFinishedMonths(pool, Date.parse("2026-12-02T00:00:00Z"));
  expect(await indexes()).toEqual(made);
  expect(await pages()).toEqual(before);
});

test("a row shows who called, where to, what it cost and who paid", async () => {
  const { items } = await usage("from=2026-11-22&to=2026-11-23&callType=user_out&user=ann@contoso.example");
  expect(items).toEqual([
    {
      id: expect.stringMatching(/^\d+$/),
      usageId: expect.stringMatching(/^74616c6b-7469-8d65-8000-[0-9a-f]{12}$/),
      callId: "night",
      report: "calling-plan",
      callType: "user_out",
      outcome: "completed",
      refusal: null,
      startedAt: "2026-11-22T02:00:00.000Z",
      answeredAt: "2026-11-22T02:00:00.000Z",
      endedAt: "2026-11-22T02:02:01.000Z",
      durationSeconds: 121,
      usedSeconds: 121,
      billedSeconds: 180,
      poolMinutes: 0,
      user: "ann@contoso.example",
      userDisplayName: "Ann",
      userId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      costCenter: "sales",
      usageLocation: "US",
      from: "+12065550101",
      to: "+442079460100",
      fromCountry: "US",
      destinationCountry: "GB",
      destinationName: "United Kingdom",
      scope: "International",
      numberType: "Subscriber",
      conferenceId: null,
      capability: "MCOPSTNPP",
      connectionFee: "0.02",
      charge: "0.065",
      currency: "USD",
      directRouting: null,
    },
  ]);
});

test("a call over one's own carrier shows what its switch said", async () => {
  const { items } = await usage("from=2026-10-01&to=2026-12-01&report=direct-routing");
  const [transfer, attempt, sbc] = items;
  expect(sbc).toMatchObject({ durationSeconds: 610, usedSeconds: 600, charge: "0" });
  expect(sbc.directRouting).toEqual({
    invitedAt: CALLS.sbc.invitedAt,
    failedAt: null,
    success: true,
    trunk: "sbc1.contoso.example",
    mediaBypass: true,
    mediaRegion: "EUWE",
    signalingRegion: "EUNO",
    sipCode: 200,
    sipPhrase: "OK",
    subCode: 0,
    correlationId: "0f0e0d0c-0b0a-4908-8706-050403020100",
    sharedCorrelationId: null,
  });
  expect(attempt.directRouting).toMatchObject({ success: false, sipCode: 486, failedAt: attempt.endedAt });
  expect(transfer.directRouting.sharedCorrelationId).toBe(sbc.directRouting.correlationId);
});

test("an organisation in Germany does not see the last three digits of numbers outside", async () => {
  const { items } = await usage("from=2026-11-01&to=2026-12-01", "kontoso");
  expect(items.map(({ callId, from, to }: Record<string, string>) => [callId, from, to])).toEqual([
    ["herein", "+49301234***", "+498001234567"],
    ["hinaus", "+4930901820", "+442079460***"],
  ]);
  for (const { callId, from, to } of items) {
    const seen = await api("GET", `/v1/calls/${callId}`);
    expect([seen.body.from, seen.body.to], "nor in what is said of one call").toEqual([from, to]);
    const found = await api("GET", `/v1/calls?callId=${callId}`);
    expect(found.body.items.map((call: Record<string, string>) => [call.from, call.to])).toEqual([[from, to]]);
  }
});

test.each([
  ["from=2026-11-22&to=2026-11-22", "/from"],
  ["from=yesterday", "/from"],
  ["from=2026-13-01", "/from"],
  ["days=0", "/days"],
  ["days=7&from=2026-11-01", "/days"],
  ["from=1999-01-01&to=2026-11-22", "/from"],
  ["callType=smoke_signal", "/callType"],
  ["destinationCountry=usa", "/destinationCountry"],
  ["charged=maybe", "/charged"],
  ["sort=colour", "/sort"],
  ["cursor=bm9uZQ", "/cursor"],
  ["sort=charge&cursor=WyJ4IiwiMSJd", "/cursor"],
  ["colour=red", "/colour"],
])("asked with %s it names what is wrong", async (query, pointer) => {
  const answer = await api("GET", `/v1/organizations/contoso/usage?${query}`);
  expect([answer.status, answer.body.errors[0].pointer]).toEqual([400, pointer]);
});

test("nobody asks for another organisation's calls", async () => {
  await makeOrganization(server, "fabrikam");
  const { body } = await api("POST", "/v1/api-keys", { name: "f", scopes: ["read"], organization: "fabrikam" });
  expect((await api("GET", "/v1/organizations/contoso/usage", undefined, { key: body.key })).status).toBe(404);
  expect((await api("GET", "/v1/organizations/fabrikam/usage", undefined, { key: body.key })).body.items).toEqual([]);
});

describe("what the roll-up tells", () => {
  const get = async (path: string) => (await api("GET", `/v1/organizations/contoso/${path}`)).body;
  const OCTOBER_TO_NOVEMBER = "from=2026-10-01&to=2026-12-01";

  test.each([
    [
      "destination",
      ["CU Cuba 1 600 15", "AL Albania 1 90 1.4", "GB United Kingdom 3 211 0.135", "US United States 2 361 0.0055"],
    ],
    ["user", ["ann@contoso.example Ann 8 1776 16.5", "ben@contoso.example Ben 1 30 0.035", "  1 61 0.0055"]],
    ["country", ["US United States 9 1806 16.535", "  1 61 0.0055"]],
    ["numberType", ["subscriber Subscriber 8 1716 15.135", "  1 90 1.4", "service-toll-free TollFree 1 61 0.0055"]],
    ["costCenter", ["sales sales 7 1716 16.465", "  2 91 0.0405", "support support 1 60 0.035"]],
    ["callType", ["user_out user_out 5 1111 15.135", "conf_out conf_out 1 90 1.4", "ucap_in ucap_in 1 61 0.0055"]],
    ["month", ["2026-11 2026-11 9 1807 16.5055", "2026-10 2026-10 1 60 0.035"]],
    ["capability", ["MCOPSTNPP MCOPSTNPP 6 962 16.5405"]],
  ])("spend by %s", async (by, lines) => {
    const { items, total, currency } = await get(`usage/spend?${OCTOBER_TO_NOVEMBER}&by=${by}`);
    const words = items.map(({ key, name, calls, usedSeconds, charge }: Record<string, string>) =>
      [key, name, calls, usedSeconds, charge].join(" "),
    );
    expect(words.slice(0, lines.length)).toEqual(lines);
    expect([total.calls, total.refused, total.usedSeconds, total.charge, currency]).toEqual([
      10,
      1,
      1867,
      "16.5405",
      "USD",
    ]);
  });

  test.each([
    ["by=destination&user=ann@contoso.example&charged=true", ["CU", "AL", "GB"]],
    ["by=user&destinationCountry=GB", ["ann@contoso.example", "ben@contoso.example"]],
    ["by=callType&report=direct-routing", ["dr_out", "dr_out_user_transfer"]],
    ["by=day&costCenter=support", ["2026-10-31"]],
    ["by=day&from=2026-11-22&to=2026-11-23", ["2026-11-22"]],
  ])("spend asked with %s", async (query, keys) => {
    const period = query.includes("from=") ? "" : `&${OCTOBER_TO_NOVEMBER}`;
    const { items } = await get(`usage/spend?${query}${period}`);
    expect(items.map(({ key }: { key: string }) => key)).toEqual(keys);
  });

  test("pages of spend go on where they ended", async () => {
    const first = await get(`usage/spend?${OCTOBER_TO_NOVEMBER}&by=destination&limit=2`);
    const next = await get(`usage/spend?${OCTOBER_TO_NOVEMBER}&by=destination&limit=2&cursor=${first.nextCursor}`);
    expect([...first.items, ...next.items].map(({ key }) => key)).toEqual(["CU", "AL", "GB", "US"]);
  });

  test("the chart has every day, also the silent ones", async () => {
    const { items } = await get("usage/days?days=7");
    expect(items.map(({ day, calls }: Record<string, string>) => `${day} ${calls}`)).toEqual([
      ...[
        "2026-11-16 0",
        "2026-11-17 0",
        "2026-11-18 0",
        "2026-11-19 0",
        "2026-11-20 3",
        "2026-11-21 1",
        "2026-11-22 4",
      ],
    ]);
    expect(items.at(-1).callTypes).toContainEqual(
      expect.objectContaining({ callType: "user_out", calls: 2, refused: 1, charge: "0.1" }),
    );
    const asked = await api("GET", "/v1/organizations/contoso/usage/days?from=2026-11-01T12:00:00Z");
    expect([asked.status, asked.body.errors[0].pointer]).toEqual([400, "/from"]);
  });

  test("refused calls are grouped by their reason, and whoever is blocked is told why", async () => {
    const { items } = await get("usage/blocked?days=7");
    expect(items).toEqual([
      expect.objectContaining({ code: "LICENSE_MISSING", calls: 1, users: 1, reason: "A licence is missing." }),
    ]);
    const blocked = await get("usage/blocked-users?days=7");
    expect(blocked.items).toEqual([
      expect.objectContaining({
        user: "cy@contoso.example",
        displayName: "Cy",
        code: "LICENSE_MISSING",
        callId: "refused",
      }),
    ]);
    expect(blocked.items[0].missing).toContain("MCOPSTNC");
    const licenses = ["MCOEV", "MCOPSTN1", "MCOPSTNC"];
    await api("PUT", "/v1/organizations/contoso/users/cy@contoso.example", { licenses });
    expect((await get("usage/blocked-users?days=7")).items).toEqual([]);
  });

  test("a pool says which licences add up to it", async () => {
    const { items } = await get("pools/arithmetic");
    expect(items.find(({ capability }: { capability: string }) => capability === "MCOPSTN1")).toMatchObject({
      description: "Domestic calling plan (3000 domestic minutes)",
      totalMinutes: 30_000,
      licences: [{ sku: "MCOPSTN1", usageLocation: "US", count: 10, minutesPerLicence: 3000, minutes: 30_000 }],
    });
    const zoneA = items.find(({ scope }: { scope: string }) => scope === "zone-a");
    expect([zoneA.description, zoneA.totalMinutes]).toEqual(["Outbound Calls to Zone A Countries", 600]);
  });

  test("chargeback adds up to the ledger's charges to the micro-unit", async () => {
    const asked = await Promise.all(["2026-10", "2026-11"].map((month) => get(`chargeback?month=${month}`)));
    expect(
      asked.map(({ items }) =>
        items.map((line: Record<string, string>) => [line.costCenter, line.people, line.charge]),
      ),
    ).toEqual([
      [["support", 1, "0.035"]],
      [
        [null, 1, "0.0405"],
        ["sales", 1, "16.465"],
      ],
    ]);
    const micros = (amount: string): bigint => BigInt(Math.round(Number(amount) * 1e6));
    const { items } = await get("ledger?limit=500");
    const charged = items.filter(({ to }: { to: string }) => to === "revenue");
    const ledger = charged.reduce((sum: bigint, { amount }: { amount: string }) => sum + micros(amount), 0n);
    expect(asked.reduce((sum, { total }) => sum + micros(total.charge), 0n)).toBe(ledger);
    for (const { items: lines, total } of asked)
      expect(lines.reduce((sum: bigint, { charge }: { charge: string }) => sum + micros(charge), 0n)).toBe(
        micros(total.charge),
      );
    expect(await get("chargeback?month=2026-10&format=csv")).toBe(
      "Month,Cost center,Name,People,Calls,Seconds,Pool minutes,Charge,Currency\r\n2026-10,support,support,1,1,60,0,0.035,USD\r\n",
    );
  });

  test("who moves takes no call along: spend by country stays where people were when they called", async () => {
    const countries = async (query = ""): Promise<string[]> => {
      const { items } = await get(`usage/spend?${OCTOBER_TO_NOVEMBER}&by=country${query}`);
      return items.map(({ key, calls }: { key: string; calls: number }) => `${key} ${calls}`);
    };
    const moveAnnTo = async (usageLocation: string): Promise<void> => {
      const { body } = await api("GET", "/v1/organizations/contoso/users/ann@contoso.example");
      const { displayName, kind, licenses } = body;
      const sent = { displayName, kind, licenses, usageLocation };
      const { status } = await api("PUT", "/v1/organizations/contoso/users/ann@contoso.example", sent);
      expect(status).toBe(200);
    };
    await moveAnnTo("GB");
    expect(await countries()).toEqual(["US 9", " 1"]);
    expect(await countries("&charged=true")).toEqual(["US 5", " 1"]); // no roll-up has it: counted from the calls
    await moveAnnTo("US");
  });
});

describe("a custom report", () => {
  const report = (path = "") => `/v1/organizations/contoso/custom-reports${path}`;
  const WEEKLY = {
    displayName: "Where sales calls",
    rows: ["costCenter", "destination"],
    measures: ["calls", "charge"],
    filters: { costCenter: "sales", charged: true },
    period: { from: "2026-11-01", to: "2026-12-01" },
  };

  test("is saved, changed in part, shared, run and removed", async () => {
    const made = await api("PUT", report("/sales"), WEEKLY);
    expect([made.status, made.body]).toMatchObject([200, { ...WEEKLY, shared: false, schedule: null, own: true }]);
    const changed = await api("PUT", report("/sales"), { shared: true });
    expect(changed.body).toMatchObject({ ...WEEKLY, shared: true });
    expect((await api("GET", report("/sales"))).body).toEqual(changed.body);
    const { body: run } = await api("GET", report("/sales/run"));
    expect(run.items).toEqual([
      { keys: ["sales", "CU"], names: ["sales", "Cuba"], calls: 1, charge: "15" },
      { keys: ["sales", "AL"], names: ["sales", "Albania"], calls: 1, charge: "1.4" },
      { keys: ["sales", "GB"], names: ["sales", "United Kingdom"], calls: 1, charge: "0.065" },
    ]);
    expect([run.total, run.currency]).toEqual([{ calls: 3, charge: "16.465" }, "USD"]);
    expect((await api("GET", report("/sales/run?format=csv"))).body.split("\r\n").slice(0, 2)).toEqual([
      "Cost center,Destination,Calls,Charge",
      "sales,Cuba,1,15",
    ]);
    expect((await api("DELETE", report("/sales"))).status).toBe(204);
    expect((await api("GET", report("/sales"))).body.code).toBe("UNKNOWN_CUSTOM_REPORT");
  });

  test("is its maker's: others see it when it is shared, and do not change it", async () => {
    const key = async (name: string): Promise<string> => {
      const made = await api("POST", "/v1/api-keys", { name, scopes: ["read"], organization: "contoso" });
      return made.body.key as string;
    };
    const [ann, ben] = [await key("ann"), await key("ben")];
    await api("PUT", report("/anns"), WEEKLY, { key: ann });
    expect((await api("GET", report("/anns"), undefined, { key: ben })).status).toBe(404);
    await api("PUT", report("/anns"), { shared: true }, { key: ann });
    expect((await api("GET", report("/anns"), undefined, { key: ben })).body.own).toBe(false);
    expect((await api("PUT", report("/anns"), { shared: false }, { key: ben })).body.code).toBe("NOT_YOUR_REPORT");
    expect((await api("DELETE", report("/anns"), undefined, { key: ben })).body.code).toBe("NOT_YOUR_REPORT");
    const { items } = (await api("GET", report(), undefined, { key: ben })).body;
    expect(items.map(({ id }: { id: string }) => id)).toEqual(["anns"]);
    await api("DELETE", report("/anns"), undefined, { key: ann });
  });

  test("that is scheduled comes by mail on Monday morning, with the file, once to each", async () => {
    const schedule = { every: "week", recipients: ["cfo@contoso.example", "down@contoso.example"], format: "csv" };
    const { body } = await api("PUT", report("/weekly"), { ...WEEKLY, period: { days: 7 }, schedule });
    expect(body.nextRunAt).toBe("2026-11-23T06:00:00.000Z");
    const sent: Mail[] = [];
    let down = true;
    const mailer: Mailer = {
      send: (mail) => {
        if (down && mail.to.address.startsWith("down")) return Promise.resolve({ state: "later", reason: "not now" });
        sent.push(mail);
        return Promise.resolve({ state: "sent" });
      },
      close: () => {},
    };
    const deliver = () => sendReports(server.engine, { mailer, sender: "t@t.example", publicUrl: "https://t.example" });
    const states = async () =>
      (await api("GET", report("/weekly/mails"))).body.items.map((mail: Record<string, string>) =>
        [mail.address, mail.state, mail.tries].join(" "),
      );
    await deliver();
    expect(sent).toEqual([]);
    now = Date.parse(body.nextRunAt);
    await deliver();
    await deliver();
    expect(await states()).toEqual(["cfo@contoso.example sent 1", "down@contoso.example pending 1"]);
    down = false;
    now += 3_600_000;
    await deliver();
    expect(await states()).toEqual(["cfo@contoso.example sent 1", "down@contoso.example sent 2"]);
    const [mail] = sent;
    expect(mail!.subject).toBe("Where sales calls, November 16, 2026 to November 22, 2026");
    expect(mail!.text).toContain("https://t.example/reports/usage/custom?report=weekly&lang=en");
    expect(mail!.attachments!.map(({ name, content }) => [name, content.toString()])).toEqual([
      [
        "weekly-2026-11-22.csv",
        expect.stringMatching(/^Cost center,Destination,Calls,Charge\r\nsales,Albania,1,1\.4\r\n/),
      ],
    ]);
    expect((await api("GET", report("/weekly"))).body.nextRunAt).toBe("2026-11-30T06:00:00.000Z");
    now = NOW;
    await api("DELETE", report("/weekly"));
  });

  test.each([
    [{ ...WEEKLY, rows: ["colour"] }, "/rows/0"],
    [{ ...WEEKLY, measures: [] }, "/measures"],
    [{ ...WEEKLY, period: { from: "2026-12-01", to: "2026-11-01" } }, "/period/from"],
    [{ ...WEEKLY, schedule: { every: "week", recipients: ["nobody"] } }, "/schedule/recipients/0"],
    [{ displayName: "Nothing" }, "/rows"],
  ])("that can not be is refused: %#", async (body, pointer) => {
    const { status, body: problem } = await api("PUT", report("/bad"), body);
    expect([status, problem.errors[0].pointer]).toEqual([400, pointer]);
  });
});

test("whoever may not know names sees none, and does not ask by them", async () => {
  const reader = { names: false };
  const filter = { ...NO_FILTER, from: Date.parse("2026-10-01"), to: Date.parse("2026-12-01") };
  const page = { sort: "startedAt", descending: true, after: null, limit: 100 } as const;
  const { rows } = await usageOf(server.engine, "contoso", filter, page, reader);
  expect(rows).toHaveLength(11);
  expect(rows.filter(({ row }) => row.user ?? row.displayName ?? row.objectId)).toEqual([]);
  const byPerson = [
    spendOf(server.engine, "contoso", filter, ["user"], reader),
    spendOf(server.engine, "contoso", { ...filter, user: "ann@contoso.example" }, ["day"], reader),
    usageOf(server.engine, "contoso", { ...filter, user: "ann@contoso.example" }, page, reader),
  ];
  for (const asked of byPerson) await expect(asked).rejects.toMatchObject({ code: "NAMES_NOT_ALLOWED" });
});

test("a call is explained without its people to who may not know them", async () => {
  const account = await makeAccount(server, { email: "figures@contoso.example", organization: "contoso" });
  const { ask } = await signedIn(server, account, [roleOf("Usage Summary Reports Reader")!.templateId]);
  const hidden = { user: null, from: "", to: "", destinationCountry: "GB" };
  expect((await api("GET", "/v1/calls?callId=night")).body.items).toEqual([
    expect.objectContaining({ user: "ann@contoso.example", to: "+442079460100" }),
  ]);
  expect((await ask("GET", "/v1/calls?callId=night")).body.items).toEqual([expect.objectContaining(hidden)]);
  expect((await ask("GET", "/v1/calls/night")).body).toMatchObject(hidden);
});
