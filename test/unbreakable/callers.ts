/**
 * Switches and customers that remember every answer they were given, and hold Talktime to each of them afterwards. A
 * request without an answer is sent again until there is one, as a switch does.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";
import { formatMicros, parseMicros } from "../../src/domain/money.ts";
import type { Answer, Ask } from "./program.ts";
import { callOf, CUBA, DOMESTIC, type Organization } from "./world.ts";

type Said = Pick<Answer, "status" | "body">;

interface Call {
  organization: Organization;
  body: Record<string, string>;
  authorized?: Said;
  answered?: Said;
  /** The last one. */
  updated?: Said;
  end: { usedSeconds: number };
  released?: Said;
}

interface TopUp {
  organization: Organization;
  key: string;
  body: { amount: string; paymentMethod: string };
  said: Said;
}

const AT_ONCE = 400;
/** Calls that are read one by one, besides those in progress. */
const READ = 60;

export class Callers {
  readonly #ask: Ask;
  readonly #organizations: readonly Organization[];
  readonly #random: () => number;
  readonly #calls: Call[] = [];
  readonly #topUps: TopUp[] = [];
  #working: Promise<unknown> = Promise.resolve();
  #stopping = false;
  #count = 0;
  /** Answers that no caller should ever see. */
  readonly wrong: string[] = [];
  acknowledged = 0;
  repeated = 0;
  /** Among the repeated: answers that blame us where "not now" (503) would have been the word. */
  internalErrors = 0;

  constructor(ask: Ask, organizations: readonly Organization[], random: () => number) {
    this.#ask = ask;
    this.#organizations = organizations;
    this.#random = random;
  }

  start(callers: number): void {
    this.#stopping = false;
    this.#working = Promise.all(Array.from({ length: callers }, () => this.#goOn()));
  }

  /** Every caller finishes the request that it is at: afterwards there is none whose answer is unknown. */
  async stop(): Promise<void> {
    this.#stopping = true;
    await this.#working;
  }

  async #goOn(): Promise<void> {
    while (!this.#stopping) {
      const organization = this.#pick(this.#organizations);
      if (this.#random() < 0.03) await this.#topUp(organization);
      else await this.#call(organization);
    }
  }

  async #topUp(organization: Organization): Promise<void> {
    const key = `top-up-${(this.#count += 1)}`;
    const body = { amount: "75.5", paymentMethod: organization.paymentMethod };
    const said = await this.#send(`/v1/organizations/${organization.id}/top-ups`, body, { "idempotency-key": key });
    this.#topUps.push({ organization, key, body, said });
  }

  async #call(organization: Organization): Promise<void> {
    const callId = `call/${(this.#count += 1)}@pbx`;
    const body = callOf(organization, callId, this.#random() < 0.8 ? CUBA : DOMESTIC);
    const call: Call = { organization, body, end: { usedSeconds: Math.floor(this.#random() * 100) } };
    this.#calls.push(call);
    const path = pathOf(call);
    call.authorized = await this.#send("/v1/calls", body);
    if (call.authorized.status !== 201) return;
    if (this.#random() < 0.8 && !this.#stopping) call.answered = await this.#send(`${path}/answer`, {});
    if (this.#random() < 0.5 && !this.#stopping) call.updated = await this.#send(`${path}/update`, { usedSeconds: 5 });
    if (this.#random() < 0.75 && !this.#stopping) call.released = await this.#send(`${path}/release`, call.end);
  }

  /** Until there is an answer that says how it stands. */
  async #send(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Said> {
    for (;;) {
      const { status, body: said } = await this.#ask("POST", path, body, headers);
      if (status !== 0 && status < 500) {
        this.acknowledged += 1;
        if (status === 404) this.wrong.push(`${path} was answered ${status}: ${JSON.stringify(said)}`);
        return { status, body: said };
      }
      this.repeated += 1;
      if (status >= 500 && status !== 503) this.internalErrors += 1;
      await sleep(50);
    }
  }

  /**
   * What of all that was acknowledged is not there any more, in sentences; none, if all is well. Ends the calls in
   * progress, as their switches would, and reckons what each organisation must have left.
   */
  async verify(): Promise<string[]> {
    const wrong = [...this.wrong];
    const known = this.#calls.filter((call) => call.authorized);
    const granted = known.filter((call) => call.authorized!.status === 201);
    const open = granted.filter((call) => !call.released);
    const ended = granted.filter((call) => call.released);
    for (const call of [...open.slice(-READ), ...this.#some(ended)]) wrong.push(...(await this.#read(call)));
    wrong.push(
      ...(await this.#repeat(
        known,
        "authorize",
        (call) => call.body,
        (call) => call.authorized!,
      )),
      ...(await this.#repeat(
        ended,
        "release",
        (call) => call.end,
        (call) => call.released!,
      )),
      ...(await this.#repeatTopUps()),
    );
    await this.#batch(
      open,
      "release",
      (call) => call.end,
      (call, said) => {
        call.released = said;
        if (said.status !== 200) wrong.push(`${nameOf(call)} can not be released: ${JSON.stringify(said)}`);
      },
    );
    for (const organization of this.#organizations) wrong.push(...(await this.#reckon(organization)));
    return wrong;
  }

  /** What was acknowledged about a call, against what is there. */
  async #read(call: Call): Promise<string[]> {
    const { status, body } = await this.#ask("GET", pathOf(call));
    if (status !== 200) return [`${nameOf(call)} was granted and is not there: ${status}`];
    if (call.released)
      return body.charge === call.released.body.charge && body.endedAt !== null
        ? []
        : [`${nameOf(call)} was charged ${call.released.body.charge}, and says ${body.charge} (${body.state})`];
    const limit = (call.updated ?? call.authorized)!.body.limitSeconds as number;
    const answered = call.answered?.status === 200 || call.updated?.status === 200;
    if (answered && body.state !== "answered") return [`${nameOf(call)} was answered, and is ${body.state}`];
    if (call.updated?.status !== 402 && body.limitSeconds < limit)
      return [`${nameOf(call)} was granted ${limit} s in all, and says ${body.limitSeconds} s`];
    return [];
  }

  /** The same request again has to be answered as before, to the letter. */
  async #repeat(
    calls: readonly Call[],
    op: string,
    bodyOf: (call: Call) => object,
    before: (call: Call) => Said,
  ): Promise<string[]> {
    const wrong: string[] = [];
    await this.#batch(calls, op, bodyOf, (call, said) => {
      if (!isDeepStrictEqual(said, before(call)))
        wrong.push(`${op} of ${nameOf(call)} said ${JSON.stringify(before(call))}, now ${JSON.stringify(said)}`);
    });
    return wrong;
  }

  async #batch(
    calls: readonly Call[],
    op: string,
    bodyOf: (call: Call) => object,
    take: (call: Call, said: Said) => void,
  ): Promise<void> {
    for (let i = 0; i < calls.length; i += AT_ONCE) {
      const part = calls.slice(i, i + AT_ONCE);
      const operations = part.map((call) => ({ op, callId: call.body["callId"], ...bodyOf(call) }));
      const { status, body } = await this.#ask("POST", "/v1/calls/batch", { operations });
      if (status !== 200) throw new Error(`a batch was answered ${status}: ${JSON.stringify(body)}`);
      part.forEach((call, n) => take(call, body.results[n]));
    }
  }

  async #repeatTopUps(): Promise<string[]> {
    const wrong: string[] = [];
    for (const { organization, key, body, said } of this.#topUps) {
      const path = `/v1/organizations/${organization.id}/top-ups`;
      const again = await this.#ask("POST", path, body, { "idempotency-key": key });
      if (!isDeepStrictEqual({ status: again.status, body: again.body }, said))
        wrong.push(`top-up ${key} said ${JSON.stringify(said)}, now ${JSON.stringify(again.body)}`);
      const read = await this.#ask("GET", `${path}/${said.body.id}`);
      if (!isDeepStrictEqual(read.body, said.body)) wrong.push(`top-up ${key} now reads ${JSON.stringify(read.body)}`);
    }
    return wrong;
  }

  /** Nothing is held any more, and the balance is what was put in less what the releases said. */
  async #reckon(organization: Organization): Promise<string[]> {
    const of = <T extends { organization: Organization }>(list: readonly T[]) =>
      list.filter((item) => item.organization === organization);
    const put = [organization.credits, ...of(this.#topUps).map(({ body }) => body.amount)];
    const spent = of(this.#calls).flatMap(({ released }) => (released ? [released.body.charge as string] : []));
    const expected = formatMicros(sum(put) - sum(spent));
    const { body } = await this.#ask("GET", `/v1/organizations/${organization.id}/credits`);
    const wrong: string[] = [];
    if (body.balance !== expected) wrong.push(`${organization.id} has ${body.balance}, it should have ${expected}`);
    if (body.held !== "0") wrong.push(`${organization.id} holds ${body.held} though no call is in progress`);
    if (body.debt !== "0") wrong.push(`${organization.id} owes ${body.debt}`);
    return wrong;
  }

  #pick = <T>(list: readonly T[]): T => list[Math.floor(this.#random() * list.length)]!;
  #some = <T>(list: readonly T[]): T[] =>
    list.length === 0 ? [] : Array.from({ length: Math.min(READ, list.length) }, () => this.#pick(list));
}

const pathOf = (call: Call): string => `/v1/calls/${encodeURIComponent(call.body["callId"]!)}`;
const nameOf = (call: Call): string => call.body["callId"]!;
const sum = (amounts: readonly string[]): bigint => amounts.reduce((total, amount) => total + parseMicros(amount)!, 0n);
