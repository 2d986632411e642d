/**
 * What an organisation has set up that can not do what it is there for (domain.md 2.2, 4): people, attendants, queues
 * and toll-free numbers that lack what their calls need, each with what mends it.
 */
import type { Mode } from "./account.ts";
import type { Carrier, NumberKind } from "./call-type.ts";
import { type Catalogue, plansOf, type ServicePlanKind } from "./catalogue.ts";
import { type LicenseRule, licensesByRules } from "./license-rules.ts";

/** error: calls fail now · warning: calls will fail, or some do · info: nothing fails. */
export const SEVERITIES = ["error", "warning", "info"] as const;

export interface Finding {
  code: string;
  severity: (typeof SEVERITIES)[number];
  subject: { type: "user" | "voice-app" | "number" | "license"; id: string };
  /** A sentence for an administrator. */
  message: string;
  /** What the sentence names beside its subject, for whoever says it in another language. */
  params: FindingParams;
  fix: Fix;
}

export interface FindingParams {
  /** Of the user, attendant or queue. */
  displayName?: string;
  /** Part number. */
  license?: string;
  /** Alpha-2. */
  country?: string;
  assigned?: number;
  purchased?: number;
}

export type Fix =
  | { do: "assign"; users: string[]; add: string[] }
  | { do: "remove"; users: string[]; remove: string[] }
  | { do: "buy"; license: string; purchased: number }
  | { do: "change-user"; user: string }
  | { do: "set-resource-account"; voiceApp: string }
  | { do: "fund" };

export interface CheckedUser {
  principalName: string;
  displayName: string;
  kind: "person" | "resource-account";
  usageLocation: string;
  costCenter: string | null;
  licenses: readonly string[];
  ruleLicenses: readonly string[];
}

export interface CheckedNumber {
  e164: string;
  kind: NumberKind;
  carrier: Carrier;
  /** Principal name of a user, or id of an attendant or queue; null: neither. */
  user: string | null;
  voiceApp: string | null;
}

export interface CheckedOrganization {
  mode: Mode;
  /** Money was put in at some time, or usage is billed afterwards. */
  creditsSetUp: boolean;
  /** Something is left that could pay for a call. */
  hasBalance: boolean;
  numbers: readonly CheckedNumber[];
  voiceApps: readonly { id: string; displayName: string; resourceAccount: string | null }[];
  licenses: readonly { sku: string; purchased: number; assigned: number }[];
  rules: readonly LicenseRule[];
}

const CREDITS = "MCOPSTNC";
const PHONE_SYSTEM = "MCOEV";
const CALLING_PLAN = "MCOPSTN1";
const CONFERENCING = "MCOMEETADV";
const RESOURCE_ACCOUNT = "PHONESYSTEM_VIRTUALUSER";
const PAY_AS_YOU_GO = "Microsoft_Teams_Calling_Plan_pay_as_you_go_(country_zone_1)";

/** What is wrong with numbers, attendants, queues and the licences in all. */
export function checkOrganization(organization: CheckedOrganization, catalogue: Catalogue): Finding[] {
  return [
    ...organization.numbers.flatMap((number) => checkTollFree(number, organization)),
    ...organization.voiceApps.flatMap((app) => {
      if (app.resourceAccount !== null || !organization.numbers.some(({ voiceApp }) => voiceApp === app.id)) return [];
      const message = `${app.displayName} has a number but no resource account: it can not call out or transfer to the telephone network.`;
      const fix: Fix = { do: "set-resource-account", voiceApp: app.id };
      const subject = { type: "voice-app", id: app.id } as const;
      const { displayName } = app;
      return [found("VOICE_APP_WITHOUT_RESOURCE_ACCOUNT", "warning", subject, message, fix, { displayName })];
    }),
    ...organization.licenses.flatMap(({ sku, purchased, assigned }) => {
      const unlimited = catalogue.skus.some((known) => known.skuPartNumber === sku && known.unlimited);
      if (unlimited || assigned <= purchased) return [];
      const message = `${assigned} users hold ${sku}, but ${purchased} are bought: the others give no minutes.`;
      const fix: Fix = { do: "buy", license: sku, purchased: assigned };
      const subject = { type: "license", id: sku } as const;
      return [found("MORE_ASSIGNED_THAN_BOUGHT", "warning", subject, message, fix, { assigned, purchased })];
    }),
  ];
}

/** domain.md 4: every minute of a toll-free call is paid by whoever is called. */
function checkTollFree({ e164, kind }: CheckedNumber, { mode, creditsSetUp, hasBalance }: CheckedOrganization) {
  if (kind !== "service-toll-free" || mode === "post-usage") return [];
  const subject = { type: "number", id: e164 } as const;
  const fix: Fix = { do: "fund" };
  if (!creditsSetUp)
    return [
      found("TOLL_FREE_WITHOUT_CREDITS", "error", subject, `Nobody can call ${e164}: credits were never set up.`, fix),
    ];
  if (hasBalance) return [];
  return [found("TOLL_FREE_WITHOUT_BALANCE", "error", subject, `Nobody can call ${e164}: the balance is zero.`, fix)];
}

/** What is wrong with one user's licences. */
export function checkUser(user: CheckedUser, organization: CheckedOrganization, catalogue: Catalogue): Finding[] {
  const kinds = new Set(user.licenses.flatMap((sku) => plansOf(catalogue, sku).map(({ kind }) => kind)));
  const findings = user.kind === "person" ? checkPerson(user, kinds, organization) : [];
  const apps = organization.voiceApps.filter(({ resourceAccount }) => resourceAccount === user.principalName);
  for (const { id, displayName } of apps) {
    const lines = organization.numbers.filter(({ voiceApp }) => voiceApp === id);
    findings.push(...checkResourceAccount(user, displayName, lines, kinds, organization));
  }
  const abroad = user.licenses.filter((sku) =>
    catalogue.skus.some(
      ({ skuPartNumber, notSoldIn }) => skuPartNumber === sku && notSoldIn?.includes(user.usageLocation),
    ),
  );
  for (const sku of abroad) {
    const message = `${user.displayName} holds ${sku}, which is not sold in ${user.usageLocation}.`;
    const fix: Fix = { do: "change-user", user: user.principalName };
    const params = { displayName: user.displayName, license: sku, country: user.usageLocation };
    findings.push(found("LICENSE_NOT_SOLD_IN_COUNTRY", "warning", subjectOf(user), message, fix, params));
  }
  const needsCredits = [...kinds].some((kind) => kind !== "credits" && kind !== "phone-system");
  if (kinds.has("credits") && !needsCredits)
    findings.push(
      found(
        "CREDITS_LICENSE_UNUSED",
        "info",
        subjectOf(user),
        `${user.displayName} holds the Communications Credits licence, but no plan whose calls it could pay for.`,
        { do: "remove", users: [user.principalName], remove: [CREDITS] },
        { displayName: user.displayName },
      ),
    );
  const short = licensesByRules(catalogue, organization.rules, ruleSubject(user), (sku) => user.licenses.includes(sku));
  for (const sku of short.short)
    findings.push(
      found(
        "RULE_HAS_NO_LICENSE_LEFT",
        "warning",
        subjectOf(user),
        `A rule would give ${user.displayName} ${sku}, but none is left.`,
        {
          do: "buy",
          license: sku,
          purchased: 1 + (organization.licenses.find((one) => one.sku === sku)?.purchased ?? 0),
        },
        { displayName: user.displayName, license: sku },
      ),
    );
  return findings;
}

const ruleSubject = (user: CheckedUser) => ({
  ...user,
  direct: user.licenses.filter((sku) => !user.ruleLicenses.includes(sku)),
});

const subjectOf = ({ principalName }: CheckedUser) => ({ type: "user", id: principalName }) as const;

function found(
  code: string,
  severity: Finding["severity"],
  subject: Finding["subject"],
  message: string,
  fix: Fix,
  params: FindingParams = {},
): Finding {
  return { code, severity, subject, message, params, fix };
}

type Kinds = ReadonlySet<ServicePlanKind>;

function checkPerson(user: CheckedUser, kinds: Kinds, { mode, numbers }: CheckedOrganization): Finding[] {
  const lacking = (code: string, severity: Finding["severity"], message: string, ...add: string[]): Finding =>
    found(
      code,
      severity,
      subjectOf(user),
      `${user.displayName} ${message}`,
      { do: "assign", users: [user.principalName], add },
      { displayName: user.displayName },
    );
  const findings: Finding[] = [];
  const plan = kinds.has("calling-plan") || kinds.has("international");
  const ownNumber = numbers.some((one) => one.user === user.principalName && one.carrier === "calling-plan");
  if (ownNumber && !plan && !kinds.has("pay-as-you-go"))
    findings.push(
      lacking("NUMBER_WITHOUT_CALLING_PLAN", "error", "has a number but no plan to call out with.", CALLING_PLAN),
    );
  if ((plan || kinds.has("pay-as-you-go")) && !kinds.has("phone-system"))
    findings.push(
      lacking("CALLING_PLAN_WITHOUT_PHONE_SYSTEM", "warning", "has a calling plan but no Phone System.", PHONE_SYSTEM),
    );
  if (kinds.has("dial-out-add-on") && !kinds.has("conferencing"))
    findings.push(
      lacking(
        "ORGANIZER_WITHOUT_CONFERENCING",
        "error",
        "may dial out of meetings but holds no Audio Conferencing.",
        CONFERENCING,
      ),
    );
  if (mode === "post-usage" || kinds.has("credits")) return findings;
  const without = "without the Communications Credits licence";
  if (kinds.has("pay-as-you-go") && !plan)
    findings.push(
      lacking(
        "PAY_AS_YOU_GO_WITHOUT_CREDITS_LICENSE",
        "error",
        `has a pay-as-you-go plan ${without}: no call goes out.`,
        CREDITS,
      ),
    );
  else if (plan)
    findings.push(
      lacking(
        "CALLING_PLAN_WITHOUT_CREDITS_LICENSE",
        "warning",
        `has a calling plan ${without}: calls beyond it end or fail.`,
        CREDITS,
      ),
    );
  if (kinds.has("conferencing"))
    findings.push(
      lacking(
        "ORGANIZER_WITHOUT_CREDITS_LICENSE",
        "warning",
        `holds meetings ${without}: dial-out beyond the month's minutes or outside Zone A fails.`,
        CREDITS,
      ),
    );
  else if (kinds.has("conferencing-per-minute"))
    findings.push(
      lacking(
        "ORGANIZER_WITHOUT_CREDITS_LICENSE",
        "error",
        `holds meetings that are paid per minute ${without}: nobody can dial in or out.`,
        CREDITS,
      ),
    );
  return findings;
}

/** domain.md 2.2: from a calling plan's number an attendant calls out on a pay-as-you-go plan, paid by the credits. */
function checkResourceAccount(
  user: CheckedUser,
  app: string,
  lines: readonly CheckedNumber[],
  kinds: Kinds,
  { mode }: CheckedOrganization,
): Finding[] {
  const lacking = (code: string, severity: Finding["severity"], message: string, sku: string): Finding =>
    found(
      code,
      severity,
      subjectOf(user),
      `${app}: its resource account ${user.principalName} ${message}`,
      { do: "assign", users: [user.principalName], add: [sku] },
      { displayName: app },
    );
  const findings: Finding[] = [];
  if (!kinds.has("virtual-user") && !kinds.has("phone-system"))
    findings.push(
      lacking("RESOURCE_ACCOUNT_WITHOUT_LICENSE", "error", "has no licence of a resource account.", RESOURCE_ACCOUNT),
    );
  if (!lines.some(({ carrier }) => carrier === "calling-plan")) return findings;
  if (!kinds.has("pay-as-you-go"))
    findings.push(
      lacking(
        "RESOURCE_ACCOUNT_WITHOUT_PLAN",
        "warning",
        "has no pay-as-you-go plan: it can not call out.",
        PAY_AS_YOU_GO,
      ),
    );
  if (mode !== "post-usage" && !kinds.has("credits"))
    findings.push(
      lacking(
        "RESOURCE_ACCOUNT_WITHOUT_CREDITS_LICENSE",
        kinds.has("pay-as-you-go") ? "error" : "warning",
        "has no Communications Credits licence: it can not call out.",
        CREDITS,
      ),
    );
  return findings;
}
