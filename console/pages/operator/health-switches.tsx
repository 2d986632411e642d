/** Who asked to charge calls since the start: switches, when they were last there, and who was turned away. */
import { useTranslation } from "react-i18next";
import type { Schema } from "../../api/client.ts";
import { type Column, DataTable } from "../../ui/data-table.tsx";
import { Time, useFormat } from "../../ui/format.tsx";
import { Mark } from "../../ui/mark.tsx";
import { Section } from "../../ui/section.tsx";
import { Empty } from "../../ui/states.tsx";
import { Reasons, TONES } from "./health-part.tsx";

type Switches = Schema<"Health">["switches"];
type Seen = Switches["seen"][number];
const WAYS = { http: "HTTP", radius: "RADIUS", diameter: "Diameter", fastagi: "Asterisk (FastAGI)" } as const;

export function SwitchesSeen({ switches }: { switches: Switches }) {
  const { t } = useTranslation();
  const { number, time } = useFormat();
  const name = (row: Seen): string => row.switch ?? t("health.switches.stranger");
  const failure = ({ lastFailure }: Seen): string =>
    lastFailure === null ? "" : t("health.switches.failure", { what: lastFailure.what, time: time(lastFailure.at) });
  const columns: Column<Seen>[] = [
    { key: "switch", header: t("health.switches.switch"), cell: name, text: name },
    {
      key: "way",
      header: t("health.switches.way"),
      cell: ({ way }) => WAYS[way],
      text: ({ way }) => WAYS[way],
    },
    {
      key: "address",
      header: t("health.switches.address"),
      cell: ({ address }) => address,
      text: ({ address }) => address,
    },
    {
      key: "seen",
      header: t("health.switches.lastSeen"),
      cell: ({ lastSeenAt }) => <Time at={lastSeenAt} as="ago" />,
      text: ({ lastSeenAt }) => time(lastSeenAt),
      order: ({ lastSeenAt }) => Date.parse(lastSeenAt),
    },
    {
      key: "requests",
      header: t("health.switches.requests"),
      cell: ({ requests }) => number(requests),
      text: ({ requests }) => String(requests),
      order: ({ requests }) => requests,
      align: "end",
    },
    {
      key: "failures",
      header: t("health.switches.failures"),
      cell: ({ failures }) => number(failures),
      text: ({ failures }) => String(failures),
      order: ({ failures }) => failures,
      align: "end",
    },
    { key: "failure", header: t("health.switches.lastFailure"), cell: failure, text: failure },
  ];
  return (
    <Section
      title={t("health.parts.switches")}
      actions={<Mark tone={TONES[switches.state]}>{t(`health.states.${switches.state}`)}</Mark>}
    >
      <Reasons of={switches} />
      <DataTable
        name="switches-seen"
        label={t("health.parts.switches")}
        columns={columns}
        rows={switches.seen}
        rowKey={(row) => [row.way, row.switch, row.address].join(" ")}
        empty={<Empty title={t("health.switches.empty")}>{t("health.switches.emptyBody")}</Empty>}
      />
    </Section>
  );
}
