/** Every route file, one a noun. */
import { graphCallRoutes } from "../graph/calls.ts";
import { graphRoleRoutes } from "../graph/roles.ts";
import { graphSkuRoutes } from "../graph/skus.ts";
import { graphTokenRoutes } from "../graph/token.ts";
import { graphUserRoutes } from "../graph/users.ts";
import type { Routes } from "../schema.ts";
import { adjustmentRoutes } from "./adjustments.ts";
import { apiKeyRoutes } from "./api-keys.ts";
import { auditLogRoutes } from "./audit-log.ts";
import { auditRoutes } from "./audits.ts";
import { autoRechargeRoutes } from "./auto-recharge.ts";
import { brakeRoutes } from "./brakes.ts";
import { budgetRoutes } from "./budgets.ts";
import { callPriceRoutes } from "./call-prices.ts";
import { callRoutes } from "./calls.ts";
import { callingRoutes } from "./calling.ts";
import { chargebackRoutes } from "./chargeback.ts";
import { callingSettingsRoutes } from "./calling-settings.ts";
import { conferenceBridgeRoutes } from "./conference-bridges.ts";
import { configurationCheckRoutes } from "./configuration-check.ts";
import { costCenterRoutes } from "./cost-centers.ts";
import { creditRoutes } from "./credits.ts";
import { dialOutPolicyRoutes } from "./dial-out-policies.ts";
import { customReportRoutes } from "./custom-reports.ts";
import { disputeRoutes } from "./disputes.ts";
import { eligibilityRoutes } from "./eligibility.ts";
import { eventRoutes } from "./events.ts";
import { forecastRoutes } from "./forecast.ts";
import { fundingRecommendationRoutes } from "./funding-recommendation.ts";
import { healthRoutes } from "./health.ts";
import { incidentRoutes } from "./incidents.ts";
import { invitationRoutes } from "./invitations.ts";
import { ledgerRoutes } from "./ledger.ts";
import { licenseRuleRoutes } from "./license-rules.ts";
import { licenseRoutes } from "./licenses.ts";
import { noticeRoutes } from "./notices.ts";
import { numberRoutes } from "./numbers.ts";
import { organizationRoutes } from "./organizations.ts";
import { oidcRoutes } from "./oidc.ts";
import { ownAccountRoutes } from "./own-account.ts";
import { payAsYouGoRoutes } from "./pay-as-you-go.ts";
import { paymentDifferenceRoutes } from "./payment-differences.ts";
import { paymentMethodRoutes } from "./payment-methods.ts";
import { paymentWebhookRoutes } from "./payment-webhooks.ts";
import { planRoutes } from "./plans.ts";
import { poolRoutes } from "./pools.ts";
import { rateCorrectionRoutes } from "./rate-corrections.ts";
import { publicRateRoutes } from "./public-rates.ts";
import { rateChangeRoutes } from "./rate-changes.ts";
import { rateComparisonRoutes } from "./rate-comparisons.ts";
import { rateRoutes } from "./rates.ts";
import { refundRoutes } from "./refunds.ts";
import { receiptRoutes } from "./receipts.ts";
import { serviceRoutes } from "./service.ts";
import { sessionRoutes } from "./session.ts";
import { statementRoutes } from "./statements.ts";
import { subscriptionRoutes } from "./subscriptions.ts";
import { switchCommandRoutes } from "./switch-commands.ts";
import { switchRoutes } from "./switches.ts";
import { testCallRoutes } from "./test-calls.ts";
import { topUpRoutes } from "./top-ups.ts";
import { usageExportRoutes } from "./usage-exports.ts";
import { usageSpendRoutes } from "./usage-spend.ts";
import { usageRoutes } from "./usage.ts";
import { userFileRoutes } from "./user-files.ts";
import { usageImportRoutes } from "./usage-imports.ts";
import { usageMappingRoutes } from "./usage-mappings.ts";
import { userRoutes } from "./users.ts";
import { voiceAppRoutes } from "./voice-apps.ts";
import { webhookRoutes } from "./webhooks.ts";

export const ROUTES: readonly Routes[] = [
  serviceRoutes,
  sessionRoutes,
  ownAccountRoutes,
  oidcRoutes,
  auditLogRoutes,
  invitationRoutes,
  organizationRoutes,
  eligibilityRoutes,
  subscriptionRoutes,
  userRoutes,
  userFileRoutes,
  callingRoutes,
  costCenterRoutes,
  licenseRoutes,
  configurationCheckRoutes,
  licenseRuleRoutes,
  dialOutPolicyRoutes,
  conferenceBridgeRoutes,
  voiceAppRoutes,
  numberRoutes,
  callingSettingsRoutes,
  paymentDifferenceRoutes,
  budgetRoutes,
  brakeRoutes,
  paymentMethodRoutes,
  paymentWebhookRoutes,
  testCallRoutes,
  topUpRoutes,
  autoRechargeRoutes,
  refundRoutes,
  disputeRoutes,
  incidentRoutes,
  payAsYouGoRoutes,
  statementRoutes,
  receiptRoutes,
  adjustmentRoutes,
  creditRoutes,
  ledgerRoutes,
  poolRoutes,
  usageImportRoutes,
  usageMappingRoutes,
  fundingRecommendationRoutes,
  forecastRoutes,
  usageRoutes,
  usageSpendRoutes,
  chargebackRoutes,
  usageExportRoutes,
  customReportRoutes,
  noticeRoutes,
  webhookRoutes,
  planRoutes,
  rateRoutes,
  callPriceRoutes,
  rateComparisonRoutes,
  rateCorrectionRoutes,
  rateChangeRoutes,
  publicRateRoutes,
  switchRoutes,
  healthRoutes,
  auditRoutes,
  apiKeyRoutes,
  callRoutes,
  switchCommandRoutes,
  eventRoutes,
  graphTokenRoutes,
  graphCallRoutes,
  graphSkuRoutes,
  graphUserRoutes,
  graphRoleRoutes,
];
