/** Voice > Dial-out policies: what holds for all, for whom something else does, block lists and brakes. */
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { get, type Schema } from "../api/client.ts";
import { useMay, useOrg } from "../api/session.tsx";
import { CallingSettingsForm } from "../forms/calling-settings.tsx";
import { type Column, DataTable } from "../ui/data-table.tsx";
import { Page } from "../ui/page.tsx";
import { Columns, Section } from "../ui/section.tsx";
import { Empty, Loaded } from "../ui/states.tsx";
import { Brakes } from "./policies/brakes.tsx";
import { OwnPolicies } from "./policies/own-policies.tsx";

export function Component() {
  const { t } = useTranslation();
  const org = useOrg();
  const mayNames = useMay("names");
  const settings = useQuery(get("/v1/organizations/{org}/calling-settings", { path: { org } }));
  const policies = useQuery(get("/v1/dial-out-policies", { query: { limit: 500 } }));
  return (
    <Page id="dialOutPolicies">
      <Columns>
        <Section title={t("policies.settings.title")}>
          <Loaded query={settings}>{(found) => <CallingSettingsForm settings={found} />}</Loaded>
        </Section>
        <Section title={t("policies.brakes.title")}>
          <Brakes />
        </Section>
      </Columns>
      {mayNames && (
        <Section title={t("policies.own.title")}>
          <OwnPolicies />
        </Section>
      )}
      <Section title={t("policies.list.title")}>
        <Loaded query={policies}>{({ items }) => <Policies policies={items} />}</Loaded>
      </Section>
    </Page>
  );
}

function Policies({ policies }: { policies: readonly Schema<"DialOutPolicy">[] }) {
  const { t } = useTranslation();
  const columns: Column<Schema<"DialOutPolicy">>[] = [
    { key: "name", header: t("policies.list.name"), cell: ({ name }) => name, text: ({ name }) => name },
    {
      key: "conferencing",
      header: t("policies.list.conferencing"),
      cell: ({ conferencing }) => t(`policies.conferencing.${conferencing}`),
      text: ({ conferencing }) => t(`policies.conferencing.${conferencing}`),
    },
    {
      key: "pstn",
      header: t("policies.list.pstn"),
      cell: ({ pstn }) => t(`policies.pstn.${pstn}`),
      text: ({ pstn }) => t(`policies.pstn.${pstn}`),
    },
  ];
  return (
    <DataTable
      name="policies"
      label={t("policies.list.title")}
      columns={columns}
      rows={policies}
      rowKey={({ name }) => name}
      empty={<Empty title={t("policies.list.title")} />}
    />
  );
}
