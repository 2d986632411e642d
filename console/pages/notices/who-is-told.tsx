/** For each event, who would be told of it now: how many, and whom it does not reach; one event in detail in a panel. */
import { Badge } from "@fluentui/react-components";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { get, type Schema } from "../../api/client.ts";
import { useOrg } from "../../api/session.tsx";
import { useFilters } from "../../ui/address.ts";
import { type Column, DataTable } from "../../ui/data-table.tsx";
import { useFormat } from "../../ui/format.tsx";
import { Panel } from "../../ui/panel.tsx";
import { Empty, Loaded } from "../../ui/states.tsx";
import { EventRecipients } from "./event-recipients.tsx";
import { inOrder, useEventName } from "./events.ts";

type Told = Schema<"WhoIsTold">;

export function WhoIsTold() {
  const path = { org: useOrg() };
  const [{ event }, setFilters] = useFilters({ event: "" });
  const nameOf = useEventName();
  const told = useQuery(get("/v1/organizations/{org}/notice-recipients", { path, query: { limit: 500 } }));
  const settings = useQuery(get("/v1/organizations/{org}/notice-settings", { path }));
  const shown = told.data?.items.find((one) => one.event === event);
  return (
    <>
      <Loaded query={told}>
        {({ items }) => <Events items={inOrder(items)} shown={event} onOpen={(next) => setFilters({ event: next })} />}
      </Loaded>
      <Panel
        open={shown !== undefined}
        title={shown ? nameOf(shown.event) : ""}
        onClose={() => setFilters({ event: "" })}
      >
        {shown && <Loaded query={settings}>{(found) => <EventRecipients told={shown} settings={found} />}</Loaded>}
      </Panel>
    </>
  );
}

function Events({
  items,
  shown,
  onOpen,
}: {
  items: readonly Told[];
  shown: string;
  onOpen: (event: Told["event"]) => void;
}) {
  const { t } = useTranslation();
  const { list } = useFormat();
  const nameOf = useEventName();
  const names = ({ recipients }: Told): string => list(recipients.map(({ name, address }) => name || address));
  const bounced = ({ recipients }: Told): number => recipients.filter(({ failed }) => failed !== null).length;
  const unreached = ({ untold }: Told): number => untold.filter(({ why }) => why === "no-address").length;
  const troubles = (told: Told): string[] => [
    ...(told.choicesIgnored ? [t("settings.notices.ignored")] : []),
    ...(bounced(told) > 0 ? [t("settings.notices.bounced", { count: bounced(told) })] : []),
    ...(unreached(told) > 0 ? [t("settings.notices.unreached", { count: unreached(told) })] : []),
  ];
  const columns: Column<Told>[] = [
    {
      key: "event",
      header: t("settings.notices.event"),
      cell: ({ event }) => nameOf(event),
      text: ({ event }) => nameOf(event),
    },
    { key: "who", header: t("settings.notices.who"), cell: names, text: names },
    {
      key: "trouble",
      header: t("settings.notices.trouble"),
      cell: (told) =>
        troubles(told).map((trouble) => (
          <Badge key={trouble} appearance="tint" color="warning" style={{ marginInlineEnd: "4px" }}>
            {trouble}
          </Badge>
        )),
      text: (told) => troubles(told).join(", "),
    },
  ];
  return (
    <DataTable
      name="notice-events"
      label={t("settings.notices.title")}
      columns={columns}
      rows={items}
      rowKey={({ event }) => event}
      onOpen={({ event }) => onOpen(event)}
      opened={shown}
      empty={<Empty title={t("settings.notices.nobody")} />}
    />
  );
}
