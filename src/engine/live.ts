/**
 * What happens, told while it happens, to whoever listens (GET /v1/events) or waits for commands to its switch. Nothing is
 * made for nobody: the charging path asks `wanted` first. What another process on the same database does comes by
 * neighbours.ts, which is beside the charging path.
 */
import type { Account } from "../domain/account.ts";
import { balanceWords } from "../domain/consequence.ts";

export interface LiveEvent {
  type:
    | "call.authorized"
    | "call.answered"
    | "call.extended"
    | "call.ended"
    | "call.refused"
    | "credits.changed"
    | "switch.command"
    | "notice";
  organization: string;
  /** Of a call's events and of commands. */
  switch?: string;
  callId?: string;
  /** RFC 3339. */
  at: string;
  [member: string]: string | number | boolean | null | undefined;
}

export interface Told {
  /** Of this run of this process. */
  id: string;
  event: LiveEvent;
}

/** So many are kept for those that come back with Last-Event-ID. */
const KEPT = 1_000;
/** Whoever lost the connection finds what happened meanwhile, if nobody else listened. */
const STAYS_WANTED_MS = 60_000;
/** Credits of one organisation are told at most four times a second. */
const CREDITS_EVERY_MS = 250;

type Listener = (told: Told) => void;

export class Live {
  readonly #run = Date.now().toString(36);
  readonly #listeners = new Set<Listener>();
  readonly #waiting = new Map<string, Set<() => void>>();
  readonly #kept: Told[] = [];
  readonly #credits = new Map<string, { latest: Account | null; at: number }>();
  readonly #closers = new Set<() => void>();
  #last = 0;
  #closed = false;
  #wantedUntil = 0;
  #elsewhereUntil = 0;
  /** Tells other processes on the same database; null: there are none to tell. */
  neighbours: { listened: () => void; publish: (event: LiveEvent) => void } | null = null;

  /** Whether anybody is to be told. */
  get wanted(): boolean {
    return this.wantedHere || this.#elsewhereUntil > Date.now();
  }

  /** Whether anybody listens in this process. */
  get wantedHere(): boolean {
    return this.#listeners.size > 0 || this.#wantedUntil > Date.now();
  }

  /** Somebody listens in another process, and may do so for this long. */
  wantedElsewhere(ms: number): void {
    this.#elsewhereUntil = Date.now() + ms;
  }

  get listening(): number {
    return this.#listeners.size;
  }

  /** This process is about to end. */
  get closed(): boolean {
    return this.#closed;
  }

  publish(event: LiveEvent): void {
    if (this.#elsewhereUntil > Date.now()) this.neighbours?.publish(event);
    this.#tell(event);
  }

  /** What another process has published. */
  hear(event: LiveEvent): void {
    if (event.type === "switch.command" && event.switch !== undefined) this.commanded(event.switch);
    this.#tell(event);
  }

  #tell(event: LiveEvent): void {
    if (!this.wantedHere) return;
    this.#last += 1;
    const told = { id: `${this.#run}-${this.#last}`, event };
    this.#kept.push(told);
    if (this.#kept.length > 2 * KEPT) this.#kept.splice(0, this.#kept.length - KEPT);
    for (const listener of this.#listeners) listener(told);
  }

  /** The first change is told at once, those that follow it closely together. */
  creditsChanged(account: Account, now: number): void {
    if (!this.wanted) return;
    const { organization } = account;
    const before = this.#credits.get(organization);
    if (before) {
      before.latest = account;
      before.at = now;
      return;
    }
    this.#credits.set(organization, { latest: null, at: now });
    this.#tellCredits(account, now);
    setTimeout(() => this.#nextCredits(organization), CREDITS_EVERY_MS).unref();
  }

  #nextCredits(organization: string): void {
    const { latest, at } = this.#credits.get(organization)!;
    this.#credits.delete(organization);
    if (latest) this.creditsChanged(latest, at);
  }

  #tellCredits(account: Account, now: number): void {
    const { organization } = account;
    this.publish({ type: "credits.changed", organization, at: new Date(now).toISOString(), ...balanceWords(account) });
  }

  /**
   * Tells everything from now on, and first what came after `lastId`, as far as that is still known. Answers how to stop.
   */
  listen(listener: Listener, lastId: string | null): () => void {
    const [run, number] = (lastId ?? "").split("-");
    if (run === this.#run)
      for (const told of this.#kept) if (Number(told.id.split("-")[1]) > Number(number)) listener(told);
    this.#listeners.add(listener);
    this.neighbours?.listened();
    return () => {
      this.#listeners.delete(listener);
      this.#wantedUntil = Date.now() + STAYS_WANTED_MS;
    };
  }

  /** Wakes those that wait for commands to that switch. */
  commanded(switchId: string): void {
    for (const wake of this.#waiting.get(switchId) ?? []) wake();
  }

  /** Until there may be a command to that switch, for at most `ms`; at once when this process is told to end. */
  waitForCommand(switchId: string, ms: number): Promise<void> {
    return new Promise((resolve) => {
      const waiting = this.#waiting.get(switchId) ?? new Set();
      this.#waiting.set(switchId, waiting);
      const wake = (): void => {
        clearTimeout(timer);
        unhook();
        waiting.delete(wake);
        if (waiting.size === 0 && this.#waiting.get(switchId) === waiting) this.#waiting.delete(switchId);
        resolve();
      };
      const timer = setTimeout(wake, ms);
      const unhook = this.onClose(wake);
      waiting.add(wake);
    });
  }

  /** Asks to be told when the process ends; answers how to take that back. */
  onClose(listener: () => void): () => void {
    this.#closers.add(listener);
    return () => this.#closers.delete(listener);
  }

  /** Whoever listens or waits is let go. */
  close(): void {
    this.#closed = true;
    for (const listener of [...this.#closers]) listener();
  }
}
