/** What goes through the lane: charging requests of switches, and everything else that changes an account. */
import { type FaultCode } from "../domain/fault.ts";
import type { Client } from "../postgres/pool.ts";
import type { Draw } from "../domain/account.ts";
import type { Books } from "../domain/books.ts";
import type { ConflictCode } from "../domain/outcome.ts";
import type { Answer, ChargeRequest, DescribedCall, Key } from "../domain/session/types.ts";
import type { AnnouncementLanguage } from "../domain/sip-reason.ts";
import type { Standing } from "../domain/consequence.ts";
import type { CommandConsequences } from "./consequences.ts";
import type { CallInput } from "./describe.ts";

export interface Query {
  name?: string;
  text: string;
  values: unknown[];
}

export interface ChargeResult {
  answer: Answer;
  currency: string | null;
  /** In which its caller is spoken to. */
  language: AnnouncementLanguage;
}

/** A charging request; `input` is described anew under the lock, so that it is decided by what holds then. */
export interface CallCommand {
  kind: "call";
  key: Key;
  input: CallInput | null;
  request: (described: DescribedCall | null) => ChargeRequest;
  /** A new call, which may be refused under load. */
  sheddable: boolean;
  /** Decided as of then, epoch ms: how a past is made up, whole days in one batch. Absent: now. */
  at?: number;
}

/** A change of an organisation's account, lots or pools, under the account's lock. It may be run twice. */
export interface BooksCommand<T> {
  /** Reads beside the account, after its lock; looks whether an earlier run has done the work already. */
  load?: (client: Client) => Promise<void>;
  /** What it may give back, to lots that may be empty by now; asked for after `load`. */
  drawn?: () => readonly Draw[];
  /** Shared pools of this month that it changes beside those that the licences give now, by id. */
  pools?: Iterable<string>;
  decide: (books: Books, context: { now: number; newId: () => number; standing: Standing }) => BooksOutcome<T>;
}
export interface BooksOutcome<T> extends CommandConsequences {
  result: T;
  /** Kept on the transfers of this command. */
  note?: string;
  /** Statements of the same transaction. */
  alsoWrite?: readonly Query[];
}

export interface RunBooks {
  kind: "books";
  organization: string;
  command: BooksCommand<unknown>;
}

export type Command = CallCommand | RunBooks;

/** The call contradicts what is known: told to the switch, nothing is written. */
export class CallConflict extends Error {
  readonly code: ConflictCode;
  readonly pointer: string;
  readonly fault: FaultCode;
  constructor(code: ConflictCode, message: string, pointer: string, fault: FaultCode = code) {
    super(message);
    this.code = code;
    this.pointer = pointer;
    this.fault = fault;
  }
}
/** Too much is waiting: a new call is refused before it is queued for long. */
export class Overloaded extends Error {}
/** The database does not answer; whoever asked may ask again. */
export class Unavailable extends Error {}
/** An account that does not exist was to be changed. */
export class UnknownAccount extends Error {}
