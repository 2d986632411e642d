/** What is shown of a price is what an authorisation answers: for a table of policies, caps, people and destinations. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeOrganization, startServer, type TestServer } from "../support/server.ts";

const ORG = "/v1/organizations/contoso";
const DECK = `service,prefix,destination,country,number_class,price_per_minute,connection_fee,initial_increment_seconds,increment_seconds,effective_from,effective_to
user_out,1,United States,US,geographic,0.02,0,60,60,2020-01-01,
user_out,44,United Kingdom,GB,geographic,0.05,0,60,60,2020-01-01,
user_out,447,United Kingdom mobile,GB,mobile,0.3,0,60,60,2020-01-01,
user_out,53,Cuba,CU,geographic,0.9,0,60,60,2020-01-01,
conf_out,44,United Kingdom,GB,geographic,0.04,0,60,60,2020-01-01,
conf_out,447,United Kingdom mobile,GB,mobile,0.35,0,60,60,2020-01-01,
conf_out,53,Cuba,CU,geographic,1.1,0,60,60,2020-01-01,
`;
const LICENSES = ["MCOEV", "MCOPSTN2", "MCOMEETADV", "MCOPSTNC"];
/** The second holds a policy of their own, which stands before the organisation's. */
const PEOPLE = { plain: null, held: "DialoutCPCandPSTNDomestic" };
const NUMBERS = ["+12125550100", "+442079460100", "+447700900123", "+5372040000", "+81312345678"];
const SERVICES = ["user_out", "conf_out"] as const;

let server: TestServer;
let api: TestServer["api"];
beforeAll(async () => {
  server = await startServer();
  api = server.api;
  await makeOrganization(server, "contoso", { licenses: LICENSES.slice(0, 3) });
  await api("POST", "/v1/rate-decks?name=usd&currency=USD", DECK, { headers: { "content-type": "text/csv" } });
  for (const [name, dialOutPolicy] of Object.entries(PEOPLE))
    await api("PUT", `${ORG}/users/${name}@contoso.example`, {
      ...{ displayName: name, kind: "person", usageLocation: "US", licenses: LICENSES, dialOutPolicy },
    });
  const { body } = await api("POST", `${ORG}/payment-methods`, { type: "card", token: "tok_visa" });
  await api("POST", `${ORG}/top-ups`, { amount: "50", paymentMethod: body.id });
});
afterAll(() => server.close());

/** The code of the refusal, or what pays first. */
type Outcome = string;
let calls = 0;

async function authorised(user: string, to: string, callType: string): Promise<Outcome> {
  const callId = `call-${++calls}`;
  const { status, body } = await api("POST", "/v1/calls", {
    ...{ callId, organization: "contoso", user: `${user}@contoso.example`, from: "anonymous", to, callType },
    ...(callType === "conf_out" && { conferenceId: callId }),
  });
  if (status !== 201) return body.code;
  await api("POST", `/v1/calls/${callId}/release`, { usedSeconds: 0 });
  return body.funding[0].source;
}

async function foretold(user: string, to: string, callType: string): Promise<Outcome> {
  const { body } = await api("GET", `${ORG}/users/${user}@contoso.example/calling?to=${encodeURIComponent(to)}`);
  const call = body.calls.find((one: { callType: string }) => one.callType === callType);
  return call.allowed ? call.paidBy : call.code;
}

async function priced(to: string, service: string): Promise<Outcome> {
  const { body } = await api("GET", `${ORG}/call-prices?to=${encodeURIComponent(to)}`);
  const scenario = body.scenarios.find((one: { service: string }) => one.service === service);
  expect(scenario.refusal?.code).toBe(scenario.prices[0].refusal?.code);
  return scenario.refusal?.code ?? scenario.payers[0].source;
}

test.each([
  { defaultDialOutPolicy: null, maxPricePerMinute: null },
  { defaultDialOutPolicy: null, maxPricePerMinute: "0.2" },
  { defaultDialOutPolicy: "DialoutCPCandPSTNDomestic", maxPricePerMinute: null },
  { defaultDialOutPolicy: "DialoutCPCZoneAPSTNInternational", maxPricePerMinute: "1" },
  { defaultDialOutPolicy: "DialoutCPCandPSTNDisabled", maxPricePerMinute: "0.2" },
])("$defaultDialOutPolicy, at most $maxPricePerMinute a minute", async (settings) => {
  const saved = await api("PUT", `${ORG}/calling-settings`, settings);
  expect(saved.status, JSON.stringify(saved.body)).toBe(200);
  for (const to of NUMBERS)
    for (const service of SERVICES) {
      for (const user of Object.keys(PEOPLE))
        expect(await foretold(user, to, service), `${user} to ${to}, ${service}`).toBe(
          await authorised(user, to, service),
        );
      expect(await priced(to, service), `the price of ${to}, ${service}`).toBe(await authorised("plain", to, service));
    }
});

test("of a country, its landlines can be allowed and its mobiles too dear", async () => {
  await api("PUT", `${ORG}/calling-settings`, { defaultDialOutPolicy: null, maxPricePerMinute: "0.2" });
  await api("PUT", `${ORG}/subscriptions/MCOPSTN2`, { purchased: 0 });
  await api("PUT", `${ORG}/subscriptions/MCOPSTN1`, { purchased: 1 });
  const { body } = await api("GET", `${ORG}/call-prices?to=GB`);
  expect(body.scenarios[0]).toMatchObject({
    prices: [
      { kind: "fixed", refusal: null },
      { kind: "mobile", refusal: { code: "DESTINATION_BLOCKED" }, rate: { row: { pricePerMinute: "0.3" } } },
    ],
    payers: [{ source: "credits" }],
    refusal: null,
  });
});
