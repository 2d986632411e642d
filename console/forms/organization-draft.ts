/** An organisation as a form holds it, what of it is to be changed, and what follows from that. */
import { useTranslation } from "react-i18next";
import type { Schema } from "../api/client.ts";
import { useFormat } from "../ui/format.tsx";

type Organization = Schema<"Organization">;
const PLAIN = ["displayName", "preferredLanguage", "timeZone", "country", "currency"] as const;

export type Draft = ReturnType<typeof draftOf>;

export const draftOf = ({ billing, ...organization }: Organization) => ({
  displayName: organization.displayName,
  preferredLanguage: organization.preferredLanguage,
  timeZone: organization.timeZone,
  country: organization.country,
  currency: organization.currency,
  tenantId: organization.tenantId ?? "",
  rateDeck: organization.rateDeck ?? "",
  agreement: billing.agreement,
  billingCountry: billing.country,
  numbers: billing.enterpriseAgreements.join(", "),
});

const numbersOf = (text: string): string[] => text.split(/[\s,、]+/).filter((number) => number !== "");

/** Only what differs: a price or an agreement that somebody else has changed meanwhile stays. */
export function changeOf(before: Draft, after: Draft): Partial<Omit<Organization, "id" | "createdAt">> {
  const differs = (name: keyof Draft): boolean => before[name].trim() !== after[name].trim();
  const billing = {
    agreement: after.agreement,
    country: after.billingCountry,
    enterpriseAgreements: numbersOf(after.numbers),
  };
  return {
    ...Object.fromEntries(PLAIN.filter(differs).map((name) => [name, after[name].trim()])),
    ...(differs("tenantId") ? { tenantId: after.tenantId.trim() || null } : {}),
    ...(differs("rateDeck") ? { rateDeck: after.rateDeck || null } : {}),
    ...(differs("agreement") || differs("billingCountry") || differs("numbers") ? { billing } : {}),
  };
}

/** What follows for money and prices, a sentence each; none where nothing does. */
export function useConsequences(before: Draft, after: Draft, deck: string): string[] {
  const { t } = useTranslation();
  const { country, list } = useFormat();
  const numbers = numbersOf(after.numbers);
  const { currency } = after;
  return [
    ...(before.currency === currency ? [] : [t("operator.change.follows.currency", { currency })]),
    ...(before.rateDeck === after.rateDeck
      ? []
      : [t(after.rateDeck === "" ? "operator.change.follows.allDecks" : "operator.change.follows.deck", { deck })]),
    ...(before.agreement === after.agreement ? [] : [t(`operator.change.follows.${after.agreement}`)]),
    ...(before.country === after.country
      ? []
      : [t("operator.change.follows.country", { country: country(after.country) })]),
    ...(before.billingCountry === after.billingCountry || after.agreement !== "enterprise"
      ? []
      : [t("operator.change.follows.billingCountry", { country: country(after.billingCountry) })]),
    ...(before.numbers === after.numbers || after.agreement !== "enterprise"
      ? []
      : [
          numbers.length === 0
            ? t("operator.change.follows.anyNumber")
            : t("operator.change.follows.numbers", { numbers: list(numbers) }),
        ]),
  ];
}
