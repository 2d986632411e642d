import { expect, test } from "vitest";
import type { About, Balance } from "../facts.ts";
import { write } from "../layout.ts";
import { LANGUAGES } from "../speech.ts";
import { NOTICE_EVENTS } from "./index.ts";

const balance = {
  currency: "USD",
  balance: "500",
  available: "50",
  held: "450",
  frozen: "0",
  debt: "0",
  openCalls: 50,
  afterwards: "credits" as const,
};
const subject = (event: string, about: About = {}) => ({
  event,
  about,
  organization: "Contoso",
  timeZone: "Asia/Tokyo",
  balance,
  publicUrl: "https://billing.example",
});
/** Whatever any event may tell. */
const FULL: About = {
  amount: "1200.5",
  threshold: "100",
  daysLeft: 4,
  failure: "The card has expired.",
  reason: "monthly-cap",
  retryAt: "2026-11-22T15:00:00.000Z",
  until: "2026-11-30T15:00:00.000Z",
  pool: "pool:MCOPSTN1:US:domestic",
  totalMinutes: 36000,
  usedMinutes: 28800,
  leftMinutes: 7200,
  expiresAt: "2026-12-31T14:59:59.999Z",
  endsAt: "2026-12-31T15:00:00.000Z",
  expectedLoss: "12.25",
  brand: "visa",
  last4: "4242",
  state: "won",
  id: "sales",
  scope: "cost-center",
  subject: "1100 Sales US",
  used: "960",
  topUp: "71",
  paid: "2000",
  paidAt: "2026-11-22T14:00:00.000Z",
  voided: "1000",
  forfeited: "200",
  owed: "0.5",
  author: "sam@operator.example",
  held: "12",
  left: "228.5",
  callLimit: 100,
  calls: 99,
  minuteLimit: 600,
  minutes: 480,
  charged: "1300",
  corrected: "99.5",
  difference: "-1200.5",
  from: "2026-12-01T00:00:00.000Z",
  before: "900",
  after: "950.25",
  destination1: "Japan mobile",
  destination1Before: "10",
  destination1After: "12",
};

const letters = NOTICE_EVENTS.flatMap((event) => LANGUAGES.map((language) => [event, language] as const));

test.each(letters)("%s in %s says it all, with every fact and with none", (event, language) => {
  for (const about of [FULL, {}, { amount: null, retryAt: "soon", reason: "declined" }]) {
    const { subject: line, text, html } = write(subject(event, about), language);
    for (const part of [line, text, html]) {
      expect(part).not.toMatch(/undefined|null|NaN|Invalid|\[object|\{\w+\}/);
    }
    for (const part of [line, text]) expect(part).not.toMatch(/ {2}| \.|。。|\( *\)/);
    expect(line.length, line).toBeLessThan(150);
    expect(line).not.toMatch(/\n/);
    for (const part of [text, html]) {
      // The whole balance, and where to go.
      for (const amount of ["$500.00", "$450.00", "$50.00"]) expect(part).toContain(amount);
      expect(part).toMatch(new RegExp(`https://billing\\.example/[a-z/-]+\\?lang=${language}`));
    }
    // Each language is written in its own script, but for names and amounts.
    const japanese = /[\p{Script=Hiragana}\p{Script=Katakana}]/u;
    expect(japanese.test(text), text).toBe(language === "ja");
    expect(japanese.test(line), line).toBe(language === "ja");
  }
});

test("every fact that an event tells is in its mail", () => {
  const told = (event: string, about: About): string => write(subject(event, about), "en").text;
  expect(told("recharge.failed", FULL)).toContain(
    "Auto-recharge could not buy Communications Credits of $1,200.50. The card has expired. It is tried again at " +
      "November 23, 2026 at 12:00:00 AM GMT+9.",
  );
  expect(told("pool.80", FULL)).toContain(
    'The pool "Domestic Calling Plan, United States, domestic" has 36,000 minutes this month: 28,800 are used, 7,200 are left.',
  );
  expect(told("budget.80", FULL)).toContain(
    'The monthly budget "sales" (cost centre 1100 Sales US) is $1,200.50: $960.00 is used, calls in progress hold $12.00, ' +
      "$228.50 is left.",
  );
  expect(told("brake.reached", FULL)).toContain(
    'The brake "sales" (cost centre 1100 Sales US) has stopped calls: one hour allows $1,200.50, 100 calls and 600 minutes. ' +
      "So far there were $960.00, 99 calls and 480 minutes.",
  );
  expect(told("balance.low", FULL)).toContain("fallen below $100.00. At the present pace they last about 4 days.");
  expect(told("lot.expiring", FULL)).toContain(
    "$1,200.50 is left. Whatever of it is not used by January 1, 2027 at 12:00:00 AM GMT+9 is forfeited. At the present " +
      "pace, about $12.25 would be lost.",
  );
  expect(told("card.expiring", FULL)).toContain("After that day the Visa card ending in 4242 can not be charged");
  expect(write(subject("card.expiring", FULL), "en").subject).toContain("expires on December 31, 2026");
  expect(told("refund.succeeded", { ...FULL, reason: "billed twice." })).toContain(
    "$1,200.50 of payment 71 of $2,000.00 (November 22, 2026) went back to its payment method. The refund was made by " +
      "sam@operator.example. Reason: billed twice. $1,000.00 was taken from the credits that it bought. $200.00 of it had " +
      "expired unused. $0.50 of it was spent already and is owed.",
  );
  expect(told("dispute.settled", FULL)).toContain("The bank lets the payment of $1,200.50 stand.");
  expect(told("dispute.settled", { ...FULL, state: "lost" })).toContain("back to the card's holder");
  expect(told("recharge.succeeded", FULL)).toContain(
    "Whatever of it is not used by December 31, 2026 at 11:59:59 PM GMT+9 is forfeited.",
  );
  expect(told("charges.corrected", FULL)).toContain("They cost $99.50 instead of $1,300.00: $1,200.50 less.");
  expect(told("rates.changing", FULL)).toContain(
    "Your calls of last month would cost $950.25 at the new prices, instead of $900.00: $1,200.50 less. Japan mobile: " +
      "$12.00 instead of $10.00.",
  );
  expect(told("recharge.paused", FULL)).toContain(
    "would pass the monthly cap. It goes on by itself at December 1, 2026",
  );
});

test("the pool of one user names the user", () => {
  const about = { ...FULL, pool: "pool:MCOPSTN8:CA:user", user: "quinn@contoso.example" };
  expect(write(subject("pool.80", about), "en").subject).toBe(
    "80 % of the minutes of Contoso are used: Calling Plan of one user, Canada, quinn@contoso.example",
  );
});

test.each([
  [{ held: "0", available: "0" }, "The balance of the Communications Credits has reached 0."],
  [{ held: "0", available: "0.5" }, "What is left of the Communications Credits was not enough for a call."],
  [{ held: "0", available: "0", frozen: "60" }, "All that is left of the Communications Credits is frozen."],
])("a balance at zero does not contradict itself: %j", (change, sentence) => {
  const { text } = write({ ...subject("balance.zero"), balance: { ...balance, ...change } }, "en");
  expect(text).toContain(sentence);
});

test("what is owed for a payment that went back is not said to be for calls", () => {
  const { text } = write(subject("debt.booked", { amount: "8.5", reason: "payment" }), "en");
  expect(text).toContain("A payment went back after a part of it was spent: $8.50 is booked as owed.");
  expect(text).not.toMatch(/calls cost/i);
});

test("Japanese amounts, dates and names are Japanese", () => {
  const { text } = write(subject("pool.100", FULL), "ja");
  expect(text).toContain("プール「国内通話プラン、アメリカ合衆国、国内」の今月の合計は 36,000 分");
  const failed = write(subject("recharge.failed", FULL), "ja");
  expect(failed.text).toContain("カードの有効期限が切れています。");
  expect(failed.text).toContain("2026年11月23日");
});

test("the balance is told exactly: what calls hold, one call, what is owed, six decimals", () => {
  const told = (change: Partial<Balance>): string =>
    write({ ...subject("balance.zero"), balance: { ...balance, ...change } }, "en").text;
  expect(told({})).toContain(
    "The balance is $500.00, of which $450.00 is held by 50 calls in progress and $50.00 is available.",
  );
  expect(told({ openCalls: 1 })).toContain("held by one call in progress");
  expect(told({ held: "0", balance: "0.000001", available: "0.000001" })).toContain(
    "The balance is $0.000001, of which $0.000001 is available.",
  );
  expect(told({ frozen: "60" })).toContain(
    "$450.00 is held by 50 calls in progress, $60.00 is frozen while a payment is disputed or refunded and $50.00",
  );
  expect(told({ debt: "3.2" })).toContain("$3.20 is owed besides; the next funds settle it first.");
  expect(told({ currency: "JPY", balance: "123456789012.5" })).toContain("¥123,456,789,012.5");
});

test.each([
  ["bill", "From now on, calls that no plan covers are billed afterwards", "these calls are billed afterwards."],
  ["nobody", "are refused or cut, toll-free numbers included: pay-as-you-go is off", "these calls stop, since"],
] as const)("under a customer agreement nobody is told to buy what can not be bought: %s", (afterwards, zero, pool) => {
  const used = { ...balance, balance: "0", held: "0", available: "0", afterwards };
  for (const event of ["balance.zero", "balance.low", "pool.80", "pool.100"]) {
    const { text } = write({ ...subject(event, FULL), balance: used }, "en");
    expect(text).not.toMatch(/add funds|from the credits/i);
    if (event === "balance.zero") expect(text).toContain(zero);
    if (event === "pool.100") expect(text).toContain(pool);
    expect(write({ ...subject(event, FULL), balance: used }, "ja").text).not.toMatch(/資金を追加|クレジットから支払/);
  }
});

test("whatever people are called, it is text and not HTML, and one line of a subject", () => {
  const evil = { ...subject("balance.zero"), organization: `<script>alert("1")</script> & Co\r\nBcc: x@y.example` };
  const { subject: line, html } = write(evil, "en");
  expect(html).not.toContain("<script>");
  expect(html).toContain("&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; Co");
  expect(line).not.toMatch(/[\r\n]/);
});
