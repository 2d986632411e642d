/** The HTTP API: what happens to every request, and the list of routes. */
import { randomUUID } from "node:crypto";
import cookies from "@fastify/cookie";
import type { Socket } from "node:net";
import fastify, { type FastifyBaseLogger, type FastifyRequest, LogController } from "fastify";
import type { Config } from "../config.ts";
import { ApiKeys } from "../engine/api-keys.ts";
import type { Engine } from "../engine/engine.ts";
import { AccessTokens } from "../engine/sign-in/access-tokens.ts";
import { sealOf } from "../engine/seal.ts";
import { SignInSessions } from "../engine/sign-in/sessions.ts";
import { auditChanges } from "./audited.ts";
import { authentication, type Caller, keyHolders } from "./auth.ts";
import { faultOfText, readJsonBodies } from "./body.ts";
import { serveConsole } from "./console.ts";
import { invalidRequest, Problem } from "./errors.ts";
import { sendError } from "./graph/errors.ts";
import { keepRepeats } from "./idempotency.ts";
import { createMetrics, type Metrics, tellOfLane } from "./metrics.ts";
import { type DescribedRoute, openApiDocument } from "./openapi.ts";
import { requestLog } from "./request-log.ts";
import { demandRight, RIGHTS, rightsOf } from "./rights.ts";
import { ROUTES } from "./routes/index.ts";
import { type App, validatorCompiler } from "./schema.ts";
import { answerUnreadable } from "./unreadable.ts";

export interface AppOptions {
  engine: Engine;
  config: Config;
  log: FastifyBaseLogger;
  /** Absent: of its own. */
  metrics?: Metrics;
}

/** 1 MB; a route that takes files sets its own. */
const BODY_LIMIT = 1_048_576;
/** Call ids are up to 255 characters, and each may be percent-encoded. */
const LONGEST_PARAMETER = 1024;

export function createApp({ engine, config, log, metrics = createMetrics() }: AppOptions): App {
  const app = fastify({
    ...(config.tls && { https: config.tls }),
    loggerInstance: log,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => randomUUID(),
    bodyLimit: BODY_LIMIT,
    exposeHeadRoutes: false,
    trustProxy: [...config.trustedProxies],
    routerOptions: { maxParamLength: LONGEST_PARAMETER },
    clientErrorHandler: answerUnreadable,
    frameworkErrors: (error, request, reply) => void sendError(error, request, reply),
  }) as unknown as App;
  tellOfLane(metrics, engine.lane);
  const routes: DescribedRoute[] = [];
  const apiKeys = new ApiKeys(engine.pool, engine.now);
  const seal = sealOf(config.secretKey, "second step");
  const sessions = new SignInSessions(engine, config.session);
  const tokens = new AccessTokens(config.secretKey, engine.now);
  const holderOf = keyHolders(apiKeys, config.operatorKey);
  const context = {
    engine,
    config,
    metrics,
    apiKeys,
    holderOf,
    tokens,
    sessions,
    seal,
    openApi: () => openApiDocument(routes),
  };

  app.setValidatorCompiler(validatorCompiler);
  // Answers are checked against their schemas when this is compiled; checking each again would cost every call.
  app.setSerializerCompiler(() => (data) => JSON.stringify(data));
  app.setErrorHandler(sendError);
  readJsonBodies(app);
  void app.register(cookies, { hook: false }); // read where they are asked for: calls have none

  app.decorateRequest("caller");
  app.decorateRequest("switchId", {
    getter(this: FastifyRequest) {
      return this.caller.switchId;
    },
  });
  app.addHook("onRoute", (route) => {
    const method = String(route.method);
    route.config = { ...route.config, rights: rightsOf(method, route.url) };
    if (method !== "HEAD") routes.push({ method, url: route.url, schema: route.schema ?? {} });
  });

  const authenticate = authentication(holderOf, tokens, sessions);
  closeAtOnce(app, engine);
  app.addHook("onRequest", async (request) => {
    const { url, config } = request.routeOptions;
    refuseUnstorable(request);
    if (url === undefined) {
      if (/^\/(v1|graph)/.test(request.url)) await authenticate(request);
      return;
    }
    const rights = config.rights!;
    if (rights.includes("public")) return;
    request.caller = await authenticate(request);
    demandRight(request.caller, rights, (request.params as { org?: string }).org);
  });
  const isOurs = auditChanges(app, engine);
  const logRequest = requestLog(log);
  keepRepeats(app, engine);
  app.addHook("onResponse", (request, reply, done) => {
    if (isOurs(request)) return done();
    const route = request.routeOptions.url ?? "none";
    metrics.observe(request.method, route, reply.statusCode, reply.elapsedTime);
    seeSwitch(engine, request, route, reply.statusCode);
    logRequest(request, route, reply.statusCode, reply.elapsedTime);
    done();
  });

  const sendConsole = serveConsole(app, config.stripe?.script?.url);
  app.setNotFoundHandler((request, reply) => {
    const sent = sendConsole(request, reply);
    if (sent) return sent;
    const path = request.url.split("?", 1)[0]!;
    const allowed = routes.filter(({ url }) => matches(url, path)).map(({ method }) => method);
    if (allowed.length === 0) throw new Problem("NOT_FOUND", "There is nothing at this address.");
    throw new Problem("METHOD_NOT_ALLOWED", `This address takes ${allowed.join(", ")}.`, { allowed });
  });

  for (const register of ROUTES) {
    // A scope for each, so that a parser of one noun does not read the bodies of another.
    void app.register((scope, _options, done) => {
      register(scope, context);
      done();
    });
  }
  return app;
}

/**
 * Lets go what would keep the server from closing: streams, long polls, and connections that never asked anything, which
 * Node takes for busy until their time is over. (Clients open one to be ready, when they have aborted a stream.)
 */
function closeAtOnce(app: App, { live }: Engine): void {
  const connections = new Set<Socket>();
  app.server.on("connection", (socket) => {
    connections.add(socket);
    socket.on("close", () => connections.delete(socket));
  });
  app.addHook("preClose", (done) => {
    live.close();
    for (const socket of connections) if (socket.bytesRead === 0) socket.destroy();
    done();
  });
}

/** Only switches ask there. A refusal for credit or by a rule is an answer like another. */
function seeSwitch({ sightings }: Engine, request: FastifyRequest, route: string, status: number): void {
  if (RIGHTS[`${request.method} ${route}`] !== "switch") return;
  const { ip: address, caller } = request as Omit<FastifyRequest, "caller"> & { caller: Caller | undefined };
  const failed = status >= 500 || status === 400 || status === 401;
  sightings.see({ way: "http", switch: caller?.switchId ?? null, address }, failed ? String(status) : undefined);
}

/** In the address nothing says later which part was wrong, so it is looked at as a whole. */
function refuseUnstorable(request: FastifyRequest): void {
  if (!request.url.includes("%")) return; // the parser of HTTP lets nothing else through that could hide here
  const [, query = ""] = request.url.split("?", 2);
  const path = Object.entries(request.params as Record<string, string>);
  try {
    decodeURIComponent(query.replaceAll("+", " "));
  } catch {
    throw new Problem("INVALID_ENCODING", "The query is not percent-encoded UTF-8.");
  }
  const fields = [
    ...path.map(([name, value]) => ({ in: "path" as const, name, value })),
    ...Object.entries(request.query as Record<string, string | string[]>).flatMap(([name, values]) =>
      [values].flat().map((value) => ({ in: "query" as const, name, value })),
    ),
  ];
  const faults = fields.flatMap(({ in: part, name, value }) => {
    const fault = faultOfText(name) ?? faultOfText(value);
    return fault === undefined ? [] : [{ in: part, pointer: `/${name.replaceAll("\0", "")}`, ...fault }];
  });
  if (faults.length > 0) throw invalidRequest(faults);
}

const matches = (pattern: string, path: string): boolean => {
  const steps = path.split("/");
  const wanted = pattern.split("/");
  return steps.length === wanted.length && wanted.every((step, i) => isStep(step, steps[i]!));
};

/** `:user` is anything, `getPstnCalls:period` whatever begins with that name. */
const isStep = (wanted: string, step: string): boolean => {
  const [fixed, parameter] = wanted.split(":", 2) as [string, string | undefined];
  return parameter === undefined ? step === fixed : step.startsWith(fixed);
};
