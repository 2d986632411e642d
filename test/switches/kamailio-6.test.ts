import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { BOOKS, checkBooks } from "../../switches/lab/books.ts";
import { type CaseReport, runCase } from "../../switches/lab/cases.ts";
import { KAMAILIO_6_CASES } from "../../switches/lab/kamailio-cases.ts";
import { whyNoKamailio6 } from "../../switches/lab/kamailio.ts";
import { type Lab, startLab } from "../../switches/lab/setup.ts";

const reason = whyNoKamailio6();

describe("real phone calls that go through Kamailio 6", () => {
  let lab: Lab | undefined;

  beforeAll(async () => {
    if (reason === undefined) lab = await startLab("6");
  }, 90_000);
  afterAll(() => lab?.stop());

  const isWell = ({ problems, ledger }: CaseReport): void =>
    expect(problems, `${ledger.join("\n")}\n${lab?.phoneSwitch.output()}`).toEqual([]);

  describe("at the same time", { concurrent: true }, () => {
    test.for(KAMAILIO_6_CASES)("$name", { timeout: 120_000 }, async (one, { skip }) =>
      lab ? isWell(await runCase(lab, one)) : skip(reason),
    );
  });
  test(BOOKS, ({ skip }) => (lab ? isWell(checkBooks(lab)) : skip(reason)));
});
