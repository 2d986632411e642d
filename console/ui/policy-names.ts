/** Dial-out policies by what they do, in the reader's language. */
import { useTranslation } from "react-i18next";
import type { Schema } from "../api/client.ts";

type Policy = Pick<Schema<"DialOutPolicy">, "conferencing" | "pstn">;

/** "Meetings: any destination · Users: domestic" */
export function usePolicyName(): (policy: Policy) => string {
  const { t } = useTranslation();
  return ({ conferencing, pstn }) =>
    t("policies.name", {
      meetings: t(`policies.conferencing.${conferencing}`),
      users: t(`policies.pstn.${pstn}`),
    });
}
