/** The transfers of an organisation: one line for whatever moved for good, with the balance after it. */
import { z } from "zod";
import { formatMicros } from "../../domain/money.ts";
import { type LedgerRow, ledgerOf } from "../../engine/balance.ts";
import { page, pageOf, pageQuery, pageRequest } from "../pages.ts";
import { currency, decimal, isoTime, organizationParams, type Routes, timestamp } from "../schema.ts";

const account = z.string().meta({
  description:
    "`credits/<org>`, `debt/<org>`, `post-usage/<org>`, `cash/<provider>`, `revenue`, `forfeited`, `adjustment`",
});

const transfer = z
  .object({
    sequence: z.int().meta({ description: "Counts up by one in each organisation" }),
    from: account,
    to: account,
    amount: decimal,
    currency,
    cause: z.string().meta({ example: "call" }),
    balanceAfter: decimal.meta({ description: "available + held + frozen after it" }),
    at: timestamp,
    callId: z.string().optional().meta({ description: "The switch's own id of the call" }),
    lot: z.string().optional(),
    topUp: z.string().optional(),
    note: z.string().optional(),
  })
  .meta({ id: "Transfer" });

export const ledgerRoutes: Routes = (app, { engine }) => {
  app.get(
    "/v1/organizations/:org/ledger",
    {
      schema: {
        summary: "Transfers, newest first",
        description: "Holds of calls in progress are not in it: they move nothing for good.",
        tags: ["Money"],
        params: organizationParams,
        querystring: pageQuery,
        response: { 200: pageOf(transfer) },
      },
    },
    async ({ params: { org }, query }) => {
      const wanted = pageRequest(query);
      const { currency, transfers } = await ledgerOf(engine, org, { before: wanted.after, limit: wanted.limit });
      return page(transfers, wanted, {
        key: (row) => row.sequence.toString(),
        item: (row) => shown(row, org, currency),
      });
    },
  );
};

const shown = (row: LedgerRow, org: string, currency: string): z.input<typeof transfer> => ({
  sequence: Number(row.sequence),
  from: named(row.from, org),
  to: named(row.to, org),
  amount: formatMicros(row.amount),
  currency,
  cause: row.cause,
  balanceAfter: formatMicros(row.balanceAfter),
  at: isoTime(row.at),
  ...(row.callId === null ? {} : { callId: row.callId }),
  ...(row.lot === null ? {} : { lot: row.lot.toString() }),
  ...(row.topUp === null ? {} : { topUp: row.topUp.toString() }),
  ...(row.note === null ? {} : { note: row.note }),
});

/** Accounts of the organisation carry its id outside, where ledgers of several are read side by side. */
const named = (account: string, org: string): string =>
  ["credits", "debt", "post-usage"].includes(account) ? `${account}/${org}` : account;
