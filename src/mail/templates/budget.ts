/** Mails about budgets and brakes: how large, how much is used, how much is left. */
import type { Facts } from "../facts.ts";
import type { Language } from "../speech.ts";
import { PAGES, type Templates, type Words } from "./words.ts";

export const budget: Templates = {
  "budget.80": {
    page: PAGES.spend,
    en: (facts) =>
      englishBudget(facts, "80 % of a budget are used", "When it is used up, calls that cost money are refused."),
    ja: (facts) =>
      japaneseBudget(facts, "予算の 80% が使用されました", "予算を使い切ると、料金のかかる通話は拒否されます。"),
  },
  "budget.100": {
    page: PAGES.spend,
    en: (facts) =>
      englishBudget(
        facts,
        "A budget is used up",
        "Where it stops calls, those that cost money are refused until the month ends. Emergency calls always connect.",
      ),
    ja: (facts) =>
      japaneseBudget(
        facts,
        "予算の上限に達しました",
        "通話を停止する予算の場合、料金のかかる通話は月末まで拒否されます。緊急通報は常に接続されます。",
      ),
  },
  "brake.reached": { page: PAGES.blocked, en: englishBrake, ja: japaneseBrake },
};

function englishBudget(facts: Facts, what: string, consequence: string): Words {
  const { size, used, held, left } = moneyOf(facts);
  return {
    subject: `${what}: ${nameOf(facts, "en")} of ${facts.organization}`,
    happened: [
      `The monthly budget ${quotedName(facts, "en")} is ${size}: ${used} is used, calls in progress hold ${held}, ${left} is left.`,
      consequence,
    ],
    next: "See who spends. The budget can be raised, or lifted for the rest of the month.",
    button: "See the spending",
  };
}

function japaneseBudget(facts: Facts, what: string, consequence: string): Words {
  const { size, used, held, left } = moneyOf(facts);
  return {
    subject: `${facts.organization} の${what}: ${nameOf(facts, "ja")}`,
    happened: [
      `月間予算${quotedName(facts, "ja")}は ${size} です。使用額は ${used}、進行中の通話の確保額は ${held}、残りは ${left} です。`,
      consequence,
    ],
    next: "利用額を確認してください。予算を引き上げるか、今月末まで解除することができます。",
    button: "利用額を表示",
  };
}

const moneyOf = (facts: Facts) => ({
  size: facts.money("amount") ?? "-",
  used: facts.money("used") ?? "-",
  held: facts.money("held") ?? "-",
  left: facts.money("left") ?? "-",
});

function englishBrake(facts: Facts): Words {
  const { most, used } = hourOf(facts, "en");
  return {
    subject: `A brake has stopped calls of ${facts.organization}: ${nameOf(facts, "en")}`,
    happened: [
      `The brake ${quotedName(facts, "en")} has stopped calls: one hour allows ${most}. So far there were ${used}.`,
      "New calls are refused until the next hour begins. Emergency calls always connect.",
    ],
    next: "See which calls these were: many in a short time may be fraud. If they are wanted, lift the brake.",
    button: "See the refused calls",
  };
}

function japaneseBrake(facts: Facts): Words {
  const { most, used } = hourOf(facts, "ja");
  return {
    subject: `${facts.organization} の通話がブレーキにより停止されました: ${nameOf(facts, "ja")}`,
    happened: [
      `ブレーキ${quotedName(facts, "ja")}により通話が停止されました。1 時間の上限は ${most} で、これまでの利用は ${used} です。`,
      "次の 1 時間が始まるまで、新しい通話は拒否されます。緊急通報は常に接続されます。",
    ],
    next: "どの通話かを確認してください。短時間に多数の通話がある場合は、不正利用の可能性があります。必要な通話であれば、ブレーキを解除してください。",
    button: "拒否された通話を表示",
  };
}

/** What one hour allows and has seen, of what the brake limits: money, calls, minutes. */
function hourOf(facts: Facts, language: Language): { most: string; used: string } {
  const { calls, minutes, and } = {
    en: { calls: " calls", minutes: " minutes", and: " and " },
    ja: { calls: " 通話", minutes: " 分", and: "、" },
  }[language];
  const kinds = [
    [facts.money("amount"), facts.money("used"), ""],
    [facts.count("callLimit"), facts.count("calls"), calls],
    [facts.count("minuteLimit"), facts.count("minutes"), minutes],
  ] as const;
  const limited = kinds.flatMap(([most, used, unit]) =>
    most === undefined ? [] : [{ most: most + unit, used: (used ?? "-") + unit }],
  );
  const list = (words: readonly string[]): string => {
    if (words.length === 0) return "-";
    const comma = { en: ", ", ja: "、" }[language];
    return [words.slice(0, -1).join(comma), words.at(-1)!].filter((part) => part !== "").join(and);
  };
  return { most: list(limited.map(({ most }) => most)), used: list(limited.map(({ used }) => used)) };
}

const nameOf = (facts: Facts, language: Language): string =>
  facts.text("id") ?? { en: "without a name", ja: "名前なし" }[language];

const SCOPES: Readonly<Record<string, Record<Language, string>>> = {
  user: { en: "user", ja: "ユーザー" },
  "cost-center": { en: "cost centre", ja: "コスト センター" },
  number: { en: "number", ja: "番号" },
};

/** `"sales" (cost centre 1100 Sales US)`. */
function quotedName(facts: Facts, language: Language): string {
  const name = nameOf(facts, language);
  const subject = facts.text("subject");
  const scope = SCOPES[facts.text("scope") ?? ""]?.[language] ?? "";
  if (subject === undefined) return { en: `"${name}"`, ja: `「${name}」` }[language];
  return { en: `"${name}" (${scope} ${subject})`, ja: `「${name}」(${scope} ${subject})` }[language];
}
