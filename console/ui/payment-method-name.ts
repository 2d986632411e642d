/** How a payment method is called wherever one is named: "Visa ··4242", "Enterprise agreement 8812-77". */
import { useTranslation } from "react-i18next";
import type { Schema } from "../api/client.ts";

export function useMethodName(): (method: Schema<"PaymentMethod">) => string {
  const { t } = useTranslation();
  return ({ type, brand, last4, token, agreementNumber }) => {
    if (type === "partner") return t("credits.methods.partner");
    if (type === "enterprise-agreement") return t("credits.methods.agreement", { number: agreementNumber });
    if (last4 === undefined) return t("credits.methods.card", { name: token });
    return `${brand === undefined ? t("credits.methods.card", { name: "" }) : capitalized(brand)} ··${last4}`;
  };
}

const capitalized = (word: string): string => word.slice(0, 1).toUpperCase() + word.slice(1);
