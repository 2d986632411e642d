/**
 * Who may do what: this table. A route that it does not name can not be registered (app.ts asks for its row), so that
 * none is open by oversight. Who holds a right is in src/domain/rights.ts.
 */
import { type Right, rightsOfScopes, rolesWith, SCOPES } from "../domain/rights.ts";
import type { Caller } from "./auth.ts";
import { Problem } from "./errors.ts";

/** What a route needs: one of these rights. any: whoever is known · public: nothing. */
export type Needed = Right | "any" | "public";

declare module "fastify" {
  interface FastifyContextConfig {
    /** The route's row; app.ts puts it here when the route is registered. */
    rights?: readonly Needed[];
  }
}

const ORG = "/v1/organizations/:org";
const GRAPH = "/graph/v1.0";

export const RIGHTS: Readonly<Record<string, Needed | readonly Needed[]>> = {
  "GET /healthz": "public",
  "GET /readyz": "public",
  "GET /metrics": "public",
  "GET /openapi.json": "public",
  "POST /webhooks/stripe": "public", // its signature is the key

  "GET /v1/health": "operator",
  "POST /v1/audits": "operator",
  "GET /v1/audits": "operator",
  "GET /v1/audits/:id": "operator",

  "POST /v1/session": "public",
  "GET /v1/session": "any",
  "DELETE /v1/session": "any",
  "GET /v1/sessions": "any",
  "DELETE /v1/sessions/:id": "any",
  "GET /v1/sign-in-options": "public",
  "GET /v1/audit-log": "operator",
  "GET /v1/audit-log.csv": "operator",
  "GET /v1/audit-log/verify": "operator",
  [`GET ${ORG}/audit-log`]: "settings",
  [`GET ${ORG}/audit-log.csv`]: "settings",
  [`GET ${ORG}/audit-log/verify`]: "settings",
  "GET /auth/oidc/start": "public",
  "GET /auth/oidc/callback": "public",
  "POST /v1/session/password": "any",
  "POST /v1/session/totp": "any",
  "POST /v1/session/totp/confirm": "any",
  "POST /v1/session/totp/disable": "any",
  [`POST ${ORG}/invitations`]: "users",
  "POST /v1/invitations": "operator",
  "POST /v1/invitations/accept": "public", // the link is the key; so below
  "POST /v1/password-resets": "public",
  "POST /v1/password-resets/accept": "public",
  [`GET ${ORG}/sign-in-accounts`]: "users",
  [`DELETE ${ORG}/sign-in-accounts/:email`]: "users",

  "GET /v1/organizations": "operator",
  [`PUT ${ORG}`]: "operator", // the agreement decides who may buy: not for a customer to change
  [`GET ${ORG}`]: "read",
  [`GET ${ORG}/eligibility`]: "read",
  [`GET ${ORG}/subscriptions`]: "read",
  [`PUT ${ORG}/subscriptions/:sku`]: "operator", // what is bought gives minutes
  [`GET ${ORG}/subscriptions/:sku`]: "read",
  [`GET ${ORG}/users`]: "names",
  // Each field by its own right: src/api/user-changes.ts.
  [`PUT ${ORG}/users/:userPrincipalName`]: ["users", "licenses", "voice"],
  [`GET ${ORG}/users/:userPrincipalName`]: "names",
  [`DELETE ${ORG}/users/:userPrincipalName`]: "users",
  [`POST ${ORG}/users/import`]: ["users", "licenses", "voice"], // each line as a PUT of it
  [`GET ${ORG}/users/export`]: "names",
  [`GET ${ORG}/users/:userPrincipalName/calling`]: "names",
  [`GET ${ORG}/cost-centers`]: "read",
  [`PUT ${ORG}/cost-centers/:id`]: "users",
  [`GET ${ORG}/cost-centers/:id`]: "read",
  [`GET ${ORG}/configuration-check`]: "names",
  [`GET ${ORG}/licenses`]: "read",
  [`POST ${ORG}/license-assignments`]: "licenses",
  [`GET ${ORG}/license-rules`]: "read",
  [`PUT ${ORG}/license-rules/:id`]: "licenses",
  [`GET ${ORG}/license-rules/:id`]: "read",
  [`DELETE ${ORG}/license-rules/:id`]: "licenses",
  [`POST ${ORG}/license-rules/:id/preview`]: "licenses",
  [`GET ${ORG}/conference-bridges`]: "read",
  [`PUT ${ORG}/conference-bridges/:id`]: "voice",
  [`GET ${ORG}/conference-bridges/:id`]: "read",
  [`GET ${ORG}/voice-apps`]: "read",
  [`PUT ${ORG}/voice-apps/:id`]: "voice",
  [`GET ${ORG}/voice-apps/:id`]: "read",
  [`GET ${ORG}/numbers`]: "read",
  [`PUT ${ORG}/numbers/:e164`]: "voice",
  [`GET ${ORG}/numbers/:e164`]: "read",
  [`DELETE ${ORG}/numbers/:e164`]: "voice",
  [`PUT ${ORG}/calling-settings`]: "voice",
  [`GET ${ORG}/calling-settings`]: "read",
  [`GET ${ORG}/budgets`]: "usage",
  [`PUT ${ORG}/budgets/:id`]: "fund",
  [`GET ${ORG}/budgets/:id`]: "usage",
  [`DELETE ${ORG}/budgets/:id`]: "fund",
  [`POST ${ORG}/budgets/:id/lift`]: "fund",
  [`GET ${ORG}/budgets/:id/lifts`]: "names",
  [`GET ${ORG}/brakes`]: "usage",
  [`PUT ${ORG}/brakes/:id`]: "voice",
  [`GET ${ORG}/brakes/:id`]: "usage",
  [`DELETE ${ORG}/brakes/:id`]: "voice",
  [`POST ${ORG}/brakes/:id/lift`]: "voice",
  [`GET ${ORG}/brakes/:id/lifts`]: "names",

  [`POST ${ORG}/payment-methods`]: "fund",
  [`PUT ${ORG}/payment-methods/:id`]: "fund",
  [`POST ${ORG}/card-forms`]: "fund",
  [`GET ${ORG}/payment-methods`]: "read",
  [`GET ${ORG}/payment-methods/:id`]: "read",
  [`POST ${ORG}/top-ups`]: "fund",
  [`GET ${ORG}/top-ups`]: "read",
  [`GET ${ORG}/top-ups/:id`]: "read",
  [`POST ${ORG}/top-ups/:id/confirm`]: "fund",
  [`GET ${ORG}/top-ups/:id/receipt`]: "read",
  [`POST ${ORG}/top-ups/:id/refunds`]: "operator",
  [`GET ${ORG}/top-ups/:id/refunds`]: "read",
  [`GET ${ORG}/top-ups/:id/refund-preview`]: "operator",
  "GET /v1/payment-differences": "operator",
  [`GET ${ORG}/disputes`]: "read",
  [`GET ${ORG}/disputes/:id`]: "read",
  [`POST ${ORG}/disputes/:id/settle`]: "operator",
  [`PUT ${ORG}/auto-recharge`]: "fund",
  [`GET ${ORG}/auto-recharge`]: "read",
  [`POST ${ORG}/adjustments`]: "operator",
  [`POST ${ORG}/incidents`]: "support",
  [`GET ${ORG}/incidents`]: "read",
  [`GET ${ORG}/incidents/:id`]: "read",
  [`POST ${ORG}/incidents/:id/messages`]: "support",
  "GET /v1/incidents": "operator",
  "POST /v1/incidents/:id/settle": "operator",
  [`PUT ${ORG}/pay-as-you-go`]: "fund",
  [`GET ${ORG}/pay-as-you-go`]: "read",
  [`POST ${ORG}/pay-as-you-go/switch-over`]: "fund",
  [`GET ${ORG}/statements`]: "read",
  [`GET ${ORG}/credits`]: "read",
  [`GET ${ORG}/credits/forecast`]: "read",
  [`GET ${ORG}/ledger`]: "read",
  [`GET ${ORG}/pools`]: "read",
  [`GET ${ORG}/pools/arithmetic`]: "read",
  [`GET ${ORG}/usage`]: "usage",
  [`GET ${ORG}/usage/days`]: "usage",
  [`GET ${ORG}/usage/spend`]: "usage",
  [`GET ${ORG}/usage/blocked`]: "usage",
  [`GET ${ORG}/usage/blocked-users`]: "names",
  [`GET ${ORG}/chargeback`]: "usage",
  [`GET ${ORG}/custom-reports`]: "usage",
  [`PUT ${ORG}/custom-reports/:id`]: "usage",
  [`GET ${ORG}/custom-reports/:id`]: "usage",
  [`DELETE ${ORG}/custom-reports/:id`]: "usage",
  [`GET ${ORG}/custom-reports/:id/run`]: "usage",
  [`GET ${ORG}/custom-reports/:id/mails`]: "usage",
  [`POST ${ORG}/usage-exports`]: "usage",
  [`GET ${ORG}/usage-exports`]: "usage",
  [`GET ${ORG}/usage-exports/:id`]: "usage",
  [`GET ${ORG}/usage-exports/:id/file`]: "public", // its token is the key
  [`POST ${ORG}/usage-imports`]: "fund", // who buys brings what the last provider took
  [`GET ${ORG}/usage-imports`]: "usage",
  [`GET ${ORG}/usage-imports/:id`]: "usage",
  [`GET ${ORG}/usage-imports/:id/pricing`]: "usage",
  [`GET ${ORG}/usage-imports/:id/refused`]: "usage",
  [`PUT ${ORG}/usage-mappings/:id`]: "fund",
  [`GET ${ORG}/usage-mappings`]: "usage",
  [`GET ${ORG}/usage-mappings/:id`]: "usage",
  [`GET ${ORG}/funding-recommendation`]: "read",

  [`GET ${ORG}/notices`]: "read",
  "POST /v1/mail-bounces": "operator",
  [`PUT ${ORG}/notice-settings`]: "settings",
  [`GET ${ORG}/notice-settings`]: "read",
  [`GET ${ORG}/notice-recipients`]: "read",
  [`GET ${ORG}/webhooks`]: "read",
  [`PUT ${ORG}/webhooks/:id`]: "settings",
  [`GET ${ORG}/webhooks/:id`]: "read",
  [`DELETE ${ORG}/webhooks/:id`]: "settings",
  [`POST ${ORG}/webhooks/:id/rotate-secret`]: "settings",
  [`GET ${ORG}/webhooks/:id/deliveries`]: "read",
  [`POST ${ORG}/webhooks/:id/replay`]: "settings",

  [`GET ${ORG}/rate-changes`]: "read",
  "GET /v1/plans": "any",
  "GET /v1/dial-out-policies": "any",
  "GET /v1/roles": "any",
  "POST /v1/rate-decks": "operator",
  "GET /v1/rate-decks": "read",
  "GET /v1/rate-decks/:id": "read",
  "GET /v1/rate-decks/:id/rows": "read",
  "GET /v1/rate-decks/:id/comparison": "read",
  "GET /v1/rate-decks/:id/comparison/organizations": "operator",
  "GET /v1/rate-decks/:id/rate-changes": "operator",
  "POST /v1/rate-corrections": "operator",
  "GET /v1/rate-corrections": "operator",
  "GET /v1/rate-corrections/:id": "operator",
  "POST /v1/rate-corrections/:id/apply": "operator",
  "GET /v1/rate-corrections/:id/organizations": "operator",
  "GET /v1/rate-corrections/:id/organizations/:org/calls": "operator",
  "GET /v1/rates": ["read", "switch"],
  "GET /v1/public-rates": "public", // where the settings say so
  [`GET ${ORG}/call-prices`]: "read",

  "GET /v1/switches": "operator",
  "PUT /v1/switches/:switch": "operator",
  "GET /v1/switches/:switch": ["operator", "switch"],
  "GET /v1/api-keys": ["operator", "settings"],
  "POST /v1/api-keys": ["operator", "settings"],
  "POST /v1/api-keys/:id/rotate": ["operator", "settings"],
  "DELETE /v1/api-keys/:id": ["operator", "settings"],

  [`POST ${ORG}/test-calls`]: ["fund", "voice"], // they are charged
  "POST /v1/calls": "switch",
  "POST /v1/calls/batch": "switch",
  "POST /v1/calls/reconcile": "switch",
  "GET /v1/calls": ["usage", "switch"],
  "GET /v1/calls/:callId": ["usage", "switch"],
  "POST /v1/calls/:callId/answer": "switch",
  "POST /v1/calls/:callId/update": "switch",
  "POST /v1/calls/:callId/release": "switch",
  "POST /v1/calls/:callId/hang-up": ["operator", "voice", "switch"],
  "GET /v1/switch-commands": "switch",
  "POST /v1/switch-commands/:id/done": "switch",
  "POST /graph/:tenant/oauth2/v2.0/token": "public", // the key is in the body
  // Of the organisation that the token belongs to: src/api/graph/scope.ts.
  [`GET ${GRAPH}/communications/callRecords/getPstnCalls:period`]: "usage",
  [`GET ${GRAPH}/communications/callRecords/microsoft.graph.callRecords.getPstnCalls:period`]: "usage",
  [`GET ${GRAPH}/communications/callRecords/getDirectRoutingCalls:period`]: "usage",
  [`GET ${GRAPH}/communications/callRecords/microsoft.graph.callRecords.getDirectRoutingCalls:period`]: "usage",
  [`GET ${GRAPH}/subscribedSkus`]: "read",
  [`GET ${GRAPH}/subscribedSkus/:id`]: "read",
  [`GET ${GRAPH}/users`]: "names",
  [`GET ${GRAPH}/users/:id`]: "names",
  [`POST ${GRAPH}/users/:id/assignLicense`]: "licenses",
  [`GET ${GRAPH}/directoryRoles`]: "read",
  [`POST ${GRAPH}/directoryRoles`]: "users",
  [`GET ${GRAPH}/directoryRoles/:role`]: "read",
  [`GET ${GRAPH}/directoryRoles/:role/members`]: "names",

  "GET /v1/events": ["read", "usage", "switch"], // each type of event by its own right: src/api/routes/events.ts
};

/** HEAD needs what GET needs. @throws Error for a route without a row: a mistake of ours, found when the app is made */
export function rightsOf(method: string, route: string): readonly Needed[] {
  const row = RIGHTS[`${method === "HEAD" ? "GET" : method} ${route}`];
  if (row === undefined) throw new Error(`src/api/rights.ts has no row for ${method} ${route}`);
  return typeof row === "string" ? [row] : row;
}

/**
 * @throws Problem: 403 for a caller without the right; 404 for another organisation than the caller's own, as for one
 * that does not exist, so that nobody learns whose customers are here
 */
export function demandRight(caller: Caller, needed: readonly Needed[], organization: string | undefined): void {
  if (organization !== undefined && caller.organization !== null && caller.organization !== organization) {
    throw new Problem("UNKNOWN_ORGANIZATION", `There is no organisation ${organization}.`);
  }
  if (needed.some((right) => right === "any" || right === "public" || caller.rights.has(right))) return;
  throw missingRight(needed.filter((right) => right !== "any" && right !== "public"));
}

/** The refusal that says what is missing and who has it. */
export function missingRight(rights: readonly Right[]): Problem {
  const roles = [...new Set(rights.flatMap(rolesWith))];
  const scopes = SCOPES.filter((scope) => rights.some((right) => rightsOfScopes([scope], null).has(right)));
  const holders = [...roles, `API keys with the scope ${scopes.join(" or ")}`].join(", ");
  const verbs = rights.map((right) => AS_VERB[right]).join(" or to ");
  return new Problem("FORBIDDEN", `This needs the right to ${verbs}. Who has it: ${holders}.`, { rights, roles });
}

/** Runs the installation. */
export const isOperator = ({ rights }: Caller): boolean => rights.has("operator");

const AS_VERB: Readonly<Record<Right, string>> = {
  read: "read",
  usage: "see usage",
  names: "see people's names",
  fund: "add credits and change how they are paid",
  licenses: "assign licences",
  users: "change users",
  voice: "change numbers, policies and calling settings",
  support: "open support incidents",
  settings: "change notices, webhooks and API keys",
  switch: "charge calls",
  operator: "operate the installation",
};
