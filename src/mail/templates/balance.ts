/** Mails about a balance that runs low, has run out, or is owed. */
import { type Balance, given, isNone } from "../facts.ts";
import type { Language } from "../speech.ts";
import { PAGES, type Templates } from "./words.ts";

/** A balance that can not pay the next minute counts as zero, and so does one that is frozen (product.md, "Zero"). */
const REACHED: Record<Language, Record<"none" | "little" | "frozen", string>> = {
  en: {
    none: "The balance of the Communications Credits has reached 0.",
    little: "What is left of the Communications Credits was not enough for a call.",
    frozen: "All that is left of the Communications Credits is frozen.",
  },
  ja: {
    none: "コミュニケーション クレジットの残高が 0 になりました。",
    little: "コミュニケーション クレジットの残りでは、通話の料金を支払えませんでした。",
    frozen: "コミュニケーション クレジットの残りはすべて凍結されています。",
  },
};
const restOf = ({ available, held, frozen }: Balance): "none" | "little" | "frozen" =>
  !isNone(available) || !isNone(held) ? "little" : isNone(frozen) ? "none" : "frozen";

type ByPayer<T> = Record<Language, Record<Balance["afterwards"], T>>;

/** Under a customer agreement nothing can be bought: calls are billed afterwards, or pay-as-you-go is off. */
const ZERO: ByPayer<{ happened: string; next: string }> = {
  en: {
    credits: {
      happened:
        "Calls that need credits are refused or cut, toll-free numbers included. Calls that a plan covers go on.",
      next: "Add funds now; calls that need credits work again at once. Auto-recharge keeps this from happening again.",
    },
    bill: {
      happened: "From now on, calls that no plan covers are billed afterwards, month by month.",
      next: "There is nothing to do. A limit for a month of what is billed afterwards can be set.",
    },
    nobody: {
      happened: "Calls that no plan covers are refused or cut, toll-free numbers included: pay-as-you-go is off.",
      next: "Turn pay-as-you-go on; these calls work again at once and are billed afterwards.",
    },
  },
  ja: {
    credits: {
      happened:
        "無料電話番号への着信を含め、クレジットが必要な通話は拒否または切断されます。プランに含まれる通話は引き続き利用できます。",
      next: "今すぐ資金を追加してください。追加すると、クレジットが必要な通話はすぐに再開します。自動リチャージを有効にすると、残高不足を防ぐことができます。",
    },
    bill: {
      happened: "今後、プランに含まれない通話は、使用後に月ごとに課金されます。",
      next: "必要な操作はありません。使用後の課金には、1 か月の上限を設定できます。",
    },
    nobody: {
      happened:
        "従量課金がオフになっているため、無料電話番号への着信を含め、プランに含まれない通話は拒否または切断されます。",
      next: "従量課金をオンにしてください。これらの通話はすぐに再開し、使用後に課金されます。",
    },
  },
};

const LOW: ByPayer<string> = {
  en: {
    credits: "Add funds, or check that auto-recharge is on and its trigger is high enough.",
    bill: "There is nothing to do: once they are used up, calls are billed afterwards.",
    nobody: "Turn pay-as-you-go on: otherwise calls that no plan covers stop once the credits are used up.",
  },
  ja: {
    credits: "資金を追加するか、自動リチャージが有効で、トリガー金額が十分であることを確認してください。",
    bill: "必要な操作はありません。クレジットがなくなった後の通話は、使用後に課金されます。",
    nobody: "従量課金をオンにしてください。オフのままクレジットがなくなると、プランに含まれない通話は停止します。",
  },
};

export const balance: Templates = {
  "balance.zero": {
    page: PAGES.credits,
    en: ({ organization, balance, balance: { afterwards } }) => ({
      subject: `The credits of ${organization} have run out`,
      happened: [REACHED.en[restOf(balance)], ZERO.en[afterwards].happened],
      next: ZERO.en[afterwards].next,
      button: afterwards === "credits" ? "Add funds" : "See the credits",
    }),
    ja: ({ organization, balance, balance: { afterwards } }) => ({
      subject: `${organization} のクレジットの残高がなくなりました`,
      happened: [REACHED.ja[restOf(balance)], ZERO.ja[afterwards].happened],
      next: ZERO.ja[afterwards].next,
      button: afterwards === "credits" ? "資金を追加する" : "クレジットを表示",
    }),
  },

  "balance.low": {
    page: PAGES.credits,
    en: (facts) => ({
      subject: `The credits of ${facts.organization} run low: ${available(facts)} available`,
      happened: [
        `The available credits have fallen below ${facts.money("threshold") ?? "the amount that you set"}.`,
        ...given(facts.count("daysLeft"), (days) =>
          days === "0"
            ? "At the present pace they last less than a day."
            : `At the present pace they last about ${days} ${days === "1" ? "day" : "days"}.`,
        ),
      ],
      next: LOW.en[facts.balance.afterwards],
      button: facts.balance.afterwards === "credits" ? "Add funds" : "See the credits",
    }),
    ja: (facts) => ({
      subject: `${facts.organization} のクレジットが少なくなっています: 利用可能残高 ${available(facts)}`,
      happened: [
        `利用可能残高が${facts.money("threshold") === undefined ? "設定された金額" : ` ${facts.money("threshold")} `}を下回りました。`,
        ...given(facts.count("daysLeft"), (days) =>
          days === "0"
            ? "現在のペースでは、1 日以内になくなる見込みです。"
            : `現在のペースでは、残り約 ${days} 日です。`,
        ),
      ],
      next: LOW.ja[facts.balance.afterwards],
      button: facts.balance.afterwards === "credits" ? "資金を追加する" : "クレジットを表示",
    }),
  },

  "debt.booked": {
    page: PAGES.credits,
    en: (facts) => ({
      subject:
        `${facts.organization} owes ${facts.money("amount") ?? "an amount"} ` +
        (facts.text("reason") === "payment" ? "of a payment that went back" : "for calls beyond the credits"),
      happened: [
        facts.text("reason") === "payment"
          ? `A payment went back after a part of it was spent: ${facts.money("amount") ?? "that part"} is booked as owed.`
          : `Calls cost more than the credits could pay: ${facts.money("amount") ?? "the rest"} is booked as owed.`,
      ],
      next: "Add funds. What is owed is settled first, and the rest is available for calls.",
      button: "Add funds",
    }),
    ja: (facts) => ({
      subject: `${facts.organization} に不足額${facts.money("amount") === undefined ? "" : ` ${facts.money("amount")} `}が発生しました`,
      happened: [
        facts.text("reason") === "payment"
          ? `返金されたお支払いの一部が使用済みのため、${facts.money("amount") ?? "その額"} を不足額として計上しました。`
          : `クレジットを超える通話料金が発生したため、${facts.money("amount") ?? "差額"} を不足額として計上しました。`,
      ],
      next: "資金を追加してください。まず不足額に充当され、残りを通話に利用できます。",
      button: "資金を追加する",
    }),
  },
};

const available = ({ balance: { available, currency }, say }: Parameters<Templates[string]["en"]>[0]): string =>
  say.money(available, currency);
