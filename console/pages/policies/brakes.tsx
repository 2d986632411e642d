/** Hourly brakes against fraud and mistakes: what they stand at, and lifting one that has been reached. */
import { Button, Text } from "@fluentui/react-components";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { list, type Schema } from "../../api/client.ts";
import { useMay, useOrg } from "../../api/session.tsx";
import { BrakeForm } from "../../forms/brake.tsx";
import { LiftBrake } from "../../forms/lift-brake.tsx";
import { type Column, pagesOf } from "../../ui/data-table.tsx";
import { useFormat } from "../../ui/format.tsx";
import { KeptList } from "../../ui/kept-list.tsx";
import { Mark } from "../../ui/mark.tsx";
import { Empty, Refused } from "../../ui/states.tsx";
import { LiftHistory } from "./lift-history.tsx";

type Brake = Schema<"Brake">;

export function Brakes() {
  const { t } = useTranslation();
  const org = useOrg();
  const format = useFormat();
  const maySee = useMay("usage");
  const may = useMay("voice");
  const [lifting, setLifting] = useState<Brake>();
  const query = useInfiniteQuery({ ...list("/v1/organizations/{org}/brakes", { path: { org } }), enabled: maySee });
  const pages = pagesOf(query);
  if (!maySee) return <Refused />;
  const limits = ({ hourlyAmount, hourlyCalls, hourlyMinutes, currency }: Brake): string =>
    format.list([
      ...(hourlyAmount === null ? [] : [format.money(hourlyAmount, currency)]),
      ...(hourlyCalls === null ? [] : [t("policies.brakes.calls", { count: hourlyCalls })]),
      ...(hourlyMinutes === null ? [] : [t("policies.brakes.minutes", { count: hourlyMinutes })]),
    ]);
  const whom = ({ scope, subject }: Brake): string =>
    subject === null ? t(`policies.brakes.scopes.${scope}`) : subject;
  const columns: Column<Brake>[] = [
    { key: "whom", header: t("policies.brakes.whom"), cell: whom, text: whom },
    { key: "limits", header: t("policies.brakes.hourly"), cell: limits, text: limits },
    { key: "state", header: t("policies.brakes.state"), cell: (one) => <State brake={one} /> },
    {
      key: "lift",
      header: "",
      cell: (one) =>
        may &&
        one.enabled && (
          <Button
            size="small"
            aria-label={`${t("policies.brakes.lift")}: ${whom(one)}`}
            onClick={() => setLifting(one)}
          >
            {t("policies.brakes.lift")}
          </Button>
        ),
    },
  ];
  return (
    <>
      <Text>{t("policies.brakes.sentence")}</Text>
      <KeptList
        name="brakes"
        label={t("policies.brakes.title")}
        columns={columns}
        add={t("policies.brakes.add")}
        blocked={may ? undefined : t("policies.settings.mayNot")}
        newId="new-brake"
        titleOf={whom}
        empty={<Empty title={t("policies.brakes.empty")}>{t("policies.brakes.emptyBody")}</Empty>}
        {...pages}
      >
        {(brake, close) => (
          <>
            <BrakeForm brake={brake} onDone={close} />
            {brake && <LiftHistory kind="brakes" id={brake.id} />}
          </>
        )}
      </KeptList>
      {lifting && <LiftBrake brake={lifting} onClose={() => setLifting(undefined)} />}
    </>
  );
}

function State({ brake }: { brake: Brake }) {
  const { t } = useTranslation();
  const { time } = useFormat();
  const { enabled, liftedUntil, thisHour } = brake;
  if (!enabled) return <Mark tone="neutral">{t("policies.brakes.off")}</Mark>;
  if (liftedUntil !== null)
    return <Mark tone="warning">{t("policies.brakes.lifted", { until: time(liftedUntil) })}</Mark>;
  const reached = thisHour.filter((one) => one.reached).length;
  return reached === 0 ? (
    <Mark tone="good">{t("policies.brakes.ready")}</Mark>
  ) : (
    <Mark tone="bad">{t("policies.brakes.reached", { count: reached })}</Mark>
  );
}
