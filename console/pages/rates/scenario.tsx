/** One way to call: landline and mobile side by side, since when, and which plan would pay before the credits do. */
import { makeStyles, Text, tokens } from "@fluentui/react-components";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Schema } from "../../api/client.ts";
import { useSession } from "../../api/session.tsx";
import { useCallWords } from "../../ui/call-words.ts";
import { Duration, Money, Time, useFormat } from "../../ui/format.tsx";
import { Section } from "../../ui/section.tsx";

type Scenario = Schema<"CallPrices">["scenarios"][number];
type Price = Scenario["prices"][number];
type Row = Schema<"Rate">["row"];
type Service = "user_out" | "conf_out" | "ucap_out" | "tollfree_in";

const useStyles = makeStyles({
  table: { width: "100%", borderCollapse: "collapse", tableLayout: "fixed" },
  name: {
    padding: "6px 8px 6px 0",
    textAlign: "start",
    color: tokens.colorNeutralForeground2,
    fontWeight: tokens.fontWeightRegular,
    fontSize: tokens.fontSizeBase200,
  },
  cell: { padding: "6px 8px 6px 0", borderTop: `1px solid ${tokens.colorNeutralStroke3}`, overflowWrap: "anywhere" },
  price: { fontSize: tokens.fontSizeBase500, fontWeight: tokens.fontWeightSemibold },
  quiet: { color: tokens.colorNeutralForeground2 },
  payers: { margin: 0, paddingInlineStart: "20px" },
});

export function Scenario({ scenario, currency }: { scenario: Scenario; currency: string }) {
  const { t } = useTranslation();
  const { service, payers, refusal } = scenario;
  const prices = merged(scenario.prices);
  const priced = prices.some(({ rate }) => rate !== null);
  return (
    <Section title={t(`rates.services.${service as Service}`)}>
      {priced ? (
        <Prices prices={prices} currency={currency} />
      ) : (
        <Text>{t(service === "tollfree_in" ? "rates.notTollFree" : "rates.none")}</Text>
      )}
      {(priced || payers.length > 0) && <Payers payers={payers} refusal={refusal} />}
    </Section>
  );
}

function Prices({ prices, currency }: { prices: readonly Shown[]; currency: string }) {
  const { t } = useTranslation();
  const styles = useStyles();
  const { operator } = useSession();
  const words = useCallWords();
  // Where all of them are, it is said once below.
  const refused = prices.some(({ refusal }) => refusal !== null) && prices.some(({ refusal }) => refusal === null);
  const line = (name: string, of: (row: Row) => ReactNode, className?: string) => (
    <tr>
      <th scope="row" className={styles.name}>
        {name}
      </th>
      {prices.map(({ number, rate }) => (
        <td key={number} className={styles.cell}>
          <span className={className}>{rate ? of(rate.row) : t("rates.noPrice")}</span>
        </td>
      ))}
    </tr>
  );
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <td />
          {prices.map(({ kinds, number }) => (
            <th key={number} scope="col" className={styles.name}>
              {kinds === "number" ? number : t(`rates.kinds.${kinds}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {refused && (
          <tr>
            <th scope="row" className={styles.name}>
              {t("rates.allowed")}
            </th>
            {prices.map(({ number, refusal }) => (
              <td key={number} className={styles.cell}>
                {refusal ? t("rates.refused", { reason: words.refusal(refusal.code) }) : t("rates.yes")}
              </td>
            ))}
          </tr>
        )}
        {line(
          t("rates.aMinute"),
          ({ pricePerMinute }) => (
            <Money exact amount={pricePerMinute} currency={currency} />
          ),
          styles.price,
        )}
        {line(t("rates.fee"), ({ connectionFee }) => (
          <Money exact amount={connectionFee} currency={currency} />
        ))}
        {line(t("rates.first"), ({ initialIncrementSeconds }) => (
          <Duration seconds={initialIncrementSeconds} />
        ))}
        {line(t("rates.then"), ({ incrementSeconds }) => (
          <Duration seconds={incrementSeconds} />
        ))}
        {line(t("rates.destination"), ({ destination }) => destination)}
        {line(t("rates.since"), ({ effectiveFrom }) => (
          <Time at={effectiveFrom} as="day" />
        ))}
        {operator &&
          line(t("rates.deck"), ({ deckName, prefix, id }) => t("rates.row", { deck: deckName, prefix, row: id }))}
      </tbody>
    </table>
  );
}

function Payers({ payers, refusal }: Pick<Scenario, "payers" | "refusal">) {
  const { t } = useTranslation();
  const styles = useStyles();
  const { number } = useFormat();
  const words = useCallWords();
  if (refusal) return <Text>{t("rates.refused", { reason: words.refusal(refusal.code) })}</Text>;
  return (
    <div>
      <Text block size={200} className={styles.quiet}>
        {t("rates.paidBy")}
      </Text>
      <ul className={styles.payers}>
        {payers.map(({ source, minutesLeft }) => (
          <li key={source}>
            {words.source(source)}
            {minutesLeft !== null &&
              ` · ${t("rates.minutesLeft", { count: minutesLeft, minutes: number(minutesLeft) })}`}
          </li>
        ))}
      </ul>
    </div>
  );
}

interface Shown extends Pick<Price, "number" | "rate" | "refusal"> {
  kinds: "fixed" | "mobile" | "both" | "toll-free" | "number";
}

/** Where one number stands for landlines and mobiles (as in North America), or both cost the same, they are one column. */
function merged(prices: readonly Price[]): Shown[] {
  const shown = prices.map(({ kind, ...price }): Shown => ({ ...price, kinds: kind ?? "number" }));
  const [first, second] = shown;
  if (first && second && first.rate?.row.id === second.rate?.row.id && first.refusal?.code === second.refusal?.code)
    return [{ ...first, kinds: "both" }];
  return shown;
}
