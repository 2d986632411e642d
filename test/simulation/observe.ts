/** The auditor's eyes: reads of its own, on a connection of its own, and the invariants in SQL of its own. */
import pg from "pg";
import type { Connection } from "../../src/postgres/pool.ts";
import { money } from "./prices.ts";

/** What does not agree, in a sentence for whoever pays the bill. */
export class Disagreement extends Error {}

export interface SeenLot {
  id: string;
  remaining: bigint;
  priority: number;
  endsAt: number;
}
export interface SeenPool {
  total: number;
  used: number;
  held: number;
}
export interface SeenSession {
  state: "ringing" | "answered" | "lapsed";
  used: number;
  limit: number;
  held: bigint;
  /** What may be billed afterwards. */
  promised: bigint;
  /** By pool. */
  minutes: Map<string, number>;
}
export interface SeenEnd {
  outcome: string;
  presumed: boolean;
  used: number;
  minutes: number;
  charge: bigint;
  /** Of the charge. */
  billedAfterwards: bigint;
}

/** What one call has of its organisation's money. */
export interface Booked {
  /** Held, or promised to be billed afterwards. */
  held: bigint;
  charge: bigint;
}

/** An organisation as it stands, and one of its calls. */
export interface Seen {
  available: bigint;
  held: bigint;
  debt: bigint;
  lots: SeenLot[];
  /** By `month|id`. */
  pools: Map<string, SeenPool>;
  /** Calls that hold or have cost something, by `switch callId`. */
  booked: Map<string, Booked>;
  session: SeenSession | null;
  /** `owed`: of its charge, what there was no money for. */
  end: (SeenEnd & { owed: bigint }) | null;
}

interface HoldText {
  pool: string;
  minutes: number;
}
const byPool = (holds: HoldText[] | null): Map<string, number> => {
  const minutes = new Map<string, number>();
  for (const hold of holds ?? []) minutes.set(hold.pool, (minutes.get(hold.pool) ?? 0) + hold.minutes);
  return minutes;
};

type Row = Record<string, string>;

/** Of a session: the place in the text of its call (src/postgres/call-codec.ts). */
const PROMISED = "coalesce((call::jsonb ->> 25)::bigint, 0)";

export class Observer {
  readonly #client: pg.Client;

  constructor(connection: Connection) {
    this.#client = new pg.Client(connection);
    this.#client.on("error", () => {});
  }

  connect = () => this.#client.connect();
  close = () => this.#client.end();

  async rows<T = Row>(text: string, values: unknown[] = []): Promise<T[]> {
    return (await this.#client.query(text, values)).rows as T[];
  }

  async see(organization: string, key: { switch: string; callId: string } | null): Promise<Seen> {
    const [account] = await this.rows("SELECT available, held, debt FROM account WHERE organization = $1", [
      organization,
    ]);
    const lots = await this.rows<{ id: string; remaining: string; priority: number; ends_at: Date }>(
      "SELECT id, remaining, priority, ends_at FROM lot WHERE organization = $1 AND remaining > 0",
      [organization],
    );
    const pools = await this.rows<{ month: string; id: string; total: number; used: number; held: number }>(
      `SELECT month::text, id, total_minutes AS total, used_minutes AS used, held_minutes AS held FROM pool
       WHERE organization = $1`,
      [organization],
    );
    const calls = await this.sessions(key);
    const [end] = key
      ? await this.rows<{
          outcome: string;
          presumed: boolean;
          used: number;
          minutes: number;
          charge: string;
          owed: string;
        }>(
          `SELECT outcome, end_known = 'presumed' AS presumed, used_seconds AS used, pool_minutes AS minutes, charge,
             (SELECT coalesce(sum(CASE 'debt' WHEN from_account THEN amount WHEN to_account THEN -amount ELSE 0 END), 0)
               FROM transfer WHERE transfer.organization = cdr.organization AND transfer.call = cdr.id) AS owed
           FROM cdr WHERE switch = $1 AND call_id = $2 ORDER BY month DESC LIMIT 1`,
          [key.switch, key.callId],
        )
      : [];
    const booked = await this.rows<{ call: string; held: string; charge: string }>(
      `SELECT switch || ' ' || call_id AS call, held + ${PROMISED} AS held, 0 AS charge FROM session
         WHERE organization = $1
       UNION ALL SELECT switch || ' ' || call_id, 0, charge FROM cdr WHERE organization = $1 AND charge <> 0`,
      [organization],
    );
    return {
      available: BigInt(account?.["available"] ?? 0),
      held: BigInt(account?.["held"] ?? 0),
      debt: BigInt(account?.["debt"] ?? 0),
      lots: lots.map((lot) => ({
        id: lot.id,
        remaining: BigInt(lot.remaining),
        priority: lot.priority,
        endsAt: lot.ends_at.getTime(),
      })),
      pools: new Map(pools.map((pool) => [`${pool.month}|${pool.id}`, pool])),
      booked: new Map(booked.map(({ call, held, charge }) => [call, { held: BigInt(held), charge: BigInt(charge) }])),
      session: [...calls.values()][0] ?? null,
      end: end ? { ...end, charge: BigInt(end.charge), owed: BigInt(end.owed), billedAfterwards: 0n } : null,
    };
  }

  /** Calls in progress by `switch callId`; all of them without a key. */
  async sessions(key: { switch: string; callId: string } | null = null): Promise<Map<string, SeenSession>> {
    const rows = await this.rows<{
      call: string;
      state: SeenSession["state"];
      used: number;
      limit: number;
      held: string;
      promised: string;
      pool_holds: HoldText[] | null;
    }>(
      `SELECT switch || ' ' || call_id AS call, state, used_seconds AS used, limit_seconds AS limit, held,
         ${PROMISED} AS promised, pool_holds
       FROM session WHERE $1::text IS NULL OR (switch = $1 AND call_id = $2)`,
      [key?.switch ?? null, key?.callId ?? null],
    );
    return new Map(
      rows.map((row) => [
        row.call,
        { ...row, held: BigInt(row.held), promised: BigInt(row.promised), minutes: byPool(row.pool_holds) },
      ]),
    );
  }

  /** All that ended, by `switch callId`. */
  async ends(): Promise<Map<string, SeenEnd>> {
    const rows = await this.rows<{
      call: string;
      outcome: string;
      presumed: boolean;
      used: number;
      minutes: number;
      charge: string;
      later: string;
    }>(
      `SELECT switch || ' ' || call_id AS call, outcome, end_known = 'presumed' AS presumed, used_seconds AS used,
         pool_minutes AS minutes, charge, coalesce(t.later, 0) AS later
       FROM cdr LEFT JOIN (SELECT organization, call AS id,
           sum(CASE 'post-usage' WHEN from_account THEN amount ELSE -amount END) AS later
         FROM transfer WHERE 'post-usage' IN (from_account, to_account) GROUP BY 1, 2) t USING (organization, id)`,
    );
    return new Map(
      rows.map((row) => [row.call, { ...row, charge: BigInt(row.charge), billedAfterwards: BigInt(row.later) }]),
    );
  }

  /** @throws Disagreement with the first invariant of architecture.md that does not hold */
  async invariants(): Promise<void> {
    const text = RULES.map(([words, sql]) => `SELECT '${words}' AS rule, x::text AS found FROM (${sql}) x`).join(
      "\nUNION ALL ",
    );
    const [wrong] = await this.rows<{ rule: string; found: string }>(`${text} LIMIT 1`);
    if (wrong) throw new Disagreement(`${wrong.rule}: ${wrong.found}`);
  }

  /** What came in and what went, by organisation, from the ledger. */
  async flows(): Promise<
    Map<string, { balance: bigint; debt: bigint; paidIn: bigint; revenue: bigint; lost: bigint }>
  > {
    const rows = await this.rows(
      `SELECT a.organization, available + held + frozen AS balance, debt + post_usage AS debt,
         coalesce(sum(amount) FILTER (WHERE to_account = 'credits' AND from_account <> 'revenue'), 0)
         - coalesce(sum(amount) FILTER (WHERE from_account = 'credits' AND to_account = 'adjustment'), 0) AS paid_in,
         coalesce(sum(amount) FILTER (WHERE to_account = 'revenue'), 0)
         - coalesce(sum(amount) FILTER (WHERE from_account = 'revenue'), 0) AS revenue,
         coalesce(sum(amount) FILTER (WHERE to_account = 'forfeited'), 0) AS lost
       FROM account a LEFT JOIN transfer t USING (organization) GROUP BY a.organization`,
    );
    const big = (row: Row, name: string) => BigInt(row[name]!);
    return new Map(
      rows.map((row) => [
        row["organization"]!,
        {
          balance: big(row, "balance"),
          debt: big(row, "debt"),
          paidIn: big(row, "paid_in"),
          revenue: big(row, "revenue"),
          lost: big(row, "lost"),
        },
      ]),
    );
  }
}

const RULES: readonly (readonly [string, string])[] = [
  [
    "an account holds money for calls that are not in progress, or counts calls that are not",
    `SELECT a.organization, a.held, a.open_calls, s.held AS of_calls, s.calls FROM account a
     LEFT JOIN LATERAL (SELECT coalesce(sum(held), 0) AS held, count(*) FILTER (WHERE state <> 'lapsed') AS calls
       FROM session WHERE organization = a.organization AND call_id NOT LIKE 'sos-%') s ON true
     WHERE a.held <> s.held OR a.open_calls <> s.calls`,
  ],
  [
    "a pool holds minutes for calls that are not in progress",
    `SELECT organization, id, p.minutes, s.minutes AS of_calls
     FROM (SELECT organization, id, sum(held_minutes) AS minutes FROM pool GROUP BY 1, 2) p
     FULL JOIN (SELECT organization, h ->> 'pool' AS id, sum((h ->> 'minutes')::int) AS minutes
       FROM session, jsonb_array_elements(pool_holds) h GROUP BY 1, 2) s USING (organization, id)
     WHERE coalesce(p.minutes, 0) <> coalesce(s.minutes, 0)`,
  ],
  [
    "something is below zero, or more minutes are taken than there are",
    `SELECT organization FROM account WHERE least(available, held, frozen, debt, post_usage, open_calls) < 0
     UNION ALL SELECT organization FROM pool WHERE least(used_minutes, held_minutes) < 0
       OR used_minutes + held_minutes > total_minutes
     UNION ALL SELECT organization FROM lot WHERE remaining < 0 OR remaining > granted`,
  ],
  [
    "the balance is not what the lots have left",
    `SELECT organization, available, held, frozen, l.remaining FROM account
     JOIN LATERAL (SELECT coalesce(sum(remaining), 0) AS remaining FROM lot WHERE lot.organization = account.organization) l
       ON available + held + frozen <> l.remaining`,
  ],
  [
    "the balance does not follow from what came in and went out",
    `SELECT organization, sequence, balance_after, follows FROM (SELECT organization, sequence, balance_after,
       sum(CASE 'credits' WHEN to_account THEN amount WHEN from_account THEN -amount ELSE 0 END) OVER w AS follows,
       row_number() OVER w AS place FROM transfer WINDOW w AS (PARTITION BY organization ORDER BY sequence)) t
     WHERE balance_after <> follows OR sequence <> place
     UNION ALL SELECT organization, transfer_seq, available + held + frozen, last.balance_after FROM account
       LEFT JOIN LATERAL (SELECT sequence, balance_after FROM transfer t WHERE t.organization = account.organization
         ORDER BY sequence DESC LIMIT 1) last ON true
       WHERE transfer_seq <> coalesce(last.sequence, 0) OR available + held + frozen <> coalesce(last.balance_after, 0)`,
  ],
  [
    "the debt is not what calls owe",
    `SELECT organization, account.debt, post_usage, owed.debt AS owed, owed.later FROM account JOIN LATERAL (SELECT
       coalesce(sum(CASE 'debt' WHEN from_account THEN amount WHEN to_account THEN -amount ELSE 0 END), 0) AS debt,
       coalesce(sum(CASE 'post-usage' WHEN from_account THEN amount WHEN to_account THEN -amount ELSE 0 END), 0) AS later
       FROM transfer t WHERE t.organization = account.organization) owed
     ON owed.debt <> account.debt OR owed.later <> account.post_usage`,
  ],
  [
    "a call is both over and in progress, or over twice",
    `SELECT switch, call_id FROM session JOIN cdr USING (switch, call_id)
     UNION ALL SELECT switch, call_id FROM cdr GROUP BY 1, 2 HAVING count(*) > 1`,
  ],
  [
    "an ended call was charged something else than its transfers say, or a charge belongs to no call",
    `SELECT c.organization, c.call_id, c.charge, t.moved, t.call FROM (SELECT organization, call,
       sum(CASE 'revenue' WHEN to_account THEN amount WHEN from_account THEN -amount ELSE 0 END) AS moved
       FROM transfer WHERE 'revenue' IN (from_account, to_account) GROUP BY 1, 2) t
     FULL JOIN cdr c ON c.organization = t.organization AND c.id = t.call
     WHERE coalesce(c.charge, 0) <> coalesce(t.moved, 0) AND NOT EXISTS (SELECT FROM session s WHERE s.id = t.call)`,
  ],
  [
    "an ended call took other minutes than the pools gave",
    `SELECT c.organization, c.call_id, c.pool_minutes, e.minutes FROM cdr c
     FULL JOIN (SELECT organization, call, sum(minutes) AS minutes FROM pool_entry WHERE kind = 'use' GROUP BY 1, 2) e
       ON e.organization = c.organization AND e.call = c.id
     WHERE coalesce(c.pool_minutes, 0) <> coalesce(e.minutes, 0) AND NOT EXISTS (SELECT FROM session s WHERE s.id = e.call)`,
  ],
  [
    "a pool is not what was granted and used",
    `SELECT p.organization, p.month, p.id, total_minutes, used_minutes, e.granted, e.used FROM pool p
     JOIN LATERAL (SELECT coalesce(sum(minutes) FILTER (WHERE kind = 'grant'), 0) AS granted,
         coalesce(sum(minutes) FILTER (WHERE kind = 'use'), 0) AS used FROM pool_entry e
       WHERE e.organization = p.organization AND e.month = p.month AND e.pool = p.id) e
     ON e.granted <> total_minutes OR e.used <> used_minutes`,
  ],
  [
    "a top-up was credited twice, or not at all",
    `SELECT u.organization, u.id, u.state, u.amount, count(l.id) AS lots, coalesce(sum(l.granted), 0) AS granted
     FROM top_up u LEFT JOIN lot l ON l.organization = u.organization AND l.top_up = u.id GROUP BY 1, 2, 3, 4
     HAVING count(l.id) <> (u.state = 'succeeded')::int OR coalesce(sum(l.granted), 0) <> CASE u.state
       WHEN 'succeeded' THEN u.amount ELSE 0 END`,
  ],
  [
    "the daily roll-up is not a recount of the calls",
    `SELECT r.organization, r.day, r.call_type, r.destination, r.capability, d.calls, r.n FROM (SELECT organization,
       call_type, coalesce(destination, '') AS destination, capability, (authorized_at AT TIME ZONE 'UTC')::date AS day,
       count(*) FILTER (WHERE outcome <> 'refused') AS n, count(*) FILTER (WHERE outcome = 'refused') AS refused,
       sum(used_seconds) AS seconds, sum(pool_minutes) AS minutes, sum(charge) AS charge FROM cdr
       GROUP BY 1, 2, 3, 4, 5) r
     FULL JOIN usage_day d USING (organization, day, call_type, destination, capability)
     WHERE (coalesce(d.calls, 0), coalesce(d.refused, 0), coalesce(d.seconds, 0), coalesce(d.pool_minutes, 0),
         coalesce(d.charge, 0)) IS DISTINCT FROM (coalesce(r.n, 0), coalesce(r.refused, 0), coalesce(r.seconds, 0),
         coalesce(r.minutes, 0), coalesce(r.charge, 0))`,
  ],
  [
    "a budget of all calls has counted something else than they were charged, or than they hold",
    `SELECT a.organization, l.spent, t.charged, l.held, s.held AS of_calls FROM account a
     JOIN LATERAL (SELECT coalesce(sum(spent), 0) AS spent, coalesce(sum(held), 0) AS held FROM limit_counter
       WHERE organization = a.organization AND kind = 'budget' AND id = 'all') l ON true
     JOIN LATERAL (SELECT coalesce(sum(CASE 'revenue' WHEN to_account THEN amount WHEN from_account THEN -amount END), 0)
       AS charged FROM transfer WHERE organization = a.organization AND 'revenue' IN (from_account, to_account)) t ON true
     JOIN LATERAL (SELECT coalesce(sum(held), 0) AS held FROM session WHERE organization = a.organization) s ON true
     WHERE l.spent <> t.charged OR l.held < s.held OR (l.held > s.held AND NOT a.pay_as_you_go)`,
  ],
];

export const disagree = (what: string, expected: bigint | string | number, got: bigint | string | number): never => {
  const text = (value: bigint | string | number) => (typeof value === "bigint" ? money(value) : String(value));
  throw new Disagreement(`${what}: it should be ${text(expected)}, but it is ${text(got)}`);
};
