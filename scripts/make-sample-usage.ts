/**
 * Prints samples/usage/*: call records to import, of invented calls, the same bytes on every run.
 *
 *   node scripts/run.mjs scripts/make-sample-usage.ts
 *
 * carrier-ja.csv: two months of a Japanese carrier, in Shift_JIS. Calls.Export.….zip: two months of a Teams export.
 */
import { createWriteStream, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { stringify } from "csv-stringify/sync";
import { ZipFile } from "yazl";
import { packageRoot } from "../src/package-root.ts";

const FOLDER = join(packageRoot(), "samples", "usage");
const EXPORT_ID = "5b1c7a52-6f0e-4c3d-9a4e-0d7f3b2e9c11";
const FROM = Date.UTC(2026, 8, 16);
const TO = Date.UTC(2026, 10, 15);
const DAY_MS = 86_400_000;

/** A repeatable stream of numbers from 0 to 1 (mulberry32). */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Calls in order of time: fewer at weekends, more at a month's end, in office hours. */
function* moments(random: () => number, aWorkday: number): Generator<number> {
  for (let day = FROM; day < TO; day += DAY_MS) {
    const weekday = new Date(day).getUTCDay();
    const monthEnd = new Date(day + 3 * DAY_MS).getUTCDate() <= 3;
    const calls = aWorkday * (weekday % 6 === 0 ? 0.2 : 1) * (monthEnd ? 1.6 : 1) * (0.7 + 0.6 * random());
    const times = Array.from({ length: Math.round(calls) }, () => day + Math.floor((8 + 10 * random()) * 3600) * 1000);
    yield* times.sort((a, b) => a - b);
  }
}

const pick = <T>(random: () => number, list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
const lasting = (random: () => number): number => 1 + Math.floor(-Math.log(1 - random()) * 190);
const three = (random: () => number): string => String(Math.floor(random() * 1000)).padStart(3, "0");

/** Destination by its prefix, price in yen for each minute begun, and how often it is called. */
const CARRIER = [
  { kind: "固定", prefix: "+8130000", digits: 4, yen: 3, weight: 50 },
  { kind: "携帯", prefix: "+8190000000", digits: 2, yen: 16, weight: 30 },
  { kind: "国際", prefix: "+120655501", digits: 2, yen: 9, weight: 8 },
  { kind: "国際", prefix: "+44207946", digits: 4, yen: 12, weight: 8 },
  { kind: "国際", prefix: "+49302312", digits: 4, yen: 15, weight: 4 },
];

function carrierCsv(): Buffer {
  const random = randomOf(81);
  const rows = [["通話開始日時", "発信番号", "着信番号", "通話種別", "通話時間(秒)", "通話料(円)"]];
  for (const at of moments(random, 30)) {
    let chance = random() * 100;
    const to = CARRIER.find(({ weight }) => (chance -= weight) < 0) ?? CARRIER[0]!;
    const seconds = lasting(random);
    const tail = String(Math.floor(random() * 10 ** to.digits)).padStart(to.digits, "0");
    const local = new Date(at).toISOString(); // office hours there are written as the clock there shows them
    rows.push([
      `${local.slice(0, 10).replaceAll("-", "/")} ${local.slice(11, 19)}`,
      `+81300001${three(random)}`,
      to.prefix + tail,
      to.kind,
      String(seconds),
      String(Math.ceil(seconds / 60) * to.yen),
    ]);
  }
  return shiftJis(stringify(rows, { record_delimiter: "\r\n" }));
}

/** Node reads Shift_JIS but does not write it: its reader is asked for every pair of bytes. */
function shiftJis(text: string): Buffer {
  const decoder = new TextDecoder("shift_jis");
  const bytes = new Map<string, number[]>();
  for (let lead = 0x81; lead <= 0xfc; lead++)
    for (let trail = 0x40; trail <= 0xfc; trail++) {
      const letter = decoder.decode(Uint8Array.of(lead, trail));
      if (letter.length === 1 && letter !== "\ufffd" && !bytes.has(letter)) bytes.set(letter, [lead, trail]);
    }
  return Buffer.from([...text].flatMap((letter) => (letter < "\x80" ? [letter.charCodeAt(0)] : bytes.get(letter)!)));
}

const PSTN_HEADER =
  "UsageId,Call ID,Conference ID,User Location,AAD ObjectId,UPN,User Display Name,Caller ID,Call Type,Number Type," +
  "Domestic/International,Destination Dialed,Destination Number,Start Time,End Time,Duration Seconds,Connection Fee," +
  "Charge,Currency,Capability";
const DIRECT_HEADER =
  "CorrelationId,AAD ObjectId,UPN,Display Name,User country,Invite time,Start time,Failure time,End time," +
  "Duration (seconds),Success,Caller Number,Callee Number,Call type,Azure region for Media," +
  "Azure region for Signaling,Final SIP code,Final Microsoft subcode,Final SIP Phrase,SBC FQDN,Media bypass," +
  "Shared correlation ID";

const PEOPLE = [
  { upn: "ann@contoso.example", name: "Ann Adams", id: "e28c450b-c56c-5936-af57-56f5bb0d23b9", number: "+12065550102" },
  { upn: "dan@contoso.example", name: "Dan Diaz", id: "0f2a7a1c-35f5-5e0b-8a55-1f6f0f6f8d3d", number: "+12065550105" },
  {
    upn: "carla@contoso.example",
    name: "Carla Cruz",
    id: "5c7be3a8-86a1-5d52-9a43-a2f3d4e4b0a1",
    number: "+12065550104",
  },
];

/** What is called, for how much a minute by the old provider, and what that provider paid it from. */
const TEAMS = [
  {
    type: "user_out",
    kind: "Subscriber",
    to: "+12065550",
    country: "United States",
    price: 0,
    by: "MCOPSTN1",
    weight: 45,
  },
  {
    type: "user_out",
    kind: "Subscriber",
    to: "+442079460",
    country: "United Kingdom",
    price: 0.021,
    by: "MCOPSTNPP",
    weight: 20,
  },
  {
    type: "conf_out",
    kind: "Service",
    to: "+493023125",
    country: "Germany",
    price: 0.036,
    by: "MCOPSTNPP",
    weight: 15,
  },
  {
    type: "ucap_in",
    kind: "TollFree",
    to: "+18005550",
    country: "United States",
    price: 0.04,
    by: "MCOPSTNPP",
    weight: 20,
  },
];

function guid(random: () => number): string {
  const hex = Array.from({ length: 32 }, () => Math.floor(random() * 16).toString(16)).join("");
  return hex.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, "$1-$2-4$3-a$4-$5");
}

const line = (fields: (string | number)[]): string => stringify([fields], { record_delimiter: "\r\n" });
const teamsTime = (at: number): string => new Date(at).toISOString().replace(".000Z", ".0000000+00:00");

function pstnCsv(): string {
  const random = randomOf(365);
  let text = `${PSTN_HEADER}\r\n`;
  for (const at of moments(random, 28)) {
    let chance = random() * 100;
    const of = TEAMS.find(({ weight }) => (chance -= weight) < 0) ?? TEAMS[0]!;
    const who = pick(random, PEOPLE);
    const seconds = lasting(random);
    const inbound = of.type === "ucap_in";
    const other = `+12065550${String(100 + Math.floor(random() * 100))}`;
    const tail = String(100 + Math.floor(random() * 100)).padStart(3, "0");
    const person = inbound ? ["", "", ""] : [who.id, who.upn, who.name];
    text += line([
      ...[guid(random), guid(random), of.type === "conf_out" ? three(random) + three(random) : "", "US", ...person],
      ...[
        inbound ? other : who.number,
        of.type,
        of.kind,
        of.country === "United States" ? "Domestic" : "International",
      ],
      ...[of.country, of.to + tail, teamsTime(at), teamsTime(at + seconds * 1000), seconds, "0.00"],
      ...[(Math.ceil(seconds / 60) * of.price).toFixed(2), "USD", of.by],
    ]);
  }
  return text;
}

function directCsv(): string {
  const random = randomOf(5060);
  let text = `${DIRECT_HEADER}\r\n`;
  for (const at of moments(random, 6)) {
    const seconds = lasting(random);
    const ended = teamsTime(at + seconds * 1000);
    text += line([
      ...[guid(random), "9a3f0d7e-2b58-5e54-8f0e-7d3b4c9f2a10", "noah@contoso.example", "Noah Neumann", "DE"],
      ...[teamsTime(at), teamsTime(at + 4000), "", ended, seconds, "Yes", "+4930231251", `+49302312${three(random)}`],
      ...["dr_out", "EUWE", "EUWE", 0, 0, "BYE", "sbc.contoso.example", "No", ""],
    ]);
  }
  return text;
}

async function main(): Promise<void> {
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(join(FOLDER, "carrier-ja.csv"), carrierCsv());
  const zip = new ZipFile();
  // A zip tells the time of the clock on the wall: the same one everywhere, so that the bytes are.
  const options = { mtime: new Date(2026, 10, 15), forceDosTimestamp: true };
  const parameters = {
    exportId: EXPORT_ID,
    fromDateTime: new Date(FROM).toISOString(),
    toDateTime: new Date(TO).toISOString(),
    capabilities: ["MCOPSTN1", "MCOPSTNPP"],
  };
  zip.addBuffer(Buffer.from(pstnCsv()), "PSTN.calls.2026-11-15.csv", options);
  zip.addBuffer(Buffer.from(directCsv()), "DirectRouting.calls.2026-11-15.csv", options);
  zip.addBuffer(Buffer.from(JSON.stringify(parameters)), "parameters.json", options);
  zip.end();
  await pipeline(zip.outputStream, createWriteStream(join(FOLDER, `Calls.Export.${EXPORT_ID}.zip`)));
}

await main();
