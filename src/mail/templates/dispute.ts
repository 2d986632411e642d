/** Mails about payments that a card's holder disputes. */
import { PAGES, type Templates } from "./words.ts";

export const dispute: Templates = {
  "dispute.opened": {
    page: PAGES.support,
    en: (facts) => ({
      subject: `A payment of ${facts.organization} is disputed`,
      happened: [
        `The holder of the card disputes a payment${worth(facts.money("amount"))}.`,
        "What is left of the credits that it bought is frozen until the bank decides; what was spent of them, or has " +
          "expired, is owed.",
      ],
      next: "If the payment was right, ask the card's holder to take the dispute back, and tell us.",
      button: "Go to support",
    }),
    ja: (facts) => ({
      subject: `${facts.organization} のお支払いに異議が申し立てられました`,
      happened: [
        `カード名義人が、お支払い${amounting(facts.money("amount"))}に異議を申し立てました。`,
        "この支払いで購入したクレジットの残りは、銀行の決定まで凍結されます。使用済みまたは失効した分は不足額となります。",
      ],
      next: "正当なお支払いの場合は、カード名義人に異議の取り下げを依頼し、サポートにご連絡ください。",
      button: "サポートへ",
    }),
  },

  "dispute.settled": {
    page: PAGES.credits,
    en: (facts) =>
      facts.text("state") === "won"
        ? {
            subject: `The dispute about a payment of ${facts.organization} is over: the credits are free again`,
            happened: [
              `The bank lets the payment${worth(facts.money("amount"))} stand. The frozen credits can be used again.`,
            ],
            next: "There is nothing to do.",
            button: "See the credits",
          }
        : {
            subject: `The dispute about a payment of ${facts.organization} is over: the payment goes back`,
            happened: [
              `The bank gives the payment${worth(facts.money("amount"))} back to the card's holder. What was left of ` +
                "the credits that it bought is taken back.",
            ],
            next: "Add funds with another payment method, if the balance does not suffice.",
            button: "Add funds",
          },
    ja: (facts) =>
      facts.text("state") === "won"
        ? {
            subject: `${facts.organization} のお支払いへの異議が解決し、クレジットの凍結が解除されました`,
            happened: [
              `銀行がお支払い${amounting(facts.money("amount"))}を認めました。凍結されたクレジットは再び利用できます。`,
            ],
            next: "必要な操作はありません。",
            button: "クレジットを表示",
          }
        : {
            subject: `${facts.organization} のお支払いへの異議が認められ、返金されます`,
            happened: [
              `銀行はお支払い${amounting(facts.money("amount"))}をカード名義人に返金します。購入したクレジットの残りは取り消されました。`,
            ],
            next: "残高が足りない場合は、別の支払い方法で資金を追加してください。",
            button: "資金を追加する",
          },
  },
};

const worth = (amount: string | undefined): string => (amount === undefined ? "" : ` of ${amount}`);
const amounting = (amount: string | undefined): string => (amount === undefined ? "" : ` (${amount}) `);
