/** Reports > Pools: a ring for each pool of minutes, and under it the sum that its total comes from. */
import { makeStyles, tokens } from "@fluentui/react-components";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { get, type Schema } from "../api/client.ts";
import { useOrg } from "../api/session.tsx";
import { type Column, DataTable } from "../ui/data-table.tsx";
import { useFormat } from "../ui/format.tsx";
import { Page } from "../ui/page.tsx";
import { Section } from "../ui/section.tsx";
import { Empty, Loaded } from "../ui/states.tsx";
import { Ring } from "./reports/ring.tsx";

type Pool = Schema<"PoolArithmetic">;
/** More than these are a table alone: a pool for each user. */
const MOST_RINGS = 24;

const useStyles = makeStyles({
  rings: {
    display: "grid",
    gap: "24px",
    gridTemplateColumns: "repeat(auto-fill, minmax(min(340px, 100%), 1fr))",
    listStyleType: "none",
    padding: 0,
    margin: 0,
  },
  pool: { display: "flex", gap: "16px", alignItems: "start" },
  name: { margin: 0, fontSize: tokens.fontSizeBase300, fontWeight: tokens.fontWeightSemibold },
  line: { margin: "4px 0 0", fontVariantNumeric: "tabular-nums" },
  quiet: { color: tokens.colorNeutralForeground2 },
});

const idOf = ({ capability, country, scope, user }: Pool): string => [capability, country, scope, user].join(":");

export function Component() {
  const { t } = useTranslation();
  const styles = useStyles();
  const query = useQuery(get("/v1/organizations/{org}/pools/arithmetic", { path: { org: useOrg() } }));
  return (
    <Page id="pools">
      <Loaded query={query}>
        {({ items }) =>
          items.length === 0 ? (
            <Section title={t("reports.pools.title")}>
              <Empty title={t("reports.pools.empty")}>{t("reports.pools.emptyBody")}</Empty>
            </Section>
          ) : (
            <>
              <Section title={t("reports.pools.title")}>
                <ul className={styles.rings}>
                  {items.slice(0, MOST_RINGS).map((pool) => (
                    <PoolRing key={idOf(pool)} pool={pool} />
                  ))}
                </ul>
              </Section>
              <Section title={t("reports.pools.table")}>
                <PoolTable pools={items} />
              </Section>
            </>
          )
        }
      </Loaded>
    </Page>
  );
}

function PoolRing({ pool }: { pool: Pool }) {
  const { t } = useTranslation();
  const styles = useStyles();
  const { number, percent } = useFormat();
  const { totalMinutes: total, usedMinutes: used, heldMinutes: held } = pool;
  const share = total === 0 ? 0 : used / total;
  const words = usePoolWords();
  return (
    <li className={styles.pool}>
      <Ring used={share} held={total === 0 ? 0 : held / total} text={percent(share)} />
      <div>
        <h3 className={styles.name}>{words.name(pool)}</h3>
        <p className={`${styles.line} ${styles.quiet}`}>{words.place(pool)}</p>
        <p className={styles.line}>{words.sum(pool)}</p>
        <p className={styles.line}>
          {t("reports.pools.used", { used: number(used), share: percent(share) })}
          {held > 0 && ` · ${t("reports.pools.held", { held: number(held) })}`}
        </p>
        <p className={styles.line}>
          {pool.closedBy === undefined
            ? t("reports.pools.left", { left: number(pool.availableMinutes) })
            : t("reports.pools.closed")}
        </p>
      </div>
    </li>
  );
}

function usePoolWords() {
  const { t } = useTranslation();
  const { country, number } = useFormat();
  return {
    name: ({ scope, capability, user }: Pool): string =>
      user === undefined
        ? t("reports.pools.name", { scope: t(`reports.pools.scopes.${scope}`), capability })
        : t("reports.pools.nameOfUser", { user, capability }),
    place: ({ country: code }: Pool): string => (code === "*" ? t("reports.pools.everywhere") : country(code)),
    /** "115 licenses × 60 = 6,900 minutes"; a part for each number of minutes that a licence gives. */
    sum: ({ licences, totalMinutes }: Pool): string => {
      const counts = new Map<number, number>();
      for (const { minutesPerLicence, count } of licences)
        counts.set(minutesPerLicence, (counts.get(minutesPerLicence) ?? 0) + count);
      const parts = [...counts].map(([minutes, count]) =>
        t("reports.pools.part", { count, licenses: number(count), minutes: number(minutes) }),
      );
      return t("reports.pools.sum", { parts: parts.join(" + "), total: number(totalMinutes) });
    },
  };
}

function PoolTable({ pools }: { pools: readonly Pool[] }) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const words = usePoolWords();
  const minutes = (key: "totalMinutes" | "usedMinutes" | "heldMinutes" | "availableMinutes"): Column<Pool> => ({
    key,
    header: t(`reports.pools.${key}`),
    cell: (pool) => number(pool[key]),
    text: (pool) => String(pool[key]),
    order: (pool) => pool[key],
    align: "end",
  });
  const columns: Column<Pool>[] = [
    { key: "country", header: t("reports.pools.country"), cell: words.place, text: words.place },
    { key: "name", header: t("reports.pools.pool"), cell: words.name, text: words.name },
    { key: "sum", header: t("reports.pools.arithmetic"), cell: words.sum, text: words.sum },
    minutes("totalMinutes"),
    minutes("usedMinutes"),
    { ...minutes("heldMinutes"), hidden: true },
    minutes("availableMinutes"),
    {
      key: "capability",
      header: t("reports.columns.capability"),
      cell: ({ capability }) => capability,
      text: ({ capability }) => capability,
      hidden: true,
    },
  ];
  return (
    <DataTable
      name="pools"
      label={t("reports.pools.table")}
      columns={columns}
      rows={pools}
      rowKey={idOf}
      empty={null}
    />
  );
}
