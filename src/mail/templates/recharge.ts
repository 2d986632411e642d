/** Mails about money that comes in, by itself or by hand, and about what stops it. */
import { type Facts, given } from "../facts.ts";
import { reasonInEnglish, reasonInJapanese } from "./reasons.ts";
import { PAGES, type Templates } from "./words.ts";

/** A recharge pauses for a reason of its own, or because a cap is reached, which passes by itself. */
const pauseOf = (facts: Facts): "cap" | "action" | "other" => {
  const reason = facts.text("reason");
  if (reason === "daily-cap" || reason === "monthly-cap") return "cap";
  return reason === "requires-action" ? "action" : "other";
};

export const recharge: Templates = {
  "recharge.succeeded": {
    page: PAGES.credits,
    en: (facts) => ({
      subject: `Auto-recharge added ${facts.money("amount") ?? "funds"} to the credits of ${facts.organization}`,
      happened: [`Auto-recharge bought Communications Credits${worth(facts.money("amount"))}.`, ...endInEnglish(facts)],
      next: "There is nothing to do. The page of the credits shows the payment and its receipt.",
      button: "See the credits",
    }),
    ja: (facts) => ({
      subject: `自動リチャージで ${facts.organization} に ${facts.money("amount") ?? "資金"} が追加されました`,
      happened: [
        `自動リチャージにより、コミュニケーション クレジット${amounting(facts.money("amount"))}が購入されました。`,
        ...endInJapanese(facts),
      ],
      next: "必要な操作はありません。お支払いと領収書は、クレジットのページで確認できます。",
      button: "クレジットを表示",
    }),
  },

  "top-up.succeeded": {
    page: PAGES.credits,
    en: (facts) => ({
      subject: `${facts.money("amount") ?? "Funds"} added to the credits of ${facts.organization}`,
      happened: [`A payment${worth(facts.money("amount"))} was received and credited.`, ...endInEnglish(facts)],
      next: "There is nothing to do. The page of the credits shows the payment and its receipt.",
      button: "See the credits",
    }),
    ja: (facts) => ({
      subject: `${facts.organization} のクレジットに ${facts.money("amount") ?? "資金"} が追加されました`,
      happened: [
        `お支払い${amounting(facts.money("amount"))}を確認し、クレジットに追加しました。`,
        ...endInJapanese(facts),
      ],
      next: "必要な操作はありません。お支払いと領収書は、クレジットのページで確認できます。",
      button: "クレジットを表示",
    }),
  },

  "recharge.failed": {
    page: PAGES.paymentMethods,
    en: (facts) => ({
      subject: `Auto-recharge failed for ${facts.organization}`,
      happened: [
        `Auto-recharge could not buy Communications Credits${worth(facts.money("amount"))}.`,
        ...given(facts.text("failure") ?? facts.text("reason"), reasonInEnglish),
        ...given(facts.moment("retryAt"), (at) => `It is tried again at ${at}.`),
      ],
      next: "Check the payment method, or add funds with another one. When the balance is used up, calls that need it stop.",
      button: "Check payment methods",
    }),
    ja: (facts) => ({
      subject: `${facts.organization} の自動リチャージに失敗しました`,
      happened: [
        `自動リチャージでコミュニケーション クレジット${amounting(facts.money("amount"))}を購入できませんでした。`,
        ...given(facts.text("failure") ?? facts.text("reason"), reasonInJapanese),
        ...given(facts.moment("retryAt"), (at) => `${at} に再試行します。`),
      ],
      next: "支払い方法を確認するか、別の支払い方法で資金を追加してください。残高がなくなると、クレジットが必要な通話は停止します。",
      button: "支払い方法を確認",
    }),
  },

  "recharge.paused": {
    page: (facts) =>
      pauseOf(facts) === "action" ? `${PAGES.paymentMethods}?confirm=${facts.text("topUp") ?? ""}` : PAGES.credits,
    en: (facts) => ({
      subject: `Auto-recharge is paused for ${facts.organization}`,
      happened: {
        cap: [
          `Auto-recharge is paused: another recharge${worth(facts.money("amount"))} would pass the ` +
            `${facts.text("reason") === "daily-cap" ? "daily" : "monthly"} cap.`,
          ...given(facts.moment("until"), (until) => `It goes on by itself at ${until}.`),
        ],
        action: ["Auto-recharge is paused: the bank wants to hear from the card's holder before it pays."],
        other: [
          "Auto-recharge is paused, as the payment method can not be charged.",
          ...given(facts.text("failure"), reasonInEnglish),
        ],
      }[pauseOf(facts)],
      next: {
        cap: "Raise the cap or add funds, if the balance will not last until then.",
        action: "Confirm the payment on the bank's page; the credits are added at once and auto-recharge goes on.",
        other: "Auto-recharge goes on when the payment method is renewed, or after a payment by hand.",
      }[pauseOf(facts)],
      button: pauseOf(facts) === "action" ? "Confirm the payment" : "Go to the credits",
    }),
    ja: (facts) => ({
      subject: `${facts.organization} の自動リチャージが一時停止しています`,
      happened: {
        cap: [
          `次のリチャージ${amounting(facts.money("amount"))}は${facts.text("reason") === "daily-cap" ? "1 日" : "1 か月"}の上限を` +
            "超えるため、自動リチャージを一時停止しました。",
          ...given(facts.moment("until"), (until) => `${until} に自動的に再開します。`),
        ],
        action: ["銀行がカード名義人による確認を求めているため、自動リチャージを一時停止しました。"],
        other: [
          "支払い方法に請求できないため、自動リチャージを一時停止しました。",
          ...given(facts.text("failure"), reasonInJapanese),
        ],
      }[pauseOf(facts)],
      next: {
        cap: "それまでに残高が不足する場合は、上限を引き上げるか、資金を追加してください。",
        action: "銀行のページで支払いを確認してください。クレジットがすぐに追加され、自動リチャージが再開します。",
        other: "支払い方法を更新するか、手動で支払いを行うと、自動リチャージが再開します。",
      }[pauseOf(facts)],
      button: pauseOf(facts) === "action" ? "支払いを確認" : "クレジットのページへ",
    }),
  },
};

const worth = (amount: string | undefined): string => (amount === undefined ? "" : ` of ${amount}`);
const amounting = (amount: string | undefined): string => (amount === undefined ? "" : ` (${amount}) `);

const endInEnglish = (facts: Facts): string[] =>
  given(facts.moment("expiresAt"), (at) => `Whatever of it is not used by ${at} is forfeited.`);
const endInJapanese = (facts: Facts): string[] =>
  given(facts.moment("expiresAt"), (at) => `${at} までに使用されない分は失効します。`);
