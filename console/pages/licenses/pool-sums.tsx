/** The sum behind each pool: which licences give how many minutes, and what they make together. */
import { makeStyles, ProgressBar, Text, tokens } from "@fluentui/react-components";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { get, type Schema } from "../../api/client.ts";
import { useOrg } from "../../api/session.tsx";
import { useCallWords } from "../../ui/call-words.ts";
import { useFormat } from "../../ui/format.tsx";
import { useLicenseName } from "../../ui/license-names.ts";
import { Empty, Loaded } from "../../ui/states.tsx";

const useStyles = makeStyles({
  pools: { listStyleType: "none", margin: 0, padding: 0, display: "grid", gap: "16px" },
  pool: { display: "grid", gap: "4px" },
  sum: { color: tokens.colorNeutralForeground2, fontVariantNumeric: "tabular-nums" },
});

export function PoolSums() {
  const { t } = useTranslation();
  const styles = useStyles();
  const pools = useQuery(get("/v1/organizations/{org}/pools/arithmetic", { path: { org: useOrg() } }));
  return (
    <Loaded query={pools}>
      {({ items }) =>
        items.length === 0 ? (
          <Empty title={t("licenses.sums.empty")}>{t("licenses.sums.emptyBody")}</Empty>
        ) : (
          <ul className={styles.pools}>
            {items.map((pool) => (
              <li key={[pool.capability, pool.country, pool.scope, pool.user].join()} className={styles.pool}>
                <Sum pool={pool} />
              </li>
            ))}
          </ul>
        )
      }
    </Loaded>
  );
}

function Sum({ pool }: { pool: Schema<"PoolArithmetic"> }) {
  const { t } = useTranslation();
  const styles = useStyles();
  const { number, percent } = useFormat();
  const { source } = useCallWords();
  const licenseName = useLicenseName();
  const { capability, country, scope, user, totalMinutes, usedMinutes, licences } = pool;
  const share = totalMinutes === 0 ? 0 : usedMinutes / totalMinutes;
  const name = source(`pool:${capability}:${country}:${scope}`);
  return (
    <>
      <Text weight="semibold">{user === undefined ? name : `${name} ${user}`}</Text>
      <span className={styles.sum}>
        {together(licences)
          .map(({ sku, count, minutesPerLicence }) =>
            t("licenses.sums.term", {
              license: licenseName(sku),
              licenses: number(count),
              each: number(minutesPerLicence),
            }),
          )
          .join(" + ")}{" "}
        {t("licenses.sums.total", { minutes: number(totalMinutes) })}
      </span>
      <span className={styles.sum}>
        {t("licenses.sums.used", { minutes: number(usedMinutes), share: percent(share) })}
      </span>
      <ProgressBar
        aria-label={name}
        value={Math.min(1, share)}
        thickness="large"
        color={share >= 1 ? "error" : share >= 0.8 ? "warning" : "brand"}
      />
    </>
  );
}

type Term = Schema<"PoolArithmetic">["licences"][number];

/** Licences of one product that give as much are one term, wherever they are used. */
function together(licences: readonly Term[]): Term[] {
  const terms = new Map<string, Term>();
  for (const term of licences) {
    const key = `${term.sku} ${term.minutesPerLicence}`;
    terms.set(key, { ...term, count: term.count + (terms.get(key)?.count ?? 0) });
  }
  return [...terms.values()];
}
