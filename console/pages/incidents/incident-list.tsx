/** Incidents of one organisation or, for the operator, of all; each opens its conversation. */
import { useInfiniteQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { list } from "../../api/client.ts";
import { usePanel } from "../../ui/address.ts";
import { type Column, DataTable, pagesOf } from "../../ui/data-table.tsx";
import { Time, useFormat } from "../../ui/format.tsx";
import { Panel } from "../../ui/panel.tsx";
import { Empty } from "../../ui/states.tsx";
import { Conversation, type Incident, StateOfIncident } from "./conversation.tsx";

interface IncidentListProps {
  /** Null: of all organisations. */
  organization: string | null;
  /** Above the conversation. */
  decision?: (incident: Incident) => ReactNode;
}

export function IncidentList({ organization, decision }: IncidentListProps) {
  const { t } = useTranslation();
  const { time } = useFormat();
  const { shown, open, close } = usePanel();
  const own = useInfiniteQuery({
    ...list("/v1/organizations/{org}/incidents", { path: { org: organization ?? "" } }),
    enabled: organization !== null,
  });
  const all = useInfiniteQuery({ ...list("/v1/incidents", {}), enabled: organization === null });
  const pages = pagesOf(organization === null ? all : own);
  const incident = pages.rows?.find(({ id }) => id === shown);
  const columns: Column<Incident>[] = [
    { key: "subject", header: t("support.subject"), cell: ({ subject }) => subject, text: ({ subject }) => subject },
    ...(organization === null
      ? [
          {
            key: "organization",
            header: t("support.organization"),
            cell: (row: Incident) => row.organization,
            text: (row: Incident) => row.organization,
          },
        ]
      : []),
    {
      key: "openedAt",
      header: t("support.openedAt"),
      cell: ({ openedAt }) => <Time at={openedAt} />,
      text: ({ openedAt }) => time(openedAt),
      order: ({ openedAt }) => Date.parse(openedAt),
    },
    {
      key: "state",
      header: t("support.state"),
      cell: (row) => <StateOfIncident incident={row} />,
      text: ({ state }) => t(`support.states.${state}`),
    },
  ];
  return (
    <>
      <DataTable
        name="incidents"
        label={t("support.title")}
        columns={columns}
        rowKey={({ id }) => id}
        onOpen={({ id }) => open(id)}
        opened={shown}
        empty={<Empty title={t("support.empty")}>{t("support.emptyBody")}</Empty>}
        {...pages}
      />
      <Panel open={incident !== undefined} title={incident?.subject ?? ""} onClose={close}>
        {incident && (
          <>
            {decision?.(incident)}
            <Conversation key={incident.id} incident={incident} />
          </>
        )}
      </Panel>
    </>
  );
}
