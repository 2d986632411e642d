import { execFileSync } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Command } from "commander";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { run as runProgram } from "../src/cli/command.ts";
import { recommendCommand } from "../src/cli/recommend.ts";

const ZIP = "samples/usage/Calls.Export.5b1c7a52-6f0e-4c3d-9a4e-0d7f3b2e9c11.zip";
const CARRIER = "samples/usage/carrier-ja.csv";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "talktime-recommend-"));
});
afterAll(() => rm(folder, { recursive: true }));

interface Ran {
  code: number;
  out: string;
  err: string;
}
/** The command in this process, as the program runs it. */
async function run(...args: string[]): Promise<Ran> {
  let [out, err] = ["", ""];
  const log = vi.spyOn(console, "log").mockImplementation((line) => void (out += `${line}\n`));
  const error = vi.spyOn(console, "error").mockImplementation((line) => void (err += `${line}\n`));
  const program = new Command("talktime")
    .configureOutput({ writeErr: (text) => void (err += text), writeOut: (text) => void (out += text) })
    .addCommand(recommendCommand());
  const paths = args.map((arg) => (/^[a-z-]+\.[a-z]+$/.test(arg) ? join(folder, arg) : arg));
  try {
    const code = await runProgram(program, ["recommend", ...paths]);
    return { code, out, err };
  } finally {
    log.mockRestore();
    error.mockRestore();
  }
}
const sample = (name: string): string => join(process.cwd(), name);
async function file(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

const HEADER =
  "UsageId,Call ID,Conference ID,User Location,AAD ObjectId,UPN,User Display Name,Caller ID,Call Type,Number Type," +
  "Domestic/International,Destination Dialed,Destination Number,Start Time,End Time,Duration Seconds,Connection Fee," +
  "Charge,Currency,Capability";
/** A PSTN.calls file: so much on each of so many days, at noon. */
const pstn = (days: number, charge: string): string =>
  [
    HEADER,
    ...Array.from({ length: days }, (_, day) => {
      const at = new Date(Date.UTC(2026, 7, 1 + day, 12)).toISOString();
      const id = `00000000-0000-4000-8000-${String(day).padStart(12, "0")}`;
      return `${id},,,US,,ann@contoso.example,"Adams, Ann",+12065550102,user_out,Subscriber,International,United Kingdom,+442079460000,${at},${at},300,0.00,${charge},USD,MCOPSTNPP`;
    }),
  ].join("\r\n");

test("the program itself, in a folder with nothing beside it", () => {
  const program = join(process.cwd(), "bin", "talktime.mjs");
  const out = execFileSync(process.execPath, [program, "recommend", sample(CARRIER), "--json"], { cwd: folder });
  expect(JSON.parse(out.toString())).toMatchObject({ currency: "JPY", basis: { calls: 1500 } });
});

describe("from a file alone", () => {
  test("Teams' own zip gives the whole answer, in the shape of the API", async () => {
    const { code, out } = await run(sample(ZIP), "--json");
    const advice = JSON.parse(out) as Record<string, unknown>;
    const amount = expect.stringMatching(/^\d+(\.\d{1,2})?$/);
    const tested = {
      timesAtZero: expect.any(Number),
      recharges: expect.any(Number),
      forfeited: amount,
      averageIdle: amount,
    };
    expect({ code, advice }).toMatchObject({
      code: 0,
      advice: {
        ...{ firstFunding: amount, triggerAmount: amount, rechargeAmount: amount, expectedMonthlySpend: amount },
        currency: "USD",
        basis: { from: "2026-09-16T08:15:15.000Z", to: expect.any(String), calls: 1622 },
        steps: expect.arrayContaining([expect.objectContaining({ label: expect.any(String), value: amount })]),
        backtest: { days: 60, ...tested, naive: tested },
      },
    });
  });

  test.each<[string, string[], object]>([
    [
      "ten a day: a month in hand, a day and a half below",
      [],
      { expectedMonthlySpend: "304.4", rechargeAmount: "305" },
    ],
    ["three days of lead: more in hand", ["--lead-hours", "72"], { triggerAmount: "30" }],
    ["a day of lead", ["--lead-hours", "24", "--risk", "0.05"], { triggerAmount: "10" }],
  ])("%s", async (_what, options, expected) => {
    const { out } = await run(await file("ten.csv", pstn(60, "10.00")), "--json", ...options);
    expect(JSON.parse(out)).toMatchObject({ ...expected, backtest: { days: 60, timesAtZero: 0 } });
  });

  test("a carrier's CSV in Shift_JIS is read in yen", async () => {
    const { code, out } = await run(sample(CARRIER));
    expect(code).toBe(0);
    expect(out).toMatch(/^First funding {4}\d+ JPY\nTrigger amount {3}\d+ JPY\n/);
    expect(out).toContain("From 1500 calls, 2026-09-16 to 2026-11-14:");
  });

  test("pages of Graph's JSON, as Graph writes them", async () => {
    const rows = Array.from({ length: 40 }, (_, day) => ({
      id: `id-${day}`,
      callType: "user_out",
      charge: 2.5,
      currency: "EUR",
      duration: 219,
      startDateTime: `2026-${day < 20 ? "09" : "10"}-${String((day % 20) + 1).padStart(2, "0")}T10:00:00.1234567Z`,
      callerNumber: "+493023125000",
      calleeNumber: "+442079460000",
      userDisplayName: 'Ann "{" Adams',
    }));
    const page = (value: object[]) => ({ "@odata.context": "x", "@odata.count": value.length, value });
    const path = await file("graph.json", JSON.stringify([page(rows.slice(0, 25)), page(rows.slice(25))]));
    const { out } = await run(path, "--json");
    expect(JSON.parse(out)).toMatchObject({ currency: "EUR", basis: { calls: 40 } });
  });

  test("calls without charges are priced by the sample deck, and it says so", async () => {
    const rows = Array.from({ length: 31 }, (_, day) => `${day + 1}.10.2026 10:00;0:01:30;+12065550102;+442079460000`);
    const { out, err } = await run(await file("plain.csv", ["Beginn;Dauer;Von;Ziel", ...rows].join("\n")), "--json");
    // Two minutes of the deck's row for the United Kingdom, 31 times.
    const deck = await readFile(sample("samples/decks/usd.csv"), "utf8");
    const price = Number(/^user_out,44,[^,]*,GB,[^,]*,([\d.]+)/m.exec(deck)![1]);
    const { steps } = JSON.parse(out) as { steps: { code: string; value: string }[] };
    expect(Number(steps.find(({ code }) => code === "spent")!.value)).toBeCloseTo(31 * 2 * price, 6);
    expect(err).toContain("31 calls without a charge were priced by the sample deck in USD");
  });

  test("bad lines are named, the others count", async () => {
    const path = await file("some-bad.csv", `${pstn(30, "1.00")}\r\nx,,,US,,,,,user_out,,,,,not a time,,1,0,1,USD,`);
    const { code, err, out } = await run(path, "--json");
    expect([code, JSON.parse(out).basis.calls]).toEqual([0, 30]);
    expect(err).toContain('line 32: "not a time" is not a time');
  });

  test.each([
    ["no calls", "none.csv", HEADER],
    ["calls that cost nothing", "free.csv", pstn(60, "0.00")],
    ["an empty page of Graph", "none.json", '{"@odata.count":0,"value":[]}'],
  ])("%s: the minimum", async (_what, name, content) => {
    const { code, out } = await run(await file(name, content), "--json");
    expect([code, JSON.parse(out)]).toMatchObject([
      0,
      { firstFunding: "50", triggerAmount: "5", rechargeAmount: "50", expectedMonthlySpend: "0" },
    ]);
  });

  test("less than a month says what is missing and starts from the minimum", async () => {
    const { out } = await run(await file("short.csv", pstn(10, "40.00")), "--json");
    expect(JSON.parse(out)).toMatchObject({
      ...{ firstFunding: "50", rechargeAmount: "50" },
      steps: expect.arrayContaining([expect.objectContaining({ code: "days-missing", value: "18" })]),
    });
  });
});

describe("ends with", () => {
  test.each<[string, string[], number, RegExp]>([
    ["2 for a file that is not there", ["nothing.csv"], 2, /no such file/],
    ["2 without a file", [], 2, /missing required argument/],
    ["2 for a risk that is certain", ["empty.csv", "--risk", "1"], 2, /chance from .* to below 1/],
    ["2 for no time at all", ["empty.csv", "--lead-hours", "0"], 2, /whole hours from 1/],
    ["1 for an empty file", ["empty.csv"], 1, /empty\.csv is empty/],
    ["1 for a text that is no call records", ["letter.csv"], 1, /no column tells when a call began/],
    ["1 for a truncated zip", ["half.zip"], 1, /broken or truncated zip/],
    ["1 for half a JSON", ["half.json"], 1, /ends in the middle/],
    ["1 for an encoding that is none", ["latin.csv"], 1, /neither UTF-8 .* nor Shift_JIS/],
  ])("%s", async (_what, args, code, message) => {
    await file("empty.csv", "");
    await file("letter.csv", "Dear all,\nplease find attached nothing.\n");
    await file("half.zip", (await readFile(sample(ZIP))).subarray(0, 50_000));
    await file("half.json", '{"value":[{"startDateTime":"2026-09-01T00:00:00Z","duration":1');
    await file(
      "latin.csv",
      Buffer.from("Beginn;Dauer;Ziel;Preis\n01.10.2026 10:00;60;M\xfcnchen\xff;1,00\n", "latin1"),
    );
    const ran = await run(...args);
    expect(ran.err).toMatch(message);
    expect(ran.code).toBe(code);
    expect(ran.out).toBe("");
  });
});
