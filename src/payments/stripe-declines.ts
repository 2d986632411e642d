/** What banks say when they decline a card, as Stripe passes it on: whether to ask again, and how to tell the payer. */
import { type DeclineCode, DECLINES } from "../domain/decline.ts";
import type { Decline } from "./provider.ts";

/** Asking again with the same card is of no use; networks count each such try against whoever tries. */
const LASTING = new Set([
  "expired_card",
  "lost_card",
  "stolen_card",
  "pickup_card",
  "restricted_card",
  "fraudulent",
  "merchant_blacklist",
  "security_violation",
  "invalid_account",
  "invalid_number",
  "incorrect_number",
  "invalid_expiry_month",
  "invalid_expiry_year",
  "card_not_supported",
  "currency_not_supported",
  "transaction_not_allowed",
  "not_permitted",
  "stop_payment_order",
  "revocation_of_authorization",
  "revocation_of_all_authorizations",
]);

/** Mastercard's advice codes that mean never again. */
const NEVER_AGAIN = new Set(["03", "21"]);

/** Why a card was lost to its holder is not for whoever happens to read the mail: those are told as a plain decline. */
const CODES: Readonly<Record<string, DeclineCode>> = {
  expired_card: "card-expired",
  insufficient_funds: "insufficient-funds",
  card_velocity_exceeded: "card-limit",
  withdrawal_count_limit_exceeded: "card-limit",
  processing_error: "bank-error",
  card_not_supported: "card-not-supported",
  currency_not_supported: "currency-not-supported",
  incorrect_number: "invalid-number",
  invalid_number: "invalid-number",
};

export const sentenceOf = (code: string | null | undefined): string => DECLINES[CODES[code ?? ""] ?? "declined"];

export function declineOf(error: {
  code?: string | null | undefined;
  decline_code?: string | null | undefined;
  advice_code?: string | null | undefined;
  network_advice_code?: string | null | undefined;
}): Decline {
  const never =
    error.advice_code === "do_not_try_again" ||
    NEVER_AGAIN.has(error.network_advice_code ?? "") ||
    LASTING.has(error.decline_code ?? error.code ?? "");
  return never ? "lasting" : "passing";
}
