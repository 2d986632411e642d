/**
 * Every page: its address (the contract fixes it), its place in the navigation, what loads it. To add one: a line here,
 * its component in pages/, its words in locales/<language>/, its title, sentence and older names in locales/…/pages.ts.
 */
import type { ComponentType } from "react";
import type { pages } from "./locales/en/pages.ts";

export type PageId = keyof typeof pages;

export interface PageEntry {
  id: PageId;
  path: string;
  group: Group;
  /** Shown only for a chosen organisation; an operator without one is asked to choose. */
  needsOrganization: boolean;
  load: () => Promise<{ Component: ComponentType }>;
}

export const GROUPS = ["start", "billing", "users", "voice", "reports", "help", "operator"] as const;
export type Group = (typeof GROUPS)[number];

const page = (id: PageId, group: Group, path: string, load: PageEntry["load"]): PageEntry => ({
  id,
  path,
  group,
  needsOrganization: group !== "operator",
  load,
});

export const PAGES: readonly PageEntry[] = [
  page("home", "start", "/", () => import("./pages/home.tsx")),
  page(
    "communicationsCredits",
    "billing",
    "/billing/your-products/communications-credits",
    () => import("./pages/communications-credits.tsx"),
  ),
  page("purchaseServices", "billing", "/billing/purchase-services", () => import("./pages/purchase-services.tsx")),
  page("paymentMethods", "billing", "/billing/payment-methods", () => import("./pages/payment-methods.tsx")),
  page("rates", "help", "/rates", () => import("./pages/rates.tsx")),
  page("pstnUsage", "reports", "/reports/usage/pstn", () => import("./pages/pstn-usage.tsx")),
  page("pools", "reports", "/reports/usage/pools", () => import("./pages/pools.tsx")),
  page("spend", "reports", "/reports/usage/spend", () => import("./pages/spend.tsx")),
  page("blocked", "reports", "/reports/usage/blocked", () => import("./pages/blocked.tsx")),
  page("customReport", "reports", "/reports/usage/custom", () => import("./pages/custom-report.tsx")),
  page("usageImports", "reports", "/reports/usage/imports", () => import("./pages/usage-imports.tsx")),
  page("calls", "help", "/calls", () => import("./pages/calls.tsx")),
  page("subscriptions", "billing", "/billing/subscriptions", () => import("./pages/subscriptions.tsx")),
  page("licenses", "billing", "/billing/licenses", () => import("./pages/licenses.tsx")),
  page("activeUsers", "users", "/users/active-users", () => import("./pages/active-users.tsx")),
  page("support", "help", "/support", () => import("./pages/support.tsx")),
  page("organizations", "operator", "/operator/organizations", () => import("./pages/operator/organizations.tsx")),
  page("rateDecks", "operator", "/operator/rate-decks", () => import("./pages/operator/rate-decks.tsx")),
  page(
    "rateCorrections",
    "operator",
    "/operator/rate-corrections",
    () => import("./pages/operator/rate-corrections.tsx"),
  ),
  page("incidents", "operator", "/operator/incidents", () => import("./pages/operator/incidents.tsx")),
  page("health", "operator", "/operator/health", () => import("./pages/operator/health.tsx")),
  page("phoneNumbers", "voice", "/voice/phone-numbers", () => import("./pages/phone-numbers.tsx")),
  page("dialOutPolicies", "voice", "/voice/dial-out-policies", () => import("./pages/dial-out-policies.tsx")),
  page("settings", "help", "/settings", () => import("./pages/settings.tsx")),
];

/** @throws Error for a page without a row */
export function pageOf(id: PageId): PageEntry {
  const found = PAGES.find((entry) => entry.id === id);
  if (!found) throw new Error(`console/pages.ts has no row for ${id}`);
  return found;
}
