/** Operator > Price corrections: a period priced anew with a corrected deck, tried first, applied when confirmed. */
import { Button } from "@fluentui/react-components";
import { AddRegular } from "@fluentui/react-icons/svg/add";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { get, list, type Schema } from "../../api/client.ts";
import { RateCorrectionForm } from "../../forms/rate-correction.tsx";
import { useFilters } from "../../ui/address.ts";
import { type Column, DataTable, pagesOf } from "../../ui/data-table.tsx";
import { Money, Time, useFormat } from "../../ui/format.tsx";
import { Mark } from "../../ui/mark.tsx";
import { Page } from "../../ui/page.tsx";
import { Panel } from "../../ui/panel.tsx";
import { Section } from "../../ui/section.tsx";
import { Empty } from "../../ui/states.tsx";
import { CorrectionDetail, isAtWork } from "./correction-detail.tsx";

type Correction = Schema<"RateCorrection">;
const TONES = { reckoning: "neutral", reckoned: "warning", applying: "neutral", applied: "good" } as const;
const ASK_AGAIN_MS = 1_000;

export function Component() {
  const { t } = useTranslation();
  const { money, day, time } = useFormat();
  const [{ make, show }, setFilters] = useFilters({ make: "", show: "" });
  const decks = useQuery(get("/v1/rate-decks", { query: { limit: 500 } }));
  const pages = pagesOf(
    useInfiniteQuery({
      ...list("/v1/rate-corrections", {}),
      refetchInterval: ({ state }) =>
        state.data?.pages.some(({ items }) => items.some(isAtWork)) ? ASK_AGAIN_MS : false,
    }),
  );
  const chosen = pages.rows?.find(({ id }) => id === show);
  const period = ({ from, to }: Correction): string => `${day(from)} – ${day(to)}`;
  const columns: Column<Correction>[] = [
    {
      key: "deck",
      header: t("operator.corrections.deck"),
      cell: ({ rateDeckName }) => rateDeckName,
      text: ({ rateDeckName }) => rateDeckName,
    },
    { key: "period", header: t("operator.corrections.period"), cell: period, text: period },
    {
      key: "state",
      header: t("operator.corrections.state"),
      cell: ({ state }) => <Mark tone={TONES[state]}>{t(`operator.corrections.states.${state}`)}</Mark>,
      text: ({ state }) => t(`operator.corrections.states.${state}`),
    },
    {
      key: "difference",
      header: t("operator.corrections.difference"),
      cell: ({ totals }) => <Money exact sign amount={totals.difference} currency={totals.currency} />,
      text: ({ totals }) => money(totals.difference, totals.currency, { exact: true, sign: true }),
      order: ({ totals }) => Number(totals.difference),
      align: "end",
    },
    {
      key: "reason",
      header: t("operator.corrections.reason"),
      cell: ({ reason }) => reason,
      text: ({ reason }) => reason,
    },
    {
      key: "author",
      header: t("operator.corrections.author"),
      cell: ({ author }) => author,
      text: ({ author }) => author,
    },
    {
      key: "at",
      header: t("operator.corrections.at"),
      cell: ({ createdAt }) => <Time at={createdAt} />,
      text: ({ createdAt }) => time(createdAt),
      order: ({ createdAt }) => Date.parse(createdAt),
    },
  ];
  return (
    <Page
      id="rateCorrections"
      commands={
        <Button appearance="primary" icon={<AddRegular />} onClick={() => setFilters({ make: "correction" })}>
          {t("operator.corrections.new")}
        </Button>
      }
    >
      <Section title={t("operator.corrections.title")}>
        <DataTable
          name="rate-corrections"
          label={t("operator.corrections.title")}
          columns={columns}
          rowKey={({ id }) => id}
          onOpen={({ id }) => setFilters({ show: id })}
          opened={show}
          empty={<Empty title={t("operator.corrections.empty")}>{t("operator.corrections.emptyBody")}</Empty>}
          {...pages}
        />
      </Section>
      {chosen && <CorrectionDetail key={chosen.id} correction={chosen} onClose={() => setFilters({ show: "" })} />}
      <Panel open={make !== ""} title={t("operator.corrections.new")} onClose={() => setFilters({ make: "" })}>
        <RateCorrectionForm
          decks={decks.data?.items ?? []}
          onOrdered={(id) => setFilters({ make: "", show: id })}
          onCancel={() => setFilters({ make: "" })}
        />
      </Panel>
    </Page>
  );
}
