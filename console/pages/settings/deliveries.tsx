/** What was sent to one webhook, and sending again what failed. */
import { Button } from "@fluentui/react-components";
import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { list, type Schema, send } from "../../api/client.ts";
import { useMay, useOrg } from "../../api/session.tsx";
import { type Column, DataTable, pagesOf } from "../../ui/data-table.tsx";
import { Time } from "../../ui/format.tsx";
import { Mark } from "../../ui/mark.tsx";
import { Section } from "../../ui/section.tsx";
import { Empty } from "../../ui/states.tsx";
import { useToast } from "../../ui/toast.tsx";

type Delivery = Schema<"WebhookDelivery">;
const TONES = { pending: "neutral", delivered: "good", failed: "bad" } as const;

export function Deliveries({ webhook }: { webhook: Schema<"Webhook"> }) {
  const { t } = useTranslation();
  const org = useOrg();
  const queries = useQueryClient();
  const toast = useToast();
  const may = useMay("settings");
  const path = { org, id: webhook.id };
  const query = useInfiniteQuery(list("/v1/organizations/{org}/webhooks/{id}/deliveries", { path }, 50));
  const replay = useMutation({
    mutationFn: (deliveries: readonly string[]) =>
      send("post", "/v1/organizations/{org}/webhooks/{id}/replay", {
        path,
        body: deliveries.length === 0 ? {} : { deliveries: [...deliveries] },
      }),
    onSuccess: async ({ replayed }) => {
      await queries.invalidateQueries();
      toast.done(t("settings.webhooks.replayed", { count: replayed }));
    },
    onError: (error) => toast.failed(error),
  });
  const columns: Column<Delivery>[] = [
    { key: "event", header: t("settings.webhooks.event"), cell: ({ event }) => event, text: ({ event }) => event },
    {
      key: "at",
      header: t("credits.notices.time"),
      cell: ({ createdAt }) => <Time at={createdAt} />,
      order: ({ createdAt }) => createdAt,
    },
    {
      key: "state",
      header: t("settings.budgets.state"),
      cell: ({ state, lastStatus, failure, tries }) => (
        <>
          <Mark tone={TONES[state]}>{t(`settings.webhooks.deliveryStates.${state}`)}</Mark>{" "}
          {failure ?? lastStatus ?? ""} {t("settings.webhooks.tries", { count: tries })}
        </>
      ),
      text: ({ state }) => t(`settings.webhooks.deliveryStates.${state}`),
    },
    {
      key: "again",
      header: "",
      cell: ({ id, event, state }) =>
        may &&
        state !== "pending" && (
          <Button
            size="small"
            aria-label={`${t("settings.webhooks.again")}: ${event} ${id}`}
            onClick={() => replay.mutate([id])}
          >
            {t("settings.webhooks.again")}
          </Button>
        ),
    },
  ];
  return (
    <Section title={t("settings.webhooks.deliveries")}>
      <DataTable
        name="deliveries"
        label={t("settings.webhooks.deliveries")}
        columns={columns}
        rowKey={({ id }) => id}
        tools={
          <Button
            disabledFocusable={!may || replay.isPending}
            {...(may ? {} : { title: t("settings.mayNot") })}
            onClick={() => replay.mutate([])}
          >
            {t("settings.webhooks.replay")}
          </Button>
        }
        empty={<Empty title={t("settings.webhooks.noDeliveries")} />}
        {...pagesOf(query)}
      />
    </Section>
  );
}
