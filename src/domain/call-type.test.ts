import { describe, expect, test } from "vitest";
import {
  CALL_TYPES,
  type CallType,
  type Carrier,
  contradicts,
  inferCallType,
  isInbound,
  rateService,
} from "./call-type.ts";
import type { UseType } from "./call-type.ts";

/** `dr user` is a user's number by direct routing. */
function line(text: string): { use: UseType; carrier: Carrier } | null {
  if (text === "-") return null;
  const [first, second] = text.split(" ");
  const carrier = first === "dr" ? "direct-routing" : first === "oc" ? "operator-connect" : "calling-plan";
  return { use: (second ?? first) as UseType, carrier };
}

describe("the type that the numbers tell: who is dialled, who calls", () => {
  test.each([
    ["user", "-", "user_in"],
    ["dr user", "-", "dr_in"],
    ["oc user", "-", "oc_in"],
    ["conference-bridge", "-", "conf_in"],
    ["conference-bridge", "user", "conf_in"],
    ["auto-attendant", "-", "ucap_in"],
    ["call-queue", "-", "ucap_in"],
    ["dr call-queue", "-", "dr_in_bot"],
    ["unassigned", "-", "unassigned_in"],
    ["oc unassigned", "-", "oc_unassigned_in"],
    ["-", "user", "user_out"],
    ["-", "dr user", "dr_out"],
    ["-", "auto-attendant", "ucap_out"],
    ["-", "oc call-queue", "oc_out_bot"],
    ["-", "conference-bridge", "conf_out"],
    ["-", "-", null],
  ])("%s dialled, %s calls: %s", (dialled, calling, type) => {
    const user = calling.endsWith("user");
    const facts = { dialled: line(dialled), calling: line(calling), hasUser: user, isColleague: user };
    expect(inferCallType({ ...facts, isResourceAccount: false, hasConference: false })).toBe(type);
  });

  test("a conference that calls out, and a user who is named but calls from no own number", () => {
    const nobody = { dialled: null, calling: null, hasUser: true, isResourceAccount: false, isColleague: true };
    expect(inferCallType({ ...nobody, hasConference: true })).toBe("conf_out");
    expect(inferCallType({ ...nobody, hasConference: false })).toBe("user_out");
    expect(inferCallType({ ...nobody, isResourceAccount: true, hasConference: false })).toBe("ucap_out");
  });
});

describe("a type that was named and contradicts the organisation's own number", () => {
  test.each<[CallType, string, boolean]>([
    ["user_in", "user", false],
    ["user_in", "dr user", true],
    ["user_in", "auto-attendant", true],
    ["dr_in", "user", true],
    ["dr_in", "dr user", false],
    ["dr_in", "oc user", true],
    ["conf_in", "conference-bridge", false],
    ["conf_in", "dr conference-bridge", false],
    ["conf_in", "user", true],
    ["conf_out", "user", false],
    ["ucap_in", "call-queue", false],
    ["ucap_in", "user", true],
    ["ucap_out", "dr auto-attendant", true],
    ["dr_out_bot", "dr auto-attendant", false],
    ["dr_out_bot", "dr user", true],
    ["unassigned_in", "unassigned", false],
    ["unassigned_in", "user", true],
    ["user_out", "user", false],
    ["user_out", "oc user", true],
    ["user_out_conf", "call-queue", true],
    ["user_out", "-", false],
    // from whom a call was forwarded or transferred says nothing about the one who forwards
    ["user_out_forwarding", "dr user", false],
    ["user_out_transfer", "auto-attendant", false],
  ])("%s with %s: %s", (type, own, contradiction) => {
    const facts = isInbound(type) ? { dialled: line(own), calling: null } : { dialled: null, calling: line(own) };
    expect(contradicts(type, facts)).toBe(contradiction);
  });
});

describe("which rates price a call", () => {
  test.each<[CallType, "service-toll" | "service-toll-free" | null, string | null]>([
    ["user_out", null, "user_out"],
    ["user_out_forwarding", null, "user_out"],
    ["conf_out", null, "conf_out"],
    ["ucap_out", null, "ucap_out"],
    ["conf_in", "service-toll", "conf_in"],
    ["conf_in", "service-toll-free", "tollfree_in"],
    ["ucap_in", "service-toll-free", "tollfree_in"],
    ["unassigned_in", "service-toll-free", "tollfree_in"],
    ["ucap_in", "service-toll", null],
    ["user_in", null, null],
    ["dr_out", null, null],
    ["oc_in_bot", "service-toll", null],
  ])("%s to %s: %s", (type, dialled, service) => {
    expect(rateService(type, dialled)).toBe(service);
  });
});

test("which types are incoming", () => {
  expect(CALL_TYPES.filter(isInbound)).toEqual(CALL_TYPES.filter((type) => type.includes("_in")));
});
