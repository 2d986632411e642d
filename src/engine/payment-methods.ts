/** The ways an organisation may pay: a card, its enterprise agreement, or its partner. */
import { wrong } from "../domain/fault.ts";
import { type Card, CardNotAccepted, type PaymentMethodDetails, type ProviderScript } from "../payments/provider.ts";
import {
  insertPaymentMethod,
  listPaymentMethods as list,
  type PaymentMethodRow,
  readPaymentMethod as read,
  updateAgreement,
} from "../postgres/payment-methods.ts";
import { addCustomer, readCustomer } from "../postgres/provider-customers.ts";
import type { Buyer } from "../postgres/eligibility.ts";
import { knownBuyer } from "./eligibility.ts";
import type { Engine } from "./engine.ts";
import { invalidField, Refused } from "./refused.ts";

export type { PaymentMethodRow } from "../postgres/payment-methods.ts";

/** @throws Refused where the agreement does not let the organisation pay so */
export async function addPaymentMethod(
  engine: Engine,
  organization: string,
  details: PaymentMethodDetails,
): Promise<PaymentMethodRow> {
  const against = outsideAgreement(await knownBuyer(engine, organization), details);
  if (against) throw invalidField(`/${against.field}`, against.fault);
  if (details.type === "enterprise-agreement") refuseBackwards(details);
  const agreement = details.type === "enterprise-agreement" ? details : undefined;
  const card = details.type === "card" ? await acceptedCard(engine, organization, details.token) : undefined;
  const method: PaymentMethodRow = {
    id: BigInt(await engine.ids.one()),
    type: details.type,
    token: card?.token ?? null,
    customer: card?.customer ?? null,
    brand: card?.brand ?? null,
    last4: card?.last4 ?? null,
    expires: card?.expires ?? null,
    agreementNumber: agreement?.agreementNumber ?? null,
    purchaseOrder: agreement?.purchaseOrder ?? null,
    validFrom: agreement?.validFrom ?? null,
    validTo: agreement?.validTo ?? null,
    createdAt: engine.now(),
  };
  await insertPaymentMethod(engine.pool, organization, method);
  return method;
}

/** What a page needs to ask for a card, which goes to the provider and never here. @throws Refused */
export async function beginCard(
  engine: Engine,
  organization: string,
): Promise<{ provider: string; clientSecret: string; script?: ProviderScript }> {
  const buyer = await knownBuyer(engine, organization);
  const { cards } = engine;
  const customer = await customerOf(engine, buyer.organization);
  if (customer === null || !cards.beginCard)
    throw new Refused("CARD_FORM_NOT_NEEDED", "The test provider takes the tokens of its list.");
  const { clientSecret } = await cards.beginCard(customer);
  return { provider: cards.name, clientSecret, ...(cards.script && { script: cards.script }) };
}

/** Whom the provider takes the organisation for; null for a provider that keeps no customers. */
async function customerOf({ pool, cards }: Engine, organization: string): Promise<string | null> {
  if (!cards.newCustomer) return null;
  const known = await readCustomer(pool, organization, cards.name);
  if (!known) return null;
  if (known.customer !== null) return known.customer;
  return addCustomer(pool, organization, cards.name, await cards.newCustomer(organization, known.displayName));
}

async function acceptedCard(engine: Engine, organization: string, token: string): Promise<Card> {
  try {
    return await engine.cards.acceptCard(token, await customerOf(engine, organization));
  } catch (error) {
    if (error instanceof CardNotAccepted)
      throw invalidField("/token", { code: "CARD_NOT_ACCEPTED", message: error.message });
    throw error;
  }
}

/** What an agreement lets an organisation pay by, besides cards: nobody is sent a bill that was never agreed on. */
const AGREEMENT_BY = { enterprise: "enterprise-agreement", partner: "partner", direct: null, customer: null } as const;

/** Why the agreement, as it is now, does not let the organisation pay so. */
export function outsideAgreement(
  { agreement, enterpriseAgreements: numbers }: Pick<Buyer, "agreement" | "enterpriseAgreements">,
  details: PaymentMethodDetails,
): { field: "type" | "agreementNumber"; fault: ReturnType<typeof wrong> } | undefined {
  const { type } = details;
  if (type !== "card" && type !== AGREEMENT_BY[agreement])
    return { field: "type", fault: wrong("NOT_IN_AGREEMENT", { agreement, type }) };
  if (type === "enterprise-agreement" && numbers.length > 0 && !numbers.includes(details.agreementNumber))
    return { field: "agreementNumber", fault: wrong("NOT_ONE_OF", { list: numbers.join(", ") }) };
  return undefined;
}

export function detailsOf(method: PaymentMethodRow): PaymentMethodDetails {
  const { type } = method;
  if (type === "card") return { type, token: method.token ?? "", customer: method.customer ?? undefined };
  if (type === "partner") return { type };
  return {
    type,
    agreementNumber: method.agreementNumber ?? "",
    purchaseOrder: method.purchaseOrder ?? undefined,
    validFrom: method.validFrom ?? undefined,
    validTo: method.validTo ?? undefined,
  };
}

/** Oldest first, after the id `after`. @throws Refused for an organisation that does not exist; so does the next */
export async function listPaymentMethods(
  engine: Engine,
  organization: string,
  { after, limit }: { after: string | null; limit: number },
): Promise<PaymentMethodRow[]> {
  await knownBuyer(engine, organization);
  return list(engine.pool, organization, { after: idOf(after) ?? 0n, limit });
}

export async function readPaymentMethod(engine: Engine, organization: string, id: string): Promise<PaymentMethodRow> {
  await knownBuyer(engine, organization);
  const method = await read(engine.pool, organization, idOf(id) ?? -1n);
  if (!method) throw new Refused("UNKNOWN_PAYMENT_METHOD", `The organisation has no payment method ${id}.`);
  return method;
}

export interface AgreementChange {
  purchaseOrder?: string | null | undefined;
  validFrom?: string | null | undefined;
  validTo?: string | null | undefined;
}

/** Null takes a value away. Receipts of earlier payments keep theirs. @throws Refused for what is no agreement */
export async function changePaymentMethod(
  engine: Engine,
  organization: string,
  id: string,
  change: AgreementChange,
): Promise<PaymentMethodRow> {
  const before = await readPaymentMethod(engine, organization, id);
  if (before.type !== "enterprise-agreement") throw invalidField("", wrong("ONLY_OF_AGREEMENT"));
  const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
  const after: PaymentMethodRow = { ...before, ...given };
  refuseBackwards(after);
  await updateAgreement(engine.pool, organization, after);
  return after;
}

function refuseBackwards({ validFrom, validTo }: Pick<AgreementChange, "validFrom" | "validTo">): void {
  if (validFrom && validTo && validTo < validFrom)
    throw invalidField("/validTo", wrong("ENDS_BEFORE_START", { from: validFrom }));
}

/** An id as outsiders tell it; null for what can be none. */
export const idOf = (text: string | null): bigint | null =>
  text !== null && /^\d{1,18}$/.test(text) ? BigInt(text) : null;
