/** What happens next: made up from the seed and from what the model knows of its calls. */
import type { Rules } from "./budgets.ts";
import { type Act, answering, authorizing, updating } from "./call-acts.ts";
import { type End, releasing } from "./call-ends.ts";
import { DESTINATIONS, type Kind, type Profile, type SimCall } from "./model.ts";
import type { Receipts } from "./money-acts.ts";
import type { Random } from "./random.ts";
import type { SimOrganization, SimUser } from "./world.ts";
import { textOf } from "./auditor.ts";

const SWITCHES: Record<string, Profile> = {
  sbc: {
    reportsAnswer: true,
    canUpdate: true,
    defaultGrantSeconds: 300,
    maximumGrantSeconds: 600,
    warnSeconds: 30,
    toleranceSeconds: 2,
  },
  gateway: {
    reportsAnswer: false,
    canUpdate: false,
    defaultGrantSeconds: 3600,
    maximumGrantSeconds: 14_400,
    warnSeconds: 30,
    toleranceSeconds: 2,
  },
};
/** An authorisation is repeated while its id cannot have been given to another call. */
const REPEATED_FOR = 20 * 86_400_000;
const MOST_OPEN = 45;

export class Traffic {
  readonly #organizations: readonly SimOrganization[];
  readonly #receipts: Receipts;
  readonly #calls: Map<string, SimCall>;
  readonly #rules: Rules;
  /** What was sent, to be sent again. */
  readonly #sent: { act: Act; at: number }[] = [];
  #racing: SimCall[] = [];
  #count = 0;

  constructor(
    organizations: readonly SimOrganization[],
    receipts: Receipts,
    calls: Map<string, SimCall>,
    rules: Rules,
  ) {
    this.#organizations = organizations;
    this.#receipts = receipts;
    this.#calls = calls;
    this.#rules = rules;
  }

  /** One request. */
  next(random: Random, now: number, busy: ReadonlySet<SimCall> = new Set()): Act {
    const act = this.#make(random, now, busy);
    this.#sent.push({ act, at: now });
    return act;
  }

  #make(random: Random, now: number, busy: ReadonlySet<SimCall>): Act {
    const open = this.#open().filter((call) => !busy.has(call));
    const what = random.weighted({
      begin: open.length < MOST_OPEN ? 30 : 0,
      goOn: open.length > 0 ? 50 : 0,
      again: 12,
      anyway: 4,
      money: 8,
    });
    if (what === "anyway") {
      const refused = [...this.#calls.values()]
        .filter((call) => call.state === "refused" && call.kind !== "nobody" && !busy.has(call))
        .slice(-30);
      if (refused.length > 0) return this.#connected(random, random.pick(refused));
    }
    if (what === "goOn") return this.#goOn(random, random.pick(open), now);
    if (what === "again") {
      const known = this.#sent.filter(({ act, at }) => now - at < REPEATED_FOR && !(act.call && busy.has(act.call)));
      const recent = known.slice(random.chance(0.7) ? -40 : -400);
      if (recent.length > 0) return random.pick(recent).act;
    }
    if (what === "money") return this.#money(random);
    return this.#begin(random, now);
  }

  /**
   * Requests that are under way at the same time: different calls mostly, some of the same one. `follows`: it is sent to
   * the same engine as the one before it, without waiting for its answer, and comes after it.
   */
  burst(random: Random, now: number): { act: Act; follows: boolean }[] {
    const acts: { act: Act; follows: boolean }[] = [];
    const busy = new Set<SimCall>();
    for (let count = random.int(4, 28); count > 0; count--) {
      const act = this.next(random, now, busy);
      const { call } = act;
      if (call && busy.has(call)) continue;
      acts.push({ act, follows: false });
      if (!call) continue;
      busy.add(call);
      // No account is locked for an emergency call, so that it never waits: at the same time, both may be first.
      if (call.kind === "emergency") continue;
      const isNew = call.state === "new" && act.words.startsWith("authorize");
      if (isNew && call.endedEarlyAt === null && call.kind !== "nobody" && random.chance(0.2)) {
        this.#raced(call);
        acts.push({ act: this.#connected(random, call), follows: true });
      } else if (random.chance(0.15)) {
        this.#raced(call);
        acts.push({ act, follows: false });
      } else if (call.state === "open" && call.user && random.chance(0.25))
        acts.push({ act: this.#race(random, call), follows: false });
    }
    return acts;
  }

  /** The switch connected it, although it was refused or before it knew. */
  #connected(random: Random, call: SimCall): Act {
    const described = call.state === "refused" && random.chance(0.3);
    return releasing(call, { used: random.int(0, 900), answeredAt: null, endedAt: null }, described, this.#rules);
  }

  /** Another request of a call that has one under way already. */
  #race(random: Random, call: SimCall): Act {
    this.#raced(call);
    if (random.chance(0.5) || !call.profile.canUpdate)
      return releasing(call, { used: this.#use(random, call), answeredAt: null, endedAt: null }, false, this.#rules);
    return updating(call, this.#use(random, call), null, null, this.#rules);
  }

  #raced(call: SimCall): void {
    call.racing = true;
    this.#racing.push(call);
  }

  /** Nothing is under way any more. */
  calm(): void {
    for (const call of this.#racing) call.racing = false;
    this.#racing = [];
  }

  #open(): SimCall[] {
    return [...this.#calls.values()].filter((call) => call.state === "open");
  }

  oneInProgress(random: Random): SimCall | undefined {
    const open = this.#open();
    return open.length > 0 ? random.pick(open) : undefined;
  }

  openOnOneSwitch(random: Random): { switchId: string; profile: Profile; calls: SimCall[] } {
    const switchId = random.pick(Object.keys(SWITCHES));
    const calls = this.#open().filter((call) => call.key.switch === switchId);
    return { switchId, profile: SWITCHES[switchId]!, calls };
  }

  /** The end of everything that is in progress. */
  endings(random: Random): Act[] {
    return this.#open().map((call) =>
      releasing(call, { used: this.#use(random, call), answeredAt: null, endedAt: null }, false, this.#rules),
    );
  }

  #begin(random: Random, now: number): Act {
    // A long call of somebody with a small pool: the next ones find it nearly empty.
    const small = random.chance(0.12)
      ? random.pick(random.pick(this.#organizations).users.filter(({ name }) => /^(own|abroad)@/.test(name)))
      : undefined;
    const call = this.#newCall(random, small);
    if (small) {
      const end = { used: random.int(1500, 7000), answeredAt: null, endedAt: null };
      return releasing(call, end, true, this.#rules);
    }
    const how = random.weighted({ ask: 90, "let through": 5, "end first": 5 });
    if (how === "let through" && call.kind !== "emergency") {
      const used = random.int(0, random.chance(0.3) ? 12_000 : 1200);
      if (random.chance(0.5)) call.input.startedAt = now - 1000 * (used + random.int(0, 7200));
      return releasing(call, { used, answeredAt: null, endedAt: null }, true, this.#rules);
    }
    if (how === "end first" && call.kind !== "nobody")
      return releasing(call, { used: random.int(0, 300), answeredAt: null, endedAt: null }, false, this.#rules);
    return authorizing(call, this.#rules);
  }

  #goOn(random: Random, call: SimCall, now: number): Act {
    // Billed afterwards, it is told alike whether the month's limit keeps somebody from paying or cuts who does.
    if (!call.user && call.kind === "dial-in" && !call.org.postUsage && random.chance(0.4)) {
      const user = random.pick(call.org.users);
      return updating(call, this.#use(random, call) + 1, null, user, this.#rules);
    }
    const what = random.weighted({
      answer: call.answered ? 3 : 30,
      update: call.profile.canUpdate ? 35 : 0,
      release: 25,
    });
    if (what === "answer") return answering(call, now - random.int(0, 5000));
    if (what === "update")
      return updating(call, this.#use(random, call), random.chance(0.3) ? random.int(1, 700) : null, null, this.#rules);
    const unanswered = !call.answered && random.chance(0.5);
    let end: End = { used: unanswered ? 0 : this.#use(random, call), answeredAt: null, endedAt: null };
    if (call.answeredAt !== null && call.used === 0 && random.chance(0.3)) {
      const endedAt = Math.max(call.answeredAt, now - random.int(0, 3000));
      if (endedAt - call.answeredAt < 3 * 3_600_000) end = { used: null, answeredAt: call.answeredAt, endedAt };
    }
    return releasing(call, end, random.chance(0.1) && call.kind !== "emergency", this.#rules);
  }

  /** Seconds used in all: mostly within what was promised, sometimes a little or far beyond. */
  #use(random: Random, call: SimCall): number {
    const most = Math.min(call.promised, call.used + 15_000);
    const within = random.int(call.used, Math.max(call.used, most));
    const how = random.weighted({ within: 75, edge: 10, little: 10, far: 5 });
    if (how === "within") return within;
    if (how === "edge") return Math.max(call.used, most);
    return Math.max(call.used, most) + (how === "little" ? random.int(1, 3) : random.int(4, 900));
  }

  #money(random: Random): Act {
    const org = random.pick(this.#organizations);
    const key = `key-${++this.#count}`;
    if (org.postUsage || random.chance(0.6)) {
      // Now and then all that there is, so that calls run dry.
      const amount = random.chance(0.35) ? -100_000_000_000n : BigInt(random.int(-500_000, 3_000_000)) || 1n;
      return this.#receipts.adjusting(org, amount, key);
    }
    const amount = org.currency === "JPY" ? "5000" : `${random.int(50, 60)}.${random.int(10, 99)}`;
    return this.#receipts.toppingUp(org, random.pick([...org.cards.keys()]), amount, key);
  }

  /** A new call of this user. */
  callOf(random: Random, user: SimUser): Act {
    return authorizing(this.#newCall(random, user), this.#rules);
  }

  #newCall(random: Random, caller?: SimUser): SimCall {
    const org =
      this.#organizations.find(({ users }) => caller && users.includes(caller)) ?? random.pick(this.#organizations);
    const drawn = random.weighted<Kind>({
      out: 50,
      "conference-out": 15,
      "dial-in": 12,
      "toll-free": 10,
      "own-carrier": 4,
      emergency: 4,
      nobody: 3,
    });
    const kind = caller ? (drawn === "conference-out" ? drawn : "out") : drawn;
    const outbound = kind === "out" || kind === "conference-out" || kind === "emergency";
    const named = outbound || (kind === "dial-in" && random.chance(0.5));
    const user = named ? (caller ?? random.pick(org.users)) : null;
    const near = random.chance(0.55) ? DESTINATIONS.filter(({ country }) => country === user?.country) : [];
    const calls = kind === "out" || kind === "conference-out";
    const destination = calls ? random.pick(near.length > 0 ? near : DESTINATIONS) : null;
    const switchId = random.chance(0.6) || (kind === "dial-in" && !user) ? "sbc" : "gateway";
    const inbound = kind === "dial-in" || kind === "toll-free";
    const to: Record<Kind, string> = {
      out: destination?.e164 ?? "",
      "conference-out": destination?.e164 ?? "",
      "dial-in": org.toll,
      "toll-free": org.tollFree,
      "own-carrier": "+12065550180",
      emergency: org.emergency,
      nobody: "+12065550181",
    };
    const from = inbound ? org.stranger : kind === "own-carrier" ? org.ownCarrier : org.toll;
    const types: Partial<Record<Kind, string>> = {
      out: "user_out",
      "conference-out": "conf_out",
      "dial-in": "conf_in",
      "toll-free": "conf_in",
      "own-carrier": "dr_out",
    };
    const prefix = kind === "emergency" ? "sos-" : "";
    const call: SimCall = {
      key: { switch: switchId, callId: `${prefix}${++this.#count}` },
      profile: SWITCHES[switchId]!,
      org,
      kind,
      user,
      destination,
      input: {
        switch: switchId,
        switchCountry: null,
        node: null,
        organization: kind === "out" && random.chance(0.5) ? org.id : null,
        onlyOrganization: null,
        callType: types[kind] ?? null,
        user: kind === "nobody" ? "ghost@nowhere.example" : (user?.name ?? null),
        from: kind === "out" || kind === "emergency" ? "anonymous" : from,
        to: to[kind],
        conferenceId: kind === "conference-out" || inbound ? "meeting" : null,
        extra: null,
        startedAt: null,
        flags: [],
      },
      requested: random.chance(0.4) ? random.int(1, switchId === "sbc" ? 900 : 16_000) : null,
      payers: null,
      price: null,
      month: "",
      paidFrom: 0,
      state: "new",
      endedEarlyAt: null,
      connectedAnyway: false,
      racing: false,
      answered: false,
      answeredAt: null,
      promised: 0,
      promiseOver: false,
      used: 0,
      first: null,
      final: null,
      charge: 0n,
      overrun: 0,
    };
    this.#calls.set(textOf(call), call);
    return call;
  }
}
