/** Rates: what a call to a country or a number would cost in every way that it can be made, and who would pay. */
import { makeStyles, Text, tokens } from "@fluentui/react-components";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { get } from "../api/client.ts";
import { ApiError } from "../api/problem.ts";
import { useOrg } from "../api/session.tsx";
import { useFilters } from "../ui/address.ts";
import { useCountries } from "../ui/countries.ts";
import { DestinationField } from "../ui/destination-field.tsx";
import { Page } from "../ui/page.tsx";
import { Columns } from "../ui/section.tsx";
import { Empty, Problem, SkeletonLines } from "../ui/states.tsx";
import { ComingChanges } from "./rates/coming-changes.tsx";
import { Scenario } from "./rates/scenario.tsx";

const useStyles = makeStyles({
  quiet: { color: tokens.colorNeutralForeground2, marginBottom: "12px" },
});

export function Component() {
  const { t } = useTranslation();
  const styles = useStyles();
  const countries = useCountries();
  const [{ to }, setFilters] = useFilters({ to: "" });
  const chosen = countries.find(({ code }) => code === to);
  const prices = useQuery({
    ...get("/v1/organizations/{org}/call-prices", { path: { org: useOrg() }, query: { to } }),
    enabled: to !== "",
    placeholderData: keepPreviousData,
  });
  const notANumber = prices.error instanceof ApiError && prices.error.status === 400;
  return (
    <Page id="rates">
      <ComingChanges />
      <DestinationField
        value={to}
        onChange={(next) => setFilters({ to: next })}
        fault={notANumber && to !== "" ? t(chosen ? "rates.none" : "rates.noNumber") : undefined}
      />
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
