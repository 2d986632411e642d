/** Values by the JSON schemas of openapi.json: valid ones, those just beside it, and hostile ones. */
import type { Random } from "../simulation/random.ts";

export interface JsonSchema {
  type?: string | string[];
  enum?: unknown[];
  const?: unknown;
  format?: string;
  pattern?: string;
  example?: unknown;
  minimum?: number;
  maximum?: number;
  exclusiveMaximum?: number;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  items?: JsonSchema;
  additionalProperties?: boolean | JsonSchema;
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
}

/** Something for most patterns; which of them is valid, the pattern itself says. */
const TEXTS = [
  ...[
    "contoso",
    "fabrikam",
    "fuzz",
    "10",
    "0.5",
    "1000",
    "0",
    "1",
    "7",
    "US",
    "GB",
    "JP",
    "CU",
    "USD",
    "EUR",
    "JPY",
    "en",
  ],
  ...[
    "2026-11",
    "2026-11-01",
    "2027-02-28",
    "2026-11-22T14:00:00Z",
    "America/New_York",
    "UTC",
    "tok_visa",
    "tok_declined",
  ],
  ...["+12065550101", "+442079460100", "+18005550100", "+5352000000", "911", "112", "0123456", "anonymous"],
  ...[
    "ann@contoso.example",
    "new@fuzz.example",
    "MCOPSTN1",
    "MCOPSTNC",
    "MCOMEETADV",
    "MCOEV",
    "https://hooks.example/",
  ],
  ...[
    "85adcf6e-4378-5362-a555-3b658bb24789",
    "sip:ann@contoso.example",
    "fuzz-1",
    "fuzz-2",
    "a@b/c;d=e",
    "日本",
    "🎉 x",
  ],
  ...["62e90394-69f5-4237-9190-012177145e10", "00000000-0000-0000-0000-000000000000", "-5", "1000000000000000"],
];

const HOSTILE: readonly unknown[] = [
  ...[null, true, 0, -1, 1e300, -1e300, 0.1, 2 ** 31, 2 ** 53, -(2 ** 63), [], {}, [[]], [null], { a: { b: [{}] } }],
  ...["", " ", "\0", "a\0b", "\ud800", "\u202eabc", "é", "e\u0301", "NaN", "Infinity", "-0", "1e400", "0x10", "1_000"],
  ...["1,5", "99999999999999999999", "-99999999999999999999", "0.0000000000001", "9223372036854775808", "٣"],
  ...["'; DROP TABLE account; --", "1 OR 1=1", "%' OR '%'='", "\\", "%", "_", "${7*7}", "{{7*7}}", "$1", "=1+1", "@x"],
  ...[
    "../../etc/passwd",
    "%00",
    "%2e%2e",
    "a\r\nb: c",
    "<script>alert(1)</script>",
    "constructor",
    "__proto__",
    "toString",
  ],
  ...[
    "0000-00-00",
    "2026-02-30",
    "9999-12-31",
    "0001-01-01",
    "9999-12-31T23:59:59Z",
    "0001-01-01T00:00:00Z",
    "2026-13",
  ],
  ...["2026-11-22T14:00:00+14:00", "2026-11-22T24:00:00Z", "+275760-09-13T00:00:00Z", "-000001-01-01T00:00:00Z"],
  ...["x".repeat(300), "x".repeat(5000), "9".repeat(400), "https://127.0.0.1:1/", "file:///etc/hosts", "javascript:1"],
  ...[
    "+",
    "+0",
    "+9999999999999999",
    "+1",
    "sip:",
    "@",
    "a@",
    "@b",
    "XX",
    "ZZ",
    "XXX",
    "eN",
    "en-US-x",
    "Mars/Olympus",
  ],
];

const MOST_KEPT = 60;

/** Makes values; what answers said is used again, so that requests are about what is there. */
export class Values {
  readonly #random: Random;
  readonly #seen = new Map<string, string[]>();

  constructor(random: Random) {
    this.#random = random;
  }

  /** Keeps every text of an answer under the name of its field; ids under that of their noun. */
  learn(noun: string, answer: unknown): void {
    if (Array.isArray(answer)) for (const item of answer.slice(0, 20)) this.learn(noun, item);
    else if (typeof answer === "object" && answer !== null)
      for (const [name, value] of Object.entries(answer)) {
        if (typeof value === "string") this.#keep(name === "id" ? noun : name, value);
        else this.learn(noun, value);
      }
  }

  #keep(name: string, value: string): void {
    const known = this.#seen.get(name) ?? [];
    if (known.includes(value)) return;
    if (known.length < MOST_KEPT) known.push(value);
    else known[this.#random.int(0, MOST_KEPT - 1)] = value;
    this.#seen.set(name, known);
  }

  /** What an answer had under one of these names. */
  known(...names: string[]): string | undefined {
    const all = names.flatMap((name) => this.#seen.get(name) ?? []);
    return all.length === 0 ? undefined : this.#random.pick(all);
  }

  hostile(): unknown {
    return this.#random.pick(HOSTILE);
  }

  valid(schema: JsonSchema, name: string): unknown {
    if (schema.const !== undefined) return schema.const;
    if (schema.enum) return this.#random.pick(schema.enum);
    const either = schema.anyOf ?? schema.oneOf;
    if (either) return this.valid(this.#random.pick(either), name);
    const type = Array.isArray(schema.type) ? this.#random.pick(schema.type) : schema.type;
    switch (type) {
      case "null":
        return null;
      case "boolean":
        return this.#random.chance(0.5);
      case "integer":
      case "number":
        return this.#number(schema);
      case "array":
        return Array.from({ length: this.#random.int(schema.minItems ?? 0, Math.min(schema.maxItems ?? 3, 3)) }, () =>
          this.valid(schema.items ?? {}, name),
        );
      case "string":
        return this.#text(schema, name);
      case undefined:
      default:
        return this.#object(schema);
    }
  }

  #number({ minimum = -1000, maximum = 1_000_000, exclusiveMaximum = maximum + 1 }: JsonSchema): number {
    const most = Math.min(maximum, exclusiveMaximum - 1);
    const bounds = [minimum, most, Math.min(most, minimum + 60), Math.min(most, Math.max(minimum, 300))];
    return this.#random.chance(0.5)
      ? this.#random.pick(bounds)
      : this.#random.int(minimum, Math.min(most, minimum + 1000));
  }

  #text(schema: JsonSchema, name: string): string {
    const seen = this.#random.chance(0.6) ? this.known(name, ALSO[name] ?? name) : undefined;
    const fits = (text: string): boolean =>
      text.length >= (schema.minLength ?? 0) &&
      text.length <= (schema.maxLength ?? Infinity) &&
      (schema.pattern === undefined || new RegExp(schema.pattern, "u").test(text));
    if (seen !== undefined && fits(seen)) return seen;
    const example = typeof schema.example === "string" ? schema.example : undefined;
    if (example !== undefined && this.#random.chance(0.3)) return example;
    const fitting = TEXTS.filter(fits);
    if (fitting.length > 0) return this.#random.pick(fitting);
    return example ?? "x".repeat(schema.minLength ?? 1);
  }

  #object({ properties = {}, required = [], additionalProperties }: JsonSchema): Record<string, unknown> {
    const wanted = Object.entries(properties).filter(([name]) => required.includes(name) || this.#random.chance(0.5));
    const made = Object.fromEntries(wanted.map(([name, schema]) => [name, this.valid(schema, name)]));
    if (typeof additionalProperties === "object" && this.#random.chance(0.5))
      made[this.#random.pick(TEXTS)] = this.valid(additionalProperties, "");
    return made;
  }

  /** One thing of it is another: gone, hostile, of another field, or new. */
  beside(value: unknown): unknown {
    if (typeof value !== "object" || value === null) return this.hostile();
    const names = Object.keys(value);
    const name = names.length === 0 ? "x" : this.#random.pick(names);
    const entries = Object.entries(value);
    switch (this.#random.weighted({ gone: 2, hostile: 6, other: 2, added: 1, deeper: 3 })) {
      case "gone":
        return Object.fromEntries(entries.filter(([key]) => key !== name));
      case "hostile":
        return { ...value, [name]: this.hostile() };
      case "other":
        return { ...value, [name]: this.#random.pick(entries.length === 0 ? [["", 1]] : entries)[1] as unknown };
      case "added":
        return { ...value, [JSON.stringify(this.hostile())]: this.hostile() };
      case "deeper":
        return { ...value, [name]: this.beside((value as Record<string, unknown>)[name]) };
    }
  }
}

/** Fields that hold what another field is called in answers. */
const ALSO: Readonly<Record<string, string>> = {
  user: "userPrincipalName",
  userPrincipalName: "user",
  paymentMethod: "payment-methods",
  fallbackMethods: "payment-methods",
  from: "e164",
  to: "e164",
  org: "organization",
  cursor: "nextCursor",
  subject: "userPrincipalName",
  costCenter: "cost-centers",
  mapping: "usage-mappings",
  resourceAccount: "userPrincipalName",
};
