/** Mails about what comes to its end: credits after twelve months, cards. */
import { given } from "../facts.ts";
import { PAGES, type Templates } from "./words.ts";

export const expiry: Templates = {
  "lot.expiring": {
    page: PAGES.credits,
    en: (facts) => ({
      subject: `${facts.money("amount") ?? "Some"} of the credits of ${facts.organization} expire on ${facts.day("endsAt") ?? "a day soon"}`,
      happened: [
        `Credits that were bought twelve months ago expire: ${facts.money("amount") ?? "what is left of them"} ` +
          `is left, and whatever is not used by ${facts.moment("endsAt") ?? "then"} is forfeited.`,
        ...given(
          facts.money("expectedLoss"),
          (loss) => `At the pace of the last 30 days, about ${loss} would be lost.`,
        ),
      ],
      next: "The oldest credits are used first. Lower the recharge amount, if credits are left over each time.",
      button: "See the credits",
    }),
    ja: (facts) => ({
      subject: `${facts.organization} のクレジット${facts.money("amount") === undefined ? "" : ` ${facts.money("amount")} `}の有効期限は ${facts.day("endsAt") ?? "まもなく"} です`,
      happened: [
        `12 か月前に購入したクレジットの有効期限が近づいています。未使用分は ${facts.money("amount") ?? "残額"} で、` +
          `${facts.moment("endsAt") ?? "期限"} までに使用されない分は失効します。`,
        ...given(facts.money("expectedLoss"), (loss) => `過去 30 日間のペースでは、約 ${loss} が失効する見込みです。`),
      ],
      next: "クレジットは古いものから順に使用されます。毎回余る場合は、リチャージ金額を下げてください。",
      button: "クレジットを表示",
    }),
  },

  "card.expiring": {
    page: PAGES.paymentMethods,
    en: (facts) => ({
      subject: `A card of ${facts.organization} expires${facts.day("expiresAt") === undefined ? " soon" : ` on ${facts.day("expiresAt")}`}`,
      happened: [
        `The card ${facts.text("card") ?? "that pays for the credits"} can not be charged after it expires.`,
        "Auto-recharge fails from then on, unless another payment method stands in.",
      ],
      next: "Renew the card's details, or name a payment method that stands in.",
      button: "Check payment methods",
    }),
    ja: (facts) => ({
      subject: `${facts.organization} のカードの有効期限は ${facts.day("expiresAt") ?? "まもなく"} です`,
      happened: [
        `カード${facts.text("card") === undefined ? "" : ` ${facts.text("card")} `}は、有効期限を過ぎると請求できなくなります。`,
        "その後は、予備の支払い方法がない限り、自動リチャージに失敗します。",
      ],
      next: "カードの情報を更新するか、予備の支払い方法を指定してください。",
      button: "支払い方法を確認",
    }),
  },
};
