import { Readable } from "node:stream";
import { expect, test } from "vitest";
import { createEngine } from "../src/engine/engine.ts";
import { importRateDeck } from "../src/engine/import-rate-deck.ts";
import { audit, auditWords } from "../src/engine/audit.ts";
import { LOST_GRACE_MS, reapOverdue, reconcile } from "../src/engine/reaper.ts";
import { makeOrganization, startServer } from "./support/server.ts";

const CALLS = 1_000;
const DECK = `service,prefix,destination,country,number_class,price_per_minute,connection_fee,initial_increment_seconds,increment_seconds,effective_from,effective_to
user_out,44,United Kingdom,GB,geographic,0.01,0,60,60,2026-01-01T00:00:00Z,
`;

test(`after a restart ${CALLS} calls are reconciled with their switch in seconds, and its lost ones end`, async () => {
  let now = Date.parse("2026-11-22T14:00:00Z");
  const server = await startServer({ now: () => now });
  const { api } = server;
  await importRateDeck(server.engine.pool, server.engine.rates, {
    ...{ name: "usd", currency: "USD", replaces: null, namedOnly: false, csv: Readable.from([Buffer.from(DECK)]) },
  });
  await makeOrganization(server);
  const person = { displayName: "Ann", kind: "person", usageLocation: "US", licenses: ["MCOPSTN1", "MCOPSTNC"] };
  await api("PUT", "/v1/organizations/contoso/users/ann@contoso.example", person);
  const { body: card } = await api("POST", "/v1/organizations/contoso/payment-methods", {
    type: "card",
    token: "tok_visa",
  });
  await api("POST", "/v1/organizations/contoso/top-ups", { amount: "500", paymentMethod: card.id });

  const ids = Array.from({ length: CALLS }, (_, i) => `call-${i}`);
  const call = { user: "ann@contoso.example", from: "+12065550103", to: "+442079460000" };
  for (let i = 0; i < CALLS; i += 250) {
    const some = ids.slice(i, i + 250);
    const operations = some.flatMap((callId) => [
      { op: "authorize", callId, ...call },
      { op: "answer", callId },
    ]);
    const { body } = await api("POST", "/v1/calls/batch", { operations });
    expect(body.results.every(({ status }: { status: number }) => status < 300)).toBe(true);
  }
  now += 60_000;

  // Another process, which knows of these calls only what is stored.
  const engine = await createEngine({
    connection: server.database.connection,
    now: () => now,
    log: { warn: () => {}, error: () => {} },
  });
  const profile = await engine.switches.profile("operator");
  const began = performance.now();
  const alive = ids.slice(0, 900);
  const { unknown, missing } = await reconcile(engine, "operator", profile, { node: null, asOf: now, active: alive });
  expect((performance.now() - began) / 1000, "seconds").toBeLessThan(5);
  expect([unknown, missing.length]).toEqual([[], 100]);

  now += LOST_GRACE_MS + 1_000;
  await reapOverdue(engine);
  await engine.close();
  const ended = await api("GET", "/v1/calls/call-950");
  expect(ended.body).toMatchObject({ end: "presumed", flags: ["LOST_BY_SWITCH"] });
  const again = await reconcile(server.engine, "operator", profile, { node: null, asOf: now, active: alive });
  expect(again).toEqual({ unknown: [], missing: [] });
  const { good, lines } = auditWords(await audit(server.engine, null));
  await server.close();
  expect(good, lines.join("\n")).toBe(true);
});
