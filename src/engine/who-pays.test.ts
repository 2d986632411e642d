/**
 * Every line of test/vectors/coverage.txt, from what a switch says to who paid: described by the directory, the
 * numbering data and the sample deck; authorised, answered and released by the rules.
 */
import { readFileSync } from "node:fs";
import { describe as group, expect, test } from "vitest";
import { parseVector, readVectors, type Vector } from "../../test/support/coverage-vectors.ts";
import { MemoryWorld, NOON } from "../../test/support/memory-world.ts";
import { type CallType, isConference, isInbound, type UseType } from "../domain/call-type.ts";
import { type Catalogue, type Countries, poolEntitlements } from "../domain/catalogue.ts";
import { parsePicos } from "../domain/money.ts";
import { DeckIndex } from "../domain/deck-index.ts";
import { lookup, type RateDeck } from "../domain/rate-deck.ts";
import type { Cdr, ChargeRequest } from "../domain/session/types.ts";
import type { NumberRecord, OrganizationRecord, UserRecord } from "../postgres/directory.ts";
import { type CallInput, describe } from "./describe.ts";
import { Directory } from "./directory.ts";
import { RateDeckReader } from "./rate-deck-csv.ts";

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");
const catalogue = JSON.parse(read("samples/plans.json")) as Catalogue;
const countries = JSON.parse(read("samples/countries.json")) as Countries;

/** The deck's rows, found as in the running system. */
function sampleDeck(): RateDeck {
  const reader = new RateDeckReader();
  const rows = reader.read(Buffer.from(read("samples/decks/usd.csv")));
  const index = new DeckIndex(rows.length);
  for (const row of rows) index.add(row);
  const { effectiveFrom } = reader;
  return {
    id: "1",
    name: "usd",
    currency: "USD",
    namedOnly: false,
    effectiveFrom,
    endedAt: null,
    replacedBy: null,
    index,
  };
}
const deck = sampleDeck();

interface Settings {
  world: MemoryWorld;
  organization: Pick<
    OrganizationRecord,
    "premiumAllowed" | "meetingsUseCallingPlan" | "maxPricePerMinutePicos" | "maxConcurrentCalls"
  > & {
    blockedDestinations: string[];
  };
  policy: string | null;
  rates: boolean;
  letThrough: boolean;
}

const SITUATIONS: [RegExp, (settings: Settings, match: RegExpExecArray) => void][] = [
  [/^credits ([\d.]+)$/, ({ world }, [, amount]) => void world.topUp(amount!)],
  [
    /^(?:(\w+) (?:(\w+) )?)?pool (used up|(\d+) min left)$/,
    ({ world }, [, plan, scope, , left]) => {
      const named = [...world.pools.values()].filter(
        ({ id }) => (!plan || id.startsWith(`${plan}:`)) && (!scope || id.split(":")[2] === scope),
      );
      if (named.length === 0) throw new Error("there is no such pool");
      for (const pool of named) world.addPool(pool.id, pool.totalMinutes, pool.totalMinutes - Number(left ?? 0));
    },
  ],
  [
    /^(draining|post-usage|pay-as-you-go off)$/,
    ({ world }, [mode]) => {
      world.agreement = "customer";
      world.account = { ...world.account, payAsYouGo: mode !== "pay-as-you-go off" };
    },
  ],
  [/^policy (\S+)$/, (settings, [, name]) => void (settings.policy = name!)],
  [/^meetings use calling plans$/, ({ organization }) => void (organization.meetingsUseCallingPlan = true)],
  [/^either closes both$/, ({ world }) => void (world.strictEither = true)],
  [/^premium allowed$/, ({ organization }) => void (organization.premiumAllowed = true)],
  [/^blocked (\S+)$/, ({ organization }, [, what]) => void organization.blockedDestinations.push(what!)],
  [
    /^price cap ([\d.]+)$/,
    ({ organization }, [, price]) => void (organization.maxPricePerMinutePicos = parsePicos(price!)!),
  ],
  [/^no call more$/, ({ organization }) => void (organization.maxConcurrentCalls = 0)],
  [/^no rates$/, (settings) => void (settings.rates = false)],
  [/^let through$/, (settings) => void (settings.letThrough = true)],
];

function settingsOf({ line, licences, country, user, situation }: Vector): Settings {
  const world = new MemoryWorld();
  const assigned = licences.map((sku) => ({ sku, usageLocation: country, count: 1 }));
  const purchased = Object.fromEntries(licences.map((sku) => [sku, 1]));
  for (const pool of poolEntitlements(catalogue, { organisationCountry: "US", purchased, assigned }))
    world.addPool(pool.id, pool.totalMinutes);
  if (licences.includes("MCOPSTN8")) world.addPool(`MCOPSTN8:${country}:user:${user}`, 120);
  const settings: Settings = {
    world,
    organization: {
      premiumAllowed: false,
      meetingsUseCallingPlan: false,
      maxPricePerMinutePicos: null,
      maxConcurrentCalls: null,
      blockedDestinations: [],
    },
    policy: null,
    rates: true,
    letThrough: false,
  };
  for (const words of situation) {
    const known = SITUATIONS.find(([pattern]) => pattern.test(words));
    if (!known) throw new Error(`test/vectors/coverage.txt:${line}: what is "${words}"?`);
    known[1](settings, known[0].exec(words)!);
  }
  return settings;
}

/** Somebody in the same country who has nothing to do with the organisation. */
const STRANGER = "+14255550123";
const OWN_LINE = "+12065550100";

const useOf = (callType: CallType): UseType => {
  if (isConference(callType)) return "conference-bridge";
  if (callType.endsWith("unassigned_in")) return "unassigned";
  return callType.startsWith("ucap") || callType.endsWith("_bot") ? "auto-attendant" : "user";
};

/** A directory that knows one organisation, one user and one number, and asks no database. */
function directoryOf(vector: Vector, { organization, policy }: Settings): Directory {
  const { callType, country, user, licences } = vector;
  const home = {
    id: "contoso",
    country: "US",
    currency: "USD",
    timeZone: "UTC",
    rateDeck: null,
    agreement: "direct" as const,
    defaultDialOutPolicy: null,
    maxCallSeconds: null,
    autoRecharge: null,
    strictEither: false,
    limits: [],
    limitIndex: null,
    blockedCallers: [],
    purchased: {},
    assigned: [],
    version: 1,
    webhooks: [],
    preferredLanguage: null,
    language: "en" as const,
    callEvents: new Set<string>(),
    entitlements: new Map<string, number>(),
    ...organization,
  };
  const person: UserRecord | null =
    user === null
      ? null
      : {
          organization: "contoso",
          principalName: user,
          isResourceAccount: callType === "ucap_out",
          usageLocation: country,
          costCenter: null,
          licenses: licences,
          dialOutPolicy: policy,
          version: 1,
        };
  const use = useOf(callType);
  const number: NumberRecord = {
    e164: isInbound(callType) ? vector.number.replaceAll(" ", "") : OWN_LINE,
    organization: "contoso",
    kind: vector.kind ?? (use === "user" ? "subscriber" : "service-toll"),
    carrier: callType.startsWith("dr_")
      ? "direct-routing"
      : callType.startsWith("oc_")
        ? "operator-connect"
        : "calling-plan",
    useType: use,
    useId: null,
    user: use === "conference-bridge" || use === "unassigned" ? null : user,
    version: 1,
  };
  class OneOfEach extends Directory {
    override organization = (id: string) => (id === "contoso" ? home : null);
    override user = (name: string) => (name === user ? person : null);
    override number = (e164: string) => (e164 === number.e164 ? number : null);
  }
  return new OneOfEach(undefined as never, catalogue, countries);
}

const inputOf = ({ callType, user, number }: Vector): CallInput => ({
  switch: "sbc",
  switchCountry: null,
  node: null,
  organization: "contoso",
  onlyOrganization: null,
  callType,
  user,
  from: isInbound(callType) ? STRANGER : OWN_LINE,
  to: number,
  conferenceId: isConference(callType) ? "c1" : null,
  extra: null,
  startedAt: null,
  flags: [],
});

const PROFILE = {
  reportsAnswer: true,
  canUpdate: false,
  defaultGrantSeconds: 300,
  maximumGrantSeconds: 14_400,
  warnSeconds: 60,
  toleranceSeconds: 2,
};
const END = { answeredAt: null, endedAt: null, cause: null, sipCode: null, sipPhrase: null, extra: null, flags: [] };

/** Who paid, in the words of the vectors. */
function play(vector: Vector): string {
  const settings = settingsOf(vector);
  const { world } = settings;
  const rates = { find: (query: Parameters<typeof lookup>[1]) => (settings.rates ? lookup([deck], query) : undefined) };
  const described = describe(
    // The switch's country tells which emergency codes count where no user is named.
    { ...inputOf(vector), switchCountry: vector.country },
    directoryOf(vector, settings),
    rates,
    NOON,
  );
  if ("conflict" in described) return `conflict ${described.conflict}: ${described.message}`;
  const common = { key: { switch: "sbc", callId: "a" }, profile: PROFILE };
  const say = (request: ChargeRequest) => world.decide(request);
  let usedSeconds = vector.seconds;
  if (!settings.letThrough) {
    const answer = say({ ...common, phase: "authorize", described, requestedSeconds: Math.max(1, vector.seconds) });
    if (answer.kind === "refused") return ["refused", answer.refusal.code, ...(answer.refusal.missing ?? [])].join(" ");
    if (answer.kind !== "granted") return answer.kind;
    usedSeconds = Math.min(usedSeconds, answer.grant.limitSeconds);
    if (usedSeconds > 0) say({ ...common, phase: "answer", answeredAt: null, flags: [] });
    world.now += 1000 * usedSeconds;
  }
  const end = say({
    ...common,
    phase: "release",
    end: { ...END, usedSeconds },
    described: settings.letThrough ? described : null,
  });
  const cdr = world.cdrs.get("a")!;
  expect(end).toMatchObject({ kind: "released", release: { usedSeconds, charge: cdr.charge } });
  const cut = usedSeconds < vector.seconds ? [`cut at ${usedSeconds} s`] : [];
  return [...paidBy(cdr), ...cut, ...(cdr.capability ? [cdr.capability] : [])].join(", ");
}

function paidBy({ settlement, funding }: Cdr): string[] {
  if (settlement.usedSeconds === 0) return ["nothing"];
  const pools = settlement.poolUses.map(
    (use) => `pool ${use.pool.split(":").slice(0, 3).join(":")} ${use.minutes} min`,
  );
  const others = funding.filter((line) => !line.source.startsWith("pool:"));
  return [...pools, ...others.map((line) => (line.amount ? `${line.source} ${line.amount}` : line.source))];
}

const groups = readVectors();

group.each(groups)("$title", ({ vectors }) => {
  test.each(vectors.map(({ text, line }) => [text, line] as const))("%s", (text, line) => {
    const vector = parseVector(text, line);
    expect(play(vector)).toBe(vector.expected);
  });
});

test("every row of domain.md 3.2 has its lines", () => {
  const told = groups.filter(({ vectors }) => vectors.length > 0).map(({ title }) => /^([\db ]|and)+/.exec(title)?.[0]);
  const rows = told.flatMap((numbers) => numbers?.match(/\d+b?/g) ?? []);
  const wanted = [...Array.from({ length: 28 }, (_, i) => String(i + 1)), "14b"];
  expect(wanted.filter((row) => !rows.includes(row))).toEqual([]);
});

/** Types that the numbers alone tell; the others are told by the switch. */
const TOLD_BY_NUMBERS =
  /^(user_in|user_out|conf_in|conf_out|ucap_in|ucap_out|unassigned_in|(dr|oc)_(in|out|in_bot|out_bot|unassigned_in))$/;

test("a switch that names no type means the one that the numbers tell", () => {
  const vectors = groups.flatMap((each) => each.vectors.map(({ text, line }) => parseVector(text, line)));
  const told = vectors.filter(({ callType, number }) => TOLD_BY_NUMBERS.test(callType) && number.startsWith("+"));
  const found = told.map((vector) => {
    const rates = { find: () => undefined };
    const described = describe(
      { ...inputOf(vector), callType: null },
      directoryOf(vector, settingsOf(vector)),
      rates,
      NOON,
    );
    return `${vector.line} ${"call" in described ? described.call.callType : described.message}`;
  });
  expect(found).toEqual(told.map((vector) => `${vector.line} ${vector.callType}`));
});
