/** Mails about payments that go back: disputes that a card's holder opens, and refunds. */
import { given } from "../facts.ts";
import { PAGES, type Templates } from "./words.ts";

export const dispute: Templates = {
  "dispute.opened": {
    page: PAGES.support,
    en: (facts) => ({
      subject: `A payment of ${facts.organization} is disputed`,
      happened: [
        `The holder of the card disputes a payment${worth(facts.money("amount"))}.`,
        "What is left of the credits that it bought is frozen until the bank decides; what was spent of them is owed.",
      ],
      next: "If the payment was right, ask the card's holder to take the dispute back, and tell us.",
      button: "Go to support",
    }),
    ja: (facts) => ({
      subject: `${facts.organization} のお支払いに異議が申し立てられました`,
      happened: [
        `カード名義人が、お支払い${amounting(facts.money("amount"))}に異議を申し立てました。`,
        "この支払いで購入したクレジットの残りは、銀行の決定まで凍結されます。使用済みの分は不足額となります。",
      ],
      next: "正当なお支払いの場合は、カード名義人に異議の取り下げを依頼し、サポートにご連絡ください。",
      button: "サポートへ",
    }),
  },

  "dispute.won": {
    page: PAGES.credits,
    en: (facts) => ({
      subject: `The dispute about a payment of ${facts.organization} is over: the credits are free again`,
      happened: [
        `The bank let the payment${worth(facts.money("amount"))} stand. The frozen credits can be used again.`,
      ],
      next: "There is nothing to do.",
      button: "See the credits",
    }),
    ja: (facts) => ({
      subject: `${facts.organization} のお支払いへの異議が解決し、クレジットの凍結が解除されました`,
      happened: [
        `銀行がお支払い${amounting(facts.money("amount"))}を認めました。凍結されたクレジットは再び利用できます。`,
      ],
      next: "必要な操作はありません。",
      button: "クレジットを表示",
    }),
  },

  "dispute.lost": {
    page: PAGES.credits,
    en: (facts) => ({
      subject: `The dispute about a payment of ${facts.organization} is over: the payment goes back`,
      happened: [
        `The bank gives the payment${worth(facts.money("amount"))} back to the card's holder. The credits that it ` +
          "bought are taken back.",
      ],
      next: "Add funds with another payment method, if the balance does not suffice.",
      button: "Add funds",
    }),
    ja: (facts) => ({
      subject: `${facts.organization} のお支払いへの異議が認められ、返金されます`,
      happened: [
        `銀行はお支払い${amounting(facts.money("amount"))}をカード名義人に返金します。購入したクレジットは取り消されました。`,
      ],
      next: "残高が足りない場合は、別の支払い方法で資金を追加してください。",
      button: "資金を追加する",
    }),
  },

  "refund.succeeded": {
    page: PAGES.credits,
    en: (facts) => ({
      subject: `${facts.money("amount") ?? "A payment"} is refunded to ${facts.organization}`,
      happened: [
        `A payment was refunded${worth(facts.money("amount"))}. The credits that it bought are taken back.`,
        ...given(facts.text("reason"), (reason) => `The reason: ${reason}`),
      ],
      next: "The money arrives within a few days. There is nothing to do.",
      button: "See the credits",
    }),
    ja: (facts) => ({
      subject: `${facts.organization} に ${facts.money("amount") ?? "お支払い"} が払い戻されます`,
      happened: [
        `お支払いの払い戻し${amounting(facts.money("amount"))}が行われました。購入したクレジットは取り消されました。`,
        ...given(facts.text("reason"), (reason) => `理由: ${reason}`),
      ],
      next: "数日以内に返金されます。必要な操作はありません。",
      button: "クレジットを表示",
    }),
  },
};

const worth = (amount: string | undefined): string => (amount === undefined ? "" : ` of ${amount}`);
const amounting = (amount: string | undefined): string => (amount === undefined ? "" : ` (${amount}) `);
