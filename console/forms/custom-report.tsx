/** A custom report: what its lines are, what is counted, of which calls and days, who sees it, and who gets it by mail. */
import { Checkbox, Dropdown, Input, makeStyles, Option, Switch } from "@fluentui/react-components";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { type Init, type Schema, send } from "../api/client.ts";
import { useOrg } from "../api/session.tsx";
import { CancelButton, Form, FormField, SubmitButton, useDraft } from "../ui/form.tsx";

type Report = Schema<"CustomReport">;
type Body = NonNullable<Init<"/v1/organizations/{org}/custom-reports/{id}", "put">["body"]>;
export const ROWS = [
  ...(["day", "month", "user", "destination", "country"] as const),
  ...(["numberType", "costCenter", "callType", "capability"] as const),
];
export const MEASURES = ["calls", "refused", "usedSeconds", "poolMinutes", "charge"] as const;
export const PERIODS = ["7", "28", "this", "last"] as const;
const EVERY = ["never", "day", "week", "month"] as const;
const MOST_ROWS = 3;

const useStyles = makeStyles({ checks: { display: "flex", flexWrap: "wrap", gap: "0 12px" } });

/** The period as one word; of another length it is kept as it is. */
export const periodWord = ({ period }: Pick<Report, "period">): (typeof PERIODS)[number] | undefined => {
  if ("days" in period) return PERIODS.find((word) => word === String(period.days));
  return "month" in period ? period.month : undefined;
};

interface Draft {
  id: string;
  displayName: string;
  rows: readonly string[];
  measures: readonly string[];
  period: (typeof PERIODS)[number] | "kept";
  destinationCountry: string;
  costCenter: string;
  shared: boolean;
  every: (typeof EVERY)[number];
  recipients: string;
  format: "xlsx" | "csv";
}

interface Props {
  report: Report | undefined;
  onSaved: (id: string) => void;
  onCancel: () => void;
}

export function CustomReportForm({ report, onSaved, onCancel }: Props) {
  const { t } = useTranslation();
  const styles = useStyles();
  const org = useOrg();
  const queries = useQueryClient();
  const [draft, change, forget] = useDraft<Draft>(`custom-report.${org}.${report?.id ?? "new"}`, {
    id: report?.id ?? crypto.randomUUID(),
    displayName: report?.displayName ?? "",
    rows: report?.rows ?? ["destination"],
    measures: report?.measures ?? ["calls", "charge"],
    period: report ? (periodWord(report) ?? "kept") : "28",
    destinationCountry: report?.filters.destinationCountry ?? "",
    costCenter: report?.filters.costCenter ?? "",
    shared: report?.shared ?? false,
    every: report?.schedule?.every ?? "never",
    recipients: report?.schedule?.recipients.join(", ") ?? "",
    format: report?.schedule?.format ?? "xlsx",
  });
  const save = useMutation({
    mutationFn: () =>
      send("put", "/v1/organizations/{org}/custom-reports/{id}", {
        path: { org, id: draft.id },
        body: {
          displayName: draft.displayName,
          rows: draft.rows,
          measures: MEASURES.filter((name) => draft.measures.includes(name)),
          ...(draft.period === "kept"
            ? {}
            : { period: /^\d/.test(draft.period) ? { days: Number(draft.period) } : { month: draft.period } }),
          filters: {
            ...report?.filters,
            destinationCountry: draft.destinationCountry === "" ? undefined : draft.destinationCountry.toUpperCase(),
            costCenter: draft.costCenter === "" ? undefined : draft.costCenter,
          },
          shared: draft.shared,
          schedule:
            draft.every === "never"
              ? null
              : { every: draft.every, format: draft.format, recipients: addressesIn(draft.recipients) },
        } as Body,
      }),
    onSuccess: async ({ id }) => {
      forget();
      onSaved(id);
      await queries.invalidateQueries();
    },
  });
  const blocked =
    draft.displayName.trim() === ""
      ? t("custom.needsName")
      : draft.measures.length === 0
        ? t("custom.needsMeasure")
        : draft.every !== "never" && addressesIn(draft.recipients).length === 0
          ? t("custom.needsRecipient")
          : undefined;
  const toggle = (names: readonly string[], name: string): string[] =>
    names.includes(name) ? names.filter((other) => other !== name) : [...names, name];
  return (
    <Form
      error={save.error}
      onSubmit={() => blocked === undefined && !save.isPending && save.mutate()}
      buttons={
        <>
          <SubmitButton busy={save.isPending} blocked={blocked}>
            {t("custom.save")}
          </SubmitButton>
          <CancelButton onClick={onCancel} />
        </>
      }
    >
      <FormField label={t("custom.name")} pointer="/displayName" error={save.error} required>
        <Input value={draft.displayName} onChange={(_event, { value }) => change({ displayName: value })} />
      </FormField>
      <FormField label={t("custom.rows")} pointer="/rows" error={save.error} hint={t("custom.rowsHint")}>
        <div className={styles.checks} role="group" aria-label={t("custom.rows")}>
          {ROWS.map((name) => (
            <Checkbox
              key={name}
              label={t(`custom.dimensions.${name}`)}
              checked={draft.rows.includes(name)}
              disabled={!draft.rows.includes(name) && draft.rows.length >= MOST_ROWS}
              onChange={() => change({ rows: toggle(draft.rows, name) })}
            />
          ))}
        </div>
      </FormField>
      <FormField label={t("custom.measures")} pointer="/measures" error={save.error}>
        <div className={styles.checks} role="group" aria-label={t("custom.measures")}>
          {MEASURES.map((name) => (
            <Checkbox
              key={name}
              label={t(`custom.counts.${name}`)}
              checked={draft.measures.includes(name)}
              onChange={() => change({ measures: toggle(draft.measures, name) })}
            />
          ))}
        </div>
      </FormField>
      <FormField label={t("custom.period")} pointer="/period" error={save.error}>
        <Dropdown
          value={t(`custom.periods.${draft.period}`)}
          selectedOptions={[draft.period]}
          onOptionSelect={(_event, { optionValue }) =>
            change({ period: PERIODS.find((word) => word === optionValue) ?? "28" })
          }
        >
          {PERIODS.map((word) => (
            <Option key={word} value={word}>
              {t(`custom.periods.${word}`)}
            </Option>
          ))}
        </Dropdown>
      </FormField>
      <FormField
        label={t("custom.country")}
        pointer="/filters/destinationCountry"
        error={save.error}
        hint={t("custom.countryHint")}
      >
        <Input
          maxLength={2}
          value={draft.destinationCountry}
          onChange={(_event, { value }) => change({ destinationCountry: value })}
        />
      </FormField>
      <FormField label={t("custom.costCenter")} pointer="/filters/costCenter" error={save.error}>
        <Input value={draft.costCenter} onChange={(_event, { value }) => change({ costCenter: value })} />
      </FormField>
      <Switch
        label={t("custom.shared")}
        checked={draft.shared}
        onChange={(_event, { checked }) => change({ shared: checked })}
      />
      <FormField label={t("custom.schedule")}>
        <Dropdown
          value={t(`custom.every.${draft.every}`)}
          selectedOptions={[draft.every]}
          onOptionSelect={(_event, { optionValue }) =>
            change({ every: EVERY.find((word) => word === optionValue) ?? "never" })
          }
        >
          {EVERY.map((word) => (
            <Option key={word} value={word}>
              {t(`custom.every.${word}`)}
            </Option>
          ))}
        </Dropdown>
      </FormField>
      {draft.every !== "never" && (
        <FormField
          label={t("custom.recipients")}
          pointer="/schedule"
          error={save.error}
          hint={t("custom.recipientsHint")}
          required
        >
          <Input type="text" value={draft.recipients} onChange={(_event, { value }) => change({ recipients: value })} />
        </FormField>
      )}
    </Form>
  );
}

const addressesIn = (text: string): string[] => text.split(/[\s,;、]+/).filter((address) => address !== "");
