/** Users from a file and into one: all lines or none, and what is written is read again as it was. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { applyRules } from "../../src/engine/license-rules.ts";
import { makeOrganization, startServer, type TestServer } from "../support/server.ts";

let server: TestServer;
let api: TestServer["api"];
let org = 0;
beforeAll(async () => {
  server = await startServer();
  api = server.api;
});
afterAll(() => server.close());

async function organization(licenses = ["MCOPSTN1"]): Promise<string> {
  await makeOrganization(server, `files-${++org}`, { licenses });
  return `/v1/organizations/files-${org}`;
}

const read = (ORG: string, csv: string | Buffer, query = "", options = {}) =>
  api("POST", `${ORG}/users/import${query}`, csv, { headers: { "content-type": "text/csv" }, ...options });
const written = async (ORG: string) => (await api("GET", `${ORG}/users/export`)).body as string;
const users = async (ORG: string) => (await api("GET", `${ORG}/users`)).body.items;

const HEADER = "userPrincipalName,displayName,kind,usageLocation,licenses";

describe("a file of users", () => {
  test("makes the new, changes the others, and with a dry run only says so", async () => {
    const ORG = await organization();
    const file = `${HEADER},roles,costCenter,aliases
ann@files-${org}.example,Ann,person,US,MCOPSTN1;MCOPSTNC,Company Administrator;Billing Administrator,1100,ann-${org};a${org}
ben@files-${org}.example,"Baker, Ben",person,GB,,,,`;
    const dry = await read(ORG, file, "?dryRun=true");
    expect(dry.body).toMatchObject({ dryRun: true, rows: 2, created: 2, changed: 0, same: 0 });
    expect(await users(ORG)).toEqual([]);
    expect((await read(ORG, file)).body).toMatchObject({ dryRun: false, rows: 2, created: 2 });
    expect(await users(ORG)).toMatchObject([
      {
        displayName: "Ann",
        licenses: ["MCOPSTN1", "MCOPSTNC"],
        roles: ["Global Administrator", "Billing Administrator"],
        costCenter: "1100",
        aliases: [`ann-${org}`, `a${org}`],
      },
      { displayName: "Baker, Ben", usageLocation: "GB", licenses: [], costCenter: null },
    ]);
    expect((await read(ORG, file)).body).toMatchObject({ created: 0, changed: 0, same: 2 });

    const next = `userPrincipalName,displayName,costCenter\r\nann@files-${org}.example,Ann B.,\r\nBEN@files-${org}.example,,7\r\n`;
    expect((await read(ORG, next)).body.items).toEqual([
      {
        line: 2,
        userPrincipalName: `ann@files-${org}.example`,
        action: "change",
        fields: ["displayName", "costCenter"],
      },
      { line: 3, userPrincipalName: `BEN@files-${org}.example`, action: "change", fields: ["costCenter"] },
    ]);
    expect(await users(ORG)).toMatchObject([
      { displayName: "Ann B.", costCenter: null, licenses: ["MCOPSTN1", "MCOPSTNC"] },
      { displayName: "Baker, Ben", costCenter: "7" },
    ]);
  });

  test("is read again as it was written, whatever is in it, and no spreadsheet calculates any of it", async () => {
    const ORG = await organization();
    for (const [i, displayName] of [
      "=1+1",
      "'=1+1",
      "@SUM(A1)",
      '"quoted", and more',
      "佐藤 遥",
      "-5",
      "'plain",
    ].entries())
      await api("PUT", `${ORG}/users/u${i}@files-${org}.example`, {
        displayName,
        kind: "person",
        usageLocation: "JP",
        licenses: i === 0 ? ["MCOPSTN1", "MCOPSTNC"] : [],
        aliases: [`+8150${org}000${i}`, `se;mi\\colon-${org}-${i}`],
        roles: i === 1 ? ["Global Administrator"] : [],
        dialOutPolicy: "DialoutCPCandPSTNDomestic",
      });
    const file = await written(ORG);
    for (const line of file.split("\r\n").slice(1))
      for (const cell of line.split(",")) expect(cell).not.toMatch(/^"?[=+\-@]/);
    const again = await read(ORG, file, "?dryRun=true");
    expect(again.body).toMatchObject({ rows: 7, same: 7 });

    const before = await users(ORG);
    for (const { userPrincipalName } of before) await api("DELETE", `${ORG}/users/${userPrincipalName}`);
    expect((await read(ORG, file)).body).toMatchObject({ created: 7 });
    const lasting = (list: { createdAt: string }[]) => list.map(({ createdAt: _, ...user }) => user);
    expect(lasting(await users(ORG))).toEqual(lasting(before));
    const marked = (await api("GET", `${ORG}/users/export?bom=true`)).body as string;
    expect(marked.charCodeAt(0)).toBe(0xfeff);
    expect((await read(ORG, marked)).body.same).toBe(7);
  });

  const person = (name: string, rest = "person,US,") => `${name}@bad.example,${name},${rest}`;
  test.each([
    ["a column that is none", "userPrincipalName,colour\na@bad.example,red", [{ line: 1, column: "colour" }]],
    [
      "semicolons between columns",
      "userPrincipalName;kind\na@bad.example;person",
      [{ line: 1 }, { line: 1, column: "userPrincipalName" }],
    ],
    ["a column twice", "userPrincipalName,kind,kind\na@bad.example,person,person", [{ line: 1, column: "kind" }]],
    ["no principal names", "displayName\nAnn", [{ line: 1, column: "userPrincipalName" }]],
    ["nothing", "", [{ line: 1, column: null }]],
    ["a line that is too long", `${HEADER}\n${person("a")},x`, [{ line: 2, column: null }]],
    ["quotes that are wrong", `${HEADER}\n${person("a")}\n"b"c@bad.example,b,person,US,`, [{ line: 3, column: null }]],
    ["the same user twice", `${HEADER}\n${person("a")}\n${person("A")}`, [{ line: 3, column: "userPrincipalName" }]],
    [
      "no usage location",
      `${HEADER}\n${person("a")}\n${person("b", "person,,")}`,
      [{ line: 3, column: "usageLocation" }],
    ],
    ["a country that is none", `${HEADER}\n${person("a", "person,XX,")}`, [{ line: 2, column: "usageLocation" }]],
    ["a country by its name", `${HEADER}\n${person("a", "person,England,")}`, [{ line: 2, column: "usageLocation" }]],
    ["a licence that is none", `${HEADER}\n${person("a", "person,US,NOSUCH")}`, [{ line: 2, column: "licenses" }]],
    ["a role that is none", `${HEADER},roles\n${person("a", "person,US,,Emperor")}`, [{ line: 2, column: "roles" }]],
    [
      "a policy that is none",
      `${HEADER},dialOutPolicy\n${person("a", "person,US,,Free")}`,
      [{ line: 2, column: "dialOutPolicy" }],
    ],
    ["a kind that is none", `${HEADER}\n${person("a", "robot,US,")}`, [{ line: 2, column: "kind" }]],
    ["a name that is none", `${HEADER}\nann,Ann,person,US,`, [{ line: 2, column: "userPrincipalName" }]],
    [
      "one alias for two",
      `${HEADER},aliases\n${person("a", "person,US,,x")}\n${person("b", "person,US,,X")}`,
      [{ line: 3, column: "aliases" }],
    ],
    [
      "a name of another's",
      `${HEADER},aliases\n${person("a", "person,US,,taken@theirs.example")}`,
      [{ line: 2, column: "aliases" }],
    ],
    [
      "mistakes on many lines",
      `${HEADER}\n${person("a", "robot,XX,")}\n${person("b")}\n${person("c", "person,us,NOSUCH")}`,
      [
        { line: 2, column: "kind" },
        { line: 4, column: "usageLocation" },
      ],
    ],
  ])("with %s is refused as a whole, and names it", async (_what, file, faults) => {
    const THEIRS = await organization();
    await api("PUT", `${THEIRS}/users/taken@theirs.example`, {
      displayName: "T",
      kind: "person",
      usageLocation: "US",
      licenses: [],
    });
    const ORG = await organization();
    for (const query of ["?dryRun=true", ""]) {
      const refused = await read(ORG, file, query);
      expect(refused.body, JSON.stringify(refused.body)).toMatchObject({
        status: 400,
        code: "INVALID_CSV",
        errors: faults,
      });
    }
    expect(await users(ORG)).toEqual([]);
    await api("DELETE", `${THEIRS}/users/taken@theirs.example`);
  });

  test.each([
    ["UTF-16", Buffer.from(`\u{feff}${HEADER}`, "utf16le"), 1],
    ["Latin-1", Buffer.from(`${HEADER}\nj@bad.example,J,person,DE,\nk@bad.example,Jürgen,person,DE,\n`, "latin1"), 3],
  ])("in %s is refused with the line where that shows", async (_what, file, line) => {
    const ORG = await organization();
    const refused = await read(ORG, file);
    expect(refused.body).toMatchObject({ status: 400, code: "INVALID_CSV", errors: [{ line, column: null }] });
    expect(refused.body.errors[0].message).toContain("UTF-8");
  });

  test("with more licences than are bought is refused, and says of which and how many", async () => {
    const ORG = await organization();
    const lines = Array.from({ length: 13 }, (_, i) => `u${i}@files-${org}.example,u${i},person,US,MCOPSTN1`);
    const refused = await read(ORG, [HEADER, ...lines].join("\n"));
    expect(refused).toMatchObject({
      status: 409,
      body: {
        code: "LICENSE_NOT_AVAILABLE",
        shortages: [{ skuPartNumber: "MCOPSTN1", purchased: 10, assigned: 0, missing: 3 }],
      },
    });
    expect(await users(ORG)).toEqual([]);
  });

  test("gives what rules give, and may hand an alias from one to another", async () => {
    const ORG = await organization();
    const assign = { displayName: "Credits", when: { hasCallingPlan: true }, assign: ["MCOPSTNC"] };
    await api("PUT", `${ORG}/license-rules/credits`, assign);
    const file = (a: string, b: string) =>
      `${HEADER},aliases\na@files-${org}.example,A,person,US,MCOPSTN1,${a}\nb@files-${org}.example,B,person,US,,${b}`;
    await read(ORG, file(`hotline-${org}`, ""));
    expect(await users(ORG)).toMatchObject([{ ruleLicenses: ["MCOPSTNC"] }, { ruleLicenses: [] }]);
    expect((await read(ORG, file("", `hotline-${org}`))).body).toMatchObject({ changed: 2 });
    expect(await users(ORG)).toMatchObject([{ aliases: [] }, { aliases: [`hotline-${org}`] }]);
  });

  test("is refused where a line changes more than whoever sends it may", async () => {
    const ORG = await organization();
    const key = (await api("POST", "/v1/api-keys", { name: "r", scopes: ["read"], organization: `files-${org}` })).body
      .key;
    const refused = await read(ORG, `${HEADER}\na@files-${org}.example,A,person,US,`, "", { key });
    expect(refused.body.code).toBe("FORBIDDEN");
    expect((await api("GET", `${ORG}/users/export`, undefined, { key })).status).toBe(200);
  });

  test("of ten thousand is read within ten seconds", async () => {
    const ORG = await organization(["MCOEV"]);
    const lines = Array.from(
      { length: 10_000 },
      (_, i) =>
        `user${i}@files-${org}.example,User ${i},person,${i % 2 ? "US" : "GB"},MCOPSTNC,${i % 20},x-${org}-${i}`,
    );
    const file = [`${HEADER},costCenter,aliases`, ...lines].join("\r\n");
    const begun = performance.now();
    expect((await read(ORG, file)).body).toMatchObject({ rows: 10_000, created: 10_000 });
    const seconds = (performance.now() - begun) / 1000;
    expect((await read(ORG, file)).body).toMatchObject({ same: 10_000 });
    expect((await api("GET", `${ORG}/subscriptions/MCOPSTNC`)).body.assigned).toBe(10_000);
    expect(seconds).toBeLessThan(10);

    // A rule for all of them is carried out in steps; whoever has got theirs keeps it.
    const rule = { displayName: "Phones", when: { usageLocation: "GB" }, assign: ["MCOEV"] };
    await api("PUT", `${ORG}/subscriptions/MCOEV`, { purchased: 4000 });
    expect((await api("PUT", `${ORG}/license-rules/phones`, rule)).body.state).toBe("applying");
    await applyRules(server.engine);
    expect((await api("GET", `${ORG}/license-rules/phones`)).body.state).toBe("applied");
    expect((await api("GET", `${ORG}/subscriptions/MCOEV`)).body.assigned).toBe(4000);
  });
});
