/**
 * Bugs on purpose. Each is planted behind the auditor's back, in the database or in front of one engine and never in the
 * product's code, and has to be found; a simulation that misses one of them proves nothing when it finds nothing.
 */
import type { CallCommand, ChargeResult } from "../../src/engine/commands.ts";
import type { Client } from "../../src/postgres/pool.ts";
import { RoundTrip, type Statement } from "../../src/postgres/round-trip.ts";
import type { Observer } from "./observe.ts";
import type { Tamper } from "./simulation.ts";

export interface Planted {
  bug: string;
  /** What the auditor has to say, in a user's words. */
  found: RegExp;
  /** One whose round comes to it. */
  seed?: number;
  /** `undo` takes back what was changed outside of the round's database and engines. */
  plant: () => Tamper & { undo?: () => void };
}

/** A trigger that rewrites a row on its way in. */
const rewrite = (table: string, when: string, change: string) => (observer: Observer) =>
  observer.rows(`CREATE FUNCTION planted() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      IF ${when} THEN ${change}; END IF; RETURN NEW; END $$;
    CREATE TRIGGER planted BEFORE UPDATE ON ${table} FOR EACH ROW EXECUTE FUNCTION planted()`);

/** Says COMMIT and rolls back, now and then: what a database on a disk that forgets would do. */
function forgetfulCommits(): { undo: () => void } {
  const prototype = RoundTrip.prototype as unknown as {
    run: (this: RoundTrip, statement: Statement) => void;
    send: (this: RoundTrip, client: Client) => Promise<string>;
  };
  const { run, send } = prototype;
  const lies = new WeakSet<RoundTrip>();
  let commits = 0;
  prototype.run = function (statement) {
    if (statement.text !== "COMMIT" || ++commits % 40 !== 0) return run.call(this, statement);
    lies.add(this);
    run.call(this, { name: "ROLLBACK", text: "ROLLBACK", values: [] });
  };
  prototype.send = async function (client) {
    const answer = await send.call(this, client);
    return lies.has(this) ? "COMMIT" : answer;
  };
  return { undo: () => void Object.assign(prototype, { run, send }) };
}

export const PLANTED: readonly Planted[] = [
  {
    bug: "a call that ends does not give back what it held",
    found: /holds money for calls that are not in progress|(available|held): it should be|the balance/,
    plant: () => ({
      database: rewrite(
        "account",
        "NEW.held < OLD.held AND NEW.open_calls < OLD.open_calls",
        "NEW.available := greatest(0, NEW.available - OLD.held + NEW.held); NEW.held := OLD.held",
      ),
    }),
  },
  {
    bug: "a release that comes again is charged again",
    found: /was charged something else than its transfers say|available: it should be/,
    plant: () => ({
      engine: ({ lane }) => {
        const real = lane.charge.bind(lane);
        const seen = new Set<string>();
        lane.charge = async (command: CallCommand): Promise<ChargeResult> => {
          const result = await real(command);
          const { answer } = result;
          if (answer.kind !== "released" || answer.release.charge === 0n) return result;
          if (!seen.has(command.key.callId)) {
            seen.add(command.key.callId);
            return result;
          }
          const organization = result.currency === "USD" ? "acme" : result.currency === "JPY" ? "izumi" : "albion";
          await lane.run(organization, {
            decide: (books) => {
              const { charge } = answer.release;
              if (charge <= books.account.available) books.charge(charge, answer.id);
              return { result: undefined };
            },
          });
          return result;
        };
      },
    }),
  },
  {
    bug: "pools forget to take the minutes that a call has used",
    found: /a pool is not what was granted and used|took other minutes than the pools gave|seconds granted/,
    plant: () => ({
      database: rewrite("pool", "NEW.used_minutes > OLD.used_minutes", "NEW.used_minutes := OLD.used_minutes"),
    }),
  },
  {
    bug: "budgets forget what ended calls have cost",
    found: /a budget of all calls has counted something else/,
    plant: () => ({ database: rewrite("limit_counter", "NEW.spent > OLD.spent", "NEW.spent := OLD.spent") }),
  },
  {
    bug: "the second engine takes budgets that stop calls for such that only warn",
    found: /the budget .* was passed|seconds granted|seconds that are paid for|was refused/,
    plant: () => ({
      engine: ({ directory }, host) => {
        if (host !== "two") return;
        const real = directory.organization.bind(directory);
        directory.organization = (id) => {
          const organization = real(id);
          if (!organization?.limitIndex) return organization;
          const limitIndex = new Map(
            [...organization.limitIndex].map(([key, limits]) => [key, limits.map((l) => ({ ...l, stop: false }))]),
          );
          return { ...organization, limitIndex };
        };
      },
    }),
  },
  {
    bug: "the month's limit of post-usage forgets what was billed",
    found: /the limit of what is billed afterwards was passed/,
    plant: () => ({
      database: rewrite(
        "account",
        "NEW.post_usage_in_month > OLD.post_usage_in_month",
        "NEW.post_usage_in_month := OLD.post_usage_in_month",
      ),
    }),
  },
  {
    bug: "one COMMIT in forty is acknowledged and lost",
    found: /lost|should be|finds no call|another answer|in progress/,
    plant: forgetfulCommits,
  },
  {
    bug: "calls to Germany are charged by the second though the deck says by the minute",
    found: /to \+49.*(its charge|seconds|what it holds).*it should be/,
    plant: () => ({
      database: (observer) =>
        observer.rows("UPDATE rate_row SET initial_increment_seconds = 1, increment_seconds = 1 WHERE prefix = '49'"),
    }),
  },
  {
    bug: "the second engine does not notice that licences have changed",
    found: /LICENSE_MISSING|PREMIUM_BLOCKED|OUT_OF_CREDIT|may not pay|seconds granted/,
    plant: () => ({
      engine: ({ directory }, host) => {
        if (host === "two") directory.outdated = () => false;
      },
    }),
  },
];
