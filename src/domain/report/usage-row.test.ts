import { expect, test } from "vitest";
import { readFileSync } from "node:fs";
import { hideNumber, usageId, type UsageRow, withoutNames } from "./usage-row.ts";

const row = (callType: UsageRow["callType"], from: string, to: string): UsageRow => ({
  ...{
    id: 1,
    callId: "a",
    callType,
    startedAt: 0,
    answeredAt: 0,
    endedAt: 60_000,
    outcome: "completed",
    refusal: null,
  },
  ...{ user: "ann@contoso.example", displayName: "Ann", objectId: "85adcf6e-4378-5362-a555-3b658bb24789" },
  ...{ costCenter: null, usageLocation: "US", from, to, fromCountry: "US", toCountry: "GB", destinationName: null },
  ...{ conferenceId: null, numberKind: "subscriber", domestic: false, usedSeconds: 60, billedSeconds: 60 },
  ...{ poolMinutes: 0, connectionFee: 0n, charge: 0n, capability: "MCOPSTNPP" },
  ...{ corrections: [], correction: null },
  line: {
    ...{ correlationId: null, parentCallId: null, invitedAt: null, failedAt: null, trunk: null, mediaBypass: null },
    ...{ mediaRegion: null, signalingRegion: null, sipCode: null, sipPhrase: null, subCode: null },
  },
});

const { hiddenDigits } = JSON.parse(
  readFileSync(new URL("../../../samples/countries.json", import.meta.url), "utf8"),
) as { hiddenDigits: Record<string, number> };

/** The organisation's country; type of the call; numbers as they are, and as they are shown (domain.md 6.1). */
test.each([
  ["US", "user_out", "+12065550101", "+442079460100", "+12065550101", "+442079460100"],
  ["JP", "user_in", "+819012345678", "+81312345678", "+819012345678", "+81312345678"],
  ["BE", "user_out", "+3225550101", "+442079460100", "+3225550101", "+442079460***"],
  ["CH", "user_out", "+41435550101", "+442079460100", "+41435550101", "+44207946****"],
  ["DE", "user_in", "+442079460100", "+4930901820", "+442079460***", "+4930901820"],
  ["DK", "conf_in", "+442079460100", "+4532121212", "+442079460***", "+4532121212"],
  ["ES", "conf_out", "+34910000000", "+442079460100", "+34910000000", "+442079460***"],
  ["FI", "ucap_in", "+442079460100", "+358912345678", "+442079460***", "+358912345678"],
  ["FR", "dr_in_bot", "+442079460100", "+33123456789", "+44207946****", "+33123456789"],
  ["IT", "dr_out", "+390612345678", "+442079460100", "+390612345678", "+442079460***"],
  ["NL", "unassigned_in", "+442079460100", "+31201234567", "+442079460***", "+31201234567"],
  ["NO", "user_out_transfer", "+4721234567", "+442079460100", "+4721234567", "+442079460***"],
  ["SE", "user_out_forwarding", "+46812345678", "+442079460100", "+46812345678", "+442079460***"],
  ["SE", "user_in", "anonymous", "+46812345678", "anonymous", "+46812345678"],
  ["FR", "user_out", "+33123456789", "112", "+33123456789", "***"],
] as const)("in %s a %s call from %s to %s shows %s and %s", (country, type, from, to, shownFrom, shownTo) => {
  const shown = hideNumber(row(type, from, to), hiddenDigits[country] ?? 0);
  expect([shown.from, shown.to]).toEqual([shownFrom, shownTo]);
});

test("who may not know names sees none, and no number of a person", () => {
  const shown = withoutNames(row("user_out", "+12065550101", "+442079460100"));
  expect(JSON.stringify(shown, (_, value: unknown) => (typeof value === "bigint" ? String(value) : value))).not.toMatch(
    /ann|85adcf6e|2065550101|2079460100/i,
  );
});

test("ids stand in the last 48 bits of a GUID", () => {
  expect(usageId(1)).toBe("74616c6b-7469-8d65-8000-000000000001");
  expect(usageId(2 ** 47)).toBe("74616c6b-7469-8d65-8000-800000000000");
});
