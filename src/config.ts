import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { isIP, isIPv6 } from "node:net";
import { parseEnv } from "node:util";
import { z } from "zod";
import type { StripeSettings } from "./payments/stripe.ts";
import { port, type SwitchServers, switchesOf, switchSettings } from "./switch-settings.ts";
import { readTls, type Tls } from "./tls.ts";

const wholeNumber = (least: number, most: number) =>
  z.coerce.number().refine((number) => Number.isInteger(number) && number >= least && number <= most, {
    error: `must be a whole number from ${least} to ${most}`,
  });

/** Every setting there is. Names, defaults and descriptions are also the source of the configuration reference. */
export const settings = z.object({
  TALKTIME_HOST: z
    .string()
    .min(1)
    .default("127.0.0.1")
    .describe("Address that API and console listen on. 0.0.0.0 or :: opens them to the network."),
  TALKTIME_PORT: port.default(8480).describe("TCP port of API and console. 0 takes a free one."),
  TALKTIME_PUBLIC_URL: z
    .url({ protocol: /^https?$/, error: "must be an address that begins with http:// or https://" })
    .transform((url) => url.replace(/\/+$/, ""))
    .optional()
    .describe("Base of every link given out. Absent: http:// or https:// with host and port."),
  TALKTIME_TLS_CERT: z
    .string()
    .optional()
    .describe(
      "Certificate to serve https with: a PEM file, or its text, with the certificates between it and its root. " +
        "Absent: http.",
    ),
  TALKTIME_TLS_KEY: z
    .string()
    .optional()
    .describe("Private key of that certificate, without a passphrase: a PEM file, or its text."),
  TALKTIME_DATA: z
    .string()
    .min(1)
    .default("./data")
    .describe(
      "Folder of the embedded database. As root in a folder that others may not enter, a folder of this clone's own " +
        "under /var/lib/talktime is used instead, and named at the start.",
    ),
  DATABASE_URL: z
    .url({ protocol: /^postgres(ql)?$/, error: "must be an address that begins with postgresql://" })
    .optional()
    .describe("A PostgreSQL server, 15 or newer, to use instead of the embedded one."),
  TALKTIME_SAMPLE: z
    .enum(["contoso", "none"], "must be contoso or none")
    .default("contoso")
    .describe("Sample organisation to load at the first start, or none."),
  TALKTIME_OPERATOR_KEY: z
    .string()
    .min(32, "must have 32 or more characters")
    .regex(/^[\x21-\x7e]*$/, "must be printable ASCII without spaces, as it is sent in a header")
    .optional()
    .describe("API key with operator rights that does not expire, 32 or more characters. Absent: made up and kept."),
  OIDC_ISSUER: z
    .url({ protocol: /^https?$/, error: "must be an address that begins with https:// (or http://, for tests)" })
    .optional()
    .describe("Address of an OpenID Connect provider to sign in with, as it names itself. Absent: passwords only."),
  OIDC_CLIENT_ID: z
    .string()
    .min(1)
    .optional()
    .describe("What Talktime is registered as at the OpenID Connect provider."),
  OIDC_CLIENT_SECRET: z.string().min(1).optional().describe("The secret of that registration."),
  OIDC_NAME: z
    .string()
    .trim()
    .max(60)
    .default("your organization's account")
    .describe("What the way of signing in is called on the sign-in page."),
  OIDC_ROLE_CLAIM: z
    .string()
    .min(1)
    .default("roles")
    .describe("Claim of the ID token that names roles or groups, such as roles, groups or wids."),
  OIDC_ROLE_MAP: z
    .string()
    .regex(/^[^=;]+=[^=;]+(;[^=;]+=[^=;]+)*$/, "must be value=role, with semicolons between them")
    .optional()
    .describe(
      "Roles by values of that claim, such as 5f0c…=Billing Administrator;finance=Global Reader. Names and template " +
        "ids of roles need no entry.",
    ),
  OIDC_OPERATOR_ROLE: z
    .string()
    .min(1)
    .optional()
    .describe("Value of that claim that makes an operator of the installation. Absent: none is made this way."),
  TALKTIME_SECRET_KEY: z
    .string()
    .min(32, "must have 32 or more characters")
    .optional()
    .describe(
      "Encrypts what is kept of authenticators and the secrets of webhooks; 32 or more characters, the same for all processes of one database. " +
        "Absent: made up and kept.",
    ),
  TALKTIME_ADMIN_PASSWORD: z
    .string()
    .min(1)
    .optional()
    .describe(
      "Password of the sample's accounts admin@contoso.example and operator@talktime.example, set at every start. " +
        "Absent: made up and printed on the first start.",
    ),
  TALKTIME_SESSION_IDLE_MINUTES: wholeNumber(1, 1440)
    .default(30)
    .describe("Minutes without any request after which somebody signed in to the console is signed out."),
  TALKTIME_SESSION_HOURS: wholeNumber(1, 168)
    .default(12)
    .describe("Hours after which somebody signed in to the console has to sign in again, whatever they do."),
  TALKTIME_TRUSTED_PROXIES: z
    .string()
    .transform((list) => list.split(",").map((item) => item.trim()))
    .refine((list) => list.every(isNetwork), "must be IP addresses or networks, with commas between them")
    .optional()
    .describe(
      "Addresses of reverse proxies, such as 10.0.0.2 or 10.0.0.0/24, whose X-Forwarded-For is believed. " +
        "Absent: the address of whoever connects counts.",
    ),
  TALKTIME_PUBLIC_RATES: z
    .enum(["off", "on"], "must be off or on")
    .default("off")
    .describe("on: the page /rates and the prices that are for everybody need no sign-in."),
  TALKTIME_MOST_TOP_UP: z
    .string()
    .regex(/^[1-9]\d{0,8}$/, "must be a whole number from 1 to 999999999")
    .default("100000")
    .describe("The most that one top-up may put in, in whole units of the organisation's currency."),
  TALKTIME_RECEIPT_ISSUER: z
    .string()
    .trim()
    .max(200)
    .default("Talktime")
    .describe("Who issues the receipts: the name of the company that sells the credits, as it is printed on them."),
  TALKTIME_TAX_LINE: z
    .string()
    .trim()
    .max(200)
    .optional()
    .describe("What receipts say about tax, such as a rate and a registration number. Absent: nothing."),
  STRIPE_SECRET_KEY: z
    .string()
    .regex(/^[\x21-\x7e]+$/, "must be printable ASCII without spaces")
    .optional()
    .describe("Secret key of the Stripe account that charges cards. Absent: the test provider, which moves no money."),
  STRIPE_WEBHOOK_SECRET: z
    .string()
    .regex(/^[\x21-\x7e]+$/, "must be printable ASCII without spaces")
    .optional()
    .describe("Signing secret of the webhook endpoint /webhooks/stripe. Absent: no webhook is taken."),
  STRIPE_PUBLISHABLE_KEY: z
    .string()
    .regex(/^[\x21-\x7e]+$/, "must be printable ASCII without spaces")
    .optional()
    .describe(
      "Publishable key of the same Stripe account: with it, cards are added in the console by Stripe's own form. " +
        "Absent: cards are added over the API.",
    ),
  STRIPE_JS_URL: z
    .url({ protocol: /^https?$/, error: "must be an address that begins with http:// or https://" })
    .default("https://js.stripe.com/v3/")
    .describe("Where browsers load Stripe's form from, for tests against a script that speaks as it does."),
  STRIPE_API_BASE: z
    .url({ protocol: /^https?$/, error: "must be an address that begins with http:// or https://" })
    .optional()
    .describe("Where Stripe's interface is, for tests against a server that speaks it."),
  ...switchSettings,
  SMTP_URL: z
    .url({ protocol: /^smtps?$/, error: "must be an address that begins with smtp:// or smtps://" })
    .optional()
    .describe(
      "Mail server, such as smtps://name:password@mail.example:465 (smtp: TLS as soon as the server offers it; " +
        "?requireTLS=true insists). Absent: mails are captured and shown with the notices.",
    ),
  TALKTIME_MAIL_FROM: z
    .email("must be an address such as credits@talktime.example")
    .optional()
    .describe("Address that mails come from. Absent: talktime@ and the host of TALKTIME_PUBLIC_URL."),
  TALKTIME_CLOCK_OFFSET_SECONDS: z.coerce
    .number("must be a whole number of seconds")
    .int("must be a whole number of seconds")
    .default(0)
    .describe("Added to the clock of this host. For tests and demos; refused with a real payment provider."),
});

export interface OidcSettings {
  issuer: string;
  clientId: string;
  clientSecret: string | undefined;
  /** On the sign-in page. */
  name: string;
  roleClaim: string;
  /** From a value of the claim to a role's name. */
  roleMap: ReadonlyMap<string, string>;
  operatorRole: string | null;
}

export interface Config extends SwitchServers {
  host: string;
  port: number;
  /** Without a slash at its end. Undefined until the port is known: then `http://host:port`. */
  publicUrl: string | undefined;
  /** Undefined: http. */
  tls: Tls | undefined;
  /** Absolute. */
  dataFolder: string;
  /** Undefined for the embedded server. */
  databaseUrl: string | undefined;
  sample: "contoso" | "none";
  operatorKey: string | undefined;
  /** Undefined: people sign in with passwords only. */
  oidc: OidcSettings | undefined;
  /** Encrypts secrets that have to be read again. */
  secretKey: string | undefined;
  /** Of the sample's local accounts. Undefined: made up. */
  adminPassword: string | undefined;
  /** How long somebody stays signed in to the console: without a request, and at all. */
  session: { idleMs: number; mostMs: number };
  /** Addresses or networks. */
  trustedProxies: readonly string[];
  /** Prices that are for everybody need no sign-in. */
  publicRates: boolean;
  /** Whole units of whatever currency. */
  mostTopUp: string;
  receiptIssuer: string;
  taxLine: string | undefined;
  /** Undefined: mails are captured. */
  smtpUrl: string | undefined;
  mailFrom: string | undefined;
  clockOffsetSeconds: number;
  /** Undefined: the test payment provider. */
  stripe: StripeSettings | undefined;
}

/**
 * Reads the settings from the environment and, for what that does not set, from the file .env in `cwd`. An empty value
 * is none.
 * @throws Error that names each setting with a bad value, but not the value, which may be a secret
 */
export function readConfig(environment: NodeJS.ProcessEnv, cwd: string): Config {
  const parsed = settings.safeParse(given(environment, cwd));
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => `  ${issue.path.join(".")}: ${issue.message}`);
    throw new Error(`These settings have values that can not be used:\n${lines.join("\n")}`);
  }
  const value = parsed.data;
  if (value.STRIPE_SECRET_KEY !== undefined && value.TALKTIME_CLOCK_OFFSET_SECONDS !== 0)
    throw new Error(
      "TALKTIME_CLOCK_OFFSET_SECONDS moves the clock, which can not be used with a real payment provider (STRIPE_SECRET_KEY).",
    );
  refuseAlone(value);
  const tls = readTls(value, cwd);
  const at = { host: value.TALKTIME_HOST, port: value.TALKTIME_PORT, tls };
  return {
    ...at,
    publicUrl: value.TALKTIME_PUBLIC_URL ?? (tls && at.port !== 0 ? addressOf(at) : undefined),
    dataFolder: resolve(cwd, value.TALKTIME_DATA),
    databaseUrl: value.DATABASE_URL,
    sample: value.TALKTIME_SAMPLE,
    operatorKey: value.TALKTIME_OPERATOR_KEY,
    oidc: oidcOf(value),
    secretKey: value.TALKTIME_SECRET_KEY,
    adminPassword: value.TALKTIME_ADMIN_PASSWORD,
    session: {
      idleMs: value.TALKTIME_SESSION_IDLE_MINUTES * 60_000,
      mostMs: value.TALKTIME_SESSION_HOURS * 3_600_000,
    },
    trustedProxies: value.TALKTIME_TRUSTED_PROXIES ?? [],
    publicRates: value.TALKTIME_PUBLIC_RATES === "on",
    mostTopUp: value.TALKTIME_MOST_TOP_UP,
    receiptIssuer: value.TALKTIME_RECEIPT_ISSUER,
    taxLine: value.TALKTIME_TAX_LINE,
    ...switchesOf(value),
    smtpUrl: value.SMTP_URL,
    mailFrom: value.TALKTIME_MAIL_FROM,
    clockOffsetSeconds: value.TALKTIME_CLOCK_OFFSET_SECONDS,
    stripe:
      value.STRIPE_SECRET_KEY === undefined
        ? undefined
        : {
            secretKey: value.STRIPE_SECRET_KEY,
            webhookSecret: value.STRIPE_WEBHOOK_SECRET,
            apiBase: value.STRIPE_API_BASE,
            script:
              value.STRIPE_PUBLISHABLE_KEY === undefined
                ? undefined
                : { publishableKey: value.STRIPE_PUBLISHABLE_KEY, url: value.STRIPE_JS_URL },
          },
  };
}

/** What is named like a setting and is none, which is mistyped or of another version: nobody reads it. */
export const unknownSettings = (environment: NodeJS.ProcessEnv, cwd: string): string[] =>
  Object.keys(given(environment, cwd)).filter((name) => name.startsWith("TALKTIME_") && !(name in settings.shape));

/** Of the environment and, for what that does not set, the file .env. */
function given(environment: NodeJS.ProcessEnv, cwd: string): NodeJS.Dict<string> {
  const file = join(cwd, ".env");
  const ofFile = existsSync(file) ? parseEnv(readFileSync(file, "utf8")) : {};
  return withoutEmpty({ ...ofFile, ...withoutEmpty(environment) });
}

/** Settings that do nothing without another one, whose name may have been mistyped: cards would be charged by nobody. */
const ONLY_WITH = {
  STRIPE_SECRET_KEY: ["STRIPE_WEBHOOK_SECRET", "STRIPE_PUBLISHABLE_KEY", "STRIPE_API_BASE"],
  OIDC_ISSUER: ["OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET", "OIDC_ROLE_MAP", "OIDC_OPERATOR_ROLE"],
} as const;

function refuseAlone(value: z.output<typeof settings>): void {
  for (const needed of ["STRIPE_SECRET_KEY", "OIDC_ISSUER"] as const) {
    const alone = ONLY_WITH[needed].find((name) => value[needed] === undefined && value[name] !== undefined);
    if (alone !== undefined) throw new Error(`${alone} is set and does nothing without ${needed}, which is not set.`);
  }
}

/** Where a server with these settings is reached from this host: all addresses of a host are none to connect to. */
export function addressOf({ host, port: number, tls }: Pick<Config, "host" | "port" | "tls">): string {
  const near = { "0.0.0.0": "127.0.0.1", "::": "::1" }[host] ?? host;
  return `${tls ? "https" : "http"}://${isIPv6(near) ? `[${near}]` : near}:${number}`;
}

function oidcOf(value: z.output<typeof settings>): OidcSettings | undefined {
  if (value.OIDC_ISSUER === undefined) return undefined;
  if (value.OIDC_CLIENT_ID === undefined)
    throw new Error("OIDC_ISSUER needs OIDC_CLIENT_ID: what Talktime is registered as there.");
  const pairs = value.OIDC_ROLE_MAP?.split(";").map((pair) => pair.split("=").map((part) => part.trim())) ?? [];
  return {
    issuer: value.OIDC_ISSUER,
    clientId: value.OIDC_CLIENT_ID,
    clientSecret: value.OIDC_CLIENT_SECRET,
    name: value.OIDC_NAME,
    roleClaim: value.OIDC_ROLE_CLAIM,
    roleMap: new Map(pairs as [string, string][]),
    operatorRole: value.OIDC_OPERATOR_ROLE ?? null,
  };
}

/** An IP address, or one with the length of its network's prefix behind a slash. */
function isNetwork(text: string): boolean {
  const [, address, prefix] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(text) ?? [];
  const family = isIP(address ?? "");
  return family !== 0 && Number(prefix ?? 0) <= (family === 4 ? 32 : 128);
}

const withoutEmpty = (values: NodeJS.Dict<string>): NodeJS.Dict<string> =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined && value !== ""));
