/** Mails about what comes to its end: credits after twelve months, cards. */
import { type Facts, given } from "../facts.ts";
import { PAGES, type Templates } from "./words.ts";

/** "Visa ending in 4242", as far as it is known. */
const cardOf = (facts: Facts): { brand: string; last4: string | undefined } => ({
  brand: (facts.text("brand") ?? "").replace(/^[a-z]/, (letter) => letter.toUpperCase()),
  last4: facts.text("last4"),
});

export const expiry: Templates = {
  "lot.expiring": {
    page: PAGES.credits,
    en: (facts) => ({
      subject: `${facts.money("amount") ?? "Some"} of the credits of ${facts.organization} expire ${on(facts.day("endsAt"))}`,
      happened: [
        `Of one purchase, ${facts.money("amount") ?? "a part"} is left. ` +
          `Whatever of it is not used by ${facts.moment("endsAt") ?? "then"} is forfeited.`,
        ...given(facts.money("expectedLoss"), (loss) => `At the present pace, about ${loss} would be lost.`),
      ],
      next:
        "What was bought first is used first, after promotional credits. Lower the recharge amount, if credits are left " +
        "over each time.",
      button: "See the credits",
    }),
    ja: (facts) => ({
      subject: `${facts.organization} のクレジット${facts.money("amount") === undefined ? "" : ` ${facts.money("amount")} `}が${facts.day("endsAt") === undefined ? "まもなく" : ` ${facts.day("endsAt")}に`}失効します`,
      happened: [
        `購入分の未使用額は ${facts.money("amount") ?? "残額"} です。${facts.moment("endsAt") ?? "期限"} までに使用されない分は失効します。`,
        ...given(facts.money("expectedLoss"), (loss) => `現在のペースでは、約 ${loss} が失効する見込みです。`),
      ],
      next: "プロモーション分の後、購入日の古いクレジットから順に使用されます。毎回余る場合は、リチャージ金額を下げてください。",
      button: "クレジットを表示",
    }),
  },

  "card.expiring": {
    page: PAGES.paymentMethods,
    en: (facts) => {
      const { brand, last4 } = cardOf(facts);
      const card = `${brand} card${last4 === undefined ? "" : ` ending in ${last4}`}`.trim();
      return {
        subject: `The ${card} of ${facts.organization} expires ${on(facts.day("expiresAt"))}`,
        happened: [
          `After that day the ${card} can not be charged any more.`,
          "Auto-recharge by it fails from then on, unless another payment method stands in.",
        ],
        next: "Add the renewed card, or name a payment method that stands in.",
        button: "Check payment methods",
      };
    },
    ja: (facts) => {
      const { brand, last4 } = cardOf(facts);
      const card = `${brand} カード${last4 === undefined ? "" : ` (末尾 ${last4})`}`.trim();
      return {
        subject: `${facts.organization} の ${card} の有効期限は${facts.day("expiresAt") === undefined ? "まもなく" : ` ${facts.day("expiresAt")} `}です`,
        happened: [
          `有効期限を過ぎると、${card} には請求できなくなります。`,
          "その後は、予備の支払い方法がない限り、このカードによる自動リチャージは失敗します。",
        ],
        next: "更新されたカードを追加するか、予備の支払い方法を指定してください。",
        button: "支払い方法を確認",
      };
    },
  },
};

const on = (day: string | undefined): string => (day === undefined ? "soon" : `on ${day}`);
