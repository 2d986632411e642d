/** Who there is, how they are looked for, and what keeps them from being removed. */
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeOrganization, startServer, type TestServer } from "../support/server.ts";

let server: TestServer;
let api: TestServer["api"];
const ORG = "/v1/organizations/people";
const put = (name: string, change: object = {}) =>
  api("PUT", `${ORG}/users/${name}@people.example`, {
    displayName: name,
    kind: "person",
    usageLocation: "US",
    licenses: [],
    ...change,
  });

beforeAll(async () => {
  server = await startServer();
  api = server.api;
  await makeOrganization(server, "people");
  await put("ann", { displayName: "Ann Able", licenses: ["MCOPSTN1", "MCOPSTNC"], costCenter: "1100" });
  await put("ben", { displayName: "ben Baker", licenses: ["MCOPSTN1"], usageLocation: "GB", costCenter: "1200" });
  await put("carla", { displayName: "Carla", licenses: ["MCOMEETADV"], roles: ["Company Administrator"] });
  await put("queue", { kind: "resource-account", aliases: ["support-line"] });
  await api("PUT", `${ORG}/numbers/%2B12065550103`, {
    kind: "subscriber",
    use: { type: "user", id: "ann@people.example" },
  });
});
afterAll(() => server.close());

const found = async (query: string): Promise<string[]> => {
  const { status, body } = await api("GET", `${ORG}/users?${query}`);
  expect(status, JSON.stringify(body)).toBe(200);
  return body.items.map(({ userPrincipalName }: { userPrincipalName: string }) => userPrincipalName.split("@")[0]);
};

describe("users are looked for", () => {
  test.each([
    ["", ["ann", "ben", "carla", "queue"]],
    ["search=ABLE", ["ann"]],
    ["search=ben%40people", ["ben"]],
    ["search=206 555-01", ["ann"]],
    ["search=%2B1 (206) 555", ["ann"]],
    ["search=support-line", ["queue"]],
    ["search=100%25", []],
    ["kind=resource-account", ["queue"]],
    ["license=MCOPSTN1", ["ann", "ben"]],
    ["license=MCOPSTN1&missingLicense=MCOPSTNC", ["ben"]],
    ["usageLocation=GB", ["ben"]],
    ["costCenter=1100", ["ann"]],
    ["role=Global Administrator", ["carla"]],
    ["role=company administrator", ["carla"]],
    ["role=62e90394-69f5-4237-9190-012177145e10", ["carla"]],
    ["needs=credits-license", ["ben", "carla"]],
    ["sort=displayName&order=desc&kind=person", ["carla", "ben", "ann"]],
    ["sort=usageLocation&order=asc", ["ben", "ann", "carla", "queue"]],
  ])("by %s", async (query, names) => {
    expect(await found(query)).toEqual(names);
  });

  test("by the need of a credits licence, which there is none of where usage is billed afterwards", async () => {
    const billing = { agreement: "customer", country: "US" };
    await makeOrganization(server, "afterwards", { billing });
    const path = "/v1/organizations/afterwards";
    const plan = { displayName: "Al", kind: "person", usageLocation: "US", licenses: ["MCOPSTN1"] };
    await api("PUT", `${path}/users/al@afterwards.example`, plan);
    const needy = async () => (await api("GET", `${path}/users?needs=credits-license`)).body.items.length;
    expect(await needy()).toBe(1);
    await api("PUT", `${path}/pay-as-you-go`, { enabled: true });
    expect(await needy()).toBe(0);
  });

  test("page by page in any order, each once", async () => {
    for (const sort of ["displayName", "usageLocation", "costCenter", "createdAt", "userPrincipalName"])
      for (const order of ["asc", "desc"]) {
        const seen: string[] = [];
        for (let cursor = ""; ;) {
          const { body } = await api("GET", `${ORG}/users?limit=1&sort=${sort}&order=${order}${cursor}`);
          seen.push(...body.items.map((item: { displayName: string }) => item.displayName));
          if (body.nextCursor === null) break;
          cursor = `&cursor=${body.nextCursor}`;
        }
        expect(seen.sort(), `${sort} ${order}`).toEqual(["Ann Able", "Carla", "ben Baker", "queue"]);
      }
  });

  test.each([
    ["role=Emperor", "/role", "There is no role Emperor."],
    ["cursor=bm9uc2Vuc2U", "/cursor", "Not a cursor of this list."],
    ["usageLocation=England", "/usageLocation", "It must be two capital letters, as in ISO 3166-1 alpha-2."],
    ["colour=red", "/colour", "There is no such field."],
  ])("by %s is refused", async (query, pointer, message) => {
    const { status, body } = await api("GET", `${ORG}/users?${query}`);
    expect(status).toBe(400);
    expect(body.errors).toMatchObject([{ in: "query", pointer, message }]);
  });
});

describe("cost centres", () => {
  test("are made by the first user who names one, and can be given a name", async () => {
    expect((await api("GET", `${ORG}/cost-centers/1200`)).body).toEqual({ id: "1200", displayName: "1200", users: 1 });
    await api("PUT", `${ORG}/cost-centers/1200`, { displayName: "Sales EU" });
    await put("ben", { usageLocation: "GB", licenses: ["MCOPSTN1"], costCenter: "1200" });
    const { body } = await api("GET", `${ORG}/cost-centers`);
    expect(body.items).toEqual([
      { id: "1100", displayName: "1100", users: 1 },
      { id: "1200", displayName: "Sales EU", users: 1 },
    ]);
    expect((await api("GET", `${ORG}/cost-centers/4711`)).body.code).toBe("UNKNOWN_COST_CENTER");
  });
});

describe("names that others refer to", () => {
  test("are listed: what each dial-out policy allows", async () => {
    const { body } = await api("GET", "/v1/dial-out-policies");
    expect(body.items).toHaveLength(12);
    expect(body.items).toContainEqual({
      name: "DialoutCPCZoneAPSTNDomestic",
      identity: "tag:DialoutCPCZoneAPSTNDomestic",
      conferencing: "zone-a",
      pstn: "domestic",
      description: "Meetings dial out to Zone A countries. Users call within their own country.",
    });
  });

  test("are listed: administrator roles, sixteen of which get mails", async () => {
    const { body } = await api("GET", "/v1/roles");
    const names = (role: { name: string }) => role.name;
    expect(body.items.filter(({ recipient }: { recipient: boolean }) => recipient).map(names)).toHaveLength(16);
    expect(body.items.map(names)).toContain("Usage Summary Reports Reader");
  });
});

test("a role is known by its current name, any older one and its template id", async () => {
  const { roles } = JSON.parse(readFileSync("samples/roles.json", "utf8")) as {
    roles: { templateId: string; name: string; olderNames: string[] }[];
  };
  expect(roles).toHaveLength(21);
  for (const names of ["templateId", "name", "olderNames"] as const) {
    const given = roles.map((role) => [role[names]].flat().at(-1) ?? role.name.toUpperCase());
    const shown = (await put("known", { roles: given })).body.roles;
    expect(shown, names).toEqual(roles.map(({ name }) => name));
  }
});

describe("removing", () => {
  const remove = (what: string) => api("DELETE", `${ORG}/${what}`);

  test("a user is refused while a number, an attendant or a call needs them, and says which", async () => {
    const kept = await remove("users/ann@people.example");
    expect(kept).toMatchObject({ status: 409, body: { code: "USER_IN_USE" } });
    expect(kept.body.detail).toContain("the number +12065550103 leads to this user");

    await put("desk", { kind: "resource-account" });
    await api("PUT", `${ORG}/voice-apps/main`, {
      kind: "auto-attendant",
      displayName: "Main",
      resourceAccount: "desk@people.example",
    });
    expect((await remove("users/desk@people.example")).body.detail).toContain("resource account of main");

    await api("PUT", `${ORG}/numbers/%2B12065550104`, {
      kind: "subscriber",
      use: { type: "user", id: "ben@people.example" },
    });
    const call = { callId: "busy-1", from: "+14255550100", to: "+12065550104" };
    expect((await api("POST", "/v1/calls", call)).status).toBe(201);
    const busy = await remove("numbers/%2B12065550104");
    expect(busy).toMatchObject({ status: 409, body: { code: "NUMBER_IN_USE" } });
    expect((await remove("users/ben@people.example")).body.detail).toContain("calls of this user in progress: 1");
    await api("POST", "/v1/calls/busy-1/release", { usedSeconds: 0 });
    expect((await remove("numbers/%2B12065550104")).status).toBe(204);
    expect((await api("GET", `${ORG}/numbers/%2B12065550104`)).body.code).toBe("UNKNOWN_NUMBER");
    expect((await api("POST", "/v1/calls", { ...call, callId: "busy-2" })).body.code).toBe("UNKNOWN_NUMBER");
  });

  test("a user frees the licences and the names, and calls know nobody of that name", async () => {
    const licenses = ["MCOPSTN1"];
    await put("gone", { licenses, usageLocation: "DE", aliases: ["sip:gone@people.example"] });
    const call = { organization: "people", user: "gone@people.example", from: "+493012345670", to: "+493012345678" };
    expect((await api("POST", "/v1/calls", { callId: "g1", ...call })).status).toBe(201);
    await api("POST", "/v1/calls/g1/release", { usedSeconds: 0 });
    const before = (await api("GET", `${ORG}/subscriptions/MCOPSTN1`)).body.assigned;

    expect((await remove("users/gone@people.example")).status).toBe(204);
    expect((await remove("users/gone@people.example")).body.code).toBe("UNKNOWN_USER");
    expect((await api("GET", `${ORG}/subscriptions/MCOPSTN1`)).body.assigned).toBe(before - 1);
    expect((await api("POST", "/v1/calls", { callId: "g2", ...call })).body.code).toBe("UNKNOWN_USER");
    expect((await put("heir", { aliases: ["sip:gone@people.example"] })).status).toBe(200);
  });
});
