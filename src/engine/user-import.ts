/** Many users from a file, all or none: what would become of each line, and what is wrong with which. */
import { setImmediate } from "node:timers/promises";
import { type Wrong, wrong } from "../domain/fault.ts";
import type { Pool, PoolClient } from "../postgres/transaction.ts";
import { findUsers, readOwners, type UserDetails, usersAfter } from "../postgres/users.ts";
import { checkedUser, newUser, noneLeft, type UserChange } from "./provision-user.ts";
import { kept, type Provisioning } from "./provision.ts";
import { Refused } from "./refused.ts";
import {
  changeUsers,
  namesOf,
  planChanges,
  type PlannedChanges,
  type UserWrite,
  writeChanges,
} from "./user-changes.ts";

/** One user of the file. */
export interface ImportLine {
  /** Of the file, from 1. */
  line: number;
  userPrincipalName: string;
  change: UserChange;
}

export interface LineFault extends Wrong {
  line: number;
  /** Null where it is the line as a whole. */
  column: string | null;
}

export interface ImportedLine {
  line: number;
  userPrincipalName: string;
  action: "create" | "change" | "same";
  /** What a change changes. */
  fields: string[];
}

/** So many faults are told; all are counted. */
const MOST_FAULTS = 1000;
const LINES_A_PIECE = 500;

/**
 * Carries out the lines, or with `dryRun` only says what they would do.
 * @param permit throws where whoever asks may not make this change
 * @throws Refused INVALID_CSV that names every bad line; LICENSE_NOT_AVAILABLE for the file as a whole
 */
export async function importUsers(
  deps: Provisioning,
  organization: string,
  lines: readonly ImportLine[],
  { dryRun, permit }: { dryRun: boolean; permit: (before: UserDetails | undefined, change: UserChange) => void },
): Promise<ImportedLine[]> {
  const checked = await checkLines(deps, lines);
  const planWith = async (client: PoolClient | Pool): Promise<PlannedChanges> => {
    const writes = await writesOf(deps, client, organization, checked, permit);
    const plan = await planChanges(deps, client, organization, writes);
    if (plan.shortages.length > 0) throw noneLeft(plan.shortages);
    return plan;
  };
  if (dryRun) return outcomeOf(lines, await planWith(deps.pool));
  const { outcome } = await changeUsers(deps, organization, async (client, country) => {
    const plan = await planWith(client);
    const written = await writeChanges(deps, client, { organization, country }, plan);
    return { ...written, outcome: outcomeOf(lines, plan) };
  });
  return outcome;
}

/** What can be said of each line by itself, and that no two are of the same user. */
async function checkLines(deps: Provisioning, lines: readonly ImportLine[]): Promise<ImportLine[]> {
  const faults = new Faults();
  const first = new Map<string, number>();
  const checked: ImportLine[] = [];
  for (const [index, { line, userPrincipalName, change }] of lines.entries()) {
    const name = userPrincipalName.toLowerCase();
    const other = first.get(name);
    if (other === undefined) first.set(name, line);
    else faults.add(line, "userPrincipalName", wrong("USER_ON_OTHER_LINE", { name: userPrincipalName, line: other }));
    faults.catch(line, () => checked.push({ line, userPrincipalName, change: checkedUser(deps, change) }));
    if (index % LINES_A_PIECE === 0) await setImmediate();
  }
  faults.throwIfAny();
  return checked;
}

async function writesOf(
  deps: Provisioning,
  client: PoolClient | Pool,
  organization: string,
  lines: readonly ImportLine[],
  permit: (before: UserDetails | undefined, change: UserChange) => void,
): Promise<UserWrite[]> {
  const known = await findUsers(
    client,
    organization,
    lines.map(({ userPrincipalName }) => userPrincipalName.toLowerCase()),
  );
  const faults = new Faults();
  const writes: (UserWrite & { line: number })[] = [];
  const now = deps.now();
  for (const [index, { line, userPrincipalName, change }] of lines.entries()) {
    const name = userPrincipalName.toLowerCase();
    const found = known.get(name);
    const before = found?.userPrincipalName.toLowerCase() === name ? found : undefined;
    permit(before, change);
    faults.catch(line, () => {
      const after = before ? kept<UserDetails>(before, change) : newUser(userPrincipalName, now, change);
      writes.push({ line, before, after });
    });
    if (index % LINES_A_PIECE === 0) await setImmediate();
  }
  await findTakenNames(client, organization, writes, faults);
  faults.throwIfAny();
  return writes;
}

/** Names that two lines want, or that somebody has who is not giving them up in this file. */
async function findTakenNames(
  client: PoolClient | Pool,
  organization: string,
  writes: readonly (UserWrite & { line: number })[],
  faults: Faults,
): Promise<void> {
  const wanted = new Map<string, { line: number; column: string; name: string }>();
  const inFile = new Set(writes.flatMap(({ before }) => (before ? [before.userPrincipalName] : [])));
  for (const { line, after } of writes) {
    for (const [identity, pointer] of namesOf(after)) {
      const column = columnOf(pointer);
      const other = wanted.get(identity);
      if (other) faults.add(line, column, wrong("USER_ON_OTHER_LINE", { name: identity, line: other.line }));
      else wanted.set(identity, { line, column, name: after.userPrincipalName });
    }
  }
  for (const [identity, owner] of await readOwners(client, [...wanted.keys()])) {
    const { line, column, name } = wanted.get(identity)!;
    const own = owner.organization === organization;
    // Another user of the file who does not want it any more: nobody else there wants it, as was just looked at.
    if (own && (owner.principalName === name || inFile.has(owner.principalName))) continue;
    faults.add(line, column, wrong("NAME_TAKEN", { name: identity }));
  }
}

/** The column that a pointer into the body of a user leads to. */
const columnOf = (pointer: string): string => pointer.split("/")[1] ?? "";

/** What is wrong with which line. */
class Faults {
  readonly #told: LineFault[] = [];
  #count = 0;

  add(line: number, column: string | null, what: Wrong): void {
    this.#count++;
    if (this.#told.length < MOST_FAULTS) this.#told.push({ line, column, ...what });
  }

  /** Takes what `work` refuses as faults of the line. */
  catch(line: number, work: () => void): void {
    try {
      work();
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      for (const { in: _part, pointer, ...what } of error.errors) this.add(line, columnOf(pointer), what);
    }
  }

  throwIfAny(): void {
    if (this.#count > 0) throw badLines(this.#told, this.#count);
  }
}

/** INVALID_CSV with every bad line: its number, the column, and why. */
export function badLines(faults: readonly LineFault[], count: number): Refused {
  const sorted = [...faults].sort((a, b) => a.line - b.line);
  const { line, column, message } = sorted[0]!;
  const first = `line ${line}${column === null ? "" : `, ${column}`}: ${message}`;
  return new Refused("INVALID_CSV", `Nothing was imported. Mistakes: ${count}. The first: ${first}`, {
    errors: sorted.map((fault) => ({
      in: "body" as const,
      pointer: fault.column === null ? `/${fault.line}` : `/${fault.line}/${fault.column}`,
      ...fault,
    })),
    errorCount: count,
  });
}

function outcomeOf(lines: readonly ImportLine[], { writes }: PlannedChanges): ImportedLine[] {
  const changed = new Map(writes.map((write) => [write.after.userPrincipalName.toLowerCase(), write]));
  return lines.map(({ line, userPrincipalName }) => {
    const write = changed.get(userPrincipalName.toLowerCase());
    if (!write) return { line, userPrincipalName, action: "same", fields: [] };
    const { before, after } = write;
    if (!before) return { line, userPrincipalName, action: "create", fields: [] };
    return { line, userPrincipalName, action: "change", fields: changedFields(before, after) };
  });
}

const changedFields = (before: UserDetails, after: UserDetails): string[] =>
  (Object.keys(after) as (keyof UserDetails)[]).filter(
    (field) => field !== "ruleLicenses" && JSON.stringify(before[field]) !== JSON.stringify(after[field]),
  );

const USERS_A_PIECE = 1000;

/** All users in the order of their principal names, some at a time. */
export async function* allUsers(deps: { pool: Pool }, organization: string): AsyncGenerator<UserDetails[]> {
  for (let after = ""; ;) {
    const users = await usersAfter(deps.pool, organization, after, USERS_A_PIECE);
    yield users;
    if (users.length < USERS_A_PIECE) return;
    after = users.at(-1)!.userPrincipalName;
  }
}
