/** Licences of many at once: what would change is asked of the server and shown before it is done. */
import { Checkbox, makeStyles, Radio, RadioGroup, Text, tokens } from "@fluentui/react-components";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { get, type Init, type Schema, send } from "../../api/client.ts";
import { useOrg } from "../../api/session.tsx";
import { ConfirmDialog } from "../../ui/confirm-dialog.tsx";
import { useIdempotencyKey } from "../../ui/form.tsx";
import { useFormat } from "../../ui/format.tsx";
import { useLicenseName } from "../../ui/license-names.ts";
import { Loaded, Problem, SkeletonLines } from "../../ui/states.tsx";
import { useToast } from "../../ui/toast.tsx";
import { filterOf, type UserFilters } from "./people.tsx";

const NAMED = 8;

const useStyles = makeStyles({
  part: { display: "flex", flexDirection: "column", gap: "4px", paddingBlock: "8px", minWidth: 0 },
  choices: { display: "grid", gridTemplateColumns: "repeat(auto-fit, minmax(min(240px, 100%), 1fr))" },
  summary: { backgroundColor: tokens.colorNeutralBackground2, padding: "8px 12px", borderRadius: "8px" },
  names: { color: tokens.colorNeutralForeground2, overflowWrap: "anywhere" },
});

interface ChangeLicensesProps {
  filters: UserFilters;
  chosen: ReadonlySet<string>;
  onDone: () => void;
  onClose: () => void;
}

export function ChangeLicenses({ filters, chosen, onDone, onClose }: ChangeLicensesProps) {
  const { t } = useTranslation();
  const org = useOrg();
  const styles = useStyles();
  const licenseName = useLicenseName();
  const queries = useQueryClient();
  const toast = useToast();
  const [key] = useIdempotencyKey();
  const [whom, setWhom] = useState<"chosen" | "filtered">(chosen.size > 0 ? "chosen" : "filtered");
  const [does, setDoes] = useState<"add" | "remove">("add");
  const [skus, setSkus] = useState<readonly string[]>([]);
  const licenses = useQuery(get("/v1/organizations/{org}/licenses", { path: { org }, query: { limit: 500 } }));
  const request = {
    ...(whom === "chosen" ? { users: [...chosen] } : { filter: filterOf(filters) }),
    [does]: skus,
  };
  const summary = useQuery({
    queryKey: ["license-assignments dry run", org, request],
    queryFn: () => assign(org, { ...request, dryRun: true }),
    enabled: skus.length > 0,
    retry: false,
  });
  const change = useMutation({
    mutationFn: () => assign(org, request, key),
    onSuccess: async ({ changed }) => {
      await queries.invalidateQueries();
      toast.done(t("users.change.done", { count: changed }));
      onDone();
      onClose();
    },
  });
  const changing = summary.data?.changed ?? 0;
  return (
    <ConfirmDialog
      open
      title={t("users.change.title")}
      action={changing === 0 ? t("users.change.nothing") : t("users.change.action", { count: changing })}
      blocked={
        skus.length === 0
          ? t("users.change.chooseFirst")
          : summary.data && changing > 0
            ? undefined
            : t("users.change.nothingWhy")
      }
      busy={change.isPending}
      error={change.error}
      onConfirm={() => change.mutate()}
      onClose={onClose}
    >
      <div className={styles.part}>
        <RadioGroup
          aria-label={t("users.change.whom")}
          value={whom}
          onChange={(_event, { value }) => setWhom(value as typeof whom)}
        >
          <Radio
            value="chosen"
            disabled={chosen.size === 0}
            label={chosen.size === 0 ? t("users.change.noneChosen") : t("users.change.chosen", { count: chosen.size })}
          />
          <Radio
            value="filtered"
            label={t(Object.keys(filterOf(filters)).length > 0 ? "users.change.filtered" : "users.change.everybody")}
          />
        </RadioGroup>
        <RadioGroup
          layout="horizontal"
          aria-label={t("users.change.does")}
          value={does}
          onChange={(_event, { value }) => setDoes(value as typeof does)}
        >
          <Radio value="add" label={t("users.change.add")} />
          <Radio value="remove" label={t("users.change.remove")} />
        </RadioGroup>
      </div>
      <Loaded query={licenses}>
        {({ items }) => (
          <div className={styles.choices} role="group" aria-label={t("users.columns.licenses")}>
            {items.map(({ skuPartNumber, displayName, free, unlimited }) => (
              <Checkbox
                key={skuPartNumber}
                label={`${licenseName(skuPartNumber, displayName)} (${unlimited ? t("licenses.unlimited") : t("licenses.freeCount", { count: free ?? 0 })})`}
                checked={skus.includes(skuPartNumber)}
                onChange={(_event, { checked }) =>
                  setSkus(checked === true ? [...skus, skuPartNumber] : skus.filter((sku) => sku !== skuPartNumber))
                }
              />
            ))}
          </div>
        )}
      </Loaded>
      <div role="status" className={styles.part}>
        {summary.data && <Summary outcome={summary.data} />}
        {summary.isFetching && !summary.data && <SkeletonLines lines={2} />}
        {summary.error && <Problem error={summary.error} />}
      </div>
    </ConfirmDialog>
  );
}

type Request = NonNullable<Init<"/v1/organizations/{org}/license-assignments", "post">["body"]>;

const assign = async (org: string, body: Request, idempotencyKey?: string): Promise<Schema<"LicenseAssignment">> =>
  send("post", "/v1/organizations/{org}/license-assignments", {
    path: { org },
    body,
    ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
  });

/** "9 of 12 people change: + 9 Communications Credits", and who. */
function Summary({ outcome }: { outcome: Schema<"LicenseAssignment"> }) {
  const { t } = useTranslation();
  const styles = useStyles();
  const licenseName = useLicenseName();
  const { list, number } = useFormat();
  const { matched, changed, licenses, items } = outcome;
  const names = items.slice(0, NAMED).map(({ userPrincipalName }) => userPrincipalName);
  return (
    <div className={styles.summary}>
      <Text as="p" block weight="semibold">
        {t("users.change.summary", { changed: number(changed), count: matched })}
      </Text>
      {licenses.map(({ skuPartNumber, added, removed }) => (
        <Text as="p" block key={skuPartNumber}>
          {added > 0 && t("users.change.added", { count: added, license: licenseName(skuPartNumber) })}
          {removed > 0 && t("users.change.removed", { count: removed, license: licenseName(skuPartNumber) })}
        </Text>
      ))}
      {names.length > 0 && (
        <Text as="p" block size={200} className={styles.names}>
          {list(changed > NAMED ? [...names, t("users.change.others", { count: changed - NAMED })] : names)}
        </Text>
      )}
    </div>
  );
}
