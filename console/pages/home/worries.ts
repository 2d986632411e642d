/** What is wrong or about to be, most urgent first: each with the page that mends it. */
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { get, type Schema } from "../../api/client.ts";
import { useMay, useOrg } from "../../api/session.tsx";
import { useFormat } from "../../ui/format.tsx";
import { isZero } from "../../ui/amount.ts";
import { undoneOf } from "../../forms/switch-over.tsx";
import { troubleOf, usePayAsYouGo } from "../credits/pay-as-you-go.ts";

export interface Worry {
  key: string;
  /** One click that mends it, instead of a page. */
  mend?: NonNullable<ReturnType<typeof undoneOf>>;
  tone: "error" | "warning";
  text: string;
  action: string;
  to: string;
}

type Scope = Schema<"Pool">["scope"];

const DAY = 86_400_000;
const CREDITS = "/billing/your-products/communications-credits";

/** Undefined while it is not known yet. */
export function useWorries(credits: Schema<"Credits">, neverFunded: boolean): Worry[] | undefined {
  const { t } = useTranslation();
  const { money, day, percent, country } = useFormat();
  // "Calling plan, domestic minutes (United States)"; a pool that the console has no name for is described by the server.
  const nameOf = (capability: string, where: string, scope: Scope, description: string): string => {
    const kind = capability.startsWith("MCOPSTN") ? t(`home.pools.${scope}`) : description;
    const name = capability === "MCOMEETADD" ? t("home.pools.zone-a") : kind;
    return where === "*" ? name : `${name} (${country(where)})`;
  };
  const path = { org: useOrg() };
  const mayNames = useMay("names");
  const pools = useQuery(get("/v1/organizations/{org}/pools/arithmetic", { path }));
  const methods = useQuery(get("/v1/organizations/{org}/payment-methods", { path, query: { limit: 500 } }));
  const check = useQuery({
    ...get("/v1/organizations/{org}/configuration-check", { path, query: { limit: 1 } }), // worst first; the counts are of all
    enabled: mayNames,
  });
  const postUsage = usePayAsYouGo(credits.mode);
  const unknown = postUsage.isPending && credits.mode !== "prepaid";
  if (pools.isPending || methods.isPending || (mayNames && check.isPending) || unknown) return undefined;

  const lacking = Object.values(check.data?.counts ?? {}).reduce((sum, count) => sum + count, 0);
  const { currency, mode, available, held, debt, autoRecharge, lots } = credits;
  const undone = postUsage.data && undoneOf(postUsage.data);
  const found: (Worry | false)[] = [
    neverFunded && {
      key: "unfunded",
      tone: "error",
      text: t("home.worries.unfunded"),
      action: t("home.worries.buy"),
      to: "/billing/purchase-services",
    },
    undone !== undefined && {
      key: "switch-over",
      mend: undone,
      tone: mode === "unfunded" ? "error" : "warning",
      text: t(undone === "billing" ? troubleOf(mode) : "credits.postUsage.leftOn"),
      action: t("home.left.details"),
      to: CREDITS,
    },
    !neverFunded &&
      mode === "prepaid" &&
      isZero(available) &&
      isZero(held) && {
        key: "zero",
        tone: "error",
        text: t("home.worries.zero"),
        action: t("home.worries.buy"),
        to: "/billing/purchase-services",
      },
    mode === "prepaid" &&
      autoRecharge.enabled &&
      autoRecharge.state === "paused" && {
        key: "paused",
        tone: "error",
        text: t("home.worries.paused"),
        action: t("home.worries.mendPayment"),
        to: "/billing/payment-methods",
      },
    !isZero(debt) && {
      key: "debt",
      tone: "error",
      text: t("home.worries.debt", { amount: money(debt, currency) }),
      action: t("home.worries.buy"),
      to: "/billing/purchase-services",
    },
    lacking > 0 && {
      key: "check",
      tone: check.data?.items[0]?.severity === "error" ? "error" : "warning",
      text: t("home.worries.check", { count: lacking }),
      action: t("home.worries.seeCheck"),
      to: "/billing/licenses",
    },
    ...(pools.data?.items ?? [])
      .filter(({ totalMinutes, usedMinutes }) => totalMinutes > 0 && usedMinutes >= 0.8 * totalMinutes)
      .map(({ capability, country: where, scope, description, totalMinutes, usedMinutes }) => ({
        key: `pool ${capability} ${where} ${scope}`,
        tone: "warning" as const,
        text: t("home.worries.pool", {
          pool: nameOf(capability, where, scope, description),
          share: percent(usedMinutes / totalMinutes),
        }),
        action: t("home.worries.seePools"),
        to: "/reports/usage/pools",
      })),
    ...lots
      .filter(({ expiresAt, remaining }) => Date.parse(expiresAt) < Date.now() + 30 * DAY && !isZero(remaining))
      .map(({ id, expiresAt, remaining }) => ({
        key: `lot ${id}`,
        tone: "warning" as const,
        text: t("home.worries.lot", { amount: money(remaining, currency), day: day(expiresAt) }),
        action: t("home.worries.seeLots"),
        to: `${CREDITS}?tab=lots`,
      })),
    ...(methods.data?.items ?? [])
      .filter(({ expires }) => expires !== undefined && Date.parse(expires) < Date.now() + 30 * DAY)
      .map(({ id, last4, expires = "" }) => ({
        key: `card ${id}`,
        tone: "warning" as const,
        text: t("home.worries.card", { last4, day: day(expires) }),
        action: t("home.worries.mendPayment"),
        to: "/billing/payment-methods",
      })),
  ];
  const worries = found.filter((worry): worry is Worry => worry !== false);
  return [...worries.filter(({ tone }) => tone === "error"), ...worries.filter(({ tone }) => tone === "warning")];
}
