import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { BOOKS, checkBooks } from "../../switches/lab/books.ts";
import { type CaseReport, runCase } from "../../switches/lab/cases.ts";
import {
  checkUnits,
  DIAMETER_CASES,
  DIAMETER_LOAD,
  DIAMETER_OUTAGES,
  runDiameterLoad,
  runOutage,
  UNITS,
} from "../../switches/lab/diameter-cases.ts";
import { type DiameterLab, startDiameterLab, whyNoDiameter } from "../../switches/lab/diameter.ts";

const reason = whyNoDiameter();

describe("real phone calls that Kamailio 5.6 charges by Diameter", () => {
  let lab: DiameterLab | undefined;

  beforeAll(async () => {
    if (reason === undefined) lab = await startDiameterLab();
  }, 90_000);
  afterAll(() => lab?.stop());

  const isWell = ({ problems, ledger }: CaseReport): void =>
    expect(problems, `${ledger.join("\n")}\n${lab?.phoneSwitch.output()}`).toEqual([]);

  describe("at the same time", { concurrent: true }, () => {
    test.for(DIAMETER_CASES)("$name", { timeout: 120_000 }, async (one, { skip }) =>
      lab ? isWell(await runCase(lab, one)) : skip(reason),
    );
  });
  test(DIAMETER_LOAD, { timeout: 120_000 }, async ({ skip }) =>
    lab ? isWell(await runDiameterLoad(lab)) : skip(reason),
  );
  test.for(DIAMETER_OUTAGES)("$name", { timeout: 120_000 }, async (one, { skip }) =>
    lab ? isWell(await runOutage(lab, one)) : skip(reason),
  );
  test(UNITS, async ({ skip }) => (lab ? isWell(await checkUnits(lab)) : skip(reason)));
  test(BOOKS, ({ skip }) => (lab ? isWell(checkBooks(lab)) : skip(reason)));
});
