/** Whether the monthly cap would stop the recharges before the month's end at the present pace, and the cap that would not. */
import { Button, MessageBar, MessageBarActions, MessageBarBody } from "@fluentui/react-components";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { get } from "../api/client.ts";
import { useOrg } from "../api/session.tsx";
import { isZero } from "../ui/amount.ts";
import { useFormat } from "../ui/format.tsx";

interface CapAdviceProps {
  /** As they are typed; plain decimals, the cap empty for none. */
  triggerAmount: string;
  rechargeAmount: string;
  monthlyCap: string;
  currency: string;
  onTake: (monthlyCap: string) => void;
}

export function CapAdvice({ triggerAmount, rechargeAmount, monthlyCap, currency, onTake }: CapAdviceProps) {
  const { t } = useTranslation();
  const { money, day, sentences } = useFormat();
  const { data } = useQuery({
    ...get("/v1/organizations/{org}/credits/forecast", {
      path: { org: useOrg() },
      query: { triggerAmount, rechargeAmount, monthlyCap },
    }),
    placeholderData: keepPreviousData,
    retry: false, // an amount that is half typed
  });
  const recharges = data?.recharges;
  if (!recharges) return null;
  const { capStopsOn, advisedMonthlyCap, expectedThisMonth } = recharges;
  const expected = isZero(expectedThisMonth)
    ? t("credits.cap.none")
    : t("credits.cap.expected", { amount: money(expectedThisMonth, currency) });
  return (
    <div role="status">
      {capStopsOn === null ? (
        expected
      ) : (
        <MessageBar intent="warning" layout="multiline">
          <MessageBarBody>
            {sentences(t("credits.cap.stops", { cap: money(monthlyCap, currency), day: day(capStopsOn) }), expected)}
          </MessageBarBody>
          <MessageBarActions>
            <Button size="small" onClick={() => onTake(advisedMonthlyCap)}>
              {t("credits.cap.take", { cap: money(advisedMonthlyCap, currency) })}
            </Button>
          </MessageBarActions>
        </MessageBar>
      )}
    </div>
  );
}
