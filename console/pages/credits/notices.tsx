/** Who is told what, and what was told: whether it reached them. */
import { Badge, Text } from "@fluentui/react-components";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { list, type Schema } from "../../api/client.ts";
import { useOrg } from "../../api/session.tsx";
import { usePanel } from "../../ui/address.ts";
import { type Column, DataTable, pagesOf } from "../../ui/data-table.tsx";
import { Time, useFormat } from "../../ui/format.tsx";
import { Panel } from "../../ui/panel.tsx";
import { Figures } from "../../ui/section.tsx";
import { Empty } from "../../ui/states.tsx";
import { WhoIsTold } from "../notices/who-is-told.tsx";
import { useEventName } from "../notices/events.ts";

type Notice = Schema<"Notice">;
const COLORS = {
  pending: "informative",
  sent: "success",
  captured: "informative",
  failed: "danger",
  unreachable: "warning",
} as const;

export function Notices() {
  const { t } = useTranslation();
  const org = useOrg();
  const { time } = useFormat();
  const { shown, open, close } = usePanel();
  const eventName = useEventName();
  const query = useInfiniteQuery(list("/v1/organizations/{org}/notices", { path: { org } }));
  const pages = pagesOf(query);
  const notice = pages.rows?.find(({ id }) => id === shown);
  const columns: Column<Notice>[] = [
    {
      key: "event",
      header: t("credits.notices.subject"),
      cell: ({ event }) => eventName(event),
      text: ({ event }) => eventName(event),
    },
    {
      key: "at",
      header: t("credits.notices.time"),
      cell: ({ at }) => <Time at={at} />,
      text: ({ at }) => time(at),
      order: ({ at }) => Date.parse(at),
    },
    {
      key: "to",
      header: t("credits.notices.to"),
      cell: ({ recipients }) => recipients.join(", "),
      text: ({ recipients }) => recipients.join(", "),
    },
    {
      key: "state",
      header: t("credits.notices.state"),
      cell: ({ state }) => (
        <Badge appearance="tint" color={COLORS[state]}>
          {t(`credits.notices.states.${state}`)}
        </Badge>
      ),
      text: ({ state }) => t(`credits.notices.states.${state}`),
    },
  ];
  return (
    <>
      <Text as="h3" weight="semibold">
        {t("settings.notices.title")}
      </Text>
      <WhoIsTold />
      <Text as="h3" weight="semibold">
        {t("credits.notices.sent")}
      </Text>
      <DataTable
        name="notices"
        label={t("credits.notices.sent")}
        columns={columns}
        rowKey={({ id }) => id}
        onOpen={({ id }) => open(id)}
        opened={shown}
        empty={<Empty title={t("credits.notices.empty")}>{t("credits.notices.emptyBody")}</Empty>}
        {...pages}
      />
      <Panel open={notice !== undefined} title={notice ? eventName(notice.event) : ""} onClose={close}>
        {notice && (
          <>
            <Figures
              items={[
                [t("credits.notices.time"), time(notice.at)],
                [t("credits.notices.state"), t(`credits.notices.states.${notice.state}`)],
              ]}
            />
            <p>{notice.recipients.join(", ")}</p>
            {notice.failures.map(({ recipient, reason }) => (
              <p key={recipient}>
                {recipient}: {reason}
              </p>
            ))}
            <p lang={notice.language}>{notice.subject}</p>
            <p style={{ whiteSpace: "pre-wrap" }} lang={notice.language}>
              {notice.text}
            </p>
          </>
        )}
      </Panel>
    </>
  );
}
