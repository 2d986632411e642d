/**
 * The lane: the one door to money, minutes and calls. It collects what arrives while the last batch commits, decides it
 * in one batch on a direct connection of its own, and answers each request after the commit (architecture.md 8-13).
 *
 * What can go wrong, and what happens then:
 * - a request cannot be decided: it fails alone;
 * - PostgreSQL refuses the batch: it is run again in halves, so that the culprit fails alone;
 * - the connection breaks, also at COMMIT: reconnect and run the batch again; repeats are boring;
 * - the database is away, or does not answer: new calls are refused at once, others after a while;
 * - an account is locked by another process: its requests come again, and after a few tries wait for it alone;
 * - more arrives than can be decided: organisations take turns, and new calls are refused.
 */
import type { Client } from "../postgres/pool.ts";
import { type BatchContext, type Outcome, runBatch } from "./batch.ts";
import type { CallHints } from "./hints.ts";
import {
  type BooksCommand,
  type CallCommand,
  type ChargeResult,
  type Command,
  Overloaded,
  Unavailable,
} from "./commands.ts";
import { organizationOf } from "./describe.ts";
import { LaneConnection } from "./lane-connection.ts";
import { LaneFigures, type LanePace } from "./lane-figures.ts";
import { TurnQueue } from "./turn-queue.ts";
import { within } from "./within.ts";
import { keyText } from "./working-set.ts";

export interface LaneOptions {
  context: Omit<BatchContext, "client" | "hints">;
  /** A connected client of its own; called again whenever that one breaks. */
  connect: () => Promise<Client>;
  hints: CallHints;
  log: { warn: (about: object, message: string) => void; error: (about: object, message: string) => void };
  /** How long a request waits for a database that is away before it is refused, ms. */
  patienceMs?: number;
}

interface Waiting {
  command: Command;
  resolve: (result: never) => void;
  reject: (error: Error) => void;
  tries: number;
  since: number;
  /** Told that it took too long: it does not come again. */
  refused: boolean;
  /** Its turn, as long as it waits there for the first time. */
  turn: string | null;
}

const PATIENCE_MS = 10_000;
/** A phone rings: an answer to a new call is of no use later than this. */
const NEW_CALL_PATIENCE_MS = 2_000;
/** A batch that has been at the database for so long says that it may be away: no new call is added to the queue. */
const STALLED_MS = 1_000;
const LOOK_FOR_LATE_MS = 250;
const MOST_IN_BATCH = 500;
const LONGEST_GATHERING_MS = 2;
/** Below this many waiting requests nobody is refused, however slow the database is. */
const ALWAYS_QUEUED = 1000;
/** New calls are refused when what waits would take longer than this. */
const LONGEST_QUEUE_MS = 250;
const SKIPS_BEFORE_WAITING = 5;
/** Who breaks the connection so often, at last alone, is refused: it may be the reason. */
const MOST_TRIES_TO_BREAK = 8;
const RETRY_AFTER_MS = 3;
const CONNECT_AGAIN_MS = 100;
const QUIET_AFTER_MS = 250;
const TRY_TO_WRITE_AGAIN_MS = 100;
/** What PostgreSQL answers after lock_timeout. */
const LOCK_NOT_AVAILABLE = "55P03";
/** It has no room, is starting up or stopping, or its disk fails: whatever was asked, it is not to blame. */
const NOT_NOW = /^(53|57P|58)/;

export class Lane {
  readonly #options: LaneOptions;
  readonly #queue = new TurnQueue<Waiting>();
  readonly #connection: LaneConnection;
  readonly #figures = new LaneFigures();
  #shed = 0;
  /** Epoch ms. */
  #lastCharge = 0;
  #running: Promise<void> | null = null;
  #closing = false;
  /** Calls of which something comes again in a moment, with what comes. */
  readonly #outside = new Map<string, Waiting[]>();
  /** How many wait in each turn. */
  readonly #turns = new Map<string, number>();
  #atWork: readonly Waiting[] = [];
  #atWorkSince = 0;
  /** Batches that come again in a moment. */
  #delayed = 0;
  /** Requests decided per millisecond, smoothed. */
  #pace = 10;

  constructor(options: LaneOptions) {
    this.#options = options;
    this.#connection = new LaneConnection(options.connect, options.log, () => {
      if (!this.#closing) this.#start();
    });
  }

  get waiting(): number {
    return this.#queue.size;
  }

  /** False while the database is away. It is connected to when the first request comes. */
  get connected(): boolean {
    return !this.#connection.lost && !this.#connection.away;
  }

  /** No call was charged for a moment. */
  isQuiet(): boolean {
    return this.#running === null && Date.now() - this.#lastCharge > QUIET_AFTER_MS;
  }

  /** How fast calls were charged in the last minutes. */
  get pace(): LanePace {
    return this.#figures.at(Date.now());
  }

  /** Since the start: operations of calls that were decided, and new calls that were refused as too much. */
  get counts(): { decided: number; shed: number } {
    return { decided: this.#figures.total, shed: this.#shed };
  }

  charge(command: CallCommand): Promise<ChargeResult> {
    const turn = this.#turnOf(command);
    if (command.sheddable && this.#overloaded(turn)) {
      this.#shed += 1;
      return Promise.reject(new Overloaded("too many requests are waiting"));
    }
    return this.#enqueue(command, turn) as Promise<ChargeResult>;
  }

  run<T>(organization: string, command: BooksCommand<T>): Promise<T> {
    return this.#enqueue({ kind: "books", organization, command }, organization) as Promise<T>;
  }

  /** Decides what is waiting, then gives the connection back. */
  async close(): Promise<void> {
    this.#closing = true;
    while (this.#running || this.#delayed > 0)
      await (this.#running ?? new Promise((next) => setTimeout(next, RETRY_AFTER_MS)));
    await this.#connection.close();
  }

  #overloaded(turn: string): boolean {
    if (this.#closing || this.#stalled()) return true;
    // As turns are taken, whoever asks seldom waits for one round, and not for all that a busy one has in the queue.
    const rounds = (this.#turns.get(turn) ?? 0) + 1;
    const before = Math.min(this.#queue.size, rounds * (this.#turns.size + 1));
    return before > Math.max(ALWAYS_QUEUED, this.#pace * LONGEST_QUEUE_MS);
  }

  /** The database is away, or may be. */
  #stalled(): boolean {
    return this.#connection.away || (this.#atWork.length > 0 && Date.now() - this.#atWorkSince > STALLED_MS);
  }

  /** Requests of one call keep their order; else each organisation, or whoever is named, takes turns. */
  #turnOf(command: CallCommand): string {
    const { context, hints } = this.#options;
    const known = hints.get(keyText(command.key))?.organization;
    if (known !== undefined) return known;
    if (!command.input) return "";
    return organizationOf(command.input, context.directory) ?? command.input.user ?? command.input.from;
  }

  #enqueue(command: Command, turn: string): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const order = command.kind === "call" ? keyText(command.key) : null;
      const waiting = { command, resolve, reject, tries: 0, since: Date.now(), refused: false, turn };
      const before = order === null ? undefined : this.#outside.get(order);
      if (before) return void before.push({ ...waiting, turn: null });
      this.#queue.push(waiting, turn, order);
      this.#turns.set(turn, (this.#turns.get(turn) ?? 0) + 1);
      this.#start();
    });
  }

  async #work(): Promise<void> {
    // Who finds the database away is refused and does not wait for it: without anybody waiting, it is looked for too.
    while (this.#queue.size > 0 || (this.#connection.lost && !this.#closing)) {
      await this.#gather();
      if (!this.#connection.client && !(await this.#connect())) continue;
      const first = this.#queue.peek();
      if (!first) break;
      const alone = first.tries > SKIPS_BEFORE_WAITING;
      const batch = alone ? this.#queue.take(1) : this.#queue.take(MOST_IN_BATCH);
      for (const waiting of batch) this.#leaveTurn(waiting);
      const started = performance.now();
      this.#atWork = batch;
      this.#atWorkSince = Date.now();
      const again = await this.#decide(batch, alone);
      this.#atWork = [];
      this.#queue.putBack(again.filter((waiting) => !waiting.refused));
      const pace = batch.length / Math.max(1, performance.now() - started);
      this.#pace = 0.8 * this.#pace + 0.2 * pace;
    }
  }

  /**
   * A batch costs much and one request more in it little, so whoever is just asking is let in: those that have their
   * answers of the last batch ask again, and would always find the next one gone. Over as soon as nobody comes any more.
   */
  async #gather(): Promise<void> {
    const until = performance.now() + LONGEST_GATHERING_MS;
    let before: number;
    await turnOfEventLoop();
    do {
      before = this.#queue.size;
      await turnOfEventLoop();
    } while (this.#queue.size > before && this.#queue.size < MOST_IN_BATCH && performance.now() < until);
  }

  /** Returns those that have to come again, in their order, because the connection broke. */
  async #decide(batch: Waiting[], wait: boolean): Promise<Waiting[]> {
    const { context, hints, log, patienceMs = PATIENCE_MS } = this.#options;
    const client = this.#connection.client!;
    let outcomes: Outcome[] | null;
    try {
      outcomes = await within(
        patienceMs,
        runBatch(
          { ...context, client, hints },
          batch.map((waiting) => waiting.command),
          wait,
        ),
      );
    } catch (error) {
      // Whether it was committed is not known: run again, and whoever is repeated gets the first answer.
      if (await this.#connection.isBroken(client, error))
        return batch.filter((waiting) => this.#mayComeAgain(waiting, batch));
      const { code = "" } = error as { code?: string };
      if (code === LOCK_NOT_AVAILABLE) {
        this.#later(batch);
        return [];
      }
      if (NOT_NOW.test(code)) {
        log.warn({ err: error, requests: batch.length }, "the database can not do anything now");
        this.#waitOutside(batch);
        return [];
      }
      log.warn({ err: error, requests: batch.length }, "a batch was refused");
      outcomes = null;
      if (batch.length === 1) {
        this.#settle(batch[0]!, { kind: "failed", error: error as Error });
        return [];
      }
    }
    if (outcomes) {
      batch.forEach((waiting, i) => this.#settle(waiting, outcomes[i]!));
      this.#later(batch.filter((_, i) => outcomes[i]!.kind === "again"));
      return [];
    }
    if (batch.length === 1) {
      this.#settle(batch[0]!, { kind: "failed", error: new Error("the database rolled back") });
      return [];
    }
    const half = Math.ceil(batch.length / 2);
    const again = await this.#decide(batch.slice(0, half), wait);
    const rest = batch.slice(half);
    return [...again, ...(this.#connection.client ? await this.#decide(rest, wait) : rest)];
  }

  #mayComeAgain(waiting: Waiting, batch: readonly Waiting[]): boolean {
    waiting.tries += 1;
    if (batch.length > 1 || waiting.tries < MOST_TRIES_TO_BREAK) return true;
    this.#refuse(waiting, "the connection to the database broke each time");
    return false;
  }

  #settle(waiting: Waiting, outcome: Outcome): void {
    if (outcome.kind !== "again" && waiting.command.kind === "call") {
      const now = Date.now();
      this.#figures.count(now - waiting.since, now);
      this.#lastCharge = now;
    }
    if (outcome.kind === "done") waiting.resolve(outcome.result as never);
    else if (outcome.kind === "failed") waiting.reject(outcome.error);
  }

  #leaveTurn(waiting: Waiting): void {
    if (waiting.turn === null) return;
    const count = this.#turns.get(waiting.turn)! - 1;
    if (count > 0) this.#turns.set(waiting.turn, count);
    else this.#turns.delete(waiting.turn);
    waiting.turn = null;
  }

  #refuse(waiting: Waiting, why: string | Overloaded): void {
    this.#leaveTurn(waiting);
    waiting.refused = true;
    waiting.reject(typeof why === "string" ? new Unavailable(why) : why);
  }

  /**
   * A new call that has waited too long is told so; ends and the like only if the database may be away, not for load.
   * Also those that are at the database: their answer may still be asked for.
   */
  #refuseLate(): void {
    const { patienceMs = PATIENCE_MS } = this.#options;
    const newCallMs = Math.min(NEW_CALL_PATIENCE_MS, patienceMs);
    const othersMs = this.#stalled() ? patienceMs : Infinity;
    const late = (waiting: Waiting): boolean =>
      Date.now() - waiting.since > (isNewCall(waiting) ? newCallMs : othersMs);
    for (const waiting of [...this.#queue.removeWhere(late), ...this.#atWork.filter(late)])
      this.#refuse(waiting, othersMs === Infinity ? new Overloaded("it would take too long") : "no answer for long");
  }

  /** Their account was locked by another process: they come again in a moment, while others go on. */
  #later(batch: Waiting[]): void {
    if (batch.length === 0) return;
    const { patienceMs = PATIENCE_MS } = this.#options;
    const given = batch.filter((waiting) => Date.now() - waiting.since >= patienceMs);
    const patient = batch.filter((waiting) => !waiting.refused && !given.includes(waiting));
    for (const waiting of given) this.#refuse(waiting, "another process keeps the account locked");
    for (const waiting of patient) waiting.tries += 1;
    this.#comeAgain(patient, RETRY_AFTER_MS);
  }

  /** A new call is refused; ends and the like are tried until they have waited too long. */
  #waitOutside(batch: Waiting[]): void {
    const { patienceMs = PATIENCE_MS } = this.#options;
    for (const waiting of batch)
      if (isNewCall(waiting) || Date.now() - waiting.since >= patienceMs)
        this.#refuse(waiting, "the database can not write now");
    this.#comeAgain(
      batch.filter((waiting) => !waiting.refused),
      TRY_TO_WRITE_AGAIN_MS,
    );
  }

  /** What is asked of the same calls, by now or meanwhile, follows them. */
  #comeAgain(first: Waiting[], afterMs: number): void {
    if (first.length === 0) return;
    this.#delayed += 1;
    const calls = new Set(first.flatMap(({ command }) => (command.kind === "call" ? [keyText(command.key)] : [])));
    const followers = this.#queue.removeWhere(
      ({ command }) => command.kind === "call" && calls.has(keyText(command.key)),
    );
    for (const waiting of followers) this.#leaveTurn(waiting);
    const batch = [...first, ...followers];
    for (const call of calls) this.#outside.set(call, batch);
    setTimeout(() => {
      this.#delayed -= 1;
      for (const call of calls) if (this.#outside.get(call) === batch) this.#outside.delete(call);
      this.#queue.putBack(batch);
      this.#start();
    }, afterMs);
  }

  #start(): void {
    if (this.#running) return;
    const watch = setInterval(() => this.#refuseLate(), LOOK_FOR_LATE_MS);
    this.#running = this.#work().finally(() => {
      clearInterval(watch);
      this.#running = null;
      if (this.#queue.size > 0) this.#start();
    });
  }

  async #connect(): Promise<boolean> {
    if (await this.#connection.open()) return true;
    const { patienceMs = PATIENCE_MS } = this.#options;
    const tooOld = Date.now() - (this.#closing ? 0 : patienceMs);
    for (const waiting of this.#queue.removeWhere((item) => item.since < tooOld))
      this.#refuse(waiting, "the database does not answer");
    await new Promise((next) => setTimeout(next, CONNECT_AGAIN_MS));
    return false;
  }
}

const isNewCall = ({ command }: Waiting): boolean => command.kind === "call" && command.sheddable;

const turnOfEventLoop = (): Promise<void> => new Promise((next) => setImmediate(next));
