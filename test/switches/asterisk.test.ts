import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  ASTERISK_CASES,
  ASTERISK_KILLS,
  ASTERISK_RUSH,
  type AsteriskLab,
  RUSH,
  startAsteriskLab,
} from "../../switches/lab/asterisk-lab.ts";
import { whyNoAsterisk } from "../../switches/lab/asterisk.ts";
import { BOOKS, checkBooks } from "../../switches/lab/books.ts";
import { type CaseReport, runCase } from "../../switches/lab/cases.ts";
import { runRush } from "../../switches/lab/load.ts";

const reason = whyNoAsterisk();

describe("real phone calls through Asterisk", () => {
  let lab: AsteriskLab | undefined;

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
  test(RUSH, { timeout: 120_000 }, async ({ skip }) =>
    lab ? isWell({ problems: (await runRush(lab, ASTERISK_RUSH)).problems, ledger: [] }) : skip(reason),
  );
  test.for(ASTERISK_KILLS)("$name", { timeout: 120_000 }, async (one, { skip }) =>
    lab ? isWell(await runCase(lab, one)) : skip(reason),
  );
  test(BOOKS, ({ skip }) => (lab ? isWell(checkBooks(lab)) : skip(reason)));
});
