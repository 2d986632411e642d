/** The number: what is available, what is held and owed, and until when it lasts. */
import { makeStyles, Text, tokens } from "@fluentui/react-components";
import { useTranslation } from "react-i18next";
import type { Schema } from "../../api/client.ts";
import { isZero } from "../../ui/amount.ts";
import { Money, useFormat } from "../../ui/format.tsx";
import { Figures, Section } from "../../ui/section.tsx";
import { useForecast } from "./forecast.ts";
import { usePayAsYouGo } from "./pay-as-you-go.ts";

const useStyles = makeStyles({
  balance: { display: "flex", flexWrap: "wrap", alignItems: "end", gap: "12px 48px" },
  name: { color: tokens.colorNeutralForeground2, fontSize: tokens.fontSizeBase200, margin: 0 },
});

export function Balance({ credits }: { credits: Schema<"Credits"> }) {
  const { t } = useTranslation();
  const styles = useStyles();
  const { currency, available, held, frozen, debt } = credits;
  return (
    <Section title={t("credits.balance.title")}>
      <div className={styles.balance}>
        <div>
          <p className={styles.name}>{t("credits.balance.available")}</p>
          <Money large amount={available} currency={currency} />
        </div>
        <Figures
          items={[
            [t("credits.balance.held"), <Money key="held" amount={held} currency={currency} />],
            ...(isZero(frozen)
              ? []
              : [[t("credits.balance.frozen"), <Money key="frozen" amount={frozen} currency={currency} />] as const]),
            ...(isZero(debt)
              ? []
              : [[t("credits.balance.debt"), <Money key="debt" amount={debt} currency={currency} />] as const]),
          ]}
        />
      </div>
      <Text>
        <Outlook credits={credits} />
      </Text>
    </Section>
  );
}

/** "Lasts until about 3 December", or that it recharges itself. */
export function Outlook({ credits }: { credits: Schema<"Credits"> }) {
  const { t } = useTranslation();
  const { money, day } = useFormat();
  const forecast = useForecast();
  const { data: payAsYouGo } = usePayAsYouGo(credits.mode);
  const { currency, mode, autoRecharge, available } = credits;
  if (mode === "post-usage") return t("credits.outlook.postUsage");
  if (mode === "draining") {
    return payAsYouGo && t(payAsYouGo.enabled ? "credits.outlook.draining" : "credits.outlook.drainingOff");
  }
  if (mode === "unfunded") return t("credits.outlook.unfunded");
  const { enabled, state, triggerAmount, rechargeAmount } = autoRecharge;
  if (enabled && state !== "paused" && triggerAmount !== undefined && rechargeAmount !== undefined) {
    return t("credits.outlook.recharges", {
      trigger: money(triggerAmount, currency),
      amount: money(rechargeAmount, currency),
    });
  }
  if (isZero(available)) return t("credits.outlook.zero");
  if (!forecast) return null;
  const { spentPerDay, zeroOn, basisDays } = forecast;
  if (spentPerDay === null || zeroOn === null) return t("credits.outlook.unknown");
  if (isZero(spentPerDay)) return t("credits.outlook.noSpending", { count: basisDays });
  const pace = money(spentPerDay, currency);
  if (zeroOn.expected === null) return t("credits.outlook.long", { pace });
  const date = (on: string | null): string => (on === null ? t("credits.outlook.nextYear") : day(on));
  const { expected, earliest, latest } = zeroOn;
  // What ends on a certain day leaves no range to tell.
  if (earliest === latest) return t("credits.outlook.lastsUntil", { until: date(expected), pace });
  return t("credits.outlook.lasts", {
    until: date(expected),
    earliest: date(earliest),
    latest: date(latest),
    pace,
  });
}
