/** Which column means what, and how dates and amounts are written: as it was guessed, to be corrected and saved. */
import { Button, Field, Input, makeStyles, Text } from "@fluentui/react-components";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type Schema, send } from "../../api/client.ts";
import { useMay, useOrg } from "../../api/session.tsx";
import type { en } from "../../locales/en/index.ts";
import { Choice } from "../../ui/choice.tsx";
import { FormField } from "../../ui/form.tsx";
import { useToast } from "../../ui/toast.tsx";

export type Mapping = NonNullable<Schema<"UsageImport">["mapping"]>;
type Meaning = keyof typeof en.imports.mapping.columns;

/** What a call needs first, then what is good to know. */
const MEANINGS: readonly Meaning[] = [
  ...(["start", "date", "time", "duration", "end", "from", "to", "charge", "currency"] as const),
  ...(["user", "callType", "direction", "id", "callId", "fee", "numberType", "conferenceId"] as const),
];
const ENCODINGS = ["utf-8", "utf-16le", "utf-16be", "shift_jis", "windows-1252"] as const;
const DELIMITERS = [",", ";", "\t", "|"] as const;

const useStyles = makeStyles({
  fields: { display: "flex", flexWrap: "wrap", gap: "12px" },
  save: { display: "flex", flexWrap: "wrap", gap: "8px", alignItems: "end", marginTop: "16px" },
});

/** With `null` for what the file does not tell: what is left out would be guessed again. */
export const wholeMapping = (mapping: Mapping): Mapping => ({
  ...mapping,
  columns: Object.fromEntries(MEANINGS.map((meaning) => [meaning, mapping.columns?.[meaning] ?? null])),
});

interface MappingFormProps {
  header: readonly string[];
  mapping: Mapping;
  onChange: (mapping: Mapping) => void;
}

export function MappingForm({ header, mapping, onChange }: MappingFormProps) {
  const { t } = useTranslation();
  const styles = useStyles();
  const columns = [["", t("imports.mapping.none")] as const, ...header.map((name) => [name, name] as const)];
  const currencies = [
    ["", t("imports.mapping.noCurrency")] as const,
    ...Intl.supportedValuesOf("currency").map((code) => [code, code] as const),
  ];
  const zones = ["UTC", ...Intl.supportedValuesOf("timeZone").filter((zone) => zone !== "UTC")];
  return (
    <div role="group" aria-label={t("imports.mapping.title")}>
      <Text as="h3" block weight="semibold">
        {t("imports.mapping.title")}
      </Text>
      <div className={styles.fields}>
        {MEANINGS.map((meaning) => (
          <Choice
            key={meaning}
            label={t(`imports.mapping.columns.${meaning}`)}
            value={mapping.columns?.[meaning] ?? ""}
            options={columns}
            onChange={(name) =>
              onChange({ ...mapping, columns: { ...mapping.columns, [meaning]: name === "" ? null : name } })
            }
          />
        ))}
      </div>
      <Text as="h3" block weight="semibold" style={{ marginTop: "16px" }}>
        {t("imports.mapping.forms")}
      </Text>
      <div className={styles.fields}>
        <Choice
          label={t("imports.mapping.timeZone")}
          value={mapping.timeZone ?? "UTC"}
          options={zones.map((zone) => [zone, zone] as const)}
          onChange={(timeZone) => onChange({ ...mapping, timeZone })}
        />
        <Choice
          label={t("imports.mapping.dateOrder")}
          value={mapping.dateOrder ?? "dmy"}
          options={(["dmy", "mdy"] as const).map((order) => [order, t(`imports.mapping.dateOrders.${order}`)] as const)}
          onChange={(dateOrder) => onChange({ ...mapping, dateOrder })}
        />
        <Choice
          label={t("imports.mapping.durationUnit")}
          value={mapping.durationUnit ?? "seconds"}
          options={(["seconds", "minutes", "milliseconds"] as const).map(
            (unit) => [unit, t(`imports.mapping.durationUnits.${unit}`)] as const,
          )}
          onChange={(durationUnit) => onChange({ ...mapping, durationUnit })}
        />
        <Choice
          label={t("imports.mapping.decimal")}
          value={mapping.decimal ?? "."}
          options={[
            [".", "1,234.50"],
            [",", "1.234,50"],
          ]}
          onChange={(decimal) => onChange({ ...mapping, decimal })}
        />
        <Choice
          label={t("imports.mapping.currency")}
          value={mapping.currency ?? ""}
          options={currencies}
          onChange={(currency) => onChange({ ...mapping, currency: currency === "" ? null : currency })}
        />
        <Choice
          label={t("imports.mapping.delimiter")}
          value={mapping.delimiter ?? ","}
          options={DELIMITERS.map((mark) => [mark, mark === "\t" ? t("imports.mapping.tab") : mark] as const)}
          onChange={(delimiter) => onChange({ ...mapping, delimiter })}
        />
        <Choice
          label={t("imports.mapping.encoding")}
          value={mapping.encoding ?? "utf-8"}
          options={ENCODINGS.map((name) => [name, name.toUpperCase()] as const)}
          onChange={(encoding) => onChange({ ...mapping, encoding })}
        />
      </div>
      <SaveMapping mapping={mapping} />
    </div>
  );
}

/** Under a name, for the same carrier's next file. */
function SaveMapping({ mapping }: { mapping: Mapping }) {
  const { t } = useTranslation();
  const styles = useStyles();
  const org = useOrg();
  const may = useMay("fund");
  const queries = useQueryClient();
  const toast = useToast();
  const [name, setName] = useState("");
  const save = useMutation({
    mutationFn: () =>
      send("put", "/v1/organizations/{org}/usage-mappings/{id}", {
        path: { org, id: name.trim() },
        body: wholeMapping(mapping),
      }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ["/v1/organizations/{org}/usage-mappings"] });
      toast.done(t("imports.mapping.saved", { name: name.trim() }));
    },
  });
  const blocked = !may ? t("imports.mayNot") : name.trim() === "" ? t("imports.mapping.nameFirst") : undefined;
  return (
    <div className={styles.save}>
      <FormField
        label={t("imports.mapping.name")}
        hint={t("imports.mapping.nameHint")}
        pointer="/id"
        error={save.error}
      >
        <Input value={name} onChange={(_event, { value }) => setName(value)} />
      </FormField>
      <Field>
        <Button
          disabledFocusable={blocked !== undefined || save.isPending}
          {...(blocked === undefined ? {} : { title: blocked })}
          onClick={() => save.mutate()}
        >
          {t("imports.mapping.save")}
        </Button>
      </Field>
    </div>
  );
}
