/** The filters of the usage report, all of them in the address; each offers what there is in the period. */
import { Button, Dropdown, Field, Input, makeStyles, Option } from "@fluentui/react-components";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { get } from "../../api/client.ts";
import { useMay, useOrg } from "../../api/session.tsx";
import { type Dimension, useDimensionName } from "./dimension.ts";
import type { Chosen } from "./period.tsx";

export const NO_FILTERS = {
  user: "",
  callType: "",
  destinationCountry: "",
  capability: "",
  costCenter: "",
  number: "",
  charged: "",
};
export type UsageFilters = typeof NO_FILTERS;

const useStyles = makeStyles({
  filters: {
    display: "grid",
    gap: "8px 16px",
    gridTemplateColumns: "repeat(auto-fill, minmax(min(180px, 100%), 1fr))",
    alignItems: "end",
    "& .fui-Input, & .fui-Dropdown": { minWidth: 0, width: "100%" },
  },
});

interface Props {
  filters: UsageFilters;
  onChange: (change: Partial<UsageFilters>) => void;
  period: Chosen;
}

export function UsageFilterBar({ filters, onChange, period }: Props) {
  const { t } = useTranslation();
  const styles = useStyles();
  const names = useMay("names");
  const [number, setNumber] = useState(filters.number);
  const set = Object.values(filters).some((value) => value !== "");
  const choose = (field: keyof UsageFilters, by: Dimension) => (
    <Choice
      label={t(`reports.filters.${field}`)}
      by={by}
      period={period}
      value={filters[field]}
      onChange={(value) => onChange({ [field]: value })}
    />
  );
  return (
    <div className={styles.filters} role="group" aria-label={t("reports.filters.label")}>
      {names && choose("user", "user")}
      {choose("callType", "callType")}
      {choose("destinationCountry", "destination")}
      {choose("capability", "capability")}
      {choose("costCenter", "costCenter")}
      <Field label={t("reports.filters.charged")}>
        <Dropdown
          value={
            filters.charged === ""
              ? t("reports.filters.all")
              : t(`reports.filters.chargedIs.${filters.charged as "true"}`)
          }
          selectedOptions={[filters.charged]}
          onOptionSelect={(_event, { optionValue = "" }) => onChange({ charged: optionValue })}
        >
          <Option value="">{t("reports.filters.all")}</Option>
          <Option value="true">{t("reports.filters.chargedIs.true")}</Option>
          <Option value="false">{t("reports.filters.chargedIs.false")}</Option>
        </Dropdown>
      </Field>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          onChange({ number: number.normalize("NFKC").replace(/[\s()-]/g, "") });
        }}
      >
        <Field label={t("reports.filters.number")}>
          <Input
            type="search"
            value={number}
            placeholder="+442079460000"
            onChange={(_event, { value }) => {
              setNumber(value);
              if (value === "") onChange({ number: "" });
            }}
          />
        </Field>
      </form>
      {set && (
        <Button
          onClick={() => {
            setNumber("");
            onChange(NO_FILTERS);
          }}
        >
          {t("reports.filters.clear")}
        </Button>
      )}
    </div>
  );
}

interface ChoiceProps {
  label: string;
  by: Dimension;
  period: Chosen;
  value: string;
  onChange: (value: string) => void;
}

/** One of those that the period has, by the roll-up; it is asked for when somebody opens the list. */
function Choice({ label, by, period, value, onChange }: ChoiceProps) {
  const { t } = useTranslation();
  const org = useOrg();
  const nameOf = useDimensionName();
  const [opened, setOpened] = useState(false);
  const { data } = useQuery({
    ...get("/v1/organizations/{org}/usage/spend", { path: { org }, query: { by, ...period.query, limit: 500 } }),
    enabled: opened || value !== "",
  });
  const items = data?.items.filter(({ key }) => key !== "") ?? [];
  const chosen = items.find(({ key }) => key === value);
  return (
    <Field label={label}>
      <Dropdown
        value={value === "" ? t("reports.filters.all") : nameOf(by, value, chosen?.name)}
        selectedOptions={[value]}
        onOpenChange={() => setOpened(true)}
        onOptionSelect={(_event, { optionValue = "" }) => onChange(optionValue)}
      >
        <Option value="">{t("reports.filters.all")}</Option>
        {items.map(({ key, name }) => (
          <Option key={key} value={key}>
            {nameOf(by, key, name)}
          </Option>
        ))}
      </Dropdown>
    </Field>
  );
}
