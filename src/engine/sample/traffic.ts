/**
 * Who rang whom: the calls of a sample's past, made up from a table of habits (samples/*-traffic.json) and a seed.
 * Pure: the same table, seed and end give the same calls.
 */
import { monthBegin } from "../calendar.ts";
import { Random } from "./random.ts";

/** A habit: calls of one kind that come again, or that came once. */
export interface Habit {
  /** Part of its calls' ids. */
  id: string;
  organization: string;
  /** The switch that the calls run over. */
  switch: string;
  /** Caller, callee, organiser or resource account; absent where the number alone says it. */
  user?: string;
  from: string[];
  to: string[];
  callType?: string;
  /** Part of a meeting: calls of one hour share their conference. */
  meeting?: boolean;
  /** Calls on a working day; on a weekend an eighth of that. */
  aDay?: number;
  /** Only from so many days before the end of the past to so many. */
  between?: [number, number];
  /** Instead: this many, so long before the end of the past, spread over so many minutes. */
  once?: { daysAgo: number; count: number; overMinutes: number };
  /** Hours of the day, UTC, from and before; those of one time zone's working day. */
  hours?: [number, number];
  /** Seconds, at least and at most; short calls are more frequent. Nought: never answered. */
  seconds: [number, number];
  /** Of 100 calls, so many are not answered. Absent: 8. */
  unanswered?: number;
  /** What the switch said of the end. */
  end?: { cause?: string; sipCode?: number; sipPhrase?: string; subCode?: number };
  /** Own-carrier calls: which trunk, and the rest of what a border controller tells. */
  extra?: Record<string, string | boolean>;
  /** The authorisation is refused, so that no end follows. Not followed where it would be granted after all. */
  refused?: boolean;
  /** The switch had connected it without asking. */
  letThrough?: boolean;
  /** It draws on a pool that is filled, before it is used up; or comes only after that, in the present month. */
  pool?: { name: string; when: "before" | "after" };
}

/** A pool of the present month that is to be used to the minute, by calls of a habit. */
export interface Fill {
  /** Name by which habits say that they draw on it. */
  pool: string;
  minutes: number;
  habit: Habit;
  /** The part of the month so far after which it is used; 1: now. */
  by: number;
  /** One call that begins then, and needs more than is left. */
  last?: Habit;
}

export interface PlannedCall {
  habit: Habit;
  callId: string;
  from: string;
  to: string;
  conferenceId: string | null;
  /** Epoch ms. */
  startedAt: number;
  endedAt: number;
  /** Connected time; nought: never answered. */
  seconds: number;
}

export interface Plan {
  habits: readonly Habit[];
  fills: readonly Fill[];
  seed: number;
  /** Epoch ms: now, when the past is made. */
  end: number;
  days: number;
  /** Of the organisation: whose months pools follow. */
  timeZone: string;
}

export const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const RING_MS = 6_000;
/** Legs that fill a pool last so long at most, minutes. */
const LONGEST_FILLER = 58;
/** So long the call that uses up a pool lasts at most. */
const LAST_CALL_MS = 1_800_000;

/** In the order in which they began. */
export function planCalls(plan: Plan): PlannedCall[] {
  const habits = plan.habits.flatMap((habit) => (habit.once ? callsOnce(habit, plan) : callsByDay(habit, plan)));
  const calls = plan.fills.reduce<PlannedCall[]>((made, fill) => refill(made, fill, plan), habits);
  return calls.sort((a, b) => a.startedAt - b.startedAt || (a.callId < b.callId ? -1 : 1));
}

function callsByDay(habit: Habit, { seed, end, days }: Plan): PlannedCall[] {
  const [from, before] = habit.hours ?? [0, 24];
  const [since, until] = (habit.between ?? [days, 0]).map((ago) => end - ago * DAY_MS) as [number, number];
  const today = Math.floor(end / DAY_MS);
  const calls: PlannedCall[] = [];
  for (let ago = days; ago >= 0; ago--) {
    const day = (today - ago) * DAY_MS;
    const weekend = [0, 6].includes(new Date(day).getUTCDay());
    const random = new Random(seed, `${habit.id} ${ago}`);
    const count = random.times((habit.aDay ?? 0) * (weekend ? 1 / 8 : 1));
    for (let n = 0; n < count; n++) {
      const startedAt = day + from * HOUR_MS + random.int(0, (before - from) * HOUR_MS);
      const call = callOf(habit, `${ago}-${n}`, startedAt, random);
      if (call.startedAt > since && call.endedAt < until) calls.push(call);
    }
  }
  return calls;
}

function callsOnce(habit: Habit, { seed, end }: Plan): PlannedCall[] {
  const { daysAgo, count, overMinutes } = habit.once!;
  const random = new Random(seed, habit.id);
  return Array.from({ length: count }, (_, n) => {
    const offset = count === 1 ? 0 : Math.round((n * overMinutes * 60_000) / count);
    return callOf(habit, String(n), Math.round(end - daysAgo * DAY_MS) + offset, random);
  }).filter((call) => call.endedAt < end);
}

function callOf(habit: Habit, suffix: string, startedAt: number, random: Random, minutes?: number): PlannedCall {
  const [least, most] = habit.seconds;
  const silent = minutes === undefined && random.int(1, 100) <= (habit.unanswered ?? 8);
  // The square makes short calls frequent and long ones rare.
  const drawn = Math.round(least + (most - least) * random.next() ** 2);
  const seconds = minutes === undefined ? (silent ? 0 : drawn) : 60 * minutes - random.int(0, 40);
  const hour = Math.floor(startedAt / HOUR_MS);
  return {
    habit,
    callId: `${habit.id}-${suffix}`,
    from: random.pick(habit.from),
    to: random.pick(habit.to),
    conferenceId: habit.meeting ? `${habit.user?.split("@")[0] ?? habit.id}-${hour}` : null,
    startedAt,
    endedAt: startedAt + RING_MS + 1000 * seconds,
    seconds,
  };
}

/** Leaves calls of this month out, and adds some, until what they use of the pool by then is exact. */
function refill(calls: readonly PlannedCall[], { pool, minutes, habit, by, last }: Fill, plan: Plan): PlannedCall[] {
  const { seed, end, timeZone } = plan;
  const begin = monthBegin(end, timeZone);
  const usedUpAt = begin + by * (end - begin);
  let left = minutes;
  const filled = calls.filter((call) => {
    const use = call.habit.pool;
    if (use?.name !== pool) return true;
    if (use.when === "after") return call.startedAt > usedUpAt + LAST_CALL_MS;
    if (call.startedAt < begin) return true;
    if (call.endedAt >= usedUpAt || minutesOf(call) > left) return false;
    left -= minutesOf(call);
    return true;
  });
  const random = new Random(seed, `fill ${pool}`);
  const room = Math.max(1, Math.floor((usedUpAt - begin - 2 * RING_MS) / 60_000));
  for (let n = 0; left > 0; n++) {
    const length = Math.min(left, room, random.int(15, LONGEST_FILLER));
    const startedAt = begin + random.int(0, Math.max(0, usedUpAt - begin - 60_000 * length - 2 * RING_MS));
    filled.push(callOf(habit, String(n), startedAt, random, length));
    left -= length;
  }
  if (last) filled.push(callOf(last, "0", usedUpAt, random));
  return filled.filter((call) => call.endedAt < end);
}

const minutesOf = (call: PlannedCall): number => Math.ceil(call.seconds / 60);
