/**
 * Why a source pays for a call, or does not: a stable code and what it is about, for whoever says it in another language,
 * and the sentence in English. Calls are kept with the code, which is short, and read with the sentence.
 */

/** What the sentence is about, by name: `user`, a principal name; `numberClass`; of a limit its id and its figures. */
export type WhyParams = Readonly<Record<string, string>>;

export interface Why {
  code: WhyCode;
  params?: WhyParams;
}

export type WhyCode = keyof typeof SENTENCES;

/** Whose a limit is where it is nobody's in particular. */
const ORGANIZATION = "the organisation";

const SENTENCES = {
  "license-opens-pool": () => "the licence opens this pool",
  "closed-by-other-pool": ({ pool = "" }: WhyParams) =>
    `the other minutes of the same plan are used up (${pool}), and the calling settings close both then`,
  "has-credits-license": () => "holds the Communications Credits licence",
  "no-license-asked": () => "paid from the organisation's balance; no licence is asked",
  "no-credits-license": ({ user }: WhyParams) =>
    `${user ?? "The payer"} has no Communications Credits licence, which this call needs.`,
  "own-carrier": () => "the call runs over the organisation's own carrier",
  "incoming-included": () => "incoming calls are included",
  "dial-in-included": () => "dial-in to a toll number is included",
  "service-number-included": () => "calls into a toll service number are included",
  "unassigned-number": () => "calls to an unassigned toll number are not charged",
  "own-premium-number": () => "the caller pays for an own premium-rate number",
  "extended-dial-out": () => "the extended dial-out add-on covers the US and Canada",
  "not-zone-a": () => "the destination is not in Zone A",
  "never-pooled": ({ numberClass = "" }: WhyParams) => `${numberClass} numbers are never paid by a pool`,
  "not-in-domestic-plan": ({ user = "" }: WhyParams) => `no plan of ${user} includes this domestic destination`,
  "not-in-international-plan": ({ user = "" }: WhyParams) =>
    `no plan of ${user} includes this international destination`,
  emergency: () => "emergency calls always connect, free",
  "let-through": () => "the switch let it through: paid from the credits",
  "let-through-free": () => "it was connected, and no rate is known: free",
  "price-above-cap": () => "The price per minute is above the cap of the calling settings.",
  "no-rate": () => "No rate deck in effect has a price for this number.",
  "monthly-limit-reached": () => "The limit of this month for calls that are billed afterwards is reached.",
  "pay-as-you-go-off": () => "The credits are used up and pay-as-you-go is switched off.",
  "budget-used-up": ({ id = "", whose = ORGANIZATION, amount = "", spent = "", held = "", currency = "" }: WhyParams) =>
    `The monthly budget ${id} of ${whose}, ${amount} ${currency}, leaves too little: ` +
    `${spent} spent and ${held} held by other calls.`,
  "brake-reached": (brake: WhyParams) =>
    `The brake ${brake["id"]} of ${brake["whose"] ?? ORGANIZATION} is reached: an hour allows ${hourOf(brake)}.`,
} satisfies Record<string, (about: WhyParams) => string>;

/** In English; a whole sentence where it is also what a refusal says. */
export const sentenceOf = ({ code, params = {} }: Why): string => SENTENCES[code](params);

/** With its sentence, as it is read from outside. */
export const told = <T extends Why>(why: T): T & { params: WhyParams; why: string } => ({
  ...why,
  params: why.params ?? {},
  why: sentenceOf(why),
});

function hourOf({ amount, calls, minutes, spent, held, otherCalls, otherMinutes, currency }: WhyParams): string {
  return [
    ...(amount === undefined ? [] : [`${amount} ${currency} (${spent} spent and ${held} held by other calls)`]),
    ...(calls === undefined ? [] : [`${calls} calls (${otherCalls} others so far)`]),
    ...(minutes === undefined ? [] : [`${minutes} minutes (${otherMinutes} of other calls)`]),
  ].join(", ");
}
