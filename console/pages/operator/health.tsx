/** Operator > Health: what is good, what wants attention and what to do, part by part; and the audit of the books. */
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { get, type Schema } from "../../api/client.ts";
import { useFormat } from "../../ui/format.tsx";
import { LinkTo } from "../../ui/link-to.tsx";
import { Page } from "../../ui/page.tsx";
import { Columns } from "../../ui/section.tsx";
import { Loaded } from "../../ui/states.tsx";
import { AuditPart } from "./health-audit.tsx";
import { HealthPart, Overall } from "./health-part.tsx";
import { SwitchesSeen } from "./health-switches.tsx";

type Health = Schema<"Health">;
const ASK_AGAIN_MS = 5_000;

export function Component() {
  const health = useQuery({ ...get("/v1/health", {}), refetchInterval: ASK_AGAIN_MS });
  return (
    <Page id="health">
      <Loaded query={health}>
        {(found) => (
          <>
            <Overall health={found} />
            <Parts health={found} />
            <SwitchesSeen switches={found.switches} />
          </>
        )}
      </Loaded>
    </Page>
  );
}

function Parts({ health }: { health: Health }) {
  const { t } = useTranslation();
  const { number, time, ago } = useFormat();
  const bytes = useBytes();
  const { database, lane, disk, calls, events, mails, webhooks, payments, sweep, audit } = health;
  const ms = (value: number | null): string =>
    value === null ? t("health.none") : t("health.ms", { ms: number(value, { maximumFractionDigits: 1 }) });
  const since = (at: string | null): string => (at === null ? t("health.none") : ago(at));
  const count = (key: "waiting" | "retried" | "failed", value: number): [string, string] => [
    t(`health.figures.${key}`),
    number(value),
  ];
  return (
    <Columns>
      <HealthPart
        title={t("health.parts.database")}
        part={database}
        figures={[
          [t("health.figures.latency"), ms(database.latencyMs)],
          [t("health.figures.version"), database.version ?? t("health.none")],
          [t("health.figures.size"), database.sizeBytes === null ? t("health.none") : bytes(database.sizeBytes)],
          [t("health.figures.connections"), number(database.connections ?? 0)],
        ]}
      />
      <HealthPart
        title={t("health.parts.lane")}
        part={lane}
        figures={[
          [t("health.figures.pace"), number(lane.operationsPerSecond, { maximumFractionDigits: 1 })],
          [t("health.figures.p99"), lane.p99Ms === null ? t("health.noCalls") : ms(lane.p99Ms)],
          count("waiting", lane.waiting),
        ]}
      />
      {calls && (
        <HealthPart
          title={t("health.parts.calls")}
          part={calls}
          figures={[
            [t("health.figures.inProgress"), number(calls.inProgress)],
            [t("health.figures.ringing"), number(calls.ringing)],
            [t("health.figures.lapsing"), number(calls.lapsing)],
            [t("health.figures.overdue"), number(calls.overdue)],
          ]}
        />
      )}
      {mails && (
        <HealthPart
          title={t("health.parts.mails")}
          part={mails}
          figures={[
            count("waiting", mails.waiting),
            [t("health.figures.dueSince"), since(mails.dueSince)],
            count("retried", mails.retried),
            count("failed", mails.failedLastDay),
          ]}
        />
      )}
      {webhooks && events && (
        <HealthPart
          title={t("health.parts.webhooks")}
          part={{
            state: webhooks.state === "good" ? events.state : webhooks.state,
            reasons: [...webhooks.reasons, ...events.reasons],
          }}
          figures={[
            count("waiting", webhooks.waiting),
            [t("health.figures.dueSince"), since(webhooks.dueSince)],
            count("retried", webhooks.retried),
            count("failed", webhooks.failedLastDay),
            [t("health.figures.events"), number(events.waiting)],
          ]}
        />
      )}
      {payments && (
        <HealthPart
          title={t("health.parts.payments")}
          part={payments}
          figures={[
            [t("health.figures.provider"), payments.provider],
            [t("health.figures.unknown"), number(payments.unknown + payments.refundsUnknown)],
            [t("health.figures.requiresAction"), number(payments.requiresAction)],
            [t("health.figures.rechargesOpen"), number(payments.rechargesOpen)],
            [t("health.figures.rechargesPaused"), number(payments.rechargesPaused)],
          ]}
        >
          {payments.rechargesPaused > 0 && (
            <LinkTo to="/operator/organizations">{t("health.showOrganizations")}</LinkTo>
          )}
        </HealthPart>
      )}
      {sweep && (
        <HealthPart
          title={t("health.parts.sweep")}
          part={sweep}
          figures={
            sweep.comparable
              ? [
                  [t("health.figures.compared"), sweep.at === null ? t("health.never") : time(sweep.at)],
                  [t("health.figures.payments"), number(sweep.payments ?? 0)],
                  [t("health.figures.differences"), number(sweep.differences)],
                ]
              : [[t("health.figures.compared"), t("health.notComparable")]]
          }
        />
      )}
      {audit && <AuditPart audit={audit} />}
      {disk && (
        <HealthPart
          title={t("health.parts.disk")}
          part={disk}
          figures={[
            [t("health.figures.free"), t("health.of", { free: bytes(disk.freeBytes), total: bytes(disk.totalBytes) })],
            [t("health.figures.folder"), disk.folder],
          ]}
        />
      )}
      <HealthPart
        title={t("health.parts.process")}
        part={health.process}
        figures={[
          [t("health.figures.talktime"), health.version],
          [t("health.figures.node"), health.process.node],
          [t("health.figures.startedAt"), ago(health.process.startedAt)],
          [t("health.figures.memory"), bytes(health.process.memoryBytes)],
        ]}
      />
    </Columns>
  );
}

const UNITS = ["byte", "kilobyte", "megabyte", "gigabyte", "terabyte"] as const;

/** "12.3 GB", as the reader's language writes it. */
function useBytes(): (bytes: number) => string {
  const { number } = useFormat();
  return (bytes) => {
    const step = Math.min(UNITS.length - 1, Math.max(0, Math.floor(Math.log(bytes) / Math.log(1024))));
    const value = bytes / 1024 ** step;
    return number(value, { style: "unit", unit: UNITS[step]!, maximumFractionDigits: value < 10 ? 1 : 0 });
  };
}
