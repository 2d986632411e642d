/** Mails about pools of minutes: how large, how much is used, how much is left. */
import { type Balance, type Facts, payerOf } from "../facts.ts";
import type { Language } from "../speech.ts";
import { PAGES, type Templates, type Words } from "./words.ts";

export const pool: Templates = {
  "pool.80": {
    page: PAGES.pools,
    en: (facts) => english(facts, "80 %", `When it is used up, these calls ${PAID.en[payerOf(facts.balance)]}.`),
    ja: (facts) => japanese(facts, "80%", `使い切ると、これらの通話は${PAID.ja[payerOf(facts.balance)]}。`),
  },
  "pool.100": {
    page: PAGES.pools,
    en: (facts) => english(facts, "100 %", `Until the month ends, these calls ${PAID.en[payerOf(facts.balance)]}.`),
    ja: (facts) => japanese(facts, "100%", `月末まで、これらの通話は${PAID.ja[payerOf(facts.balance)]}。`),
  },
};

/** What becomes of the calls that the pool would have paid. */
const PAID: Record<Language, Record<Balance["afterwards"], string>> = {
  en: {
    credits: "are paid from the credits; without credits they stop",
    bill: "are billed afterwards",
    nobody: "stop, since pay-as-you-go is off",
  },
  ja: {
    credits: "クレジットから支払われます。クレジットがない場合は利用できません",
    bill: "使用後に課金されます",
    nobody: "利用できません (従量課金がオフになっています)",
  },
};

function english(facts: Facts, share: string, consequence: string): Words {
  const { size, used, left } = minutesOf(facts);
  const name = nameOf(facts, "en");
  return {
    subject: `${share} of the minutes of ${facts.organization} are used: ${name}`,
    happened: [`The pool "${name}" has ${size} minutes this month: ${used} are used, ${left} are left.`, consequence],
    next:
      "See who uses the minutes. More licences make the pool larger" +
      (payerOf(facts.balance) === "credits" ? "; make sure that the credits suffice meanwhile." : "."),
    button: "See the pools",
  };
}

function japanese(facts: Facts, share: string, consequence: string): Words {
  const { size, used, left } = minutesOf(facts);
  const name = nameOf(facts, "ja");
  return {
    subject: `${facts.organization} の分プールの ${share} が使用されました: ${name}`,
    happened: [
      `プール「${name}」の今月の合計は ${size} 分で、${used} 分が使用され、残りは ${left} 分です。`,
      consequence,
    ],
    next:
      "利用状況を確認してください。ライセンスを追加するとプールが大きくなります。" +
      (payerOf(facts.balance) === "credits" ? "それまでクレジットが足りるか確認してください。" : ""),
    button: "プールを表示",
  };
}

const minutesOf = (facts: Facts) => ({
  size: facts.count("totalMinutes") ?? "-",
  used: facts.count("usedMinutes") ?? "-",
  left: facts.count("leftMinutes") ?? "-",
});

/** Of capabilities, as the reports name them (domain.md 2.2). */
const CAPABILITIES: Readonly<Record<string, Record<Language, string>>> = {
  MCOPSTN1: { en: "Domestic Calling Plan", ja: "国内通話プラン" },
  MCOPSTN2: { en: "Domestic and International Calling Plan", ja: "国内および国際通話プラン" },
  MCOPSTN5: { en: "Domestic Calling Plan (120 minutes)", ja: "国内通話プラン (120 分)" },
  MCOPSTN6: { en: "Domestic Calling Plan (240 minutes)", ja: "国内通話プラン (240 分)" },
  MCOPSTN8: { en: "Calling Plan of one user", ja: "ユーザー個別の通話プラン" },
  MCOPSTN9: { en: "International Calling Plan", ja: "国際通話プラン" },
  MCOMEETADD: { en: "Audio Conferencing dial-out", ja: "電話会議のダイヤルアウト" },
};

const SCOPES: Readonly<Record<string, Record<Language, string>>> = {
  domestic: { en: "domestic", ja: "国内" },
  international: { en: "international", ja: "国際" },
  user: { en: "one user", ja: "1 ユーザー" },
  "zone-a": { en: "Zone A", ja: "ゾーン A" },
};

/** `pool:MCOPSTN1:US:domestic` → "Domestic Calling Plan, United States, domestic"; a user's own pool names the user. */
function nameOf(facts: Facts, language: Language): string {
  const source = facts.text("pool") ?? "";
  const [capability = "", country = "", scope = ""] = source.replace(/^pool:/, "").split(":");
  const parts = [
    CAPABILITIES[capability]?.[language] ?? capability,
    country === "*" ? "" : facts.say.country(country),
    facts.text("user") ?? SCOPES[scope]?.[language] ?? scope,
  ];
  return parts.filter((part) => part !== "").join({ en: ", ", ja: "、" }[language]);
}
