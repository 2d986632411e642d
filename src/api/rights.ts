/**
 * Who may do what: this table. A route that it does not name can not be registered (app.ts asks for its row), so that
 * none is open by oversight.
 */
import type { Caller } from "./auth.ts";
import { Problem } from "./errors.ts";

/**
 * operator: a key of the whole installation that administers · admin: administers its organisation · read: reads it ·
 * switch: charges calls · any: every valid key · public: no key needed.
 */
export type Right = "operator" | "admin" | "read" | "switch" | "any" | "public";

const ORG = "/v1/organizations/:org";

export const RIGHTS: Readonly<Record<string, Right | readonly Right[]>> = {
  "GET /healthz": "public",
  "GET /readyz": "public",
  "GET /metrics": "public",
  "GET /openapi.json": "public",
  "POST /webhooks/stripe": "public", // its signature is the key

  "GET /v1/organizations": "operator",
  [`PUT ${ORG}`]: "operator", // the agreement decides who may buy: not for a customer to change
  [`GET ${ORG}`]: "read",
  [`GET ${ORG}/eligibility`]: "read",
  [`GET ${ORG}/subscriptions`]: "read",
  [`PUT ${ORG}/subscriptions/:sku`]: "operator", // what is bought gives minutes
  [`GET ${ORG}/subscriptions/:sku`]: "read",
  [`GET ${ORG}/users`]: "read",
  [`PUT ${ORG}/users/:userPrincipalName`]: "admin",
  [`GET ${ORG}/users/:userPrincipalName`]: "read",
  [`GET ${ORG}/conference-bridges`]: "read",
  [`PUT ${ORG}/conference-bridges/:id`]: "admin",
  [`GET ${ORG}/conference-bridges/:id`]: "read",
  [`GET ${ORG}/voice-apps`]: "read",
  [`PUT ${ORG}/voice-apps/:id`]: "admin",
  [`GET ${ORG}/voice-apps/:id`]: "read",
  [`GET ${ORG}/numbers`]: "read",
  [`PUT ${ORG}/numbers/:e164`]: "admin",
  [`GET ${ORG}/numbers/:e164`]: "read",
  [`PUT ${ORG}/calling-settings`]: "admin",
  [`GET ${ORG}/calling-settings`]: "read",

  [`POST ${ORG}/payment-methods`]: "admin",
  [`PUT ${ORG}/payment-methods/:id`]: "admin",
  [`POST ${ORG}/card-forms`]: "admin",
  [`GET ${ORG}/payment-methods`]: "read",
  [`GET ${ORG}/payment-methods/:id`]: "read",
  [`POST ${ORG}/top-ups`]: "admin",
  [`GET ${ORG}/top-ups`]: "read",
  [`GET ${ORG}/top-ups/:id`]: "read",
  [`GET ${ORG}/top-ups/:id/receipt`]: "read",
  [`POST ${ORG}/top-ups/:id/refunds`]: "operator",
  [`GET ${ORG}/top-ups/:id/refunds`]: "read",
  [`GET ${ORG}/disputes`]: "read",
  [`GET ${ORG}/disputes/:id`]: "read",
  [`POST ${ORG}/disputes/:id/settle`]: "operator",
  [`PUT ${ORG}/auto-recharge`]: "admin",
  [`GET ${ORG}/auto-recharge`]: "read",
  [`POST ${ORG}/adjustments`]: "operator",
  [`POST ${ORG}/incidents`]: "admin",
  [`GET ${ORG}/incidents`]: "read",
  [`GET ${ORG}/incidents/:id`]: "read",
  [`POST ${ORG}/incidents/:id/messages`]: "admin",
  "GET /v1/incidents": "operator",
  "POST /v1/incidents/:id/settle": "operator",
  [`PUT ${ORG}/pay-as-you-go`]: "admin",
  [`GET ${ORG}/pay-as-you-go`]: "read",
  [`POST ${ORG}/pay-as-you-go/switch-over`]: "admin",
  [`GET ${ORG}/statements`]: "read",
  [`GET ${ORG}/credits`]: "read",
  [`GET ${ORG}/ledger`]: "read",
  [`GET ${ORG}/pools`]: "read",

  [`GET ${ORG}/notices`]: "read",
  [`PUT ${ORG}/notice-settings`]: "admin",
  [`GET ${ORG}/notice-settings`]: "read",
  [`GET ${ORG}/webhooks`]: "read",
  [`PUT ${ORG}/webhooks/:id`]: "admin",
  [`GET ${ORG}/webhooks/:id`]: "read",
  [`DELETE ${ORG}/webhooks/:id`]: "admin",
  [`POST ${ORG}/webhooks/:id/rotate-secret`]: "admin",
  [`GET ${ORG}/webhooks/:id/deliveries`]: "read",
  [`POST ${ORG}/webhooks/:id/replay`]: "admin",

  "GET /v1/plans": "any",
  "POST /v1/rate-decks": "operator",
  "GET /v1/rate-decks": "read",
  "GET /v1/rate-decks/:id": "read",
  "GET /v1/rate-decks/:id/rows": "read",
  "GET /v1/rates": ["read", "switch"],

  "GET /v1/switches": "operator",
  "PUT /v1/switches/:switch": "operator",
  "GET /v1/switches/:switch": ["operator", "switch"],
  "GET /v1/api-keys": "operator",
  "POST /v1/api-keys": "operator",
  "DELETE /v1/api-keys/:id": "operator",

  "POST /v1/calls": "switch",
  "POST /v1/calls/batch": "switch",
  "POST /v1/calls/reconcile": "switch",
  "GET /v1/calls": ["read", "switch"],
  "GET /v1/calls/:callId": ["read", "switch"],
  "POST /v1/calls/:callId/answer": "switch",
  "POST /v1/calls/:callId/update": "switch",
  "POST /v1/calls/:callId/release": "switch",
};

/** @throws Error for a route without a row: a mistake of ours, found when the app is made */
export function rightsOf(method: string, route: string): readonly Right[] {
  const row = RIGHTS[`${method} ${route}`];
  if (row === undefined) throw new Error(`src/api/rights.ts has no row for ${method} ${route}`);
  return typeof row === "string" ? [row] : row;
}

/**
 * @throws Problem: 403 for a key without the right; 404 for another organisation than the key's own, as for one that
 * does not exist, so that nobody learns whose customers are here
 */
export function demandRight(caller: Caller, rights: readonly Right[], organization: string | undefined): void {
  if (organization !== undefined && caller.organization !== null && caller.organization !== organization) {
    throw new Problem("UNKNOWN_ORGANIZATION", `There is no organisation ${organization}.`);
  }
  if (rights.some((right) => HOLDS[right](caller))) return;
  throw new Problem("FORBIDDEN", `This needs an API key with the right to ${rights.map(asVerb).join(" or to ")}.`);
}

const HOLDS: Record<Right, (caller: Caller) => boolean> = {
  public: () => true,
  any: () => true,
  read: ({ scopes }) => scopes.has("read") || scopes.has("admin"),
  admin: ({ scopes }) => scopes.has("admin"),
  switch: (caller) => caller.scopes.has("switch") || isOperator(caller),
  operator: (caller) => isOperator(caller),
};

/** A key that administers and is bound to no organisation runs the installation. */
export const isOperator = ({ scopes, organization }: Caller): boolean => scopes.has("admin") && organization === null;

const asVerb = (right: Right): string =>
  ({ operator: "operate", admin: "administer", read: "read", switch: "charge calls", any: "ask", public: "ask" })[
    right
  ];
