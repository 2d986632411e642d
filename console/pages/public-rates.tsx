/** /rates for those who are not signed in, where the operator shows prices to everybody (TALKTIME_PUBLIC_RATES). */
import { makeStyles, Text, tokens } from "@fluentui/react-components";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { get, type Schema } from "../api/client.ts";
import { ApiError } from "../api/problem.ts";
import { PreferenceMenus } from "../shell/preference-menus.tsx";
import { useFilters } from "../ui/address.ts";
import { Choice } from "../ui/choice.tsx";
import { DestinationField } from "../ui/destination-field.tsx";
import { Duration, Money, Time } from "../ui/format.tsx";
import { LinkTo } from "../ui/link-to.tsx";
import { Columns, Figures, Section } from "../ui/section.tsx";
import { Empty, Problem, SkeletonLines } from "../ui/states.tsx";

type Rates = Schema<"PublicRates">;
type Rate = Rates["rates"][number];

const useStyles = makeStyles({
  page: { minHeight: "100dvh", backgroundColor: tokens.colorNeutralBackground2 },
  top: { display: "flex", alignItems: "center", gap: "12px", padding: "8px 16px" },
  brand: { display: "flex", alignItems: "center", gap: "8px", flexGrow: 1, fontWeight: tokens.fontWeightSemibold },
  body: {
    display: "grid",
    gap: tokens.spacingVerticalL,
    padding: "16px",
    maxWidth: "1100px",
    margin: "0 auto",
    boxSizing: "border-box",
  },
  heading: { margin: 0, fontSize: tokens.fontSizeHero700, lineHeight: tokens.lineHeightHero700 },
  asked: { display: "flex", flexWrap: "wrap", gap: "16px", alignItems: "start" },
  quiet: { color: tokens.colorNeutralForeground2 },
});

export default function PublicRates() {
  const { t } = useTranslation();
  const styles = useStyles();
  const [{ to, currency }, setFilters] = useFilters({ to: "", currency: "" });
  const title = t("publicRates.title");
  useEffect(() => {
    document.title = `${title} · Talktime`;
  }, [title]);
  const query = useQuery({
    ...get("/v1/public-rates", {
      query: { ...(to === "" ? {} : { to }), ...(currency === "" ? {} : { currency }) },
    }),
    placeholderData: keepPreviousData,
  });
  const code = query.error instanceof ApiError ? query.error.status : undefined;
  const fault = code === 400 ? t("publicRates.noNumber") : code === 429 ? t("publicRates.tooOften") : undefined;
  const found = query.data;
  return (
    <div className={styles.page}>
      <header className={styles.top}>
        <span className={styles.brand}>
          <img src="/talktime.svg" width="24" height="24" alt="" />
          Talktime
        </span>
        <PreferenceMenus />
        <LinkTo to="/sign-in?returnTo=%2Frates">{t("publicRates.signIn")}</LinkTo>
      </header>
      <main className={styles.body}>
        <div>
          <h1 className={styles.heading}>{title}</h1>
          <Text className={styles.quiet}>{t("publicRates.sentence")}</Text>
        </div>
        <div className={styles.asked}>
          <DestinationField value={to} onChange={(next) => setFilters({ to: next })} fault={fault} />
          {found && found.currencies.length > 1 && (
            <Choice
              label={t("publicRates.currency")}
              value={found.currency ?? ""}
              options={found.currencies.map((one) => [one, one] as const)}
              onChange={(next) => setFilters({ currency: next })}
            />
          )}
        </div>
        <div role="status" aria-busy={query.isFetching}>
          <Answer rates={fault === undefined ? found : undefined} />
        </div>
        {query.error !== null && fault === undefined && <Problem error={query.error} />}
        {query.isPending && <SkeletonLines lines={4} />}
      </main>
    </div>
  );
}

function Answer({ rates }: { rates: Rates | undefined }) {
  const { t } = useTranslation();
  if (!rates) return null;
  const { currency, number } = rates;
  if (currency === null) return <Empty title={t("publicRates.none")} />;
  if (number === null) return <Empty title={t("rates.empty")} />;
  return (
    <>
      <Text block>{t("publicRates.of", { number })}</Text>
      <Columns>
        {rates.rates.map((rate) => (
          <Price key={rate.service} rate={rate} currency={currency} />
        ))}
      </Columns>
    </>
  );
}

function Price({ rate: { service, price }, currency }: { rate: Rate; currency: string }) {
  const { t } = useTranslation();
  return (
    <Section title={t(`rates.services.${service}`)}>
      {price ? (
        <>
          <Money large exact amount={price.pricePerMinute} currency={currency} />
          <Figures
            items={[
              [t("publicRates.perMinute"), price.destination],
              [t("rates.fee"), <Money key="fee" exact amount={price.connectionFee} currency={currency} />],
              [t("rates.first"), <Duration key="first" seconds={price.initialIncrementSeconds} />],
              [t("rates.then"), <Duration key="then" seconds={price.incrementSeconds} />],
              [t("rates.since"), <Time key="since" at={price.effectiveFrom} as="day" />],
            ]}
          />
        </>
      ) : (
        <Text>{t(service === "tollfree_in" ? "rates.notTollFree" : "rates.none")}</Text>
      )}
    </Section>
  );
}
