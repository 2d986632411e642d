/** "What would these calls cost here, and who would pay", beside what the file says that they did cost. */
import { MessageBar, MessageBarBody, Text } from "@fluentui/react-components";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { read, type Schema } from "../../api/client.ts";
import { useOrg } from "../../api/session.tsx";
import { Advice } from "../../forms/advice.tsx";
import { useCallWords } from "../../ui/call-words.ts";
import { type Column, DataTable } from "../../ui/data-table.tsx";
import { Duration, Money, useFormat } from "../../ui/format.tsx";
import { LinkTo } from "../../ui/link-to.tsx";
import { Figures } from "../../ui/section.tsx";
import { Loaded } from "../../ui/states.tsx";

type Line = Schema<"UsagePricing">["lines"][number];

/** A refusal is told by its code, in capitals; whoever pays is not. */
const isRefusal = (payer: string): boolean => /^[A-Z_]+$/.test(payer);

export function Pricing({ id }: { id: string }) {
  const { t } = useTranslation();
  const org = useOrg();
  // Not asked again at every call that is made meanwhile: to price a million rows takes its time.
  const pricing = useQuery({
    queryKey: ["usage-pricing", org, id],
    queryFn: ({ signal }) => read("/v1/organizations/{org}/usage-imports/{id}/pricing", { path: { org, id } }, signal),
    staleTime: Infinity,
  });
  return (
    <div>
      <Text as="h3" block weight="semibold" size={400}>
        {t("imports.pricing.title")}
      </Text>
      <Loaded query={pricing}>{(found) => <Priced pricing={found} />}</Loaded>
    </div>
  );
}

function Priced({ pricing }: { pricing: Schema<"UsagePricing"> }) {
  const { t } = useTranslation();
  const words = useCallWords();
  const { money, number, duration } = useFormat();
  const { currency, charge, strangers, lines, told } = pricing;
  const payerOf = ({ payer }: Line): string => (isRefusal(payer) ? words.refusal(payer) : words.source(payer));
  const columns: Column<Line>[] = [
    {
      key: "payer",
      header: t("imports.pricing.payer"),
      cell: payerOf,
      text: payerOf,
    },
    {
      key: "type",
      header: t("imports.pricing.type"),
      cell: ({ callType }) => words.callType(callType),
      text: ({ callType }) => words.callType(callType),
    },
    {
      key: "calls",
      header: t("imports.pricing.calls"),
      align: "end",
      cell: ({ calls }) => number(calls),
      text: ({ calls }) => String(calls),
      order: ({ calls }) => calls,
    },
    {
      key: "seconds",
      header: t("imports.pricing.duration"),
      align: "end",
      hidden: true,
      cell: ({ seconds }) => <Duration seconds={seconds} />,
      text: ({ seconds }) => duration(seconds),
      order: ({ seconds }) => seconds,
    },
    {
      key: "poolMinutes",
      header: t("imports.pricing.poolMinutes"),
      align: "end",
      hidden: true,
      cell: ({ poolMinutes }) => number(poolMinutes),
      text: ({ poolMinutes }) => String(poolMinutes),
      order: ({ poolMinutes }) => poolMinutes,
    },
    {
      key: "charge",
      header: t("imports.pricing.charge"),
      align: "end",
      cell: (line) => <Money amount={line.charge} currency={currency} />,
      text: (line) => money(line.charge, currency, { exact: true }),
      order: (line) => Number(line.charge),
    },
  ];
  return (
    <>
      <Figures
        items={[
          [t("imports.pricing.here"), <Money key="here" large amount={charge} currency={currency} />],
          ...told.map(
            (one) =>
              [
                t("imports.pricing.there", { currency: one.currency }),
                <Money key={one.currency} large amount={one.amount} currency={one.currency} />,
              ] as const,
          ),
        ]}
      />
      {strangers > 0 && (
        <MessageBar intent="info" layout="multiline">
          <MessageBarBody>
            {t("imports.pricing.strangers", { count: strangers, calls: number(strangers) })}
          </MessageBarBody>
        </MessageBar>
      )}
      <DataTable
        name="usage-pricing"
        label={t("imports.pricing.title")}
        columns={columns}
        rows={lines}
        rowKey={({ callType, payer }) => `${callType} ${payer}`}
        empty={null}
      />
      <Advice currency={currency} />
      <LinkTo to="/billing/your-products/communications-credits">{t("imports.pricing.fund")}</LinkTo>
    </>
  );
}
