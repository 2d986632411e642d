/** Licence rules: who gets what without anybody assigning it; a preview says whom before a rule is kept. */
import { Switch, Text } from "@fluentui/react-components";
import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import { list, type Schema, send } from "../../api/client.ts";
import { useMay, useOrg } from "../../api/session.tsx";
import { LicenseRuleForm } from "../../forms/license-rule.tsx";
import { type Column, pagesOf } from "../../ui/data-table.tsx";
import { type Format, useFormat } from "../../ui/format.tsx";
import { KeptList } from "../../ui/kept-list.tsx";
import { useLicenseName } from "../../ui/license-names.ts";
import { Mark } from "../../ui/mark.tsx";
import { inSentence, Name } from "../../ui/name.tsx";
import { RemoveButton } from "../../ui/remove-button.tsx";
import { Section } from "../../ui/section.tsx";
import { Empty } from "../../ui/states.tsx";
import { useToast } from "../../ui/toast.tsx";

type Rule = Schema<"LicenseRule">;

export function LicenseRules() {
  const { t } = useTranslation();
  const org = useOrg();
  const format = useFormat();
  const licenseName = useLicenseName();
  const may = useMay("licenses");
  const pages = pagesOf(useInfiniteQuery(list("/v1/organizations/{org}/license-rules", { path: { org } })));
  const names = ({ assign }: Rule): string => format.list(assign.map((sku) => licenseName(sku)));
  const columns: Column<Rule>[] = [
    {
      key: "name",
      header: t("users.rules.name"),
      cell: ({ displayName }) => <Name>{displayName}</Name>,
      text: ({ displayName }) => displayName,
    },
    {
      key: "when",
      header: t("users.rules.when"),
      cell: ({ when }) => conditionOf(when, t, format, licenseName),
      text: ({ when }) => conditionOf(when, t, format, licenseName),
    },
    { key: "assign", header: t("users.rules.assign"), cell: names, text: names },
    { key: "enabled", header: t("users.rules.enabled"), cell: (one) => <Enabled rule={one} /> },
    {
      key: "state",
      header: t("users.rules.state"),
      cell: ({ state }) => (
        <Mark tone={state === "applied" ? "good" : "neutral"}>{t(`users.rules.states.${state}`)}</Mark>
      ),
    },
    {
      key: "end",
      header: "",
      cell: (one) =>
        may && (
          <RemoveButton
            size="small"
            label={t("users.rules.delete")}
            of={inSentence(one.displayName)}
            title={t("users.rules.deleteTitle", { name: inSentence(one.displayName) })}
            remove={() => send("delete", "/v1/organizations/{org}/license-rules/{id}", { path: { org, id: one.id } })}
            said={t("users.rules.deleted")}
          >
            {t("users.rules.deleteBody")}
          </RemoveButton>
        ),
    },
  ];
  return (
    <Section title={t("users.tabs.rules")}>
      <Text>{t("users.rules.sentence")}</Text>
      <KeptList
        name="license-rules"
        label={t("users.tabs.rules")}
        columns={columns}
        add={t("users.rules.add")}
        blocked={may ? undefined : t("users.mayNotAssign")}
        titleOf={({ displayName }) => inSentence(displayName)}
        empty={<Empty title={t("users.rules.empty")}>{t("users.rules.emptyBody")}</Empty>}
        {...pages}
      >
        {(rule, close) => <LicenseRuleForm rule={rule} onDone={close} />}
      </KeptList>
    </Section>
  );
}

function Enabled({ rule }: { rule: Rule }) {
  const { t } = useTranslation();
  const org = useOrg();
  const queries = useQueryClient();
  const toast = useToast();
  const may = useMay("licenses");
  const change = useMutation({
    mutationFn: (enabled: boolean) =>
      send("put", "/v1/organizations/{org}/license-rules/{id}", { path: { org, id: rule.id }, body: { enabled } }),
    onSuccess: async () => queries.invalidateQueries(),
    onError: (error) => toast.failed(error),
  });
  return (
    <Switch
      aria-label={t("users.rules.enable", { name: inSentence(rule.displayName) })}
      disabled={!may || change.isPending}
      {...(may ? {} : { title: t("users.mayNotAssign") })}
      checked={change.isPending ? change.variables : rule.enabled}
      onChange={(_event, { checked }) => change.mutate(checked)}
    />
  );
}

function conditionOf(
  { hasCallingPlan, license, costCenter, usageLocation, kind }: Rule["when"],
  t: TFunction,
  { list: listed, country }: Format,
  licenseName: (sku: string) => string,
): string {
  const said = [
    ...(hasCallingPlan === undefined ? [] : [t(hasCallingPlan ? "users.rules.hasPlan" : "users.rules.hasNoPlan")]),
    ...(license === undefined ? [] : [t("users.rules.holds", { license: licenseName(license) })]),
    ...(costCenter === undefined ? [] : [t("users.rules.inCostCenter", { costCenter })]),
    ...(usageLocation === undefined ? [] : [t("users.rules.in", { country: country(usageLocation) })]),
    ...(kind === undefined ? [] : [t(`users.kinds.${kind}`)]),
  ];
  return said.length === 0 ? t("users.rules.everybody") : listed(said);
}
