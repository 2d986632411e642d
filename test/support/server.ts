import { pino } from "pino";
import { createApp } from "../../src/api/app.ts";
import type { App } from "../../src/api/schema.ts";
import { type Config, readConfig } from "../../src/config.ts";
import { createEngine, type Engine } from "../../src/engine/engine.ts";
import { captureMailer } from "../../src/mail/capture.ts";
import type { Mailer } from "../../src/mail/mailer.ts";
import { StripeProvider } from "../../src/payments/stripe.ts";
import { freshDatabase, sampleDatabase, type TestDatabase } from "./database.ts";

export const SECRET_KEY = "secret-key-of-the-tests-0123456789abcdef";
export const OPERATOR_KEY = "operator-key-of-the-tests-0123456789";

type Injected = Awaited<ReturnType<App["inject"]>>;

export interface Answer {
  status: number;
  /** What the JSON says; the text where it is none. */
  body: ReturnType<typeof JSON.parse>;
  headers: Injected["headers"];
}

export interface TestServer {
  app: App;
  engine: Engine;
  database: TestDatabase;
  /** A request, as the operator unless `key` says otherwise (null: without any). */
  api: (
    method: "GET" | "PUT" | "POST" | "DELETE" | "PATCH",
    path: string,
    body?: unknown,
    options?: { key?: string | null; headers?: Record<string, string> },
  ) => Promise<Answer>;
  /** Listens on a free port of the loopback, for what needs a socket. */
  listen: () => Promise<string>;
  close: () => Promise<void>;
}

/** The API in this process, on a database of its own, empty or with the sample. A string or buffer goes out as it is, all else as JSON. */
export async function startServer({
  now = Date.now,
  environment = {},
  log = pino({ level: "silent" }),
  sample = false,
  mailer = captureMailer(),
  prepare = () => {},
}: {
  now?: () => number;
  environment?: Record<string, string>;
  log?: pino.Logger;
  sample?: boolean;
  mailer?: Mailer;
  /** What has to be done to the app before it is ready: its hooks. */
  prepare?: (app: App) => unknown;
} = {}): Promise<TestServer> {
  const database = await (sample ? sampleDatabase() : freshDatabase());
  const config: Config = readConfig(
    { TALKTIME_OPERATOR_KEY: OPERATOR_KEY, TALKTIME_SECRET_KEY: SECRET_KEY, ...environment },
    "/nonexistent",
  );
  const engine = await createEngine({
    connection: database.connection,
    now,
    log,
    cards: config.stripe && (await StripeProvider.open(config.stripe, now)),
    secretKey: config.secretKey,
    post: { mailer, sender: "talktime@talktime.example", publicUrl: config.publicUrl ?? "http://localhost" },
  });
  const app = createApp({ engine, config, log });
  prepare(app);
  await app.ready();
  return {
    app,
    engine,
    database,
    api: async (method, path, body, { key = OPERATOR_KEY, headers = {} } = {}) => {
      const raw = typeof body === "string" || Buffer.isBuffer(body);
      const answer = await app.inject({
        method,
        url: path,
        ...(body !== undefined && { payload: raw ? body : JSON.stringify(body) }),
        headers: {
          ...(body !== undefined && { "content-type": "application/json" }),
          ...(key !== null && { authorization: `Bearer ${key}` }),
          ...headers,
        },
      });
      const isJson = String(answer.headers["content-type"]).includes("json");
      return {
        status: answer.statusCode,
        body: isJson ? answer.json() : answer.payload,
        headers: answer.headers,
      };
    },
    listen: () => app.listen({ host: "127.0.0.1", port: 0 }),
    close: async () => {
      await app.close();
      await engine.close();
      await database.drop();
    },
  };
}

/** An organisation in USD with what most tests need: ten of each of these licences. */
export async function makeOrganization(
  { api }: Pick<TestServer, "api">,
  org = "contoso",
  { licenses = ["MCOEV", "MCOPSTN1", "MCOMEETADV"], ...change }: { licenses?: string[]; [field: string]: unknown } = {},
): Promise<void> {
  const billing = { agreement: "direct", country: "US" };
  const made = await api("PUT", `/v1/organizations/${org}`, {
    displayName: org,
    country: "US",
    currency: "USD",
    billing,
    ...change,
  });
  if (made.status !== 200) throw new Error(`${org} could not be made: ${JSON.stringify(made.body)}`);
  for (const sku of licenses) await api("PUT", `/v1/organizations/${org}/subscriptions/${sku}`, { purchased: 10 });
}
