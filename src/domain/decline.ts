/** Why a payment did not come: what its payer is told, by a stable name. A top-up keeps the sentence. */
export const DECLINES = {
  declined: "The bank declined the card.",
  "card-expired": "The card has expired.",
  "insufficient-funds": "The card has insufficient funds.",
  "card-limit": "The card has reached its limit.",
  "bank-error": "The bank could not process the payment.",
  "card-not-supported": "The card does not allow payments of this kind.",
  "currency-not-supported": "The card does not allow payments in this currency.",
  "invalid-number": "The card number is not valid.",
  "not-in-agreement": "The organisation's agreement does not include paying in this way.",
  "not-eligible": "The organization may not buy credits any more.",
} as const;

export type DeclineCode = keyof typeof DECLINES;

/** Undefined for what is told in other words, such as a provider's own. */
export const declineCodeOf = (failure: string): DeclineCode | undefined =>
  (Object.keys(DECLINES) as DeclineCode[]).find((code) => DECLINES[code] === failure);
