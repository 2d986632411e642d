import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { KAMAILIO_CASES, runCase } from "../../switches/lab/cases.ts";
import { whyNoPhoneCalls } from "../../switches/lab/kamailio.ts";
import { type Lab, startLab } from "../../switches/lab/setup.ts";

const reason = whyNoPhoneCalls();

describe("real phone calls through Kamailio 5.6", () => {
  let lab: Lab | undefined;

  beforeAll(async () => {
    if (reason === undefined) lab = await startLab();
  }, 90_000);
  afterAll(() => lab?.stop());

  test.for(KAMAILIO_CASES)("$name", async (labCase, { skip }) => {
    if (!lab) return skip(reason);
    const { problems, ledger } = await runCase(lab, labCase);
    expect(problems, `${ledger.join("\n")}\n${lab.phoneSwitch.output()}`).toEqual([]);
  });
});
