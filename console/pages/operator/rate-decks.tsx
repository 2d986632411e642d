/** Operator > Rate decks: what prices calls, what comes, and what each deck changes. */
import { Badge, Button, Link } from "@fluentui/react-components";
import { ArrowUploadRegular } from "@fluentui/react-icons/svg/arrow-upload";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { list, type Schema } from "../../api/client.ts";
import { RateDeckForm } from "../../forms/rate-deck.tsx";
import { useFilters } from "../../ui/address.ts";
import { type Column, DataTable, pagesOf } from "../../ui/data-table.tsx";
import { Time, useFormat } from "../../ui/format.tsx";
import { Page } from "../../ui/page.tsx";
import { Panel } from "../../ui/panel.tsx";
import { Section } from "../../ui/section.tsx";
import { Empty } from "../../ui/states.tsx";
import { Comparison } from "./comparison.tsx";
import { DeckChanges } from "./deck-changes.tsx";

type Deck = Schema<"RateDeck">;
const COLORS = { inForce: "success", coming: "informative", ended: "subtle" } as const;

const stateOf = ({ effectiveFrom, endedAt }: Deck): keyof typeof COLORS => {
  const now = Date.now();
  if (endedAt !== null && Date.parse(endedAt) <= now) return "ended";
  return Date.parse(effectiveFrom) > now ? "coming" : "inForce";
};

export function Component() {
  const { t } = useTranslation();
  const { number, time } = useFormat();
  const [{ make, show }, setFilters] = useFilters({ make: "", show: "", with: "" });
  const pages = pagesOf(useInfiniteQuery(list("/v1/rate-decks", {})));
  const decks = pages.rows ?? [];
  const deck = decks.find(({ id }) => id === show);
  const columns: Column<Deck>[] = [
    { key: "name", header: t("operator.decks.name"), cell: ({ name }) => name, text: ({ name }) => name },
    {
      key: "currency",
      header: t("operator.decks.currency"),
      cell: ({ currency }) => currency,
      text: ({ currency }) => currency,
    },
    {
      key: "state",
      header: t("operator.decks.state"),
      cell: (row) => (
        <Badge appearance="tint" color={COLORS[stateOf(row)]}>
          {t(`operator.decks.${stateOf(row)}`)}
        </Badge>
      ),
      text: (row) => t(`operator.decks.${stateOf(row)}`),
    },
    {
      key: "rows",
      header: t("operator.decks.rows"),
      cell: ({ rows }) => number(rows),
      text: ({ rows }) => String(rows),
      order: ({ rows }) => rows,
      align: "end",
    },
    {
      key: "from",
      header: t("operator.decks.from"),
      cell: ({ effectiveFrom }) => <Time at={effectiveFrom} />,
      text: ({ effectiveFrom }) => time(effectiveFrom),
      order: ({ effectiveFrom }) => Date.parse(effectiveFrom),
    },
    {
      key: "until",
      header: t("operator.decks.until"),
      cell: ({ endedAt }) => endedAt !== null && <Time at={endedAt} />,
      text: ({ endedAt }) => (endedAt === null ? "" : time(endedAt)),
    },
    {
      key: "download",
      header: t("operator.decks.file"),
      cell: ({ id, name }) => (
        <Link href={`/v1/rate-decks/${encodeURIComponent(id)}/rows`} download={`${name}.csv`}>
          {t("operator.decks.download")}
        </Link>
      ),
    },
  ];
  return (
    <Page
      id="rateDecks"
      commands={
        <Button appearance="primary" icon={<ArrowUploadRegular />} onClick={() => setFilters({ make: "deck" })}>
          {t("operator.decks.upload")}
        </Button>
      }
    >
      <Section title={t("operator.decks.title")}>
        <DataTable
          name="rate-decks"
          label={t("operator.decks.title")}
          columns={columns}
          rowKey={({ id }) => id}
          onOpen={({ id }) => setFilters({ show: id, with: "" })}
          opened={show}
          empty={<Empty title={t("operator.decks.empty")}>{t("operator.decks.emptyBody")}</Empty>}
          {...pages}
        />
      </Section>
      {deck && (
        <Section
          title={`${t("operator.decks.comparison")}: ${deck.name}`}
          actions={<Button onClick={() => setFilters({ show: "", with: "" })}>{t("common.close")}</Button>}
        >
          <Comparison key={deck.id} deck={deck} decks={decks} />
          {stateOf(deck) === "coming" && <DeckChanges key={`bills-${deck.id}`} deck={deck} />}
        </Section>
      )}
      <Panel open={make === "deck"} title={t("operator.decks.upload")} onClose={() => setFilters({ make: "" })}>
        <RateDeckForm
          decks={decks}
          onCancel={() => setFilters({ make: "" })}
          onPublished={(id) => setFilters({ make: "", show: id, with: "" })}
        />
      </Panel>
    </Page>
  );
}
