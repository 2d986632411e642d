/** Every licence that was bought or needs no buying: how many, who has room, which pools it feeds. */
import { Button, Input } from "@fluentui/react-components";
import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { list, type Schema, send } from "../../api/client.ts";
import { useOrg, useSession } from "../../api/session.tsx";
import { usePanel } from "../../ui/address.ts";
import { useCallWords } from "../../ui/call-words.ts";
import { type Column, DataTable, pagesOf } from "../../ui/data-table.tsx";
import { Form, FormField, SubmitButton } from "../../ui/form.tsx";
import { useFormat } from "../../ui/format.tsx";
import { useLicenseName } from "../../ui/license-names.ts";
import { Panel } from "../../ui/panel.tsx";
import { Figures } from "../../ui/section.tsx";
import { Empty } from "../../ui/states.tsx";
import { useToast } from "../../ui/toast.tsx";

type License = Schema<"License">;

export function LicenseList() {
  const { t } = useTranslation();
  const org = useOrg();
  const { number } = useFormat();
  const licenseName = useLicenseName();
  const { source } = useCallWords();
  const { shown, open, close } = usePanel();
  const pages = pagesOf(useInfiniteQuery(list("/v1/organizations/{org}/licenses", { path: { org } })));
  const license = pages.rows?.find(({ skuPartNumber }) => skuPartNumber === shown);
  const feeds = ({ pools }: License): string[] => [...new Set(pools.map((pool) => source(poolId(pool))))];
  const count = (key: string, header: string, value: (one: License) => number | null): Column<License> => ({
    key,
    header,
    align: "end",
    cell: (one) => (one.unlimited && key !== "assigned" ? t("licenses.unlimited") : number(value(one) ?? 0)),
    text: (one) => (one.unlimited && key !== "assigned" ? "" : String(value(one) ?? 0)),
    order: (one) => value(one) ?? 0,
  });
  const columns: Column<License>[] = [
    {
      key: "name",
      header: t("licenses.columns.name"),
      cell: ({ skuPartNumber, displayName }) => licenseName(skuPartNumber, displayName),
      text: ({ skuPartNumber, displayName }) => licenseName(skuPartNumber, displayName),
    },
    count("purchased", t("licenses.columns.purchased"), ({ purchased }) => purchased),
    count("assigned", t("licenses.columns.assigned"), ({ assigned }) => assigned),
    count("free", t("licenses.columns.free"), ({ free }) => free),
    {
      key: "feeds",
      header: t("licenses.columns.feeds"),
      cell: (one) => feeds(one).map((pool) => <div key={pool}>{pool}</div>),
      text: (one) => feeds(one).join("; "),
    },
    {
      key: "sku",
      header: t("licenses.columns.sku"),
      hidden: true,
      cell: ({ skuPartNumber }) => skuPartNumber,
      text: ({ skuPartNumber }) => skuPartNumber,
    },
  ];
  return (
    <>
      <DataTable
        name="licenses"
        label={t("pages.licenses.title")}
        columns={columns}
        rowKey={({ skuPartNumber }) => skuPartNumber}
        onOpen={({ skuPartNumber }) => open(skuPartNumber)}
        opened={shown}
        empty={<Empty title={t("licenses.empty")}>{t("licenses.emptyBody")}</Empty>}
        {...pages}
      />
      <Panel
        open={license !== undefined}
        title={license ? licenseName(license.skuPartNumber, license.displayName) : ""}
        onClose={close}
      >
        {license && <LicenseDetails key={license.skuPartNumber} license={license} />}
      </Panel>
    </>
  );
}

const poolId = ({ capability, country, scope }: License["pools"][number]): string =>
  `pool:${capability}:${country}:${scope}`;

function LicenseDetails({ license }: { license: License }) {
  const { t } = useTranslation();
  const { number, country } = useFormat();
  const { source } = useCallWords();
  const navigate = useNavigate();
  const { operator } = useSession();
  const { skuPartNumber, purchased, assigned, free, unlimited, pools } = license;
  return (
    <>
      <Figures
        items={[
          [t("licenses.columns.purchased"), unlimited ? t("licenses.unlimited") : number(purchased)],
          [t("licenses.columns.assigned"), number(assigned)],
          [t("licenses.columns.free"), unlimited ? t("licenses.unlimited") : number(free ?? 0)],
          [t("licenses.columns.sku"), skuPartNumber],
        ]}
      />
      {pools.map((pool) => (
        <div key={`${poolId(pool)} ${pool.usageLocation}`}>
          <strong>{source(poolId(pool))}</strong>
          <div>
            {t("licenses.givesHere", {
              place: pool.usageLocation === "*" ? t("licenses.everywhere") : country(pool.usageLocation),
              licenses: number(pool.licenses),
              each: number(pool.minutesPerLicense),
              minutes: number(pool.minutes),
              total: number(pool.poolMinutes),
            })}
          </div>
        </div>
      ))}
      <div>
        <Button onClick={() => void navigate(`/users/active-users?license=${encodeURIComponent(skuPartNumber)}`)}>
          {t("licenses.whoHolds")}
        </Button>
      </div>
      {operator && !unlimited ? <Purchased license={license} /> : <p>{t("licenses.howToBuy")}</p>}
    </>
  );
}

/** For an operator: how many the organisation has bought. */
function Purchased({ license }: { license: License }) {
  const { t } = useTranslation();
  const org = useOrg();
  const queries = useQueryClient();
  const toast = useToast();
  const [wanted, setWanted] = useState(String(license.purchased));
  const save = useMutation({
    mutationFn: () =>
      send("put", "/v1/organizations/{org}/subscriptions/{sku}", {
        path: { org, sku: license.skuPartNumber },
        body: { purchased: Number(wanted) },
      }),
    onSuccess: async () => {
      await queries.invalidateQueries();
      toast.done(t("licenses.purchase.saved"));
    },
  });
  const isCount = /^\d{1,7}$/.test(wanted);
  const blocked = !isCount
    ? t("licenses.purchase.noNumber")
    : Number(wanted) === license.purchased
      ? t("users.unchanged")
      : undefined;
  return (
    <Form
      error={save.error}
      onSubmit={() => blocked === undefined && save.mutate()}
      buttons={
        <SubmitButton busy={save.isPending} blocked={blocked}>
          {t("licenses.purchase.save", { count: isCount ? Number(wanted) : 0 })}
        </SubmitButton>
      }
    >
      <FormField label={t("licenses.columns.purchased")} pointer="/purchased" error={save.error}>
        <Input inputMode="numeric" value={wanted} onChange={(_event, { value }) => setWanted(value.trim())} />
      </FormField>
    </Form>
  );
}
