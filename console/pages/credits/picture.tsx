/** The balance over the last days: money in and out, the trigger, where lots end, and what is to come. */
import { Dropdown, Option } from "@fluentui/react-components";
import { useTranslation } from "react-i18next";
import type { Schema } from "../../api/client.ts";
import { Chart } from "../../ui/chart.tsx";
import { useFailureWords } from "../../ui/failure-words.ts";
import { useFormat } from "../../ui/format.tsx";
import { Section } from "../../ui/section.tsx";
import { SkeletonLines } from "../../ui/states.tsx";
import { useForecast } from "./forecast.ts";
import type { History, Transfer } from "./history.ts";

const DAY = 86_400_000;
export const SPANS = ["30", "90"] as const;

interface PictureProps {
  credits: Schema<"Credits">;
  topUps: readonly Schema<"TopUp">[];
  history: History;
  days: string;
  onDays: (days: string) => void;
}

export function Picture({ credits, topUps, history, days, onDays }: PictureProps) {
  const { t } = useTranslation();
  const { money, day, shortDay } = useFormat();
  const { currency, mode, lots, autoRecharge } = credits;
  const forecast = useForecast();
  const failureOf = useFailureWords();
  const span = Number(days);
  const now = Date.now();
  const nameOf = (ms: number): string => day(new Date(ms).toISOString());

  const points = balanceByDay(history, credits.balance, now).map(({ x, balance }) => ({
    x,
    y: Number(balance),
    text: t("credits.picture.balanceAt", { amount: money(balance, currency) }),
  }));
  const marks = [
    ...history.transfers
      .filter(({ cause }) => MARKED.has(cause))
      .map((transfer) => ({
        x: Date.parse(transfer.at),
        y: Number(transfer.balanceAfter),
        text: t(`credits.causes.${transfer.cause as MarkedCause}`, {
          // Only an adjustment goes either way; of the others the words say which.
          amount:
            transfer.cause === "adjustment"
              ? money(signed(transfer), currency, { sign: true })
              : money(transfer.amount, currency),
        }),
        tone: transfer.to.startsWith("credits/") ? ("good" as const) : ("neutral" as const),
      })),
    ...topUps
      .filter(({ state, createdAt }) => state === "failed" && Date.parse(createdAt) >= history.since)
      .map((topUp) => ({
        x: Date.parse(topUp.createdAt),
        y: balanceAt(history.transfers, Date.parse(topUp.createdAt)),
        text: t("credits.picture.failed", { amount: money(topUp.amount, currency), reason: failureOf(topUp) }),
        tone: "bad" as const,
      })),
    ...lots
      .filter(({ expiresAt }) => Date.parse(expiresAt) <= now + 30 * DAY)
      .map(({ expiresAt, remaining }) => ({
        x: Date.parse(expiresAt),
        text: t("credits.picture.lotEnds", { day: day(expiresAt), amount: money(remaining, currency) }),
        tone: "neutral" as const,
      })),
  ];
  return (
    <Section
      title={t("credits.picture.title")}
      actions={
        <Dropdown
          size="small"
          aria-label={t("credits.picture.span")}
          style={{ minWidth: "120px" }}
          value={t("credits.picture.days", { count: span })}
          selectedOptions={[days]}
          onOptionSelect={(_event, { optionValue }) => optionValue !== undefined && onDays(optionValue)}
        >
          {SPANS.map((length) => (
            <Option key={length} value={length}>
              {t("credits.picture.days", { count: Number(length) })}
            </Option>
          ))}
        </Dropdown>
      }
    >
      {history.loading ? (
        <SkeletonLines lines={8} />
      ) : (
        <Chart
          name="balance"
          label={t("credits.picture.label", { count: span })}
          xHeader={t("credits.picture.day")}
          formatX={nameOf}
          formatTick={(ms) => shortDay(new Date(ms).toISOString())}
          formatY={(y) => money(String(y), currency).replace(/[.,]00(?=\D*$)/, "")}
          series={[{ name: t("credits.picture.balance"), kind: "line", points }]}
          marks={marks}
          {...(mode === "prepaid" && autoRecharge.enabled && autoRecharge.triggerAmount !== undefined
            ? {
                level: {
                  y: Number(autoRecharge.triggerAmount),
                  text: t("credits.picture.trigger", { amount: money(autoRecharge.triggerAmount, currency) }),
                },
              }
            : {})}
          {...(forecast && forecast.line.length > 0
            ? { band: { text: t("credits.picture.forecast"), points: bandOf(forecast, now) } }
            : {})}
        />
      )}
    </Section>
  );
}

const MARKED_CAUSES = ["top-up", "promotion", "lot-ended", "adjustment", "refund", "dispute", "debt-settled"] as const;
type MarkedCause = (typeof MARKED_CAUSES)[number];
const MARKED: ReadonlySet<string> = new Set(MARKED_CAUSES);

const signed = ({ amount, to }: Transfer): string => (to.startsWith("credits/") ? amount : `-${amount}`);

/** The last balance of each of the reader's days with a transfer, and the present one. */
function balanceByDay({ transfers, since }: History, balance: string, now: number): { x: number; balance: string }[] {
  const byDay = new Map<number, Transfer>();
  for (const transfer of transfers) {
    const day = new Date(transfer.at).setHours(0, 0, 0, 0);
    if (!byDay.has(day)) byDay.set(day, transfer); // newest first
  }
  const days = [...byDay].sort(([a], [b]) => a - b);
  const first = transfers.at(-1);
  const before = first && { x: Math.max(since, Date.parse(first.at) - DAY), balance: balanceBefore(first) };
  return [
    ...(before ? [before] : []),
    ...days.map(([, { at, balanceAfter }]) => ({ x: Date.parse(at), balance: balanceAfter })),
    { x: now, balance },
  ];
}

/** Only drawn: a figure of the picture, no amount of money. */
const balanceBefore = ({ balanceAfter, amount, from, to }: Transfer): string => {
  const sign = to.startsWith("credits/") ? -1 : from.startsWith("credits/") ? 1 : 0;
  return Math.max(0, Number(balanceAfter) + sign * Number(amount)).toFixed(2);
};

/** From what is there now to the end of each day that is foretold, at most to the first on which it may be recharged. */
function bandOf({ available, line, rechargeOn }: Schema<"Forecast">, now: number) {
  const last = rechargeOn?.earliest ?? null;
  return [
    { x: now, low: Number(available), high: Number(available) },
    ...line
      .filter(({ day }) => last === null || day <= last)
      .map(({ day, low, high }) => ({ x: Date.parse(day) + DAY, low: Number(low), high: Number(high) })),
  ];
}

const balanceAt = (transfers: readonly Transfer[], at: number): number =>
  Number(transfers.find((transfer) => Date.parse(transfer.at) <= at)?.balanceAfter ?? 0);
