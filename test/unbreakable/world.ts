/** Organisations that can spend money: each with a caller, a card, a price list and a first top-up. */
import type { Ask } from "./program.ts";

const COLUMNS =
  "service,prefix,destination,country,number_class,price_per_minute,connection_fee," +
  "initial_increment_seconds,increment_seconds,effective_from,effective_to";
const DECK = `${COLUMNS}
user_out,53,Cuba,CU,geographic,0.6,0.05,30,6,2026-01-01T00:00:00Z,
user_out,1,United States,US,geographic,0.01,0,60,60,2026-01-01T00:00:00Z,
`;

/** No plan includes it: the credits pay. Grants of the default 300 s hold 3.05, 60 s cost 0.65. */
export const CUBA = "+5378300000";
/** Included minutes pay, then the credits. */
export const DOMESTIC = "+14255550100";

export interface Organization {
  id: string;
  user: string;
  paymentMethod: string;
  /** Of the first top-up, in USD; "0": none. */
  credits: string;
}

/** A deck of so many rows, none of which prices the calls here. */
export function largeDeck(rows: number): string {
  const lines = [COLUMNS];
  for (let i = 0; i < rows; i++)
    lines.push(`user_out,7${1_000_000 + i},Elsewhere,RU,mobile,0.1,0,60,60,2026-01-01T00:00:00Z,`);
  return `${lines.join("\n")}\n`;
}

/** The decks of a database price everybody: import them once, make as many organisations as wanted. */
export async function importDeck(ask: Ask): Promise<void> {
  await mustSay(201, ask("POST", "/v1/rate-decks?name=usd&currency=USD", DECK, { "content-type": "text/csv" }));
}

export async function makeSpender(ask: Ask, id: string, credits: string): Promise<Organization> {
  const path = `/v1/organizations/${id}`;
  const user = `ann@${id}.example`;
  await mustSay(
    200,
    ask("PUT", path, {
      displayName: id,
      country: "US",
      currency: "USD",
      billing: { agreement: "direct", country: "US" },
    }),
  );
  for (const sku of ["MCOEV", "MCOPSTN1"])
    await mustSay(200, ask("PUT", `${path}/subscriptions/${sku}`, { purchased: 1 }));
  await mustSay(
    200,
    ask("PUT", `${path}/users/${user}`, {
      displayName: "Ann",
      kind: "person",
      usageLocation: "US",
      licenses: ["MCOEV", "MCOPSTN1", "MCOPSTNC"],
    }),
  );
  const card = await mustSay(201, ask("POST", `${path}/payment-methods`, { type: "card", token: "tok_visa" }));
  const organization = { id, user, paymentMethod: card.id as string, credits };
  if (credits !== "0")
    await mustSay(201, ask("POST", `${path}/top-ups`, { amount: credits, paymentMethod: organization.paymentMethod }));
  return organization;
}

/** The body of an authorisation. */
export const callOf = (organization: Organization, callId: string, to = CUBA): Record<string, string> => ({
  callId,
  user: organization.user,
  from: "+12065550106",
  to,
});

async function mustSay(status: number, asked: ReturnType<Ask>): Promise<Record<string, unknown>> {
  const answer = await asked;
  if (answer.status !== status)
    throw new Error(`${answer.status} instead of ${status}: ${JSON.stringify(answer.body)}`);
  return answer.body as Record<string, unknown>;
}
