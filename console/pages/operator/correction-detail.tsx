/** One correction: how far it is, what it changes for each organisation, and the button that carries it out. */
import { Button, Field, Input, MessageBar, MessageBarBody, Spinner } from "@fluentui/react-components";
import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { list, type Schema, send } from "../../api/client.ts";
import { ConfirmDialog } from "../../ui/confirm-dialog.tsx";
import { type Column, DataTable, pagesOf } from "../../ui/data-table.tsx";
import { Money, useFormat } from "../../ui/format.tsx";
import { Figures, Section } from "../../ui/section.tsx";
import { Empty } from "../../ui/states.tsx";
import { useToast } from "../../ui/toast.tsx";

type Correction = Schema<"RateCorrection">;
type Part = Schema<"OrganizationCorrection">;

export const isAtWork = ({ state }: Correction): boolean => state === "reckoning" || state === "applying";

export function CorrectionDetail({ correction, onClose }: { correction: Correction; onClose: () => void }) {
  const { t } = useTranslation();
  const { money, number, time } = useFormat();
  const [asking, setAsking] = useState(false);
  const { id, state, rateDeckName, totals } = correction;
  const parts = useInfiniteQuery({
    ...list("/v1/rate-corrections/{id}/organizations", { path: { id } }),
    refetchInterval: isAtWork(correction) ? 1_000 : false,
  });
  const { refetch } = parts;
  // What was asked for while it was at work may miss the end of it.
  useEffect(() => void refetch(), [state, refetch]);
  const pages = pagesOf(parts);
  const amount = (key: "charged" | "corrected" | "difference"): Column<Part> => ({
    key,
    header: t(`operator.corrections.${key}`),
    cell: (row) => <Money exact sign={key === "difference"} amount={row[key]} currency={row.currency} />,
    text: (row) => money(row[key], row.currency, { exact: true, sign: key === "difference" }),
    order: (row) => Number(row[key]),
    align: "end",
  });
  const columns: Column<Part>[] = [
    {
      key: "organization",
      header: t("operator.corrections.organization"),
      cell: ({ displayName }) => displayName,
      text: ({ displayName }) => displayName,
    },
    {
      key: "calls",
      header: t("operator.corrections.calls"),
      cell: ({ calls }) => number(calls),
      text: ({ calls }) => String(calls),
      order: ({ calls }) => calls,
      align: "end",
    },
    amount("charged"),
    amount("corrected"),
    amount("difference"),
    {
      key: "left",
      header: t("operator.corrections.left"),
      cell: ({ unpriced, presumed }) => number(unpriced + presumed),
      text: ({ unpriced, presumed }) => String(unpriced + presumed),
      align: "end",
    },
  ];
  return (
    <Section
      title={t("operator.corrections.of", { deck: rateDeckName })}
      actions={
        <>
          {state === "reckoned" && (
            <Button appearance="primary" onClick={() => setAsking(true)}>
              {t("operator.corrections.apply")}
            </Button>
          )}
          <Button onClick={onClose}>{t("common.close")}</Button>
        </>
      }
    >
      {isAtWork(correction) && (
        <MessageBar layout="multiline" icon={<Spinner size="tiny" aria-hidden />}>
          <MessageBarBody>
            {t(`operator.corrections.progress.${state === "applying" ? "applying" : "reckoning"}`, {
              calls: number(totals.lookedAt),
            })}
          </MessageBarBody>
        </MessageBar>
      )}
      <Figures
        items={[
          [t("operator.corrections.state"), t(`operator.corrections.states.${state}`)],
          [t("operator.corrections.period"), `${time(correction.from)} – ${time(correction.to)}`],
          [t("operator.corrections.organizationCount"), number(totals.organizations)],
          [t("operator.corrections.calls"), number(totals.calls)],
          [
            t("operator.corrections.difference"),
            money(totals.difference, totals.currency, { exact: true, sign: true }),
          ],
          [t("operator.corrections.unpriced"), number(totals.unpriced)],
          [t("operator.corrections.presumed"), number(totals.presumed)],
          [t("operator.corrections.author"), correction.author],
        ]}
      />
      <p style={{ margin: 0, overflowWrap: "anywhere" }}>{correction.reason}</p>
      <DataTable
        name="correction-parts"
        label={t("operator.corrections.parts")}
        columns={columns}
        rowKey={({ organization }) => organization}
        empty={<Empty title={t("operator.corrections.noParts")}>{t("operator.corrections.noPartsBody")}</Empty>}
        {...pages}
      />
      {asking && <Apply correction={correction} onClose={() => setAsking(false)} />}
    </Section>
  );
}

/** It moves the money of many at once, so that the deck's name has to be typed. */
function Apply({ correction: { id, rateDeckName, totals }, onClose }: { correction: Correction; onClose: () => void }) {
  const { t } = useTranslation();
  const { money, number } = useFormat();
  const queries = useQueryClient();
  const toast = useToast();
  const [typed, setTyped] = useState("");
  const apply = useMutation({
    mutationFn: () => send("post", "/v1/rate-corrections/{id}/apply", { path: { id }, body: {} }),
    onSuccess: async () => {
      toast.done(t("operator.corrections.applying"));
      await queries.invalidateQueries();
      onClose();
    },
  });
  const difference = money(totals.difference, totals.currency, { exact: true, sign: true });
  return (
    <ConfirmDialog
      open
      title={t("operator.corrections.applyTitle")}
      action={t("operator.corrections.applyAction", { difference })}
      blocked={typed.trim() === rateDeckName ? undefined : t("operator.corrections.needsName", { name: rateDeckName })}
      busy={apply.isPending}
      error={apply.error}
      onConfirm={() => apply.mutate()}
      onClose={onClose}
    >
      <p>
        {t("operator.corrections.applyBody", {
          calls: number(totals.calls),
          organizations: number(totals.organizations),
          difference,
        })}
      </p>
      <Field label={t("operator.corrections.typeName", { name: rateDeckName })}>
        <Input value={typed} onChange={(_event, { value }) => setTyped(value)} />
      </Field>
    </ConfirmDialog>
  );
}
