import { describe, expect, test } from "vitest";
import {
  ORGANIZATION_RIGHTS,
  type OrganizationRight,
  rightsOfRoles,
  rightsOfScopes,
  rolesWith,
  type Scope,
} from "./rights.ts";

/** The matrix as domain.md 5.2 and 12 have it, for a reader: x where the role holds the right. */
const MATRIX = `
                                                    read usage names fund licenses users voice support settings
Global Administrator                                x    x     x     x    x        x     x     x       x
Billing Administrator                               x    x     x     x    x                    x
License Administrator                               x          x          x
User Administrator                                  x          x          x        x
Teams Administrator                                 x    x     x                         x
Teams Communications Administrator                  x    x     x                         x
Teams Telephony Administrator                       x    x     x                         x
Skype for Business Administrator                    x    x     x
Teams Communications Support Engineer               x    x     x
Teams Communications Support Specialist             x    x     x
Service Support Administrator                       x          x                               x
Application Administrator                           x          x
Authentication Administrator                        x          x
Cloud Device Administrator                          x          x
Helpdesk Administrator                              x          x
Microsoft Entra Joined Device Local Administrator   x          x
Privileged Authentication Administrator             x          x
Global Reader                                       x    x     x
Reports Reader                                      x    x     x
Teams Reader                                        x    x     x
Usage Summary Reports Reader                        x    x
`;

const [header = "", ...lines] = MATRIX.split("\n").filter((line) => line.trim() !== "");
const table = lines.flatMap((line) =>
  ORGANIZATION_RIGHTS.map((right) => {
    const column = header.search(new RegExp(`\\b${right}\\b`));
    return [line.slice(0, header.indexOf("read")).trim(), right, line[column] === "x"] as const;
  }),
);

describe("a role", () => {
  test.each(table)("%s has the right %s: %s", (role, right, held) => {
    expect(rightsOfRoles([role]).has(right)).toBe(held);
    expect(rolesWith(right).includes(role)).toBe(held);
  });

  test("that the matrix does not have gives nothing; several give all of theirs", () => {
    expect([...rightsOfRoles(["King", "toString"])]).toEqual([]);
    expect([...rightsOfRoles(["Service Support Administrator", "Usage Summary Reports Reader"])].sort()).toEqual([
      ...["names", "read", "support", "usage"],
    ]);
    const named = new Set(table.map(([role]) => role));
    expect(ORGANIZATION_RIGHTS.flatMap(rolesWith).filter((role) => !named.has(role))).toEqual([]);
  });
});

const ALL: readonly OrganizationRight[] = ORGANIZATION_RIGHTS;
test.each<[readonly Scope[], string | null, readonly string[]]>([
  [["switch"], null, ["switch"]],
  [["switch"], "contoso", ["switch"]],
  [["read"], null, ["read", "usage", "names"]],
  [["read", "switch"], "contoso", ["read", "usage", "names", "switch"]],
  [["admin"], "contoso", ALL],
  [["admin", "switch"], "contoso", [...ALL, "switch"]],
  [["admin"], null, [...ALL, "switch", "operator"]],
])("a key with the scopes %j, of %s, has the rights %j", (scopes, organization, rights) => {
  expect([...rightsOfScopes(scopes, organization)].sort()).toEqual([...rights].sort());
});
