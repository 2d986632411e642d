/** Four questions, four answers: how much is left, what is wrong, what is happening, what has changed. */
import {
  Button,
  makeStyles,
  MessageBar,
  MessageBarActions,
  MessageBarBody,
  Text,
  tokens,
} from "@fluentui/react-components";
import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { get, type Schema } from "../api/client.ts";
import { useMay, useOrg } from "../api/session.tsx";
import { Chart } from "../ui/chart.tsx";
import { Duration, Money, useFormat } from "../ui/format.tsx";
import { Page } from "../ui/page.tsx";
import { Figures, Section } from "../ui/section.tsx";
import { Loaded, SkeletonLines } from "../ui/states.tsx";
import { isZero } from "../ui/amount.ts";
import { Outlook } from "./credits/balance.tsx";
import { type History, useHistory } from "./credits/history.ts";
import { dayOf } from "../ui/day.ts";
import { spentOf } from "./home/week.ts";
import { SwitchOver } from "../forms/switch-over.tsx";
import { useFirstRun } from "./home/use-first-run.ts";
import { useWorries } from "./home/worries.ts";

/** For few, and as heavy as the rest of the page. */
const FirstRun = lazy(async () => ({ default: (await import("./home/first-run.tsx")).FirstRun }));

const WIDE = "@media (min-width: 1100px)";

const useStyles = makeStyles({
  // The order is that of the questions; where there is room, the list of worries stands beside the two short answers.
  questions: {
    display: "grid",
    gap: tokens.spacingHorizontalL,
    gridTemplateColumns: "minmax(0, 1fr)",
    [WIDE]: {
      gridTemplateColumns: "minmax(0, 1fr) minmax(0, 1fr)",
      gridTemplateRows: "auto 1fr auto",
      gridTemplateAreas: '"left wrong" "now wrong" "week week"',
      alignItems: "start",
    },
  },
  left: { [WIDE]: { gridArea: "left" } },
  wrong: { [WIDE]: { gridArea: "wrong" } },
  now: { [WIDE]: { gridArea: "now" } },
  week: { [WIDE]: { gridArea: "week" } },
  list: { listStyleType: "none", margin: 0, padding: 0, display: "grid", gap: "8px" },
  call: {
    display: "flex",
    justifyContent: "space-between",
    gap: "12px",
    paddingBottom: "6px",
    borderBottom: `1px solid ${tokens.colorNeutralStroke3}`,
  },
  quiet: { color: tokens.colorNeutralForeground2 },
  small: { margin: 0, fontSize: tokens.fontSizeBase300, fontWeight: tokens.fontWeightSemibold },
});

export function Component() {
  const credits = useQuery(get("/v1/organizations/{org}/credits", { path: { org: useOrg() } }));
  return (
    <Page id="home">
      <Loaded query={credits}>{(found) => <Body credits={found} />}</Loaded>
    </Page>
  );
}

function Body({ credits }: { credits: Schema<"Credits"> }) {
  const styles = useStyles();
  const history = useHistory(useOrg(), 30);
  const { neverFunded, shown, begin, end } = useFirstRun(credits);
  if (neverFunded === undefined) return <SkeletonLines lines={8} />;
  if (shown)
    return (
      <Suspense fallback={<SkeletonLines lines={6} />}>
        <FirstRun neverFunded={neverFunded} onEnd={end} />
      </Suspense>
    );
  return (
    <div className={styles.questions}>
      <Left credits={credits} />
      <Wrong credits={credits} neverFunded={neverFunded} onSetUp={begin} />
      <Now currency={credits.currency} history={history} />
      <Week currency={credits.currency} history={history} />
    </div>
  );
}

function Left({ credits }: { credits: Schema<"Credits"> }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  return (
    <Section
      className={useStyles().left}
      title={t("home.left.title")}
      actions={
        <Button size="small" onClick={() => void navigate("/billing/your-products/communications-credits")}>
          {t("home.left.details")}
        </Button>
      }
    >
      <Money large amount={credits.available} currency={credits.currency} />
      <Text>
        <Outlook credits={credits} />
      </Text>
    </Section>
  );
}

interface WrongProps {
  credits: Schema<"Credits">;
  neverFunded: boolean;
  onSetUp: () => void;
}

function Wrong({ credits, neverFunded, onSetUp }: WrongProps) {
  const { t } = useTranslation();
  const styles = useStyles();
  const navigate = useNavigate();
  const worries = useWorries(credits, neverFunded);
  return (
    <Section className={styles.wrong} title={t("home.worries.title")}>
      {worries === undefined ? (
        <SkeletonLines lines={3} />
      ) : worries.length === 0 ? (
        <Text>{t("home.worries.none")}</Text>
      ) : (
        <ul className={styles.list}>
          {worries.slice(0, 6).map(({ key, tone, text, action, to, mend }) => (
            <li key={key}>
              <MessageBar intent={tone} layout="multiline">
                <MessageBarBody>{text}</MessageBarBody>
                <MessageBarActions>
                  {mend && <SwitchOver undone={mend} />}
                  {key === "unfunded" && (
                    <Button size="small" onClick={onSetUp}>
                      {t("home.firstRun.resume")}
                    </Button>
                  )}
                  <Button size="small" onClick={() => void navigate(to)}>
                    {action}
                  </Button>
                </MessageBarActions>
              </MessageBar>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}

function Now({ currency, history }: { currency: string; history: History }) {
  const { t } = useTranslation();
  const styles = useStyles();
  const { number } = useFormat();
  const navigate = useNavigate();
  const organization = useOrg();
  const may = useMay("usage");
  const calls = useQuery({
    ...get("/v1/calls", { query: { state: "active", organization, limit: 500 } }),
    enabled: may,
  });
  const now = Date.now();
  const spent = spentOf(history.transfers, now);
  const active = calls.data?.items ?? [];
  return (
    <Section
      className={styles.now}
      title={t("home.now.title")}
      actions={
        <Button size="small" onClick={() => void navigate("/calls")}>
          {t("home.now.all")}
        </Button>
      }
    >
      <Figures
        items={[
          ...(may ? [[t("home.now.calls"), number(active.length)] as const] : []),
          [t("home.now.hour"), <Money key="hour" amount={spent.hour.toFixed(6)} currency={currency} />],
        ]}
      />
      {active.length > 0 ? (
        <ul className={styles.list}>
          {active.slice(0, 5).map(({ id, user, from, to, answeredAt }) => (
            <li key={id} className={styles.call}>
              <span>
                <bdi>{user ?? from}</bdi> → {to}
              </span>
              {answeredAt === null ? (
                <span className={styles.quiet}>{t("home.now.ringing")}</span>
              ) : (
                <Duration seconds={Math.max(0, Math.round((now - Date.parse(answeredAt)) / 1000))} />
              )}
            </li>
          ))}
        </ul>
      ) : (
        <Text className={styles.quiet}>{t("home.now.none")}</Text>
      )}
    </Section>
  );
}

function Week({ currency, history }: { currency: string; history: History }) {
  const { t } = useTranslation();
  const styles = useStyles();
  const { money, number, day, shortDay, country } = useFormat();
  const org = useOrg();
  const may = useMay("usage");
  const usage = useQuery({
    ...get("/v1/organizations/{org}/usage/days", { path: { org }, query: { days: 14 } }),
    enabled: may,
  });
  const destinations = useQuery({
    ...get("/v1/organizations/{org}/usage/spend", { path: { org }, query: { days: 7, by: "destination", limit: 5 } }),
    enabled: may,
  });
  const spent = spentOf(history.transfers, Date.now());
  const change = (now: number, before: number): string =>
    before === 0
      ? ""
      : ` (${number((now - before) / before, { style: "percent", signDisplay: "exceptZero", maximumFractionDigits: 0 })})`;
  const blockedIn = (from: number, to: number): number =>
    (usage.data?.items ?? []).slice(from, to).reduce((sum, { refused }) => sum + refused, 0);
  const blocked = blockedIn(7, 14);
  const dearest = (destinations.data?.items ?? []).filter(({ charge }) => !isZero(charge));
  return (
    <Section className={styles.week} title={t("home.week.title")}>
      <Figures
        items={[
          [t("home.week.spent"), money(spent.week.toFixed(2), currency) + change(spent.week, spent.weekBefore)],
          [t("home.week.calls"), number(spent.callsWeek) + change(spent.callsWeek, spent.callsWeekBefore)],
          ...(usage.data
            ? [[t("home.week.blocked"), number(blocked) + change(blocked, blockedIn(0, 7))] as const]
            : []),
        ]}
      />
      {dearest.length > 0 && (
        <>
          <h3 className={styles.small}>{t("home.week.destinations")}</h3>
          <Figures
            items={dearest.map(({ key, name, charge }) => [
              /^[A-Z]{2}$/.test(key) ? country(key) : name,
              <Money key={key} amount={charge} currency={currency} />,
            ])}
          />
        </>
      )}
      {history.loading ? (
        <SkeletonLines lines={6} />
      ) : (
        <Chart
          name="spend-by-day"
          label={t("home.week.label")}
          xHeader={t("reports.days.day")}
          formatX={(ms) => day(dayOf(ms))}
          formatTick={(ms) => shortDay(dayOf(ms))}
          formatY={(y) => money(String(y), currency)}
          series={[
            {
              name: t("home.week.spent"),
              kind: "bar",
              points: spent.daily.map(({ x, amount }) => ({
                x,
                y: amount,
                text: money(amount.toFixed(2), currency),
              })),
            },
          ]}
        />
      )}
    </Section>
  );
}
