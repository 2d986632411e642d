import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ASTERISK_CASES, ASTERISK_KILLS, ASTERISK_LOAD, startAsteriskLab } from "../../switches/lab/asterisk-lab.ts";
import { whyNoAsterisk } from "../../switches/lab/asterisk.ts";
import { BOOKS, checkBooks } from "../../switches/lab/books.ts";
import { type CaseReport, runCase } from "../../switches/lab/cases.ts";
import { loadName, runLoad } from "../../switches/lab/load.ts";
import type { Lab } from "../../switches/lab/setup.ts";

const reason = whyNoAsterisk();

describe("real phone calls through Asterisk", () => {
  let lab: Lab | undefined;

  beforeAll(async () => {
    if (reason === undefined) lab = await startAsteriskLab();
  }, 90_000);
  afterAll(() => lab?.stop());

  const isWell = ({ problems, ledger }: CaseReport): void =>
    expect(problems, `${ledger.join("\n")}\n${lab?.phoneSwitch.output()}`).toEqual([]);

  describe("at the same time", { concurrent: true }, () => {
    test.for(ASTERISK_CASES)("$name", { timeout: 120_000 }, async (one, { skip }) =>
      lab ? isWell(await runCase(lab, one)) : skip(reason),
    );
  });
  test(loadName(ASTERISK_LOAD), { timeout: 120_000 }, async ({ skip }) =>
    lab ? isWell(await runLoad(lab, ASTERISK_LOAD)) : skip(reason),
  );
  test.for(ASTERISK_KILLS)("$name", { timeout: 120_000 }, async (one, { skip }) =>
    lab ? isWell(await runCase(lab, one)) : skip(reason),
  );
  test(BOOKS, ({ skip }) => (lab ? isWell(checkBooks(lab)) : skip(reason)));
});
