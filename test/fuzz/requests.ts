/** Requests to every endpoint of openapi.json: as it says, nearly as it says, and as an attacker would. */
import type { Random } from "../simulation/random.ts";
import { type JsonSchema, Values } from "./values.ts";

export interface Endpoint {
  method: string;
  /** With parameters in braces. */
  path: string;
  parameters: { name: string; in: "path" | "query"; required: boolean; schema: JsonSchema }[];
  body: { type: string; schema: JsonSchema } | undefined;
}

export interface FuzzRequest {
  endpoint: Endpoint;
  url: string;
  headers: Record<string, string>;
  body: string | Buffer | undefined;
}

interface Operation {
  parameters?: { name: string; in: string; required?: boolean; schema: JsonSchema }[];
  requestBody?: { content: Record<string, { schema?: JsonSchema }> };
}

/** What never ends by itself is not asked for. */
const ENDLESS = ["/v1/events"];

export function endpointsOf({ paths }: { paths: Record<string, Record<string, Operation>> }): Endpoint[] {
  return Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations)
      .filter(() => !ENDLESS.includes(path))
      .map(([verb, { parameters = [], requestBody }]) => {
        const [type, content] = Object.entries(requestBody?.content ?? {})[0] ?? [];
        return {
          method: verb.toUpperCase(),
          path,
          parameters: parameters.map((one) => ({ ...one, in: one.in as "path", required: one.required ?? false })),
          body: type === undefined ? undefined : { type, schema: content?.schema ?? {} },
        };
      }),
  );
}

type Care = "valid" | "nearly" | "hostile";

const CSV_HEADS = [
  "service,prefix,destination,country,number_class,price_per_minute,connection_fee,initial_increment_seconds,increment_seconds,effective_from,effective_to\nuser_out,44,United Kingdom,GB,geographic,0.02,0,60,60,2026-01-01T00:00:00Z,",
  "userPrincipalName,displayName,kind,usageLocation,licenses\nzoe@contoso.example,Zoe,person,US,",
  "Call ID,UPN,Call Type,Destination Number,Start Time,Duration Seconds,Charge,Currency\na,ann@contoso.example,user_out,+442079460100,2026-11-01T10:00:00Z,60,0.5,USD",
];

export class Requests {
  readonly values: Values;
  readonly #random: Random;
  readonly #keys: readonly string[];

  /** `keys`: API keys; the first is used most. */
  constructor(random: Random, keys: readonly string[]) {
    this.values = new Values(random);
    this.#random = random;
    this.#keys = keys;
  }

  next(endpoint: Endpoint, care: Care = this.#random.weighted({ valid: 5, nearly: 4, hostile: 1 })): FuzzRequest {
    // Nearly: one part of the request is not as it should be.
    const wrong = care === "nearly" ? this.#random.weighted({ path: 1, query: 2, body: endpoint.body ? 6 : 0 }) : care;
    const isWrong = (part: "path" | "query" | "body"): boolean => wrong === part || wrong === "hostile";
    const { body, headers } = this.#body(endpoint, isWrong("body"));
    if (endpoint.method === "POST" && this.#random.chance(0.2))
      headers["idempotency-key"] = `key-${this.#random.int(1, 9)}`;
    const key = care === "valid" || this.#random.chance(0.7) ? this.#keys[0]! : this.#random.pick(this.#keys);
    headers["authorization"] = `Bearer ${key}`;
    if (endpoint.path.startsWith("/graph/")) headers["x-organization"] = this.#random.pick(["contoso", "fuzz"]);
    return {
      endpoint,
      url: this.#path(endpoint, isWrong("path")) + this.#query(endpoint, isWrong("query")),
      headers,
      body,
    };
  }

  #path(endpoint: Endpoint, wrong: boolean): string {
    let noun = "";
    return endpoint.path
      .split("/")
      .map((segment) => {
        if (!segment.includes("{")) return (noun = segment);
        return segment.replace(/\{(\w+)\}/, (_whole, name: string) =>
          wrong && this.#random.chance(0.7)
            ? encodeLoosely(textOf(this.values.hostile()))
            : encodeURIComponent(this.#named(endpoint, name, noun)),
        );
      })
      .join("/");
  }

  #named(endpoint: Endpoint, name: string, noun: string): string {
    if (name === "period") return "(fromDateTime=2026-11-01,toDateTime=2026-11-30)";
    if (name === "org") return this.#random.weighted({ contoso: 8, fabrikam: 2, fuzz: 1 });
    const known = name === "id" ? this.values.known(noun) : this.values.known(name, noun);
    if (known !== undefined && this.#random.chance(0.8)) return known;
    const schema = endpoint.parameters.find((one) => one.in === "path" && one.name === name)?.schema ?? {
      type: "string",
    };
    return String(this.values.valid(schema, name));
  }

  #query(endpoint: Endpoint, wrong: boolean): string {
    const pairs = endpoint.parameters
      .filter((one) => one.in === "query" && (one.required || this.#random.chance(0.3)))
      .map(({ name, schema }) => [name, name === "waitSeconds" ? 0 : this.values.valid(schema, name)]);
    if (wrong && pairs.length > 0) this.#random.pick(pairs)[1] = this.values.hostile();
    else if (wrong) pairs.push(["limit", this.values.hostile()]);
    if (pairs.length === 0) return "";
    return `?${pairs.map(([name, value]) => `${String(name)}=${encodeLoosely(textOf(value))}`).join("&")}`;
  }

  #body({ body }: Endpoint, wrong: boolean): { body: string | Buffer | undefined; headers: Record<string, string> } {
    if (!body) return { body: undefined, headers: {} };
    const headers = { "content-type": body.type };
    if (body.type === "multipart/form-data") {
      const file = wrong ? textOf(this.values.hostile()) : this.#random.pick(CSV_HEADS);
      return {
        body: `--x\r\ncontent-disposition: form-data; name="file"; filename="a.csv"\r\n\r\n${file}\r\n--x--\r\n`,
        headers: { "content-type": "multipart/form-data; boundary=x" },
      };
    }
    if (body.type === "text/csv") {
      const rows = this.#random.pick(CSV_HEADS);
      const at = this.#random.int(0, rows.length);
      return { body: wrong ? rows.slice(0, at) + textOf(this.values.hostile()) + rows.slice(at + 1) : rows, headers };
    }
    const value = this.values.valid(body.schema, "");
    if (!wrong) return { body: JSON.stringify(value), headers };
    const json = JSON.stringify(this.values.beside(value)) ?? "";
    if (this.#random.chance(0.9)) return { body: json, headers };
    const cut = Buffer.from(json);
    cut[this.#random.int(0, Math.max(0, cut.length - 1))] = this.#random.int(0, 255);
    return { body: cut, headers };
  }
}

const textOf = (value: unknown): string => (typeof value === "string" ? value : (JSON.stringify(value) ?? ""));

/** What is no character is sent as bytes that are none; a percent sign stays one that escapes. */
const encodeLoosely = (text: string): string =>
  text.startsWith("%")
    ? text.replace(/[^\w%.~-]/g, "")
    : encodeURIComponent(text.replace(/\p{Surrogate}/gu, "\u{fffd}"));
