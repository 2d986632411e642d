/** Why a payment failed, in the reader's language; as the provider said it where its code is not known here. */
import { useTranslation } from "react-i18next";
import type { Schema } from "../api/client.ts";

export function useFailureWords(): (topUp: Pick<Schema<"TopUp">, "failure" | "failureCode">) => string {
  const { t } = useTranslation();
  return ({ failure, failureCode }) =>
    failureCode === undefined ? (failure ?? "") : t(`credits.funding.failures.${failureCode}`);
}
