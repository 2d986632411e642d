/**
 * Speaks to every endpoint of openapi.json with valid, nearly valid and hostile values, about the sample organisation.
 * Nothing breaks, no answer tells how we are made, answers are what openapi.json says, and the books balance afterwards.
 * `TALKTIME_FUZZ_SECONDS=600 npm run fuzz` goes on for longer, TALKTIME_FUZZ_SEED takes another path.
 */
import { Agent, request as httpRequest } from "node:http";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { audit, auditWords } from "../../src/engine/audit.ts";
import { problemSchema } from "../../src/api/errors.ts";
import { GRAPH } from "../../src/api/graph/collection.ts";
import { graphError } from "../../src/api/graph/errors.ts";
import { oauthError } from "../../src/api/graph/token.ts";
import { readConfig } from "../../src/config.ts";
import { startJobs } from "../../src/jobs.ts";
import { Random } from "../simulation/random.ts";
import { OPERATOR_KEY, SECRET_KEY, startServer, type TestServer } from "../support/server.ts";
import { type Endpoint, endpointsOf, type FuzzRequest, Requests } from "./requests.ts";

const SECONDS = Number(process.env.TALKTIME_FUZZ_SECONDS ?? 60);
const SEED = Number(process.env.TALKTIME_FUZZ_SEED ?? 1);

/** What no answer may have in it: where our code and files are, what the database says, what is secret. */
const LEAKS =
  /node_modules|\.(?:ts|mjs|js):\d+|\bat \S+ \(|\/(?:src|home|root|usr|var|tmp)\/|violates|syntax error|relation "|invalid input syntax|out of range for type|duplicate key|\bpg_|ECONN|_hash|TypeError|is not a function|Cannot read|\[object Object\]/;

let server: TestServer;
let address: string;
const agent = new Agent({ keepAlive: true, maxSockets: 8 });
/** Faults by what they are, so that one is told once: what was asked and answered. */
const faults = new Map<string, string>();
let asked = "";
const statuses: Record<string, number> = {};

beforeAll(async () => {
  server = await startServer({
    sample: true,
    prepare: (app) =>
      app.addHook("preSerialization", (request, reply, payload, done) => {
        const schema = (request.routeOptions.schema?.response as Record<number, unknown> | undefined)?.[
          reply.statusCode
        ];
        if (schema instanceof z.ZodType) compare(request.routeOptions.url, schema, payload);
        done(null, payload);
      }),
  });
  address = await server.listen();
}, 240_000);
afterAll(async () => {
  agent.destroy();
  await server.close();
});

const blame = (what: string, how: string): void => {
  if (!faults.has(what)) faults.set(what, `${what}: ${how.slice(0, 600)}\n    asked: ${asked.slice(0, 1500)}`);
};

/** What openapi.json says is all that is answered: whoever checks answers by it refuses members that it has not. */
function compare(url: string | undefined, schema: z.ZodType, answered: unknown): void {
  const answer: unknown = JSON.parse(JSON.stringify(answered));
  const { data, error } = schema.safeParse(answer);
  const unsaid = error ? undefined : membersLost(answer, data);
  if (error) blame(`${url} is not as openapi.json says`, JSON.stringify(error.issues[0]));
  if (unsaid !== undefined) blame(`${url} answers more than openapi.json says`, unsaid);
}

function membersLost(before: unknown, after: unknown, path = ""): string | undefined {
  if (typeof before !== "object" || before === null) return undefined;
  for (const [name, inner] of Object.entries(before)) {
    if (!Object.hasOwn(after as object, name)) return `${path}/${name}`;
    const lost = membersLost(inner, (after as Record<string, unknown>)[name], `${path}/${name}`);
    if (lost !== undefined) return lost;
  }
  return undefined;
}

interface Heard {
  status: number;
  type: string;
  text: string;
}

const send = ({ endpoint, url, headers, body }: FuzzRequest): Promise<Heard> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(address);
    const sent = httpRequest(
      { agent, hostname, port, method: endpoint.method, path: url, headers, timeout: 30_000 },
      (answer) => {
        const pieces: Buffer[] = [];
        answer.on("data", (piece: Buffer) => pieces.push(piece));
        answer.on("error", reject);
        answer.on("end", () =>
          resolve({
            status: answer.statusCode ?? 0,
            type: answer.headers["content-type"] ?? "",
            text: Buffer.concat(pieces).toString("utf8"),
          }),
        );
      },
    );
    sent.on("error", reject);
    sent.on("timeout", () => sent.destroy(new Error("no answer within 30 s")));
    sent.end(body);
  });

function judge({ endpoint }: FuzzRequest, { status, type, text }: Heard): void {
  statuses[status] = (statuses[status] ?? 0) + 1;
  const where = `${endpoint.method} ${endpoint.path}`;
  if (status >= 500) blame(`${where} breaks with ${status}`, text);
  if (type.includes("pdf") || type.includes("zip") || type.includes("sheet")) return;
  const leak = endpoint.path === "/openapi.json" || endpoint.path === "/metrics" ? null : LEAKS.exec(text);
  if (leak && !asked.includes(leak[0]) && !asked.includes(encodeURIComponent(leak[0])))
    blame(`${where} tells of our insides`, `…${text.slice(Math.max(0, leak.index - 100), leak.index + 200)}`);
  if (text.includes(OPERATOR_KEY) || text.includes(SECRET_KEY)) blame(`${where} tells a secret`, text);
  if (status < 400) return;
  // Graph's clients know Graph's errors, and OAuth's before they have a token: test/graph.test.ts.
  if (endpoint.path.startsWith("/graph/") && type.startsWith("application/json"))
    return compare(`an error of ${where}`, endpoint.path.startsWith(GRAPH) ? graphError : oauthError, JSON.parse(text));
  if (!type.startsWith("application/problem+json")) return blame(`${where} refuses with ${type || "nothing"}`, text);
  compare(`an error of ${where}`, problemSchema, JSON.parse(text));
  const { code, detail, status: told } = JSON.parse(text) as Record<string, unknown>;
  if (told !== status || typeof detail !== "string" || !/^[A-Z]+(_[A-Z]+)*$/.test(String(code)))
    blame(`${where} refuses without saying why`, text);
}

async function tryOut(requests: Requests, endpoint: Endpoint, made: FuzzRequest, times = 1): Promise<void> {
  asked = `${endpoint.method} ${made.url} ${String(made.body ?? "")}`;
  const answers = await Promise.all(Array.from({ length: times }, () => send(made))).catch((error: Error) => {
    blame(`${endpoint.method} ${endpoint.path} gets no answer`, error.message);
    return [];
  });
  for (const answer of answers) {
    judge(made, answer);
    if (answer.status >= 300 || !answer.type.includes("json")) continue;
    const noun = endpoint.path.split("/").findLast((segment) => !segment.startsWith("{")) ?? "";
    requests.values.learn(noun, JSON.parse(answer.text));
  }
}

/** The workers run meanwhile: what was stored must not break them either. */
const jobLog = {
  ...{ debug: () => {}, info: () => {}, warn: () => {} },
  error: ({ err, job }: { err?: unknown; job?: string }, words: string) =>
    blame(`${words}: ${job}`, err instanceof Error ? String(err.stack) : String(err)),
};

const madeKey = async (body: object): Promise<string> =>
  (await server.api("POST", "/v1/api-keys", { name: "fuzz", ...body })).body.key;

test(
  `every endpoint stands ${SECONDS} s of anything (seed ${SEED})`,
  async () => {
    const random = new Random(SEED);
    const keys = await Promise.all([
      madeKey({ scopes: ["admin"], organization: "contoso" }),
      madeKey({ scopes: ["read"], organization: "contoso" }),
      madeKey({ scopes: ["switch"], switch: "fuzz" }),
    ]);
    const requests = new Requests(random, [OPERATOR_KEY, ...keys, "wrong"]);
    const endpoints = endpointsOf((await server.api("GET", "/openapi.json")).body);
    expect(endpoints.length).toBeGreaterThan(150);
    for (const endpoint of endpoints)
      if (endpoint.method === "GET") await tryOut(requests, endpoint, requests.next(endpoint, "valid"));
    const jobs = startJobs(server.engine, readConfig({}, "/nonexistent"), jobLog);
    const until = Date.now() + 1000 * SECONDS;
    let count = 0;
    for (; Date.now() < until; count++) {
      const endpoint = random.pick(endpoints);
      await tryOut(requests, endpoint, requests.next(endpoint), random.chance(0.05) ? 3 : 1);
    }
    console.log(`fuzz: ${count} requests, seed ${SEED}, answers by status: ${JSON.stringify(statuses)}`);
    await jobs.stop();
    const { good, lines } = auditWords(await audit(server.engine, null));
    if (!good) blame("the books do not balance", lines.join("\n"));
    expect([...faults.values()].join("\n\n"), `seed ${SEED}, ${faults.size} faults`).toBe("");
  },
  1000 * SECONDS + 120_000,
);
