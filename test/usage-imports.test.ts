import { readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { adviceJson } from "../src/engine/advice-json.ts";
import { audit, auditWords } from "../src/engine/audit.ts";
import { recommendFromFile } from "../src/engine/recommend.ts";
import { makeOrganization, startServer, type TestServer } from "./support/server.ts";

const NOW = Date.parse("2026-11-22T14:00:00Z");
const ZIP = readFileSync("samples/usage/Calls.Export.5b1c7a52-6f0e-4c3d-9a4e-0d7f3b2e9c11.zip");
const CARRIER = readFileSync("samples/usage/carrier-ja.csv");

let server: TestServer;
let folder: string;
let made = 0;
/** Each test has an organisation of its own. */
let org: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "talktime-imports-"));
  server = await startServer({ now: () => NOW });
  await server.app.ready();
});
afterAll(async () => {
  const { good, lines } = auditWords(await audit(server.engine, null));
  await server.close();
  await rm(folder, { recursive: true });
  expect(good, lines.join("\n")).toBe(true);
});
beforeEach(async () => {
  org = `org-${++made}`;
  await makeOrganization(server, org);
});

const path = (rest: string): string => `/v1/organizations/${org}/${rest}`;
const get = async (rest: string) => (await server.api("GET", path(rest))).body;

/** The file as a browser's form sends it. */
function form(content: Uint8Array | string, name = "calls.csv"): { body: Buffer; headers: Record<string, string> } {
  const boundary = "----of-the-tests";
  const head = `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\nContent-Type: application/octet-stream\r\n\r\n`;
  const body = Buffer.concat([Buffer.from(head), Buffer.from(content), Buffer.from(`\r\n--${boundary}--\r\n`)]);
  return { body, headers: { "content-type": `multipart/form-data; boundary=${boundary}` } };
}

async function send(content: Uint8Array | string, query = "", more: Record<string, string> = {}) {
  const { body, headers } = form(content);
  return server.api("POST", path(`usage-imports${query}`), body, { headers: { ...headers, ...more } });
}

async function finished(id: string) {
  for (;;) {
    const job = await get(`usage-imports/${id}`);
    if (job.state !== "running") return job;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Sends a file and waits for what becomes of it. */
async function imported(content: Uint8Array | string, query = "") {
  const answer = await send(content, query);
  expect([answer.status, answer.body.state], JSON.stringify(answer.body)).toEqual([202, "running"]);
  return finished(answer.body.id);
}
const mappingQuery = (mapping: object): string => `?mapping=${encodeURIComponent(JSON.stringify(mapping))}`;

describe("what other providers write is read:", () => {
  test("Teams' own zip, both files of it; the same again adds nothing", async () => {
    const first = await imported(ZIP);
    expect(first).toMatchObject({
      state: "ready",
      progress: 1,
      rowsRead: 1622,
      added: 1622,
      alreadyThere: 0,
      refused: [],
    });
    expect(await imported(ZIP)).toMatchObject({ state: "ready", rowsRead: 1622, added: 0, alreadyThere: 1622 });
    expect((await get("usage-imports")).items.map((job: { added: number }) => job.added)).toEqual([0, 1622]);
  });

  test("a Japanese carrier's CSV in Shift_JIS, dry at first: the guess is shown, nothing is kept", async () => {
    const dry = await imported(CARRIER, "?dryRun=true");
    expect(dry).toMatchObject({
      ...{ state: "ready", dryRun: true, rowsRead: 1500, added: 1500, refusedCount: 0 },
      mapping: {
        columns: {
          start: "通話開始日時",
          from: "発信番号",
          to: "着信番号",
          duration: "通話時間(秒)",
          charge: "通話料(円)",
        },
        ...{ encoding: "shift_jis", delimiter: ",", durationUnit: "seconds", currency: "JPY", timeZone: "UTC" },
      },
    });
    expect(dry.header).toEqual(expect.arrayContaining(["通話開始日時", "発信番号", "着信番号", "通話料(円)"]));
    expect(dry.preview[0]).toEqual({
      ...{ line: 2, startedAt: "2026-09-16T08:04:02.000Z", durationSeconds: 352, callType: "user_out" },
      ...{ from: "+81300001133", to: "+819000000059", user: null, charge: "96", currency: "JPY" },
    });
    const { mapping } = dry;
    await server.api("PUT", path("usage-mappings/ja"), { ...mapping, timeZone: "Asia/Tokyo" });
    expect((await get("usage-mappings/ja")).mapping.timeZone).toBe("Asia/Tokyo");
    const kept = await imported(CARRIER, "?mapping=ja");
    expect(kept).toMatchObject({ state: "ready", added: 1500, alreadyThere: 0 });
    expect(kept.preview[0].startedAt).toBe("2026-09-15T23:04:02.000Z");
  });

  const EUROPE =
    "Datum;Uhrzeit;Von;Ziel;Dauer;Kosten (EUR)\n03.11.2026;14:05:00;+4930231250;+442079460000;0:03:39;1.234,50\n";
  const utf16 = (text: string) => Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, "utf16le")]);
  const row = { startedAt: "2026-11-03T14:05:00.000Z", durationSeconds: 219, to: "+442079460000" };
  test.each<[string, string | Uint8Array, string, object]>([
    ["semicolons, a decimal comma, date and time apart", EUROPE, "", { ...row, charge: "1234.5", currency: "EUR" }],
    ["the same in UTF-8 with its mark", `\ufeff${EUROPE}`, "", { ...row, charge: "1234.5" }],
    ["the same in UTF-16", utf16(EUROPE), "", { ...row, charge: "1234.5" }],
    [
      "the same in windows-1252, where the mapping says so",
      Buffer.from(EUROPE.replace("Kosten", "Gebühr für"), "latin1"),
      mappingQuery({ encoding: "windows-1252", columns: { charge: "Gebühr für (EUR)" } }),
      { ...row, charge: "1234.5" },
    ],
    [
      "tabs, American dates, minutes",
      "Start Time\tDuration (min)\tNumber\tCost\n11/13/2026 2:05 PM\t3.65\t+442079460000\t$0.10\n",
      "",
      { startedAt: "2026-11-13T14:05:00.000Z", durationSeconds: 219, charge: "0.1", currency: "USD" },
    ],
    [
      "a clock elsewhere",
      "start,duration,to,cost\n2026-11-03 14:05,60,+442079460000,1\n",
      mappingQuery({ timeZone: "America/New_York", currency: "USD" }),
      { startedAt: "2026-11-03T19:05:00.000Z", charge: "1", currency: "USD" },
    ],
    [
      "no start, of an attempt that failed",
      "Start Time,End Time,Duration,Callee Number\n,2026-11-03T14:05:06.250Z,6,+442079460000\n",
      "",
      { startedAt: "2026-11-03T14:05:00.250Z", durationSeconds: 6 },
    ],
    [
      "columns named by the mapping",
      "a,b,c,d\n20261103140500,219,442079460000,0.5\n",
      mappingQuery({ columns: { start: "a", duration: "b", to: "c", charge: "d" } }),
      { startedAt: "2026-11-03T14:05:00.000Z", durationSeconds: 219, charge: "0.5" },
    ],
    [
      "a guess that the mapping takes back",
      "start,duration,to,type,cost\n2026-11-03 14:05,219,+442079460000,incoming,1\n",
      mappingQuery({ columns: { callType: null }, currency: "USD" }),
      { startedAt: "2026-11-03T14:05:00.000Z", callType: "user_out" },
    ],
    [
      "Graph's JSON",
      JSON.stringify({
        value: [
          {
            id: "1",
            callType: "user_out",
            startDateTime: row.startedAt,
            duration: 219,
            calleeNumber: row.to,
            charge: 0.1,
            currency: "USD",
          },
        ],
      }),
      "",
      { ...row, charge: "0.1", currency: "USD" },
    ],
  ])("%s", async (_what, content, query, expected) => {
    const job = await imported(content, query);
    expect(job).toMatchObject({ state: "ready", added: 1, refused: [] });
    expect(job.preview[0]).toMatchObject(expected);
  });
});

test("a file that names no time zone is read by the organisation's clock: what it calls today is not the future", async () => {
  await server.api("PUT", path("").slice(0, -1), { timeZone: "Asia/Tokyo" });
  const today = await imported("利用日時,通話先番号,秒数\n2026/11/22 22:30,0312345678,65\n");
  expect(today).toMatchObject({ added: 1, refused: [], mapping: { timeZone: "Asia/Tokyo" } });
  expect(today.preview[0].startedAt).toBe("2026-11-22T13:30:00.000Z");
  const told = await imported("Start Time (UTC),To,Seconds\n2026-11-22 12:30,+442079460000,65\n");
  expect(told.preview[0].startedAt, "the header says UTC").toBe("2026-11-22T12:30:00.000Z");
});

describe("bad rows are refused with their line, the others are kept:", () => {
  const HEAD = "start,duration,to,cost,currency\n";
  test.each<[string, string, RegExp]>([
    ["of the future", "2026-11-22T14:00:01Z,60,+442079460000,1,USD", /begins in the future/],
    ["a negative time", "2026-11-01T10:00:00Z,-60,+442079460000,1,USD", /negative time: -60 s/],
    ["a negative charge", "2026-11-01T10:00:00Z,60,+442079460000,-1,USD", /negative charge/],
    ["a day that there is not", "2026-02-30T10:00:00Z,60,+442079460000,1,USD", /"2026-02-30T10:00:00Z" is not a time/],
    ["no time at all", ",60,+442079460000,1,USD", /does not tell when it began/],
    ["a word for a time", "2026-11-01T10:00:00Z,long,+442079460000,1,USD", /"long" is not a duration/],
    ["a word for an amount", "2026-11-01T10:00:00Z,60,+442079460000,free,USD", /"free" is not an amount/],
    ["a currency that there is not", "2026-11-01T10:00:00Z,60,+442079460000,1,XYZ", /"XYZ" is not a currency/],
    ["too few columns", "2026-11-01T10:00:00Z,60", /has 2 of 5 columns/],
    ["a control character", "2026-11-01T10:00:00Z,60,+44\u0007,1,USD", /control characters/],
  ])("%s", async (_what, bad, why) => {
    const good = (minute: number): string => `2026-11-01T10:0${minute}:00Z,60,+442079460000,1,USD`;
    const job = await imported(`${HEAD}${good(1)}\n${bad}\n${good(2)}\n`);
    expect(job).toMatchObject({ state: "ready", rowsRead: 3, added: 2, refusedCount: 1 });
    expect(job.refused).toEqual([{ line: 3, why: expect.stringMatching(why) }]);
  });
});

test.each(["", "?dryRun=true"])(
  "every row that is refused is listed, page by page, however many they are%s",
  async (query) => {
    const bad = 2_345;
    const rows = Array.from({ length: bad }, (_, i) => `2026-11-01T10:00:00Z,long-${i},+442079460000`);
    const job = await imported(
      ["start,duration,to", "2026-11-01T10:00:00Z,60,+442079460000", ...rows].join("\n"),
      query,
    );
    expect(job).toMatchObject({ state: "ready", added: 1, refusedCount: bad });
    expect(job.refused).toHaveLength(1_000);
    const listed: { line: number; why: string }[] = [];
    let [cursor, pages] = ["", 0];
    do {
      const body = await get(`usage-imports/${job.id}/refused?limit=500${cursor && `&cursor=${cursor}`}`);
      listed.push(...body.items);
      cursor = body.nextCursor ?? "";
      pages += 1;
    } while (cursor !== "");
    expect([pages, listed.length]).toEqual([5, bad]);
    expect(listed.at(-1)).toEqual({ line: bad + 2, why: `"long-${bad - 1}" is not a duration` });
    expect(listed.map(({ line }) => line)).toEqual(rows.map((_, i) => i + 3));
  },
);

describe("a broken file is refused as a whole, and nothing of it is kept:", () => {
  test.each<[string, Uint8Array | string, RegExp]>([
    ["a truncated zip", ZIP.subarray(0, ZIP.length - 400), /broken or truncated zip/],
    ["a zip with a flipped byte", flipped(ZIP, 2000), /broken or truncated zip/],
    ["a zip of something else", emptyZip(), /holds neither PSTN\.calls/],
    ["an empty file", "", /is empty/],
    [
      "an encoding that is none of ours",
      Buffer.from([...Buffer.from("start,cost\n"), 0xff, 0xfe, 0xff]),
      /neither UTF-8/,
    ],
    ["text without columns that tell anything", "Hello\nWorld\n", /no column tells when a call began/],
    [
      "a quote that is never closed",
      `start,duration,cost\n"2026-11-01,60,1\n${"x".repeat(70_000)}`,
      /can not be read as CSV/,
    ],
    ["lines that end as on an old Macintosh", "start,cost\r2026-11-01,1\r2026-11-02,1\r", /CR alone/],
    ["half a JSON", '{"value":[{"startDateTime":"2026-11-01T00:00:00Z","duration":1}', /ends in the middle/],
    ["JSON of something else", '{"a":{"b":1}}', /holds no calls/],
  ])("%s", async (_what, content, why) => {
    const job = await imported(content);
    expect(job).toMatchObject({ state: "failed", added: 0, failure: expect.stringMatching(why) });
    expect((await get("funding-recommendation")).basis.calls).toBe(0);
  });

  test("columns that are named otherwise are told, so that a mapping can name them", async () => {
    const job = await imported("wann,wohin,wielange\n2026-11-01 10:00,+442079460000,60\n");
    expect(job).toMatchObject({ state: "failed", header: ["wann", "wohin", "wielange"], mapping: { columns: {} } });
  });

  test("a file that breaks after thousands of good rows", async () => {
    const rows = Array.from({ length: 9000 }, (_, i) => `${NOW / 1000 - 60 * i - 60},60,+442079460000,1,USD`);
    const job = await imported(`start,duration,to,cost,currency\n${rows.join("\n")}\n"${"x".repeat(70_000)}`);
    expect(job).toMatchObject({ state: "failed", failure: expect.stringMatching(/can not be read as CSV/) });
    expect((await get("funding-recommendation")).basis.calls).toBe(0);
  });
});

describe("requests that are refused at once:", () => {
  test("no form, no file, no such mapping, no such organisation", async () => {
    expect((await server.api("POST", path("usage-imports"), { file: 1 })).body.code).toBe("UNSUPPORTED_MEDIA_TYPE");
    const empty = { headers: { "content-type": "multipart/form-data; boundary=x" } };
    expect((await server.api("POST", path("usage-imports"), Buffer.from("--x--\r\n"), empty)).status).toBe(400);
    expect((await send("a", "?mapping=mine")).body.code).toBe("UNKNOWN_USAGE_MAPPING");
    expect((await send("a", mappingQuery({ columns: { fare: "x" } }))).body.errors[0].pointer).toBe("/mapping");
    const { body, headers } = form("a");
    const stranger = await server.api("POST", "/v1/organizations/nobody/usage-imports", body, { headers });
    expect([stranger.status, stranger.body.code]).toEqual([404, "UNKNOWN_ORGANIZATION"]);
    expect((await get("usage-imports/7")).code).toBe("UNKNOWN_USAGE_IMPORT");
    expect((await get("usage-imports")).items).toEqual([]);
  });

  test("the same key gets the same job, with another file it is a conflict", async () => {
    const key = { "idempotency-key": `once-${org}` };
    const first = await send("start,cost\n2026-11-01,1\n", "", key);
    await finished(first.body.id);
    const again = await send("start,cost\n2026-11-01,1\n", "", key);
    expect([again.status, again.body.id, again.headers["idempotency-replayed"]]).toEqual([202, first.body.id, "true"]);
    expect((await send("start,cost\n2026-11-02,1\n", "", key)).body.code).toBe("IDEMPOTENCY_KEY_REUSED");
  });
});

test("imported calls are priced by our decks: pools first, then credits, or the reason why not", async () => {
  const deck = [
    "service,prefix,destination,country,number_class,price_per_minute,connection_fee,initial_increment_seconds,increment_seconds,effective_from,effective_to",
    "user_out,44,United Kingdom,GB,geographic,0.1,0,60,60,2026-01-01T00:00:00Z,",
    "user_out,1,United States,US,geographic,0.01,0,60,60,2026-01-01T00:00:00Z,",
  ].join("\n");
  const headers = { "content-type": "text/csv" };
  await server.api("POST", "/v1/rate-decks?name=prices&currency=USD", deck, { headers });
  const person = (licenses: string[]) => ({ displayName: "x", kind: "person", usageLocation: "US", licenses });
  await server.api("PUT", path("subscriptions/MCOPSTNC"), { purchased: 1 });
  await server.api("PUT", path(`users/ann@${org}.example`), person(["MCOEV", "MCOPSTN1", "MCOPSTNC"]));
  await server.api("PUT", path(`users/ben@${org}.example`), person(["MCOEV", "MCOPSTN1"]));
  const call = (n: number, user: string, to: string, seconds: number): string =>
    `2026-10-0${n}T10:00:00Z,${seconds},user_out,+12065550102,${to},${user}@${org}.example,0.25,USD`;
  const job = await imported(
    [
      "start,duration,call type,from,to,upn,charge,currency",
      call(1, "ann", "+442079460000", 61),
      call(2, "ann", "+12065550199", 90),
      call(3, "ben", "+442079460000", 60),
      call(4, "stranger", "+442079460000", 120),
      call(5, "ann", "+81300000000", 60),
    ].join("\n"),
  );
  expect(job).toMatchObject({ state: "ready", added: 5 });
  expect(await get(`usage-imports/${job.id}/pricing`)).toEqual({
    ...{ currency: "USD", calls: 5, charge: "0.4", strangers: 1, told: [{ currency: "USD", amount: "1.25" }] },
    lines: [
      { callType: "user_out", payer: "LICENSE_MISSING", calls: 1, seconds: 60, poolMinutes: 0, charge: "0" },
      { callType: "user_out", payer: "NO_RATE", calls: 1, seconds: 60, poolMinutes: 0, charge: "0" },
      { callType: "user_out", payer: "credits", calls: 2, seconds: 181, poolMinutes: 0, charge: "0.4" },
      { callType: "user_out", payer: "pool:MCOPSTN1:US:domestic", calls: 1, seconds: 90, poolMinutes: 2, charge: "0" },
    ],
  });
  expect(await get("ledger")).toMatchObject({ items: [] });
});

test("what was imported is what the advice is drawn from, as by the command", async () => {
  expect(await get("funding-recommendation")).toMatchObject({ firstFunding: "50", basis: { from: null, calls: 0 } });
  await imported(ZIP);
  const advice = await get("funding-recommendation?risk=0.01&leadHours=24");
  expect(advice).toMatchObject({ currency: "USD", firstFunding: "52", basis: { calls: 1622 }, backtest: { days: 60 } });
  expect(Number(advice.expectedMonthlySpend)).toBeCloseTo(46.95, 1);
  await writeFile(join(folder, "usage.zip"), ZIP);
  const options = { country: "US", latest: NOW };
  const ofFile = await recommendFromFile(join(folder, "usage.zip"), { risk: 0.01, leadHours: 24 }, options);
  expect(advice, "from the file alone").toEqual(adviceJson(ofFile));
  for (const wrong of ["risk=0", "risk=1", "risk=x", "leadHours=0", "leadHours=1.5", "lead=1"])
    expect((await server.api("GET", path(`funding-recommendation?${wrong}`))).status, wrong).toBe(400);
});

test("weeks between the imported and the own calls, of which nothing is known, do not pass for weeks without calls", async () => {
  const days = Array.from(
    { length: 28 },
    (_, day) => `2026-09-${String(day + 1).padStart(2, "0")}T12:00Z,60,+442079460000,10`,
  );
  await imported(["start,duration,to,cost", ...days].join("\n"), mappingQuery({ currency: "USD" }));
  const before = await get("funding-recommendation");
  expect(before).toMatchObject({ basis: { calls: 28, to: "2026-09-28T12:00:00.000Z" }, backtest: { days: 28 } });
  await server.api("PUT", path("users/own@gap.example"), {
    ...{ displayName: "Own", kind: "person", usageLocation: "US", licenses: ["MCOEV", "MCOPSTN1"] },
  });
  const call = { callId: "own", user: "own@gap.example", from: "+12065550102", to: "+12065550199" };
  expect((await server.api("POST", "/v1/calls", call)).status).toBe(201);
  await server.api("POST", "/v1/calls/own/release", { usedSeconds: 60 });
  expect(await get("funding-recommendation"), "the longer of both alone").toEqual(before);
});

test("a key that may only read looks, and does not import", async () => {
  const { key } = (await server.api("POST", "/v1/api-keys", { name: "r", scopes: ["read"], organization: org })).body;
  const { body, headers } = form("start,cost\n2026-11-01,1\n");
  expect((await server.api("POST", path("usage-imports"), body, { key, headers })).status).toBe(403);
  expect((await server.api("GET", path("usage-imports"), undefined, { key })).status).toBe(200);
});

function flipped(bytes: Buffer, at: number): Buffer {
  const copy = Buffer.from(bytes);
  copy[at]! ^= 0xff;
  return copy;
}

/** An end of central directory, and nothing before it. */
function emptyZip(): Buffer {
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  return end;
}
