/** Event → the mail that tells of it. Events that are not here reach webhooks alone. */
import { balance } from "./balance.ts";
import { budget } from "./budget.ts";
import { dispute } from "./dispute.ts";
import { expiry } from "./expiry.ts";
import { pool } from "./pool.ts";
import { rates } from "./rates.ts";
import { recharge } from "./recharge.ts";
import { refund } from "./refund.ts";
import { spending } from "./spending.ts";
import type { Templates } from "./words.ts";

export const NOTICES: Templates = {
  ...recharge,
  ...balance,
  ...pool,
  ...budget,
  ...expiry,
  ...refund,
  ...dispute,
  ...spending,
  ...rates,
};

/** Events that people can be told of, and choose to be. */
export const NOTICE_EVENTS: readonly string[] = Object.keys(NOTICES);
