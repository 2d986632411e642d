/** Rates: what a call to a country or a number would cost in every way that it can be made, and who would pay. */
import { Combobox, makeStyles, Option, Text, tokens } from "@fluentui/react-components";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { get } from "../api/client.ts";
import { ApiError } from "../api/problem.ts";
import { useOrg } from "../api/session.tsx";
import { useFilters } from "../ui/address.ts";
import { useCountries } from "../ui/countries.ts";
import { FormField } from "../ui/form.tsx";
import { Page } from "../ui/page.tsx";
import { Columns } from "../ui/section.tsx";
import { Empty, Problem, SkeletonLines } from "../ui/states.tsx";
import { ComingChanges } from "./rates/coming-changes.tsx";
import { Scenario } from "./rates/scenario.tsx";

const useStyles = makeStyles({
  field: { maxWidth: "420px" },
  list: { maxHeight: "50vh" },
  quiet: { color: tokens.colorNeutralForeground2, marginBottom: "12px" },
});

export function Component() {
  const { t } = useTranslation();
  const styles = useStyles();
  const countries = useCountries();
  const [{ to }, setFilters] = useFilters({ to: "" });
  const chosen = countries.find(({ code }) => code === to);
  const [typed, setTyped] = useState<string>();
  const words = typed ?? chosen?.name ?? to;
  const matching = countries.filter(
    ({ name }) => typed === undefined || name.toLowerCase().includes(typed.toLowerCase()),
  );
  const prices = useQuery({
    ...get("/v1/organizations/{org}/call-prices", { path: { org: useOrg() }, query: { to } }),
    enabled: to !== "",
    placeholderData: keepPreviousData,
  });
  const look = (wanted: string): void => {
    setFilters({ to: wanted });
    setTyped(undefined);
  };
  const ask = (): void => {
    if (typed !== undefined && isNumber(typed)) look(plain(typed));
  };
  const notANumber = prices.error instanceof ApiError && prices.error.status === 400;
  return (
    <Page id="rates">
      <ComingChanges />
      <div className={styles.field}>
        <FormField
          label={t("rates.to")}
          hint={t("rates.hint")}
          fault={notANumber && to !== "" ? t(chosen ? "rates.none" : "rates.noNumber") : undefined}
        >
          <Combobox
            freeform
            listbox={{ className: styles.list }}
            value={words}
            selectedOptions={chosen ? [chosen.code] : []}
            onChange={(event) => setTyped(event.target.value)}
            onOptionSelect={(_event, { optionValue }) => optionValue !== undefined && look(optionValue)}
            onBlur={ask}
            onKeyDown={(event) => event.key === "Enter" && ask()}
          >
            {matching.map(({ code, name }) => (
              <Option key={code} value={code} text={name}>
                {name}
              </Option>
            ))}
          </Combobox>
        </FormField>
      </div>
      <div role="status" aria-busy={prices.isFetching}>
        {to === "" ? (
          <Empty title={t("rates.empty")} />
        ) : notANumber ? null : prices.error ? (
          <Problem error={prices.error} retry={() => void prices.refetch()} />
        ) : prices.data === undefined ? (
          <SkeletonLines lines={6} />
        ) : (
          <>
            {chosen && (
              <Text block className={styles.quiet}>
                {t("rates.example", { country: chosen.name })}
              </Text>
            )}
            <Columns>
              {prices.data.scenarios.map((scenario) => (
                <Scenario key={scenario.service} scenario={scenario} currency={prices.data.currency} />
              ))}
            </Columns>
          </>
        )}
      </div>
    </Page>
  );
}

const plain = (text: string): string => text.normalize("NFKC").replace(/[^\d+]/g, "");
const isNumber = (text: string): boolean => /^\+?[\d\s().-]{3,}$/.test(text.normalize("NFKC").trim());
