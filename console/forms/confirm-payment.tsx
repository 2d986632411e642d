/**
 * A payment that the bank wants to ask the payer about (`?confirm=<top-up>`): leads to the bank's page, which leads back
 * to the same address, where what became of the payment is shown; or Stripe's script asks, in a frame over this page.
 */
import { Button, MessageBar, MessageBarActions, MessageBarBody } from "@fluentui/react-components";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { type Schema, send } from "../api/client.ts";
import { useOrg } from "../api/session.tsx";
import { usePreferences } from "../preferences.tsx";
import { useFailureWords } from "../ui/failure-words.ts";
import { useFormat } from "../ui/format.tsx";
import { Loaded, Problem, SkeletonLines } from "../ui/states.tsx";
import { CardRefused, loadStripe } from "./stripe.ts";

type ConfirmForm = NonNullable<Schema<"TopUpConfirmation">["confirmForm"]>;

const INTENTS = { succeeded: "success", pending: "info", "requires-action": "warning", failed: "error" } as const;
/** How often a payment is asked after that the bank has not decided yet. */
const ASK_AGAIN_MS = 3_000;

/** Of the console, for whatever shows a payment that waits for its payer. */
export const confirmationPage = (topUp: string): string => `/billing/payment-methods?confirm=${topUp}`;

export function ConfirmPayment({ topUp, onClose }: { topUp: string; onClose: () => void }) {
  const { t } = useTranslation();
  const { money, sentences } = useFormat();
  const org = useOrg();
  const queries = useQueryClient();
  const confirmation = useQuery({
    queryKey: ["confirm", org, topUp],
    queryFn: () => send("post", "/v1/organizations/{org}/top-ups/{id}/confirm", { path: { org, id: topUp } }),
    refetchInterval: (query) => (query.state.data?.state === "pending" ? ASK_AGAIN_MS : false),
    refetchOnWindowFocus: false,
  });
  const { language } = usePreferences();
  const failureOf = useFailureWords();
  const ask = useMutation({
    mutationFn: async ({ script, clientSecret }: ConfirmForm) => {
      const stripe = await loadStripe(script, { locale: language, failed: t("payment.formFailed") });
      const { error } = await stripe.handleNextAction({ clientSecret });
      if (error) throw new CardRefused(error.message ?? t("payment.cardRefused"));
    },
    onSettled: () => confirmation.refetch(),
  });
  const state = confirmation.data?.state;
  useEffect(() => {
    if (state !== undefined && state !== "requires-action")
      void queries.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== "confirm" });
  }, [queries, state]);
  return (
    <Loaded query={confirmation} skeleton={<SkeletonLines lines={1} />}>
      {({ state: now, amount, currency, confirmUrl, confirmForm, ...found }) => (
        <MessageBar intent={INTENTS[now]} layout="multiline" role="status">
          <MessageBarBody>
            {sentences(t(`purchase.outcome.${now}`, { amount: money(amount, currency) }), failureOf(found))}
            {ask.error !== null && <Problem error={ask.error} />}
          </MessageBarBody>
          <MessageBarActions>
            {now === "requires-action" && (confirmUrl !== null || confirmForm !== null) ? (
              <Button
                appearance="primary"
                disabledFocusable={ask.isPending}
                onClick={() => (confirmForm ? ask.mutate(confirmForm) : location.assign(confirmUrl!))}
              >
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
