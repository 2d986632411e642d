/**
 * A payment that the bank wants to ask the payer about (`?confirm=<top-up>`): leads to the bank's page, which leads back
 * to the same address, where what became of the payment is shown.
 */
import { Button, MessageBar, MessageBarActions, MessageBarBody } from "@fluentui/react-components";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { send } from "../api/client.ts";
import { useOrg } from "../api/session.tsx";
import { useFormat } from "../ui/format.tsx";
import { Loaded, SkeletonLines } from "../ui/states.tsx";

const INTENTS = { succeeded: "success", pending: "info", "requires-action": "warning", failed: "error" } as const;
/** How often a payment is asked after that the bank has not decided yet. */
const ASK_AGAIN_MS = 3_000;

/** Of the console, for whatever shows a payment that waits for its payer. */
export const confirmationPage = (topUp: string): string => `/billing/payment-methods?confirm=${topUp}`;

export function ConfirmPayment({ topUp, onClose }: { topUp: string; onClose: () => void }) {
  const { t } = useTranslation();
  const { money } = useFormat();
  const org = useOrg();
  const queries = useQueryClient();
  const confirmation = useQuery({
    queryKey: ["confirm", org, topUp],
    queryFn: () => send("post", "/v1/organizations/{org}/top-ups/{id}/confirm", { path: { org, id: topUp } }),
    refetchInterval: (query) => (query.state.data?.state === "pending" ? ASK_AGAIN_MS : false),
    refetchOnWindowFocus: false,
  });
  const state = confirmation.data?.state;
  useEffect(() => {
    if (state !== undefined && state !== "requires-action")
      void queries.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== "confirm" });
  }, [queries, state]);
  return (
    <Loaded query={confirmation} skeleton={<SkeletonLines lines={1} />}>
      {({ state: now, amount, currency, failure, confirmUrl }) => (
        <MessageBar intent={INTENTS[now]} layout="multiline" role="status">
          <MessageBarBody>
            {t(`purchase.outcome.${now}`, { amount: money(amount, currency) })} {failure}
          </MessageBarBody>
          <MessageBarActions>
            {now === "requires-action" && confirmUrl !== null ? (
              <Button appearance="primary" onClick={() => location.assign(confirmUrl)}>
                {t("purchase.outcome.confirm")}
              </Button>
            ) : (
              <Button onClick={onClose}>{t("common.close")}</Button>
            )}
          </MessageBarActions>
        </MessageBar>
      )}
    </Loaded>
  );
}
