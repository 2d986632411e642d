/** The ways an organisation may pay: a card, its enterprise agreement, or its partner. */
import { type Card, CardNotAccepted, type PaymentMethodDetails } from "../payments/provider.ts";
import {
  insertPaymentMethod,
  listPaymentMethods as list,
  type PaymentMethodRow,
  readPaymentMethod as read,
} from "../postgres/payment-methods.ts";
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
  const { agreement: kind, enterpriseAgreements } = await knownBuyer(engine, organization);
  if (details.type !== "card" && details.type !== AGREEMENT_BY[kind])
    throw invalidField("/type", `An organisation with a ${kind} agreement cannot pay by ${details.type}.`);
  if (details.type === "enterprise-agreement" && enterpriseAgreements.length > 0)
    if (!enterpriseAgreements.includes(details.agreementNumber))
      throw invalidField("/agreementNumber", `It must be one of ${enterpriseAgreements.join(", ")}.`);
  const agreement = details.type === "enterprise-agreement" ? details : undefined;
  const card = details.type === "card" ? await acceptedCard(engine, details.token) : undefined;
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

async function acceptedCard(engine: Engine, token: string): Promise<Card> {
  try {
    return await engine.cards.acceptCard(token, null);
  } catch (error) {
    if (error instanceof CardNotAccepted) throw invalidField("/token", error.message);
    throw error;
  }
}

/** What an agreement lets an organisation pay by, besides cards: nobody is sent a bill that was never agreed on. */
const AGREEMENT_BY = { enterprise: "enterprise-agreement", partner: "partner", direct: null, customer: null } as const;

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

/** An id as outsiders tell it; null for what can be none. */
export const idOf = (text: string | null): bigint | null =>
  text !== null && /^\d{1,18}$/.test(text) ? BigInt(text) : null;
