/** Exports: the documented zip to the letter, a workbook that LibreOffice opens, and jobs that survive a restart. */
import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { neutralized, twoDecimals } from "../src/domain/report/cells.ts";
import { Exports } from "../src/engine/usage/exports.ts";
import { type Cell, workbook } from "../src/engine/usage/xlsx.ts";
import { claimExport } from "../src/postgres/usage/exports.ts";
import { OPERATOR_KEY, startServer, type TestServer } from "./support/server.ts";
import { makeCalls, NOW } from "./support/usage.ts";
import { unzip } from "./support/zip.ts";

const SOFFICE = "/usr/bin/soffice";
const PERIOD = { from: "2026-10-01", to: "2026-12-01" };

let server: TestServer;
let now = NOW;
const log = { warn: (about: object) => console.error(about) };

beforeAll(async () => {
  server = await startServer({ now: () => now });
  await makeCalls(server, (at) => (now = at));
}, 60_000);
afterAll(() => server.close());

const org = (path: string, id = "contoso") => `/v1/organizations/${id}/usage-exports${path}`;
const make = () => new Exports(server.engine, log).run();

/** Asks for an export, has it made, and downloads it without any key. */
async function exported(body: object, id = "contoso"): Promise<{ file: Buffer; name: string; ready: { id: string } }> {
  const asked = await server.api("POST", org("", id), body);
  expect([asked.status, asked.body.state, asked.body.progress]).toEqual([202, "running", 0]);
  await make();
  const { body: ready } = await server.api("GET", org(`/${asked.body.id}`, id));
  expect(ready, JSON.stringify(ready)).toMatchObject({ state: "ready", progress: 100 });
  const { pathname, search } = new URL(ready.downloadUrl);
  const got = await server.app.inject({ method: "GET", url: pathname + search });
  expect([got.statusCode, Number(got.headers["content-length"])]).toEqual([200, got.rawPayload.length]);
  const name = /filename="(.*)"/.exec(String(got.headers["content-disposition"]))?.[1] ?? "";
  return { file: got.rawPayload, name, ready };
}

const PSTN_HEADER =
  "UsageId,Call ID,Conference ID,User Location,AAD ObjectId,UPN,User Display Name,Caller ID,Call Type,Number Type,Domestic/International,Destination Dialed,Destination Number,Start Time,End Time,Duration Seconds,Connection Fee,Charge,Currency,Capability\r\n";
const DIRECT_ROUTING_HEADER =
  "CorrelationId,AAD ObjectId,UPN,Display Name,User country,Invite time,Start time,Failure time,End time,Duration,Success,Caller Number,Callee Number,Call type,Azure region for Media,Azure region for Signaling,Final SIP code,Final Microsoft subcode,Final SIP Phrase,SBC FQDN,Media bypass,Shared correlation ID\r\n";

describe("the zip", () => {
  test("holds both files and the parameters, with the documented names and header lines", async () => {
    const { file, name, ready } = await exported({ ...PERIOD, format: "zip" });
    expect(name).toBe(`Calls.Export.${ready.id}.zip`);
    const files = await unzip(file);
    expect([...files.keys()]).toEqual([
      "PSTN.calls.2026-11-22.csv",
      "DirectRouting.calls.2026-11-22.csv",
      "parameters.json",
    ]);
    const [pstn, directRouting, parameters] = [...files.values()] as [string, string, string];
    expect(pstn.slice(0, PSTN_HEADER.length)).toBe(PSTN_HEADER);
    expect(directRouting.slice(0, DIRECT_ROUTING_HEADER.length)).toBe(DIRECT_ROUTING_HEADER);
    expect(JSON.parse(parameters)).toEqual({
      exportId: ready.id,
      fromDateTime: "2026-10-01T00:00:00.000Z",
      toDateTime: "2026-12-01T00:00:00.000Z",
      capabilities: ["MCOEV", "MCOPSTN1", "MCOPSTNPP"].filter((name) => pstn.includes(`,${name}\r\n`)),
    });
    const rows = parse<Record<string, string>>(pstn, { columns: true });
    expect(rows.map((row) => row["Call ID"])).toEqual(["day", "cuba", "meeting", "pool", "ben", "night", "queue"]);
    const night = rows.find((row) => row["Call ID"] === "night")!;
    expect(Object.values(night).slice(1)).toEqual([
      ...["night", "", "US", night["AAD ObjectId"], "ann@contoso.example", "Ann", "+12065550101", "user_out"],
      ...["Subscriber", "International", "United Kingdom", "+442079460100", "2026-11-22T02:00:00.000Z"],
      ...["2026-11-22T02:02:01.000Z", "121", "0.02", "0.07", "USD", "MCOPSTNPP"],
    ]);
    expect(rows.at(-1)).toMatchObject({ "Call Type": "ucap_in", "AAD ObjectId": "", UPN: "", Charge: "0.01" });
    const sbc = parse<Record<string, string>>(directRouting, { columns: true })[0]!;
    expect(Object.values(sbc).slice(2)).toEqual([
      ...["ann@contoso.example", "Ann", "US", "2026-11-20T10:00:00.000Z", "2026-11-20T10:00:10.000Z", ""],
      ...["2026-11-20T10:10:10.000Z", "610", "Yes", "+12065550190", "+819012345678", "dr_out", "EUWE", "EUNO"],
      ...["200", "0", "OK", "sbc1.contoso.example", "Yes", ""],
    ]);
  });

  test("leaves out a file without data, hides numbers in Germany, and neutralises a name that is a formula", async () => {
    const { file } = await exported({ ...PERIOD, format: "zip" }, "kontoso");
    const files = await unzip(file);
    expect([...files.keys()]).toEqual(["PSTN.calls.2026-11-22.csv", "parameters.json"]);
    const [hinaus, herein] = parse<Record<string, string>>([...files.values()][0]!, { columns: true });
    expect(hinaus).toMatchObject({ "User Display Name": "'=Dora", "Destination Number": "+442079460***" });
    expect(herein).toMatchObject({ "Caller ID": "+49301234***", "Destination Number": "+498001234567" });
  });

  test("names nobody where whoever asked may not know names", async () => {
    const { engine } = server;
    const { body } = await server.api("POST", org(""), { ...PERIOD, format: "zip" });
    await engine.pool.query("UPDATE usage_export SET names = false WHERE id = $1", [body.id]);
    await make();
    const { body: ready } = await server.api("GET", org(`/${body.id}`));
    const { pathname, search } = new URL(ready.downloadUrl);
    const { rawPayload } = await server.app.inject({ method: "GET", url: pathname + search });
    for (const text of (await unzip(rawPayload)).values()) expect(text).not.toMatch(/ann@|Ann|\+12065550101/);
  });
});

describe("the workbook", () => {
  test("has typed cells, a frozen header that filters, and a summary that is shown first", async () => {
    const { file, name } = await exported({ ...PERIOD, format: "xlsx" });
    expect(name).toMatch(/^Calls\.Export\.\d+\.xlsx$/);
    const files = await unzip(file);
    const calls = files.get("xl/worksheets/sheet1.xml")!;
    expect(calls).toContain('state="frozen"');
    expect(calls).toContain('<autoFilter ref="A1:T8"/>');
    expect(calls).toContain('<c s="3"><v>0.065</v></c>');
    expect(files.get("xl/workbook.xml")).toMatch(/name="Summary".*name="PSTN calls".*name="Direct routing"/);
  });

  test("goes on in the next sheet when one is full", async () => {
    const rows = Array.from({ length: 5 }, (_, i): Cell[] => [{ kind: "number", value: String(i) }]);
    const sheets = [{ name: "Rows", header: [{ name: "n", width: 9 }], rows }];
    const written = async (mostRows: number) => {
      const files = await unzip(await bytesOf(workbook(sheets, { mostRows })));
      return [...files].filter(([name]) => name.includes("sheet")).map(([, xml]) => xml.match(/<v>\d/g)!.length);
    };
    expect(await written(3)).toEqual([2, 2, 1]);
    expect(await written(6)).toEqual([5]);
  });

  test.skipIf(!existsSync(SOFFICE))("opens in LibreOffice", { timeout: 60_000 }, async () => {
    const folder = mkdtempSync(join(tmpdir(), "talktime-xlsx-"));
    try {
      const { file } = await exported({ ...PERIOD, format: "xlsx" });
      writeFileSync(join(folder, "calls.xlsx"), file);
      // The last number: every sheet into a file of its own.
      const filter = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1";
      const profile = `-env:UserInstallation=file://${folder}/profile`;
      const args = [profile, "--headless", "--convert-to", filter, "--outdir", folder, join(folder, "calls.xlsx")];
      await promisify(execFile)(SOFFICE, args);
      const sheet = (name: string): string[][] => parse(readFileSync(join(folder, `calls-${name}.csv`), "utf8"));
      expect(readdirSync(folder).filter((name) => name.endsWith(".csv"))).toHaveLength(3);
      expect(sheet("PSTN calls").map((row) => [row[1], row[13], row[15], row[17]])).toEqual([
        ["Call ID", "Start Time", "Duration Seconds", "Charge"],
        ["day", "2026-10-31 23:59:59", "60", "0.035"],
        ["cuba", "2026-11-01 00:00:00", "600", "15"],
        ["meeting", "2026-11-20 09:00:00", "90", "1.4"],
        ["pool", "2026-11-22 00:00:00", "300", "0"],
        ["ben", "2026-11-22 00:00:00", "30", "0.035"],
        ["night", "2026-11-22 02:00:00", "121", "0.065"],
        ["queue", "2026-11-22 03:00:00", "61", "0.0055"],
      ]);
      expect(
        sheet("Summary")
          .find(([label]) => label === "Total")
          ?.slice(1, 4),
      ).toEqual(["10", "31.1", "16.5405"]);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

async function bytesOf(parts: AsyncIterable<Buffer>): Promise<Buffer> {
  const all: Buffer[] = [];
  for await (const part of parts) all.push(part);
  return Buffer.concat(all);
}

describe("the job", () => {
  test("that a process left unfinished is begun anew by the next", async () => {
    const { body } = await server.api("POST", org(""), { ...PERIOD, format: "zip" });
    const { pool } = server.engine;
    await claimExport(pool, "a process that dies");
    await pool.query("INSERT INTO usage_export_piece VALUES ('contoso', $1, 0, 'half')", [body.id]);
    await make();
    expect((await server.api("GET", org(`/${body.id}`))).body.state).toBe("running"); // somebody may still be at it
    await pool.query("UPDATE usage_export SET leased_until = now() - interval '1 second' WHERE id = $1", [body.id]);
    await make();
    const { body: ready } = await server.api("GET", org(`/${body.id}`));
    const { pathname, search } = new URL(ready.downloadUrl);
    const { rawPayload } = await server.app.inject({ method: "GET", url: pathname + search });
    expect([...(await unzip(rawPayload)).keys()]).toHaveLength(3);
  });

  test("that is stopped leaves its file to the next start", async () => {
    const { body } = await server.api("POST", org(""), { ...PERIOD, format: "zip" });
    const exports = new Exports(server.engine, log);
    const run = exports.run();
    exports.stop();
    await run;
    expect((await server.api("GET", org(`/${body.id}`))).body.state).toBe("running");
    await make();
    expect((await server.api("GET", org(`/${body.id}`))).body.state).toBe("ready");
  });

  test("that can not be made fails after three tries, and says so", async () => {
    const { body } = await server.api("POST", org(""), { ...PERIOD, format: "zip" });
    const { pool } = server.engine;
    const spoilt = { ...server.engine, countries: undefined as never };
    for (let tries = 0; tries < 3; tries++) {
      await new Exports(spoilt, { warn: () => {} }).run();
      await pool.query("UPDATE usage_export SET leased_until = now() - interval '1 second' WHERE id = $1", [body.id]);
    }
    expect((await server.api("GET", org(`/${body.id}`))).body).toMatchObject({
      state: "failed",
      failure: "The file could not be made. Ask for it again.",
    });
  });

  test("has its file downloaded for a day, and no longer", async () => {
    const { body } = await server.api("POST", org(""), { ...PERIOD, format: "zip" });
    await make();
    const { body: ready } = await server.api("GET", org(`/${body.id}`));
    const { pathname, search } = new URL(ready.downloadUrl);
    const get = (url: string) => server.app.inject({ method: "GET", url });
    expect((await get(`${pathname}?token=another`)).statusCode).toBe(404);
    now = Date.parse(ready.expiresAt) - 1;
    expect((await get(pathname + search)).statusCode).toBe(200);
    now += 1;
    const expired = await get(pathname + search);
    expect([expired.statusCode, expired.json().code]).toEqual([410, "EXPORT_EXPIRED"]);
    expect((await server.api("GET", org(`/${body.id}`))).body.downloadUrl).toBeUndefined();
    await make();
    const { rows } = await server.engine.pool.query("SELECT FROM usage_export_piece WHERE export = $1", [body.id]);
    expect(rows).toEqual([]);
    now = NOW;
  });

  test("is listed, newest first, to those of its organisation", async () => {
    const { items } = (await server.api("GET", org("?limit=2"))).body;
    expect(Number(items[0].id)).toBeGreaterThan(Number(items[1].id));
    expect((await server.api("GET", org(`/${items[0].id}`, "kontoso"))).status).toBe(404);
    expect((await server.api("GET", org(""), undefined, { key: OPERATOR_KEY.slice(1) })).status).toBe(401);
  });

  test.each([
    [{ from: "2026-11-22", to: "2026-11-22" }, "/from"],
    [{ from: "2026-11-22" }, "/to"],
    [{ ...PERIOD, format: "pdf" }, "/format"],
    [{ ...PERIOD, rows: 7 }, "/rows"],
  ])("asked with %o names what is wrong", async (body, pointer) => {
    const { status, body: problem } = await server.api("POST", org(""), body);
    expect([status, problem.errors[0]]).toMatchObject([400, { in: "body", pointer }]);
  });
});

test.each([
  ["=1+1", "'=1+1"],
  ["+1+1", "'+1+1"],
  ["-1", "'-1"],
  ["@SUM(A1)", "'@SUM(A1)"],
  ["\tx", "'\tx"],
  ["＝1", "'＝1"],
  ["+819012345678", "+819012345678"],
  ["+49301234***", "+49301234***"],
  ["Ann", "Ann"],
])("the text %j stands in a CSV as %j", (text, cell) => {
  expect(neutralized(text)).toBe(cell);
});

test.each([
  [0n, "0.00"],
  [4_999n, "0.00"],
  [5_000n, "0.01"],
  [65_000n, "0.07"],
  [64_999n, "0.06"],
  [12_345_678_900n, "12345.68"],
])("%s micro-units stand in a CSV as %s", (value, cell) => {
  expect(twoDecimals(value)).toBe(cell);
});
