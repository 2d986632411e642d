/**
 * The lane: the one door to money, minutes and calls. It collects what arrives while the last batch commits, decides it
 * in one batch on a direct connection of its own, and answers each request after the commit (architecture.md 8-13).
 *
 * What can go wrong, and what happens then:
 * - a request cannot be decided: it fails alone;
 * - PostgreSQL refuses the batch: it is run again in halves, so that the culprit fails alone;
 * - the connection breaks, also at COMMIT: reconnect and run the batch again; repeats are boring;
 * - an account is locked by another process: its requests come again, and after a few tries wait for it alone;
 * - more arrives than can be decided: organisations take turns, and new calls are refused.
 */
import type pg from "pg";
import { type BatchContext, type CallHints, keyText, type Outcome, runBatch } from "./batch.ts";
import {
  type BooksCommand,
  type CallCommand,
  type ChargeResult,
  type Command,
  Overloaded,
  Unavailable,
} from "./commands.ts";
import { organizationOf } from "./describe.ts";
import { TurnQueue } from "./turn-queue.ts";

export interface LaneOptions {
  context: Omit<BatchContext, "client" | "hints">;
  /** A connected client of its own; called again whenever that one breaks. */
  connect: () => Promise<pg.Client>;
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
}

const PATIENCE_MS = 10_000;
const MOST_IN_BATCH = 500;
/** Below this many waiting requests nobody is refused, however slow the database is. */
const ALWAYS_QUEUED = 1000;
/** New calls are refused when what waits would take longer than this. */
const LONGEST_QUEUE_MS = 250;
const SKIPS_BEFORE_WAITING = 5;
const RETRY_AFTER_MS = 3;
/** What PostgreSQL answers after lock_timeout. */
const LOCK_NOT_AVAILABLE = "55P03";

export class Lane {
  readonly #options: LaneOptions;
  readonly #queue = new TurnQueue<Waiting>();
  #client: pg.Client | null = null;
  #running: Promise<void> | null = null;
  #closing = false;
  #connectedAt = 0;
  /** Batches that come again in a moment. */
  #delayed = 0;
  /** Requests decided per millisecond, smoothed. */
  #pace = 10;

  constructor(options: LaneOptions) {
    this.#options = options;
  }

  get waiting(): number {
    return this.#queue.size;
  }

  /** False while the database is away. */
  get connected(): boolean {
    return this.#client !== null;
  }

  charge(command: CallCommand): Promise<ChargeResult> {
    if (command.sheddable && this.#overloaded()) return Promise.reject(new Overloaded("too many requests are waiting"));
    return this.#enqueue(command, this.#turnOf(command)) as Promise<ChargeResult>;
  }

  run<T>(organization: string, command: BooksCommand<T>): Promise<T> {
    return this.#enqueue(
      { kind: "books", organization, command: command as BooksCommand<unknown> },
      organization,
    ) as Promise<T>;
  }

  /** Decides what is waiting, then gives the connection back. */
  async close(): Promise<void> {
    this.#closing = true;
    while (this.#running || this.#delayed > 0)
      await (this.#running ?? new Promise((next) => setTimeout(next, RETRY_AFTER_MS)));
    await this.#client?.end().catch(() => {});
    this.#client = null;
  }

  #overloaded(): boolean {
    if (this.#closing) return true;
    if (!this.#client && this.#connectedAt > 0) return true;
    return this.#queue.size > Math.max(ALWAYS_QUEUED, this.#pace * LONGEST_QUEUE_MS);
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
      this.#queue.push(
        { command, resolve: resolve as (result: never) => void, reject, tries: 0, since: Date.now() },
        turn,
        order,
      );
      this.#start();
    });
  }

  async #work(): Promise<void> {
    // Let what arrives in this turn of the event loop into the first batch, too.
    await new Promise((next) => setImmediate(next));
    while (this.#queue.size > 0) {
      if (!this.#client && !(await this.#connect())) continue;
      const first = this.#queue.peek()!;
      const alone = first.tries > SKIPS_BEFORE_WAITING;
      const batch = alone ? this.#queue.take(1) : this.#queue.take(MOST_IN_BATCH);
      const started = performance.now();
      await this.#decide(batch, alone);
      const pace = batch.length / Math.max(1, performance.now() - started);
      this.#pace = 0.8 * this.#pace + 0.2 * pace;
    }
  }

  async #decide(batch: Waiting[], wait: boolean): Promise<void> {
    const { context, hints, log } = this.#options;
    const client = this.#client!;
    let outcomes: Outcome[] | null;
    try {
      outcomes = await runBatch(
        { ...context, client, hints },
        batch.map((waiting) => waiting.command),
        wait,
      );
    } catch (error) {
      if (await this.#isBroken(client)) {
        // Whether it was committed is not known: run again, and whoever is repeated gets the first answer.
        this.#queue.putBack(batch);
        return;
      }
      if ((error as { code?: string }).code === LOCK_NOT_AVAILABLE) return this.#later(batch);
      log.warn({ err: error, requests: batch.length }, "a batch was refused");
      outcomes = null;
      if (batch.length === 1) return this.#settle(batch[0]!, { kind: "failed", error: error as Error });
    }
    if (outcomes) {
      batch.forEach((waiting, i) => this.#settle(waiting, outcomes[i]!));
      this.#later(batch.filter((_, i) => outcomes[i]!.kind === "again"));
      return;
    }
    if (batch.length === 1)
      return this.#settle(batch[0]!, { kind: "failed", error: new Error("the database rolled back") });
    const half = Math.ceil(batch.length / 2);
    await this.#decide(batch.slice(0, half), wait);
    if (this.#client) await this.#decide(batch.slice(half), wait);
    else this.#queue.putBack(batch.slice(half));
  }

  #settle(waiting: Waiting, outcome: Outcome): void {
    if (outcome.kind === "done") waiting.resolve(outcome.result as never);
    else if (outcome.kind === "failed") waiting.reject(outcome.error);
  }

  /** Their account was locked by another process: they come again in a moment, while others go on. */
  #later(batch: Waiting[]): void {
    if (batch.length === 0) return;
    const { patienceMs = PATIENCE_MS } = this.#options;
    const [patient, given] = [
      batch.filter((w) => Date.now() - w.since < patienceMs),
      batch.filter((w) => Date.now() - w.since >= patienceMs),
    ];
    for (const waiting of given) waiting.reject(new Unavailable("another process keeps the account locked"));
    for (const waiting of patient) waiting.tries += 1;
    this.#delayed += 1;
    setTimeout(() => {
      this.#delayed -= 1;
      this.#queue.putBack(patient);
      this.#start();
    }, RETRY_AFTER_MS);
  }

  #start(): void {
    this.#running ??= this.#work().finally(() => {
      this.#running = null;
      if (this.#queue.size > 0) this.#start();
    });
  }

  /** Leaves the refused transaction; true if the connection is gone. */
  async #isBroken(client: pg.Client): Promise<boolean> {
    if (this.#client === client) {
      try {
        await client.query("ROLLBACK");
        return false;
      } catch {
        this.#drop(client);
      }
    }
    return true;
  }

  #drop(client: pg.Client): void {
    if (this.#client === client) this.#client = null;
    client.end().catch(() => {});
  }

  async #connect(): Promise<boolean> {
    const { connect, log, patienceMs = PATIENCE_MS } = this.#options;
    try {
      const client = await connect();
      client.on("error", () => this.#drop(client));
      client.on("end", () => this.#drop(client));
      this.#client = client;
      this.#connectedAt = Date.now();
      return true;
    } catch (error) {
      log.warn({ err: error }, "the database does not answer");
      const tooOld = Date.now() - (this.#closing ? 0 : patienceMs);
      for (const waiting of this.#queue.removeWhere((item) => item.since < tooOld))
        waiting.reject(new Unavailable("the database does not answer"));
      await new Promise((next) => setTimeout(next, 100));
      return false;
    }
  }
}
