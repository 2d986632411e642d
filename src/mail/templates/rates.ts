/** Mails about prices: charges that were corrected, and prices that are going to change. */
import { type Facts, given } from "../facts.ts";
import { PAGES, type Templates } from "./words.ts";

/** Amounts that begin with a minus went, or will go, the organisation's way. */
const isLess = (facts: Facts): boolean => facts.text("difference")?.startsWith("-") ?? false;

/** The destinations that change most: each a fact of its own, with what it cost and will cost. */
const DESTINATIONS = [1, 2, 3] as const;

function destinations(facts: Facts, sentence: (name: string, was: string, becomes: string) => string): string[] {
  return DESTINATIONS.flatMap((place) => {
    const [name, was, becomes] = [
      facts.text(`destination${place}`),
      facts.money(`destination${place}Before`),
      facts.money(`destination${place}After`),
    ];
    return name === undefined || was === undefined || becomes === undefined ? [] : [sentence(name, was, becomes)];
  });
}

export const rates: Templates = {
  "charges.corrected": {
    page: PAGES.usage,
    en: (facts) => ({
      subject: `Charges of ${facts.organization} were corrected: ${facts.money("amount") ?? "an amount"} ${isLess(facts) ? "given back" : "more"}`,
      happened: [
        `Calls had been charged at wrong prices and were priced anew${facts.count("calls") === undefined ? "" : `: ${facts.count("calls")}`}.`,
        ...given(facts.text("reason"), (reason) => `The reason: ${reason}.`),
        ...given(
          facts.money("corrected"),
          (corrected) =>
            `They cost ${corrected} instead of ${facts.money("charged") ?? "what was charged"}` +
            `${facts.money("amount") === undefined ? "" : `: ${facts.money("amount")} ${isLess(facts) ? "less" : "more"}`}.`,
        ),
        isLess(facts)
          ? "The difference is in your Communications Credits again, or off what is owed or billed afterwards."
          : "The difference was taken from your Communications Credits; what they did not cover is owed, or billed afterwards.",
      ],
      next: "Each of these calls has a second row in the usage report that says what was corrected.",
      button: "See the calls",
    }),
    ja: (facts) => ({
      subject: `${facts.organization} の通話料金が訂正されました: ${facts.money("amount") ?? "差額"} の${isLess(facts) ? "返金" : "追加"}`,
      happened: [
        `${facts.count("calls") ?? "一部の"}${facts.count("calls") === undefined ? "" : " 件の"}通話の料金に誤りがあり、再計算しました。`,
        ...given(facts.text("reason"), (reason) => `理由: ${reason}`),
        ...given(
          facts.money("corrected"),
          (corrected) => `正しい料金は ${corrected} です (訂正前: ${facts.money("charged") ?? "請求済みの額"})。`,
        ),
        isLess(facts)
          ? "差額はコミュニケーション クレジットに戻されたか、不足額または後払いの額から差し引かれました。"
          : "差額はコミュニケーション クレジットから引き落とされました。残高で足りない分は、不足額または後払いの額となります。",
      ],
      next: "該当する通話には、訂正の内容を示す 2 行目が使用状況レポートに表示されます。",
      button: "通話を表示",
    }),
  },

  "rates.changing": {
    page: PAGES.rates,
    en: (facts) => ({
      subject: `Prices of ${facts.organization} change${facts.day("from") === undefined ? "" : ` on ${facts.day("from")}`}`,
      happened: [
        ...given(
          facts.money("after"),
          (after) =>
            `Your calls of last month would cost ${after} at the new prices, instead of ${facts.money("before") ?? "what they cost"}` +
            `${facts.money("amount") === undefined ? "" : `: ${facts.money("amount")} ${isLess(facts) ? "less" : "more"}`}.`,
        ),
        ...destinations(facts, (name, was, becomes) => `${name}: ${becomes} instead of ${was}.`),
      ],
      next: "See what a call will cost, and whether your auto-recharge still fits.",
      button: "See the prices",
    }),
    ja: (facts) => ({
      subject: `${facts.organization} の通話料金が${facts.day("from") === undefined ? "" : ` ${facts.day("from")}に`}変わります`,
      happened: [
        ...given(
          facts.money("after"),
          (after) =>
            `先月の通話を新しい料金で計算すると ${after} になります (現在: ${facts.money("before") ?? "これまでの額"}` +
            `${facts.money("amount") === undefined ? "" : `、差額: ${facts.money("amount")} の${isLess(facts) ? "減少" : "増加"}`})。`,
        ),
        ...destinations(facts, (name, was, becomes) => `${name}: ${was} から ${becomes} に変わります。`),
      ],
      next: "新しい料金を確認し、自動リチャージの設定が適切かどうかを見直してください。",
      button: "料金を表示",
    }),
  },
};
