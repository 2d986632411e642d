import { expect, test } from "vitest";
import { difference, withoutSecrets } from "./audit-trail.ts";

test("secrets are replaced, however deep they are", () => {
  const asked = { type: "card", token: "tok_visa", list: [{ newPassword: "x", name: "y" }], cardToken: 1, keys: 2 };
  expect(withoutSecrets(asked)).toEqual({
    type: "card",
    token: "(not kept)",
    list: [{ newPassword: "(not kept)", name: "y" }],
    cardToken: "(not kept)",
    keys: 2,
  });
});

test("of two states only what differs is kept", () => {
  expect(difference({ a: 1, b: [1], gone: true }, { a: 1, b: [2], come: null })).toEqual({
    before: { b: [1], gone: true },
    after: { b: [2], come: null },
  });
});
