/**
 * The calls that every design is measured by: people of an organisation who call at random, half of them within their
 * country (minutes of the pool pay), half abroad (credits pay). The seed makes each design meet the same calls.
 */
import { randomUUID } from "node:crypto";
import { DEFAULT_PROFILE } from "../src/engine/switches.ts";
import type { CallInput } from "../src/engine/describe.ts";

export const SWITCH = "bench";
export const PROFILE = DEFAULT_PROFILE;

/** Organisations that look alike, made in bulk: `<name>-0`, `<name>-1`, … */
export interface Group {
  name: "one" | "thousand" | "many" | "big" | "small";
  organizations: number;
  usersEach: number;
  /** The first of its users' own numbers, without the +. */
  firstNumber: number;
}

export interface BenchCall {
  callId: string;
  organization: string;
  user: string;
  from: string;
  to: string;
  usedSeconds: number;
}

/** Numbers that are dialled again and again: half in New York, half in London. */
const DIALLED = 10_000;
const NEW_YORK = 12_122_000_000;
const LONDON = 442_079_460_000;

const organizationName = (group: Group, i: number): string => `${group.name}-${i}`;

/** Calls without end, of anybody in the group. */
export function callsOf(group: Group, seed: number): () => BenchCall {
  const random = randomFrom(seed);
  const people = group.organizations * group.usersEach;
  return () => callOf(group, Math.floor(random() * people), random);
}

/** One call of everybody in the group. */
export function callsOfEverybody(group: Group): BenchCall[] {
  const random = randomFrom(0);
  return Array.from({ length: group.organizations * group.usersEach }, (_, person) => callOf(group, person, random));
}

function callOf(group: Group, person: number, random: () => number): BenchCall {
  const organization = Math.floor(person / group.usersEach);
  const dialled = Math.floor((random() * DIALLED) / 2);
  return {
    callId: randomUUID(),
    organization: organizationName(group, organization),
    user: `user${person % group.usersEach}@${organizationName(group, organization)}.example`,
    from: `+${group.firstNumber + person}`,
    to: `+${(random() < 0.5 ? NEW_YORK : LONDON) + dialled}`,
    usedSeconds: 10 + Math.floor(random() * 170),
  };
}

export const inputOf = (call: BenchCall): CallInput => ({
  switch: SWITCH,
  switchCountry: null,
  node: null,
  organization: call.organization,
  onlyOrganization: null,
  callType: null,
  user: call.user,
  from: call.from,
  to: call.to,
  conferenceId: null,
  extra: null,
  startedAt: null,
  flags: [],
});

/** mulberry32: good enough to choose callers by, and the same every time. */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
