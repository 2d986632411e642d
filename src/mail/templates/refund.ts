/** Mails about payments that the operator has given back. */
import { type Facts, given, isNone } from "../facts.ts";
import { PAGES, type Templates } from "./words.ts";

export const refund: Templates = {
  "refund.succeeded": {
    page: PAGES.credits,
    en: (facts) => ({
      subject: `${facts.money("amount") ?? "A payment"} refunded to ${facts.organization}`,
      happened: [
        `${facts.money("amount") ?? "A part"} of ${payment(facts)} went back to its payment method.`,
        ...given(facts.text("author"), (author) => `The refund was made by ${author}.`),
        ...given(facts.text("reason"), (reason) => `Reason: ${reason}`),
        ...given(some(facts, "voided"), (amount) => `${amount} was taken from the credits that it bought.`),
        ...given(some(facts, "forfeited"), (amount) => `${amount} of it had expired unused.`),
        ...given(some(facts, "owed"), (amount) => `${amount} of it was spent already and is owed.`),
      ],
      next:
        some(facts, "owed") === undefined
          ? "There is nothing to do. Add funds, if the balance does not suffice."
          : "Add funds: your next payment settles what is owed first.",
      button: "See the credits",
    }),
    ja: (facts) => ({
      subject: `${facts.organization} に ${facts.money("amount") ?? "お支払い"} が返金されました`,
      happened: [
        `${paymentInJapanese(facts)}のうち ${facts.money("amount") ?? "一部"} を、元の支払い方法に返金しました。`,
        ...given(facts.text("author"), (author) => `返金の実行者: ${author}`),
        ...given(facts.text("reason"), (reason) => `理由: ${reason}`),
        ...given(some(facts, "voided"), (amount) => `この支払いで購入したクレジットから ${amount} を取り消しました。`),
        ...given(some(facts, "forfeited"), (amount) => `${amount} は未使用のまま失効していた分です。`),
        ...given(some(facts, "owed"), (amount) => `${amount} は使用済みのため、不足額となります。`),
      ],
      next:
        some(facts, "owed") === undefined
          ? "必要な操作はありません。残高が足りない場合は、資金を追加してください。"
          : "資金を追加してください。次の入金から先に不足額に充当されます。",
      button: "クレジットを表示",
    }),
  },
};

/** As money; undefined where there is none. */
const some = (facts: Facts, name: string): string | undefined =>
  isNone(facts.text(name) ?? "") ? undefined : facts.money(name);

function payment(facts: Facts): string {
  const [number, paid, day] = [facts.text("topUp"), facts.money("paid"), facts.day("paidAt")];
  return [
    number === undefined ? "a payment" : `payment ${number}`,
    ...given(paid, (amount) => `of ${amount}`),
    ...given(day, (paidOn) => `(${paidOn})`),
  ].join(" ");
}

function paymentInJapanese(facts: Facts): string {
  const [number, paid, day] = [facts.text("topUp"), facts.money("paid"), facts.day("paidAt")];
  const about = [...given(day, (paidOn) => paidOn), ...given(paid, (amount) => amount)].join("、");
  return `お支払い${number === undefined ? "" : ` ${number} `}${about === "" ? "" : `(${about})`}`;
}
