/** A licence rule: its condition, what it gives, and whom that would change, asked of the server as it is written. */
import { Checkbox, Input, MessageBar, MessageBarBody, Text } from "@fluentui/react-components";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { get, type Schema, send } from "../api/client.ts";
import { useMay, useOrg } from "../api/session.tsx";
import { ChoiceBox } from "../ui/choice.tsx";
import { useCountries } from "../ui/countries.ts";
import { FormField, useDraft } from "../ui/form.tsx";
import { KeptForm } from "../ui/kept-form.tsx";
import { useFormat } from "../ui/format.tsx";
import { useLicenseName } from "../ui/license-names.ts";

const NAMED = 5;

export function LicenseRuleForm({ rule, onDone }: { rule: Schema<"LicenseRule"> | undefined; onDone: () => void }) {
  const { t } = useTranslation();
  const org = useOrg();
  const licenseName = useLicenseName();
  const countries = useCountries();
  const may = useMay("licenses");
  const path = { org };
  const licenses = useQuery(get("/v1/organizations/{org}/licenses", { path, query: { limit: 500 } }));
  const centers = useQuery(get("/v1/organizations/{org}/cost-centers", { path, query: { limit: 500 } }));
  const [newId] = useState(() => crypto.randomUUID());
  const [draft, change, forget, changed] = useDraft(`license-rule.${org}.${rule?.id ?? "new"}`, {
    displayName: rule?.displayName ?? "",
    plan: rule?.when.hasCallingPlan === undefined ? "" : String(rule.when.hasCallingPlan),
    license: rule?.when.license ?? "",
    costCenter: rule?.when.costCenter ?? "",
    usageLocation: rule?.when.usageLocation ?? "",
    kind: rule?.when.kind ?? "",
    assign: rule?.assign ?? [],
  });
  const body = {
    displayName: draft.displayName,
    when: {
      ...(draft.plan === "" ? {} : { hasCallingPlan: draft.plan === "true" }),
      ...(draft.license === "" ? {} : { license: draft.license }),
      ...(draft.costCenter === "" ? {} : { costCenter: draft.costCenter }),
      ...(draft.usageLocation === "" ? {} : { usageLocation: draft.usageLocation }),
      ...(draft.kind === "" ? {} : { kind: draft.kind as "person" | "resource-account" }),
    },
    assign: draft.assign,
    enabled: rule?.enabled ?? true,
  };
  const id = rule?.id ?? newId;
  const preview = useQuery({
    queryKey: ["license-rule preview", org, id, body.when, body.assign],
    queryFn: () => send("post", "/v1/organizations/{org}/license-rules/{id}/preview", { path: { org, id }, body }),
    enabled: may && draft.assign.length > 0 && draft.displayName !== "",
    retry: false,
  });
  const save = () => send("put", "/v1/organizations/{org}/license-rules/{id}", { path: { org, id }, body });
  const blocked = !may
    ? t("users.mayNotAssign")
    : draft.assign.length === 0
      ? t("users.change.chooseFirst")
      : !changed
        ? t("users.unchanged")
        : undefined;
  const any = ["", t("users.filters.any")] as const;
  const bought = (licenses.data?.items ?? []).map(
    ({ skuPartNumber, displayName }) => [skuPartNumber, licenseName(skuPartNumber, displayName)] as const,
  );
  return (
    <KeptForm
      save={save}
      said={t("users.rules.saved")}
      action={t("users.rules.save")}
      blocked={blocked}
      forget={forget}
      onDone={onDone}
    >
      {(error) => (
        <>
          <FormField label={t("users.rules.name")} pointer="/displayName" error={error} required>
            <Input value={draft.displayName} onChange={(_event, { value }) => change({ displayName: value })} />
          </FormField>
          <FormField label={t("users.rules.plan")} pointer="/when/hasCallingPlan" error={error}>
            <ChoiceBox
              value={draft.plan}
              options={[any, ["true", t("users.rules.hasPlan")], ["false", t("users.rules.hasNoPlan")]]}
              onChange={(plan) => change({ plan })}
            />
          </FormField>
          <FormField label={t("users.filters.license")} pointer="/when/license" error={error}>
            <ChoiceBox value={draft.license} options={[any, ...bought]} onChange={(license) => change({ license })} />
          </FormField>
          <FormField label={t("users.columns.costCenter")} pointer="/when/costCenter" error={error}>
            <ChoiceBox
              value={draft.costCenter}
              options={[
                any,
                ...(centers.data?.items ?? []).map((one) => [one.id, `${one.id} ${one.displayName}`] as const),
              ]}
              onChange={(costCenter) => change({ costCenter })}
            />
          </FormField>
          <FormField label={t("users.columns.usageLocation")} pointer="/when/usageLocation" error={error}>
            <ChoiceBox
              value={draft.usageLocation}
              options={[any, ...countries.map(({ code, name }) => [code, name] as const)]}
              onChange={(usageLocation) => change({ usageLocation })}
            />
          </FormField>
          <FormField label={t("users.columns.kind")} pointer="/when/kind" error={error}>
            <ChoiceBox
              value={draft.kind}
              options={[
                any,
                ["person", t("users.kinds.person")],
                ["resource-account", t("users.kinds.resource-account")],
              ]}
              onChange={(kind) => change({ kind })}
            />
          </FormField>
          <FormField label={t("users.rules.assign")} pointer="/assign" error={error} required>
            <div role="group">
              {bought.map(([sku, name]) => (
                <div key={sku}>
                  <Checkbox
                    label={name}
                    checked={draft.assign.includes(sku)}
                    onChange={(_event, { checked }) =>
                      change({
                        assign: checked === true ? [...draft.assign, sku] : draft.assign.filter((one) => one !== sku),
                      })
                    }
                  />
                </div>
              ))}
            </div>
          </FormField>
          <div role="status">{preview.data && <Foretold preview={preview.data} />}</div>
        </>
      )}
    </KeptForm>
  );
}

function Foretold({ preview }: { preview: Schema<"LicenseRulePreview"> }) {
  const { t } = useTranslation();
  const { list } = useFormat();
  const licenseName = useLicenseName();
  const { users, changed, changes, short } = preview;
  const names = changes.slice(0, NAMED).map(({ userPrincipalName }) => userPrincipalName);
  return (
    <MessageBar intent={short.length > 0 ? "warning" : "info"} layout="multiline">
      <MessageBarBody>
        <Text block>{t("users.change.summary", { changed, count: users })}</Text>
        {names.length > 0 && (
          <Text block size={200}>
            {list(changed > NAMED ? [...names, t("users.change.others", { count: changed - NAMED })] : names)}
          </Text>
        )}
        {short.map(({ skuPartNumber, users: lacking }) => (
          <Text block key={skuPartNumber}>
            {t("users.rules.short", { license: licenseName(skuPartNumber), count: lacking })}
          </Text>
        ))}
      </MessageBarBody>
    </MessageBar>
  );
}
