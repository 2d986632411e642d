/** Checks of the audit about money from and to payment providers, recharges and adjustments. */
import { type Check, money, only } from "./audit-sql.ts";

export const PAYMENT_CHECKS: readonly Check[] = [
  {
    rule: "A top-up that succeeded is one lot and one transfer of its amount; no other has any",
    sql: `SELECT organization, format('top-up %s over %s is %s, but credited %s in %s lots', u.id, ${money("u.amount")},
          u.state, ${money("coalesce(t.amount, 0)")}, coalesce(l.lots, 0)) AS words
      FROM top_up u
      LEFT JOIN (SELECT organization, top_up AS id, sum(amount) AS amount FROM transfer WHERE cause = 'top-up'
        AND to_account = 'credits' GROUP BY 1, 2) t USING (organization, id)
      LEFT JOIN (SELECT organization, top_up AS id, count(*) AS lots, sum(granted) AS granted FROM lot
        WHERE top_up IS NOT NULL GROUP BY 1, 2) l USING (organization, id)
      WHERE (coalesce(t.amount, 0) <> paid OR coalesce(l.granted, 0) <> paid OR coalesce(l.lots, 0) <> (paid > 0)::int)
        AND ${only("organization")} ORDER BY organization, u.id`.replaceAll(
      "paid",
      "(CASE u.state WHEN 'succeeded' THEN u.amount ELSE 0 END)",
    ),
  },
  {
    rule: "Money from a payment provider belongs to a top-up",
    sql: `SELECT t.organization, format('transfer %s of %s from %s to %s belongs to no top-up', t.sequence,
          ${money("t.amount")}, t.from_account, t.to_account) AS words
      FROM transfer t LEFT JOIN top_up u ON u.organization = t.organization AND u.id = t.top_up
        AND 'cash/' || u.provider IN (t.from_account, t.to_account)
      WHERE (t.from_account LIKE 'cash/%' OR t.to_account LIKE 'cash/%') AND u.id IS NULL AND ${only("t.organization")}
      ORDER BY t.organization, t.sequence`,
  },
  {
    rule: "What a provider charged is credited, refunded or disputed",
    sql: `SELECT u.organization, format('of top-up %s %s were charged, but %s credited, %s refunded and %s disputed', u.id,
          ${money("charged")}, ${money("credited")}, ${money("refunded")}, ${money("disputed")}) AS words
      FROM (SELECT t.organization, t.id, CASE t.state WHEN 'succeeded' THEN t.amount ELSE 0 END AS charged,
          coalesce(k.amount, 0) AS credited, coalesce(r.amount, 0) AS refunded, coalesce(d.amount, 0) AS disputed
        FROM top_up t
        LEFT JOIN (SELECT organization, top_up AS id,
            sum(CASE WHEN from_account LIKE 'cash/%' THEN amount WHEN to_account LIKE 'cash/%' THEN -amount ELSE 0 END) AS amount
          FROM transfer WHERE top_up IS NOT NULL GROUP BY 1, 2) k USING (organization, id)
        LEFT JOIN (SELECT organization, top_up AS id, sum(amount) AS amount FROM refund WHERE state = 'succeeded'
          GROUP BY 1, 2) r USING (organization, id)
        LEFT JOIN (SELECT organization, top_up AS id,
            sum(CASE state WHEN 'lost' THEN amount WHEN 'open' THEN amount - unspent ELSE 0 END) AS amount
          FROM dispute GROUP BY 1, 2) d USING (organization, id)) u
      WHERE charged <> credited + refunded + disputed AND ${only("u.organization")} ORDER BY u.organization, u.id`,
  },
  {
    rule: "What goes back of a top-up is its refunds and disputes",
    sql: `SELECT u.organization, format('%s of top-up %s goes back, but its refunds and disputes add up to %s',
          ${money("u.returned")}, u.id, ${money("coalesce(b.amount, 0)")}) AS words
      FROM top_up u LEFT JOIN (SELECT organization, top_up AS id, sum(amount) AS amount FROM (
          SELECT organization, top_up, amount FROM refund WHERE state <> 'failed'
          UNION ALL SELECT organization, top_up, amount FROM dispute WHERE state <> 'won') back GROUP BY 1, 2) b
        USING (organization, id)
      WHERE u.returned <> coalesce(b.amount, 0) AND ${only("u.organization")} ORDER BY u.organization, u.id`,
  },
  {
    rule: "Frozen money is what open disputes and pending refunds keep back",
    sql: `SELECT organization, words FROM (
        SELECT a.organization, format('%s is frozen, but of the lots %s',
          ${money("a.frozen")}, ${money("coalesce(l.frozen, 0)")}) AS words
        FROM account a LEFT JOIN (SELECT organization, sum(frozen) AS frozen FROM lot GROUP BY 1) l USING (organization)
        WHERE a.frozen <> coalesce(l.frozen, 0)
        UNION ALL SELECT l.organization, format('of lot %s %s is frozen, but disputes and refunds keep back %s', l.id,
          ${money("l.frozen")}, ${money("coalesce(c.amount, 0)")})
        FROM lot l LEFT JOIN (SELECT u.organization, u.lot AS id, sum(unspent) AS amount FROM (
            SELECT organization, top_up, unspent FROM refund WHERE state = 'pending'
            UNION ALL SELECT organization, top_up, unspent FROM dispute WHERE state = 'open') kept
          JOIN top_up u ON u.organization = kept.organization AND u.id = kept.top_up GROUP BY 1, 2) c
          USING (organization, id)
        WHERE l.frozen <> coalesce(c.amount, 0)) wrong
      WHERE ${only("organization")} ORDER BY organization, words`,
  },
  {
    rule: "A recharge is under way where the account says so, and nowhere else",
    sql: `SELECT a.organization, format('the recharges of the account are %s, but %s attempts are open', a.recharge_state,
          coalesce(o.open, 0)) AS words
      FROM account a LEFT JOIN (SELECT organization, count(*) AS open FROM recharge_attempt WHERE state = 'open'
        GROUP BY organization) o USING (organization)
      WHERE coalesce(o.open, 0) <> (a.recharge_state = 'open')::int AND ${only("a.organization")}
      ORDER BY a.organization`,
  },
  {
    rule: "A recharge that succeeded was paid by one top-up of its amount; one that is open or cancelled by none",
    sql: `SELECT organization, format('recharge %s over %s is %s, but %s top-ups paid %s', r.id, ${money("r.amount")},
          r.state, coalesce(u.paid, 0), ${money("coalesce(u.amount, 0)")}) AS words
      FROM recharge_attempt r LEFT JOIN (SELECT organization, recharge AS id, count(*) AS paid, sum(amount) AS amount,
          bool_or(settled_late) AS late FROM (SELECT u.*, EXISTS (SELECT FROM recharge_attempt f
            WHERE f.organization = u.organization AND f.id = u.recharge AND f.settled_at < u.settled_at) AS settled_late
          FROM top_up u WHERE recharge IS NOT NULL AND state = 'succeeded') u GROUP BY 1, 2) u USING (organization, id)
      WHERE (coalesce(u.paid, 0), coalesce(u.amount, 0)) IS DISTINCT FROM
          (CASE r.state WHEN 'succeeded' THEN (1::bigint, r.amount::numeric) ELSE (0::bigint, 0::numeric) END)
        AND u.late IS NOT TRUE AND ${only("organization")} ORDER BY organization, r.id`,
  },
  {
    rule: "Lots of auto-recharges are those of their top-ups",
    sql: `SELECT l.organization, format('lot %s is of a %s, but its top-up of a %s', l.id, l.source,
          CASE WHEN u.recharge IS NULL THEN 'top-up' ELSE 'auto-recharge' END) AS words
      FROM lot l JOIN top_up u ON u.organization = l.organization AND u.id = l.top_up
      WHERE (l.source = 'auto-recharge') <> (u.recharge IS NOT NULL) AND ${only("l.organization")}
      ORDER BY l.organization, l.id`,
  },
  {
    rule: "What counts for the caps of recharges is what was bought and what is under way",
    sql: `SELECT organization, format('%s counts for the cap of %s, but the recharges add up to %s',
          ${money("coalesce(s.spent, 0)")}, period, ${money("coalesce(r.amount, 0)")}) AS words
      FROM recharge_spent s FULL JOIN (SELECT organization, period, sum(amount) AS amount
        FROM recharge_attempt, unnest(ARRAY[day::text, left(day::text, 7)]) AS period
        WHERE state IN ('open', 'succeeded') GROUP BY organization, period) r USING (organization, period)
      WHERE coalesce(s.spent, 0) <> coalesce(r.amount, 0) AND ${only("organization")} ORDER BY organization, period`,
  },
  {
    rule: "Adjustments are the sum of their transfers",
    sql: `SELECT organization, format('adjustments add up to %s, but their transfers to %s',
          ${money("coalesce(j.applied, 0)")}, ${money("coalesce(t.amount, 0)")}) AS words
      FROM (SELECT organization, sum(applied) AS applied FROM adjustment GROUP BY organization) j
      FULL JOIN (SELECT organization, sum(CASE WHEN to_account = 'credits' THEN amount ELSE -amount END) AS amount
        FROM transfer WHERE cause = 'adjustment' GROUP BY organization) t USING (organization)
      WHERE coalesce(j.applied, 0) <> coalesce(t.amount, 0) AND ${only("organization")} ORDER BY organization`,
  },
];
