import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { BOOKS, checkBooks } from "../../switches/lab/books.ts";
import { type CaseReport, runCase } from "../../switches/lab/cases.ts";
import { KAMAILIO_CASES, KAMAILIO_KILLS } from "../../switches/lab/kamailio-cases.ts";
import { whyNoPhoneCalls } from "../../switches/lab/kamailio.ts";
import { LOAD, runLoad } from "../../switches/lab/load.ts";
import { type Lab, startLab } from "../../switches/lab/setup.ts";

const reason = whyNoPhoneCalls();

describe("real phone calls through Kamailio 5.6", () => {
  let lab: Lab | undefined;

  beforeAll(async () => {
    if (reason === undefined) lab = await startLab();
  }, 90_000);
  afterAll(() => lab?.stop());

  const isWell = ({ problems, ledger }: CaseReport): void =>
    expect(problems, `${ledger.join("\n")}\n${lab?.phoneSwitch.output()}`).toEqual([]);

  describe("at the same time", { concurrent: true }, () => {
    test.for(KAMAILIO_CASES)("$name", { timeout: 120_000 }, async (one, { skip }) =>
      lab ? isWell(await runCase(lab, one)) : skip(reason),
    );
  });
  test(LOAD, { timeout: 120_000 }, async ({ skip }) => {
    if (!lab) return skip(reason);
    const report = await runLoad(lab);
    console.log(report.ledger.join("\n")); // how fast it was: no test fails for that, since others may be at work here
    isWell(report);
  });
  test.for(KAMAILIO_KILLS)("$name", { timeout: 120_000 }, async (one, { skip }) =>
    lab ? isWell(await runCase(lab, one)) : skip(reason),
  );
  test(BOOKS, ({ skip }) => (lab ? isWell(checkBooks(lab)) : skip(reason)));
});
