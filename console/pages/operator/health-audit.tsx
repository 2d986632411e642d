/** The audit of the books: when it was last, what it found, and the button that runs it. */
import { Button, ProgressBar, Spinner } from "@fluentui/react-components";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { get, type Schema, send } from "../../api/client.ts";
import { useFormat } from "../../ui/format.tsx";
import { Problem } from "../../ui/states.tsx";
import { HealthPart } from "./health-part.tsx";

type Audit = Schema<"Audit">;
const ASK_AGAIN_MS = 500;
const isUnderWay = ({ state }: Audit): boolean => state === "waiting" || state === "running";

export function AuditPart({ audit }: { audit: NonNullable<Schema<"Health">["audit"]> }) {
  const { t } = useTranslation();
  const { number, time, percent } = useFormat();
  const queries = useQueryClient();
  const last = useQuery({
    ...get("/v1/audits", { query: { limit: 1 } }),
    refetchInterval: ({ state }) => (state.data?.items.some(isUnderWay) ? ASK_AGAIN_MS : false),
  });
  const run = last.data?.items[0];
  const busy = run !== undefined && isUnderWay(run);
  const order = useMutation({
    mutationFn: () => send("post", "/v1/audits", { body: {} }),
    onSuccess: () => queries.invalidateQueries(),
  });
  const report = busy ? undefined : run?.report;
  return (
    <HealthPart
      title={t("health.parts.audit")}
      part={audit}
      figures={[
        [t("health.figures.audited"), audit.lastAt === null ? t("health.never") : time(audit.lastAt)],
        ...(report
          ? [
              [t("health.figures.calls"), number(report.calls)] as const,
              [t("health.figures.transfers"), number(report.transfers)] as const,
              [t("health.figures.entries"), number(report.entries)] as const,
            ]
          : []),
      ]}
    >
      {report?.wrong.map(({ rule, organization, words }) => (
        <p key={`${rule} ${organization}`} lang="en" style={{ margin: 0, overflowWrap: "anywhere" }}>
          {rule}: {organization === "" ? words : `${organization}: ${words}`}
        </p>
      ))}
      {run?.state === "failed" && run.failure !== null && <p style={{ margin: 0 }}>{run.failure}</p>}
      {busy && (
        <>
          <p style={{ margin: 0 }}>{t("health.auditing", { progress: percent(run.progress) })}</p>
          <ProgressBar value={run.progress} aria-label={t("health.parts.audit")} />
        </>
      )}
      {order.error !== null && <Problem error={order.error} />}
      <div>
        <Button
          disabledFocusable={busy || order.isPending}
          {...(busy ? { title: t("health.auditBusy"), icon: <Spinner size="tiny" aria-hidden /> } : {})}
          onClick={() => !busy && !order.isPending && order.mutate()}
        >
          {t("health.runAudit")}
        </Button>
      </div>
    </HealthPart>
  );
}
