/** What lacks what its calls need, worst first, each with the button that mends it. */
import { Button } from "@fluentui/react-components";
import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { type Init, list, type Schema, send } from "../../api/client.ts";
import { useMay, useOrg, useSession } from "../../api/session.tsx";
import { useFilters } from "../../ui/address.ts";
import { Choice } from "../../ui/choice.tsx";
import { type Column, DataTable, pagesOf } from "../../ui/data-table.tsx";
import { useFormat } from "../../ui/format.tsx";
import { useLicenseName } from "../../ui/license-names.ts";
import { Mark } from "../../ui/mark.tsx";
import { inSentence } from "../../ui/name.tsx";
import { Empty } from "../../ui/states.tsx";
import { useToast } from "../../ui/toast.tsx";

type Finding = Schema<"ConfigurationFinding">;
type Assign = NonNullable<Init<"/v1/organizations/{org}/license-assignments", "post">["body"]>;

const SEVERITIES = ["error", "warning", "info"] as const;
const TONES = { error: "bad", warning: "warning", info: "neutral" } as const;

/** Of src/domain/configuration-check.ts; what is newer is said as the server says it. */
const CODES = [
  "TOLL_FREE_WITHOUT_CREDITS",
  "TOLL_FREE_WITHOUT_BALANCE",
  "VOICE_APP_WITHOUT_RESOURCE_ACCOUNT",
  "MORE_ASSIGNED_THAN_BOUGHT",
  "LICENSE_NOT_SOLD_IN_COUNTRY",
  "CREDITS_LICENSE_UNUSED",
  "RULE_HAS_NO_LICENSE_LEFT",
  "NUMBER_WITHOUT_CALLING_PLAN",
  "CALLING_PLAN_WITHOUT_PHONE_SYSTEM",
  "ORGANIZER_WITHOUT_CONFERENCING",
  "PAY_AS_YOU_GO_WITHOUT_CREDITS_LICENSE",
  "CALLING_PLAN_WITHOUT_CREDITS_LICENSE",
  "ORGANIZER_WITHOUT_CREDITS_LICENSE",
  "RESOURCE_ACCOUNT_WITHOUT_LICENSE",
  "RESOURCE_ACCOUNT_WITHOUT_PLAN",
  "RESOURCE_ACCOUNT_WITHOUT_CREDITS_LICENSE",
] as const;

export function ConfigurationCheck() {
  const { t } = useTranslation();
  const org = useOrg();
  const licenseName = useLicenseName();
  const { country, number } = useFormat();
  const [{ severity }, setFilters] = useFilters({ severity: "" });
  const wanted = SEVERITIES.find((one) => one === severity);
  const query = useInfiniteQuery(
    list("/v1/organizations/{org}/configuration-check", {
      path: { org },
      query: wanted === undefined ? {} : { severity: wanted },
    }),
  );
  const said = ({ code, subject: { id, type }, message, params }: Finding): string => {
    const known = CODES.find((one) => one === code);
    if (known === undefined) return message;
    const named = type === "voice-app" ? inSentence(params.displayName ?? id) : id;
    return t(`licenses.findings.${known}`, {
      subject: type === "license" ? licenseName(id) : named,
      license: params.license && licenseName(params.license),
      country: params.country && country(params.country),
      assigned: number(params.assigned ?? 0),
      purchased: number(params.purchased ?? 0),
    });
  };
  const columns: Column<Finding>[] = [
    {
      key: "severity",
      header: t("licenses.check.severity"),
      cell: (one) => <Mark tone={TONES[one.severity]}>{t(`licenses.check.severities.${one.severity}`)}</Mark>,
      text: (one) => t(`licenses.check.severities.${one.severity}`),
      order: (one) => SEVERITIES.indexOf(one.severity),
    },
    { key: "what", header: t("licenses.check.what"), cell: said, text: said },
    { key: "fix", header: t("licenses.check.mend"), cell: (one) => <Fix finding={one} said={said(one)} /> },
  ];
  return (
    <DataTable
      name="configuration-check"
      label={t("licenses.check.title")}
      columns={columns}
      rowKey={({ code, subject, message }) => `${code} ${subject.id} ${message}`}
      tools={
        <Choice
          label={t("licenses.check.severity")}
          value={severity}
          options={[
            ["", t("users.filters.any")],
            ...SEVERITIES.map((one) => [one, t(`licenses.check.severities.${one}`)] as const),
          ]}
          onChange={(next) => setFilters({ severity: next })}
        />
      }
      empty={<Empty title={t("licenses.check.fine")}>{t("licenses.check.fineBody")}</Empty>}
      {...pagesOf(query)}
    />
  );
}

/** Does it, where nothing is left to be said; else leads to where somebody has to say it. */
function Fix({ finding: { fix, subject }, said }: { finding: Finding; said: string }) {
  const { t } = useTranslation();
  const { list: listed } = useFormat();
  const org = useOrg();
  const licenseName = useLicenseName();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const toast = useToast();
  const { operator } = useSession();
  const mayAssign = useMay("licenses");
  const body = fix.body as { add?: string[]; remove?: string[]; purchased?: number } | null;
  const skus = body?.add ?? body?.remove ?? [];
  const names = listed(skus.map((sku) => licenseName(sku)));
  const mend = useMutation({
    mutationFn: async () => {
      if (body?.purchased === undefined) {
        await send("post", "/v1/organizations/{org}/license-assignments", { path: { org }, body: fix.body as Assign });
        return;
      }
      const sku = decodeURIComponent(fix.path.split("/").at(-1) ?? subject.id);
      const path = { org, sku };
      await send("put", "/v1/organizations/{org}/subscriptions/{sku}", { path, body: { purchased: body.purchased } });
    },
    onSuccess: async () => {
      await queries.invalidateQueries();
      toast.done(t("licenses.check.mended"));
    },
    onError: (error) => toast.failed(error),
  });
  const act = (label: string, why?: string) => (
    <Button
      size="small"
      aria-label={`${label}: ${said}`}
      disabledFocusable={why !== undefined || mend.isPending}
      {...(why === undefined ? {} : { title: why })}
      onClick={() => mend.mutate()}
    >
      {label}
    </Button>
  );
  const go = (label: string, to: string) => (
    <Button size="small" aria-label={`${label}: ${said}`} onClick={() => void navigate(to)}>
      {label}
    </Button>
  );
  if (body?.purchased !== undefined) {
    return operator
      ? act(t("licenses.check.raise", { count: body.purchased }))
      : go(t("licenses.check.askForMore"), "/support");
  }
  if (body !== null) {
    const why = mayAssign ? undefined : t("users.mayNotAssign");
    return act(t(body.add ? "licenses.check.assign" : "licenses.check.remove", { licenses: names }), why);
  }
  if (fix.page.startsWith("/users")) return go(t("licenses.check.toUser"), fix.page);
  if (fix.page.startsWith("/voice")) return go(t("licenses.check.toVoiceApps"), fix.page);
  return go(t("licenses.check.toFunds"), fix.page);
}
