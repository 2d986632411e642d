/** Rates: what a call to a country or a number would cost, in every way that it can be made. */
import { Combobox, makeStyles, Option, Text, tokens } from "@fluentui/react-components";
import { useQuery } from "@tanstack/react-query";
import type { CountryCode } from "libphonenumber-js/min";
import { getCountries, getExampleNumber } from "libphonenumber-js/min";
import examples from "libphonenumber-js/mobile/examples";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { get, type Schema } from "../api/client.ts";
import { ApiError } from "../api/problem.ts";
import { useOrg, useSession } from "../api/session.tsx";
import { usePreferences } from "../preferences.tsx";
import { useFilters } from "../ui/address.ts";
import { FormField } from "../ui/form.tsx";
import { Duration, Money, Time, useFormat } from "../ui/format.tsx";
import { Page } from "../ui/page.tsx";
import { Columns, Figures, Section } from "../ui/section.tsx";
import { Empty, Problem, SkeletonLines } from "../ui/states.tsx";
import { ComingChanges } from "./rates/coming-changes.tsx";

const SERVICES = ["user_out", "conf_out", "ucap_out", "tollfree_in"] as const;
type Service = (typeof SERVICES)[number];

const useStyles = makeStyles({
  field: { maxWidth: "420px" },
  list: { maxHeight: "50vh" },
  quiet: { color: tokens.colorNeutralForeground2 },
});

export function Component() {
  const { t } = useTranslation();
  const styles = useStyles();
  const { country } = useFormat();
  const { language } = usePreferences();
  const [{ to }, setFilters] = useFilters({ to: "" });
  const countries = useMemo(
    () =>
      getCountries()
        .map((code) => ({ code, name: country(code) }))
        .sort((a, b) => a.name.localeCompare(b.name, language)),
    [country, language],
  );
  const chosen = countries.find(({ code }) => code === to);
  const [typed, setTyped] = useState<string>();
  const words = typed ?? chosen?.name ?? to;
  const matching = countries.filter(
    ({ name }) => typed === undefined || name.toLowerCase().includes(typed.toLowerCase()),
  );
  const number = chosen ? exampleOf(chosen.code) : to;
  const look = (wanted: string): void => {
    setFilters({ to: wanted });
    setTyped(undefined);
  };
  return (
    <Page id="rates">
      <ComingChanges />
      <div className={styles.field}>
        <FormField label={t("rates.to")} hint={t("rates.hint")}>
          <Combobox
            freeform
            listbox={{ className: styles.list }}
            value={words}
            selectedOptions={chosen ? [chosen.code] : []}
            onChange={(event) => setTyped(event.target.value)}
            onOptionSelect={(_event, { optionValue }) => optionValue !== undefined && look(optionValue)}
            onBlur={() => typed !== undefined && isNumber(typed) && look(plain(typed))}
            onKeyDown={(event) => event.key === "Enter" && typed !== undefined && isNumber(typed) && look(plain(typed))}
          >
            {matching.map(({ code, name }) => (
              <Option key={code} value={code} text={name}>
                {name}
              </Option>
            ))}
          </Combobox>
        </FormField>
      </div>
      {number === "" ? (
        <Empty title={t("rates.empty")} />
      ) : (
        <>
          {chosen && <Text className={styles.quiet}>{t("rates.example", { number, country: chosen.name })}</Text>}
          <Columns>
            {SERVICES.map((service) => (
              <Rate key={service} service={service} number={number} />
            ))}
          </Columns>
        </>
      )}
    </Page>
  );
}

/** One way to make the call: its price, and when it began. */
function Rate({ service, number }: { service: Service; number: string }) {
  const { t } = useTranslation();
  const organization = useOrg();
  const query = useQuery(get("/v1/rates", { query: { organization, service, to: number } }));
  const noRate = query.error instanceof ApiError && query.error.code === "NO_RATE";
  return (
    <Section title={t(`rates.services.${service}`)}>
      {query.data ? (
        <Price rate={query.data} />
      ) : query.isPending ? (
        <SkeletonLines lines={3} />
      ) : noRate ? (
        <Text>{t(service === "tollfree_in" ? "rates.notTollFree" : "rates.none")}</Text>
      ) : (
        <Problem error={query.error} />
      )}
    </Section>
  );
}

function Price({ rate: { row, currency } }: { rate: Schema<"Rate"> }) {
  const { t } = useTranslation();
  const styles = useStyles();
  const { operator } = useSession();
  return (
    <>
      <div>
        <Money large exact amount={row.pricePerMinute} currency={currency} /> {t("rates.aMinute")}
      </div>
      <Figures
        items={[
          [t("rates.destination"), row.destination],
          [t("rates.fee"), <Money key="fee" exact amount={row.connectionFee} currency={currency} />],
          [t("rates.first"), <Duration key="first" seconds={row.initialIncrementSeconds} />],
          [t("rates.then"), <Duration key="then" seconds={row.incrementSeconds} />],
          [t("rates.since"), <Time key="since" at={row.effectiveFrom} as="day" />],
        ]}
      />
      {operator && (
        <Text size={200} className={styles.quiet}>
          {t("rates.row", { deck: row.deckName, prefix: row.prefix, row: row.id })}
        </Text>
      )}
    </>
  );
}

/** A mobile number of that country: what people there are most often called on. */
const exampleOf = (code: CountryCode): string => getExampleNumber(code, examples)?.number ?? "";

const plain = (text: string): string => text.normalize("NFKC").replace(/[^\d+]/g, "");
const isNumber = (text: string): boolean => /^\+?[\d\s().-]{3,}$/.test(text.normalize("NFKC").trim());
