import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { BOOKS, checkBooks } from "../../switches/lab/books.ts";
import { type CaseReport, runCase } from "../../switches/lab/cases.ts";
import { RADIUS_CASES, startRadiusLab, whyNoRadius } from "../../switches/lab/radius.ts";
import type { AnyLab } from "../../switches/lab/setup.ts";

const reason = whyNoRadius();

describe("real phone calls that Kamailio 5.6 charges by RADIUS", () => {
  let lab: AnyLab | undefined;

  beforeAll(async () => {
    if (reason === undefined) lab = await startRadiusLab();
  }, 90_000);
  afterAll(() => lab?.stop());

  const isWell = ({ problems, ledger }: CaseReport): void =>
    expect(problems, `${ledger.join("\n")}\n${lab?.phoneSwitch.output()}`).toEqual([]);

  describe("at the same time", { concurrent: true }, () => {
    test.for(RADIUS_CASES)("$name", { timeout: 120_000 }, async (one, { skip }) =>
      lab ? isWell(await runCase(lab, one)) : skip(reason),
    );
  });
  test(BOOKS, ({ skip }) => (lab ? isWell(checkBooks(lab)) : skip(reason)));
});
