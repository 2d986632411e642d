/** Webhooks: where the organisation's own programs hear of events; what was delivered, and what is sent again. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { list, type Schema } from "../../api/client.ts";
import { useMay, useOrg } from "../../api/session.tsx";
import { WebhookForm } from "../../forms/webhook.tsx";
import { type Column, pagesOf } from "../../ui/data-table.tsx";
import { Time, useFormat } from "../../ui/format.tsx";
import { KeptList } from "../../ui/kept-list.tsx";
import { Mark } from "../../ui/mark.tsx";
import { Name } from "../../ui/name.tsx";
import { Section } from "../../ui/section.tsx";
import { ShownOnce } from "../../ui/shown-once.tsx";
import { Empty } from "../../ui/states.tsx";
import { Deliveries } from "./deliveries.tsx";

type Webhook = Schema<"Webhook">;

export function Webhooks() {
  const { t } = useTranslation();
  const org = useOrg();
  const { list: listed } = useFormat();
  const may = useMay("settings");
  const [secret, setSecret] = useState<string>();
  const pages = pagesOf(useInfiniteQuery(list("/v1/organizations/{org}/webhooks", { path: { org } })));
  const events = ({ events: some }: Webhook): string => (some === null ? t("settings.webhooks.all") : listed(some));
  const columns: Column<Webhook>[] = [
    { key: "url", header: t("settings.webhooks.url"), cell: ({ url }) => <Name>{url}</Name>, text: ({ url }) => url },
    { key: "events", header: t("settings.webhooks.events"), cell: events, text: events },
    {
      key: "state",
      header: t("settings.budgets.state"),
      cell: ({ state }) => (
        <Mark tone={state === "active" ? "good" : "bad"}>{t(`settings.webhooks.states.${state}`)}</Mark>
      ),
    },
    {
      key: "made",
      header: t("settings.keys.made"),
      cell: ({ createdAt }) => <Time at={createdAt} as="day" />,
      order: ({ createdAt }) => createdAt,
    },
  ];
  return (
    <Section title={t("settings.tabs.webhooks")}>
      <KeptList
        name="webhooks"
        label={t("settings.tabs.webhooks")}
        columns={columns}
        add={t("settings.webhooks.add")}
        blocked={may ? undefined : t("settings.mayNot")}
        titleOf={() => t("settings.webhooks.one")}
        empty={<Empty title={t("settings.webhooks.empty")}>{t("settings.webhooks.emptyBody")}</Empty>}
        {...pages}
      >
        {(webhook, close) => (
          <>
            <WebhookForm webhook={webhook} onSecret={setSecret} onDone={close} />
            {webhook && <Deliveries webhook={webhook} />}
          </>
        )}
      </KeptList>
      {secret !== undefined && (
        <ShownOnce
          title={t("settings.webhooks.secretTitle")}
          label={t("settings.webhooks.secret")}
          secret={secret}
          onClose={() => setSecret(undefined)}
        />
      )}
    </Section>
  );
}
