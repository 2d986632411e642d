/** Calls in progress, as they happen: who, to where, how long, paid by what, cost so far, granted until. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { list } from "../../api/client.ts";
import { useOrg } from "../../api/session.tsx";
import { usePanel } from "../../ui/address.ts";
import { useCallWords } from "../../ui/call-words.ts";
import { type Column, DataTable, pagesOf } from "../../ui/data-table.tsx";
import { Duration, Money, useFormat } from "../../ui/format.tsx";
import { useNow } from "../../ui/now.ts";
import { Empty } from "../../ui/states.tsx";
import { costSoFar } from "./cost.ts";
import { HangUp } from "./hang-up.tsx";
import type { Call } from "./story.ts";

export function ActiveCalls() {
  const { t } = useTranslation();
  const words = useCallWords();
  const { country, duration, money } = useFormat();
  const { shown, open } = usePanel();
  const query = useInfiniteQuery(list("/v1/calls", { query: { state: "active", organization: useOrg() } }));
  const pages = pagesOf(query);
  const now = useNow(1000, (pages.rows?.length ?? 0) > 0);
  const seconds = ({ answeredAt }: Call): number =>
    answeredAt === null ? 0 : Math.max(0, Math.floor((now - Date.parse(answeredAt)) / 1000));
  const paidBy = ({ funding }: Call): string =>
    [...new Set(funding.map(({ source }) => words.source(source)))].join(" → ");
  const where = ({ to, destinationCountry }: Call): string =>
    destinationCountry === null ? to : `${to} (${country(destinationCountry)})`;
  const left = (call: Call): number => Math.max(0, (call.limitSeconds ?? 0) - seconds(call));

  const columns: Column<Call>[] = [
    {
      key: "who",
      header: t("calls.active.who"),
      cell: (call) => <Who name={call.user ?? call.from} />,
      text: (call) => call.user ?? call.from,
    },
    { key: "to", header: t("calls.active.to"), cell: where, text: where },
    {
      key: "type",
      header: t("calls.active.type"),
      cell: ({ callType }) => words.callType(callType),
      text: ({ callType }) => words.callType(callType),
      hidden: true,
    },
    {
      key: "duration",
      header: t("calls.active.duration"),
      cell: (call) => (call.state === "answered" ? <Duration seconds={seconds(call)} /> : t("calls.active.ringing")),
      text: (call) => (call.state === "answered" ? duration(seconds(call)) : t("calls.active.ringing")),
      order: seconds,
      moves: true,
      align: "end",
    },
    { key: "paidBy", header: t("calls.active.paidBy"), cell: paidBy, text: paidBy },
    {
      key: "cost",
      header: t("calls.active.cost"),
      cell: (call) =>
        call.currency === null ? "" : <Money amount={costSoFar(call, seconds(call))} currency={call.currency} exact />,
      text: (call) =>
        call.currency === null ? "" : money(costSoFar(call, seconds(call)), call.currency, { exact: true }),
      order: (call) => Number(costSoFar(call, seconds(call))),
      moves: true,
      align: "end",
    },
    {
      key: "granted",
      header: t("calls.active.granted"),
      cell: (call) => (call.state === "answered" ? <Duration seconds={left(call)} /> : ""),
      text: (call) => (call.state === "answered" ? duration(left(call)) : ""),
      order: left,
      moves: true,
      align: "end",
    },
    { key: "hangUp", header: t("calls.active.end"), cell: (call) => <HangUp call={call} small />, pinned: true },
  ];
  return (
    <DataTable
      name="calls-in-progress"
      label={t("calls.active.title")}
      columns={columns}
      rowKey={({ id }) => id}
      onOpen={({ callId }) => open(callId)}
      opened={({ callId }) => callId === shown}
      empty={<Empty title={t("calls.active.empty")}>{t("calls.active.emptyBody")}</Empty>}
      {...pages}
    />
  );
}

/** A long principal name goes on below after its @, so that what is left and Hang up stay in sight. */
function Who({ name }: { name: string }) {
  const at = name.indexOf("@") + 1;
  return (
    <bdi>
      {name.slice(0, at)}
      <wbr />
      {name.slice(at)}
    </bdi>
  );
}
