/** The period of a report, in the address: 7 or 28 days, or one's own. Whole days, UTC, as the reports count them. */
import { Dropdown, Field, Input, makeStyles, Option } from "@fluentui/react-components";
import { useTranslation } from "react-i18next";
import { useFilters } from "../../ui/address.ts";
import { dayOf } from "../../ui/day.ts";

export const DAY_MS = 86_400_000;
const SPANS = ["7", "28"] as const;
const DATE = /^\d{4}-\d\d-\d\d$/;

const after = (day: string): string => dayOf(Date.parse(day) + DAY_MS);

export interface Chosen {
  /** As the API asks for it. */
  query: { days: number } | { from: string; to: string };
  /** First day, and the one after the last. */
  from: string;
  to: string;
  days: string;
  /** First and last day of one's own period, as they stand in the boxes. */
  first: string;
  last: string;
  fault: "order" | undefined;
  change: (to: { days?: string; first?: string; last?: string }) => void;
}

export function usePeriod(): Chosen {
  const [{ days, first, last }, setFilters] = useFilters({ days: "28", first: "", last: "" });
  const whole = DATE.test(first) && DATE.test(last);
  const own = days === "custom" && whole && first <= last;
  const span = SPANS.find((length) => length === days) ?? "28";
  const tomorrow = dayOf(Date.now() + DAY_MS);
  return {
    query: own ? { from: first, to: after(last) } : { days: Number(span) },
    from: own ? first : dayOf(Date.parse(tomorrow) - Number(span) * DAY_MS),
    to: own ? after(last) : tomorrow,
    days: days === "custom" ? days : span,
    first,
    last,
    fault: days === "custom" && whole && first > last ? "order" : undefined,
    change: setFilters,
  };
}

const useStyles = makeStyles({
  row: { display: "flex", flexWrap: "wrap", gap: "8px 16px", alignItems: "end" },
  span: { minWidth: "140px" },
});

export function PeriodPicker({ period }: { period: Chosen }) {
  const { t } = useTranslation();
  const styles = useStyles();
  const { days, first, last, fault, change, from, to } = period;
  const nameOf = (span: string): string =>
    span === "custom" ? t("reports.period.custom") : t("reports.period.days", { count: Number(span) });
  return (
    <div className={styles.row}>
      <Field label={t("reports.period.label")}>
        <Dropdown
          className={styles.span}
          value={nameOf(days)}
          selectedOptions={[days]}
          onOptionSelect={(_event, { optionValue = "28" }) =>
            // One's own period begins with what was just shown.
            change(
              optionValue === "custom"
                ? { days: optionValue, first: from, last: dayOf(Date.parse(to) - DAY_MS) }
                : { days: optionValue, first: "", last: "" },
            )
          }
        >
          {[...SPANS, "custom"].map((span) => (
            <Option key={span} value={span}>
              {nameOf(span)}
            </Option>
          ))}
        </Dropdown>
      </Field>
      {days === "custom" && (
        <>
          <Field label={t("reports.period.first")}>
            <Input type="date" value={first} onChange={(_event, { value }) => change({ first: value })} />
          </Field>
          <Field
            label={t("reports.period.last")}
            {...(fault === undefined ? {} : { validationState: "error", validationMessage: t("reports.period.order") })}
          >
            <Input type="date" value={last} onChange={(_event, { value }) => change({ last: value })} />
          </Field>
        </>
      )}
    </div>
  );
}
