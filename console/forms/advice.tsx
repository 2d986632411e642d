/** What the organisation's own calls advise, the arithmetic behind it, and what it would have done in the past. */
import {
  Button,
  Link,
  makeStyles,
  MessageBar,
  MessageBarActions,
  MessageBarBody,
  tokens,
} from "@fluentui/react-components";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { get, type Schema } from "../api/client.ts";
import { useOrg } from "../api/session.tsx";
import type { en } from "../locales/en/index.ts";
import { usePreferences } from "../preferences.tsx";
import { useCallWords } from "../ui/call-words.ts";
import { useFormat } from "../ui/format.tsx";
import { Panel } from "../ui/panel.tsx";

const useStyles = makeStyles({
  table: { width: "100%", borderCollapse: "collapse" },
  cell: { padding: "6px 12px 6px 0", textAlign: "start", borderBottom: `1px solid ${tokens.colorNeutralStroke3}` },
});

/** As fine as the figures that the arithmetic goes on with. */
const FINE = { maximumFractionDigits: 4 };

interface AdviceProps {
  currency: string;
  /** Absent: the amounts are entered elsewhere. */
  onTake?: (amounts: { triggerAmount: string; rechargeAmount: string }) => void;
}

export function Advice({ currency, onTake }: AdviceProps) {
  const { t } = useTranslation();
  const styles = useStyles();
  const { money, number, day } = useFormat();
  const words = useStepWords(currency);
  const [asked, setAsked] = useState(false);
  const { data } = useQuery(get("/v1/organizations/{org}/funding-recommendation", { path: { org: useOrg() } }));
  if (!data || data.basis.calls === 0) return null;
  const { triggerAmount, rechargeAmount, basis, steps, backtest } = data;
  const compared = [
    [t("credits.advice.timesAtZero"), number(backtest.timesAtZero), number(backtest.naive.timesAtZero)],
    [t("credits.advice.recharges"), number(backtest.recharges), number(backtest.naive.recharges)],
    [
      t("credits.advice.averageIdle"),
      money(backtest.averageIdle, currency),
      money(backtest.naive.averageIdle, currency),
    ],
    [t("credits.advice.forfeited"), money(backtest.forfeited, currency), money(backtest.naive.forfeited, currency)],
  ];
  return (
    <>
      <MessageBar intent="success" layout="multiline">
        <MessageBarBody>
          {t("credits.advice.sentence", {
            trigger: money(triggerAmount, currency),
            amount: money(rechargeAmount, currency),
          })}{" "}
          <Link inline as="button" type="button" onClick={() => setAsked(true)}>
            {t("credits.advice.why")}
          </Link>
        </MessageBarBody>
        {onTake && (
          <MessageBarActions>
            <Button size="small" onClick={() => onTake({ triggerAmount, rechargeAmount })}>
              {t("credits.advice.take")}
            </Button>
          </MessageBarActions>
        )}
      </MessageBar>
      <Panel open={asked} title={t("credits.advice.title")} onClose={() => setAsked(false)}>
        <p>
          {t("credits.advice.basis", {
            calls: number(basis.calls),
            from: basis.from === null ? "" : day(basis.from),
            to: basis.to === null ? "" : day(basis.to),
          })}
        </p>
        <table className={styles.table}>
          <tbody>
            {steps.map((step) => (
              <tr key={step.code}>
                <th scope="row" className={styles.cell}>
                  {words(step)}
                </th>
                <td className={styles.cell}>
                  {step.unit === "money" ? money(step.value, currency) : number(Number(step.value), FINE)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
        <p>{t("credits.advice.backtest", { count: backtest.days })}</p>
        <table className={styles.table}>
          <thead>
            <tr>
              <td className={styles.cell} />
              <th scope="col" className={styles.cell}>
                {t("credits.advice.advised")}
              </th>
              <th scope="col" className={styles.cell}>
                {t("credits.advice.naive")}
              </th>
            </tr>
          </thead>
          <tbody>
            {compared.map(([name, ours, naive]) => (
              <tr key={name}>
                <th scope="row" className={styles.cell}>
                  {name}
                </th>
                <td className={styles.cell}>{ours}</td>
                <td className={styles.cell}>{naive}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Panel>
    </>
  );
}

type Step = Schema<"FundingRecommendation">["steps"][number];
type StepWords = keyof typeof en.credits.advice.steps;

/** What a line of the arithmetic says; one that is newer than the console says it as the server does. */
function useStepWords(currency: string): (step: Step) => string {
  const { t, i18n } = useTranslation();
  const { language } = usePreferences();
  const { money, number } = useFormat();
  const { callType } = useCallWords();
  const weekdays = new Intl.DateTimeFormat(language, { weekday: "long", timeZone: "UTC" });
  return ({ code, label, params }) => {
    const [, day] = /^weekday-([1-7])$/.exec(code) ?? [];
    const key = day ? "weekday" : params["callType"] === undefined ? code : "monthOf";
    if (!i18n.exists(`credits.advice.steps.${key}`)) return label;
    return t(`credits.advice.steps.${key as StepWords}`, {
      ...params,
      weekday: weekdays.format(Date.UTC(2024, 0, Number(day ?? 1))), // a month that began on a Monday
      callType: callType(params["callType"] ?? ""),
      unit: money(params["unit"] ?? "0", currency),
      recharges: number(Number(params["recharges"] ?? 0)),
    });
  };
}
