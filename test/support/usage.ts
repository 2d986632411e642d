/** A handful of calls of every kind, for the tests of reports and exports. */
import { expect } from "vitest";
import { makeOrganization, type TestServer } from "./server.ts";

export const NOW = Date.parse("2026-11-22T14:00:00Z");

const DECK = [
  "service,prefix,destination,country,number_class,price_per_minute,connection_fee,initial_increment_seconds,increment_seconds,effective_from,effective_to",
  "user_out,44,United Kingdom,GB,geographic,0.015,0.02,60,60,2026-01-01T00:00:00Z,",
  "user_out,53,Cuba,CU,geographic,1.5,0,60,60,2026-01-01T00:00:00Z,",
  "user_out,81,Japan,JP,geographic,0.1,0,60,60,2026-01-01T00:00:00Z,",
  "conf_out,53,Cuba,CU,geographic,1,0.5,60,60,2026-01-01T00:00:00Z,",
  "conf_out,355,Albania,AL,geographic,0.7,0,60,60,2026-01-01T00:00:00Z,",
  "tollfree_in,1800,US toll-free,US,toll-free,0.005,0,6,6,2026-01-01T00:00:00Z,",
  "tollfree_in,49800,German toll-free,DE,toll-free,0.05,0,60,60,2026-01-01T00:00:00Z,",
].join("\n");

interface MadeCall {
  /** When it is authorised and answered. */
  at: string;
  usedSeconds: number;
  user?: string;
  from: string;
  to: string;
  refused?: boolean;
  /** Further fields of the authorisation and of the release. */
  call?: object;
  end?: object;
  invitedAt?: string;
  organization?: string;
}

const ANN = { user: "ann@contoso.example", from: "+12065550101" };
const SBC = { trunk: "sbc1.contoso.example", mediaBypass: true, mediaRegion: "EUWE", signalingRegion: "EUNO" };
const CORRELATION = "0f0e0d0c-0b0a-4908-8706-050403020100";

/** In the order of their times. */
export const CALLS = {
  day: { ...ANN, at: "2026-10-31T23:59:59Z", usedSeconds: 60, to: "+442079460100" },
  cuba: { ...ANN, at: "2026-11-01T00:00:00Z", usedSeconds: 600, to: "+5371234567" },
  meeting: {
    ...{ ...ANN, at: "2026-11-20T09:00:00Z", usedSeconds: 90, from: "+12065550150", to: "+35542345678" },
    call: { callType: "conf_out", conferenceId: "weekly" },
  },
  sbc: {
    ...{ ...ANN, at: "2026-11-20T10:00:10Z", usedSeconds: 600, from: "+12065550190", to: "+819012345678" },
    invitedAt: "2026-11-20T10:00:00.000Z",
    call: { callType: "dr_out", correlationId: CORRELATION, ...SBC },
    end: { sipCode: 200, sipPhrase: "OK", subCode: 0 },
  },
  attempt: {
    ...{ ...ANN, at: "2026-11-20T11:00:00Z", usedSeconds: 0, from: "+12065550190", to: "+819012345678" },
    call: { callType: "dr_out", ...SBC },
    end: { sipCode: 486, sipPhrase: "Busy Here" },
  },
  pool: { ...ANN, at: "2026-11-21T23:59:59.999Z", usedSeconds: 300, to: "+12065550177" },
  ben: {
    at: "2026-11-22T00:00:00Z",
    usedSeconds: 30,
    user: "ben@contoso.example",
    from: "+12065550102",
    to: "+442079460100",
  },
  night: { ...ANN, at: "2026-11-22T02:00:00Z", usedSeconds: 121, to: "+442079460100" },
  queue: { at: "2026-11-22T03:00:00Z", usedSeconds: 61, from: "+12065559999", to: "+18005550123" },
  transfer: {
    ...{ ...ANN, at: "2026-11-22T04:00:00Z", usedSeconds: 5, from: "+12065550190", to: "+819012345678" },
    call: { callType: "dr_out_user_transfer", correlationId: CORRELATION, parentCallId: "sbc" },
  },
  refused: {
    at: "2026-11-22T05:00:00Z",
    usedSeconds: 0,
    user: "cy@contoso.example",
    from: "+12065550103",
    to: "+81312345678",
    refused: true,
  },
  hinaus: {
    ...{
      at: "2026-11-22T06:00:00Z",
      usedSeconds: 60,
      user: "dora@kontoso.example",
      from: "+4930901820",
      to: "+442079460100",
    },
    organization: "kontoso",
  },
  herein: { at: "2026-11-22T07:00:00Z", usedSeconds: 60, from: "+49301234567", to: "+498001234567" },
} as const satisfies Record<string, MadeCall>;

/** Makes the organisations contoso (US) and kontoso (DE), their people and numbers, and then the calls. */
export async function makeCalls(server: TestServer, setClock: (at: number) => void): Promise<void> {
  const { api } = server;
  const put = async (path: string, body: object): Promise<void> => {
    const made = await api("PUT", `/v1/organizations/${path}`, body);
    expect(made.status, `${path}: ${JSON.stringify(made.body)}`).toBeLessThan(300);
  };
  setClock(Date.parse("2026-10-01T00:00:00Z"));
  const deck = await api("POST", "/v1/rate-decks?name=test&currency=USD", DECK, {
    headers: { "content-type": "text/csv" },
  });
  expect(deck.status, JSON.stringify(deck.body)).toBe(201);
  await makeOrganization(server, "contoso", { licenses: ["MCOEV", "MCOPSTN1", "MCOMEETADV"] });
  await makeOrganization(server, "kontoso", { country: "DE", licenses: ["MCOEV", "MCOPSTN1"] });
  const person = (name: string, displayName: string, licenses: string[], more: object = {}) =>
    put(`contoso/users/${name}@contoso.example`, {
      displayName,
      kind: "person",
      usageLocation: "US",
      licenses,
      ...more,
    });
  const ann = ["MCOEV", "MCOPSTN1", "MCOMEETADV", "MCOPSTNC"];
  await person("ann", "Ann", ann, { costCenter: "support" });
  await person("ben", "Ben", ["MCOEV", "MCOPSTN1", "MCOPSTNC"]);
  await person("cy", "Cy", ["MCOEV", "MCOPSTN1"]);
  await put("kontoso/users/dora@kontoso.example", {
    displayName: "=Dora",
    kind: "person",
    usageLocation: "DE",
    licenses: ["MCOEV", "MCOPSTN1", "MCOPSTNC"],
  });
  for (const [number, id] of [
    ["+12065550101", "ann"],
    ["+12065550102", "ben"],
    ["+12065550103", "cy"],
  ] as const)
    await put(`contoso/numbers/${encodeURIComponent(number)}`, {
      kind: "subscriber",
      use: { type: "user", id: `${id}@contoso.example` },
    });
  const own = { kind: "subscriber", carrier: "direct-routing", use: { type: "user", id: "ann@contoso.example" } };
  await put("contoso/numbers/%2B12065550190", own);
  for (const org of ["contoso", "kontoso"]) {
    const { body: method } = await api("POST", `/v1/organizations/${org}/payment-methods`, {
      type: "card",
      token: "tok_visa",
    });
    const { body } = await api("POST", `/v1/organizations/${org}/top-ups`, { amount: "100", paymentMethod: method.id });
    expect(body.state, JSON.stringify(body)).toBe("succeeded");
  }
  await put("contoso/numbers/%2B18005550123", { kind: "service-toll-free", use: { type: "call-queue", id: "help" } });
  await put("kontoso/numbers/%2B498001234567", { kind: "service-toll-free", use: { type: "call-queue", id: "hilfe" } });
  await put("kontoso/numbers/%2B4930901820", { kind: "subscriber", use: { type: "user", id: "dora@kontoso.example" } });
  for (const [callId, call] of Object.entries<MadeCall>(CALLS)) {
    if (callId === "cuba") await person("ann", "Ann", ann, { costCenter: "sales" });
    await makeCall(server, setClock, callId, call);
  }
  setClock(NOW);
}

async function makeCall(
  { api }: TestServer,
  setClock: (at: number) => void,
  callId: string,
  call: MadeCall,
): Promise<void> {
  const begin = Date.parse(call.at);
  setClock(call.invitedAt === undefined ? begin : Date.parse(call.invitedAt));
  const { user, from, to, invitedAt } = call;
  const asked = await api("POST", "/v1/calls", {
    callId,
    from,
    to,
    ...(user && { user }),
    ...(invitedAt && { invitedAt }),
    ...call.call,
  });
  expect(asked.status, `${callId}: ${JSON.stringify(asked.body)}`).toBe(call.refused ? 403 : 201);
  if (call.refused) return;
  setClock(begin);
  if (call.usedSeconds > 0) await api("POST", `/v1/calls/${callId}/answer`, {});
  setClock(begin + 1000 * call.usedSeconds);
  const ended = await api("POST", `/v1/calls/${callId}/release`, { usedSeconds: call.usedSeconds, ...call.end });
  expect(ended.status, `${callId}: ${JSON.stringify(ended.body)}`).toBe(200);
}
