/** How a route file is written: the types that carry its schemas to its handlers, and the fields that many bodies share. */
import type {
  FastifyBaseLogger,
  FastifyInstance,
  FastifySchemaCompiler,
  FastifyTypeProvider,
  RawReplyDefaultExpression,
  RawRequestDefaultExpression,
  RawServerDefault,
} from "fastify";
import { z } from "zod";
import { FAULTS } from "../domain/fault.ts";
import type { Config } from "../config.ts";
import type { ApiKeys } from "../engine/api-keys.ts";
import type { Engine } from "../engine/engine.ts";
import type { AccessTokens } from "../engine/sign-in/access-tokens.ts";
import type { Seal } from "../engine/seal.ts";
import type { SignInSessions } from "../engine/sign-in/sessions.ts";
import type { Fault } from "../engine/refused.ts";
import type { HolderOf } from "./auth.ts";
import { invalidRequest } from "./errors.ts";
import { faultsOf } from "./faults.ts";
import type { Metrics } from "./metrics.ts";

/** What handlers get is what zod made of it; what they answer is checked against the schema by the compiler. */
interface ZodTypes extends FastifyTypeProvider {
  validator: this["schema"] extends z.ZodType ? z.output<this["schema"]> : unknown;
  serializer: this["schema"] extends z.ZodType ? z.input<this["schema"]> : unknown;
}

export type App = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  ZodTypes
>;

/** A route file: registers the routes of one noun, in a scope of its own (parsers and hooks stay inside). */
export type Routes = (app: App, context: RouteContext) => void;

/** What routes are given to work with. */
export interface RouteContext {
  engine: Engine;
  config: Config;
  metrics: Metrics;
  apiKeys: ApiKeys;
  /** Whose an API key is. */
  holderOf: HolderOf;
  tokens: AccessTokens;
  sessions: SignInSessions;
  /** For the secrets of the second step. */
  seal: Seal;
  /** The document as the routes describe themselves; complete once the app is ready. */
  openApi: () => object;
}

declare module "fastify" {
  interface FastifySchema {
    summary?: string;
    description?: string;
    tags?: readonly string[];
  }
}

const PARTS: Readonly<Record<string, Fault["in"]>> = {
  body: "body",
  params: "path",
  querystring: "query",
  headers: "header",
};

/** No body at all is taken as an empty one, so that the answer names the fields that are missing. */
export const validatorCompiler: FastifySchemaCompiler<z.ZodType> =
  ({ schema, httpPart = "body" }) =>
  (data: unknown) => {
    const result = schema.safeParse(httpPart === "body" ? (data ?? {}) : data);
    if (result.success) return { value: result.data };
    return { error: invalidRequest(faultsOf(result.error.issues, PARTS[httpPart] ?? "body", data ?? {})) };
  };

/** Text on one line; the control characters that would forge a line of a report or a mail are refused. */
export const text = (longest: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(longest)
    .regex(/^[^\p{Cc}\p{Zl}\p{Zp}]*$/u, FAULTS.NOT_ONE_LINE);

/** An id that the caller chooses: of an organisation, a bridge, a switch … */
export const identifier = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, FAULTS.NOT_AN_ID);

export const organizationParams = z.strictObject({ org: identifier.meta({ description: "Id of the organisation" }) });

/** ISO 3166-1 alpha-2; whether it exists is for the engine to say. */
export const country = z
  .string()
  .regex(/^[A-Z]{2}$/, FAULTS.NOT_A_COUNTRY_CODE)
  .meta({ example: "US" });

const CURRENCIES = new Set(Intl.supportedValuesOf("currency"));
export const currency = z
  .string()
  .refine((code) => CURRENCIES.has(code), FAULTS.NOT_A_CURRENCY)
  .meta({ example: "USD" });

export const decimal = z
  .string()
  .regex(/^\d{1,12}(\.\d{1,6})?$/, FAULTS.NOT_AN_AMOUNT)
  .meta({ example: "12.5" });

/** A difference: below zero with a minus. */
export const signedDecimal = z
  .string()
  .regex(/^-?\d{1,12}(\.\d{1,6})?$/)
  .meta({ example: "-12.5" });

export const language = z.string().max(35).refine(isLanguage, FAULTS.NOT_A_LANGUAGE).meta({ example: "en" });

export const timeZone = z
  .string()
  .max(64)
  .refine(isTimeZone, FAULTS.NOT_A_TIME_ZONE)
  .meta({ example: "America/Los_Angeles" });

/** RFC 3339, UTC, as answers have it. */
export const timestamp = z.string().meta({ format: "date-time", example: "2026-11-22T14:00:00.000Z" });

export const isoTime = (ms: number): string => new Date(ms).toISOString();

function isLanguage(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1;
  } catch {
    return false;
  }
}

function isTimeZone(name: string): boolean {
  if (/^[+-]/.test(name)) return false; // an offset is no place: it knows no summer
  try {
    return Boolean(new Intl.DateTimeFormat("en", { timeZone: name }));
  } catch {
    return false;
  }
}
