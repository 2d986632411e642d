/** Mails about the pace of spending: what is out of the ordinary, and what the pace advises. */
import type { Facts } from "../facts.ts";
import { given } from "../facts.ts";
import { PAGES, type Templates } from "./words.ts";

/** Who or what spent it. */
function subjectEn(facts: Facts): string {
  const subject = facts.text("subject") ?? "";
  if (facts.text("kind") === "night") return "Calls at night (22:00 to 6:00)";
  if (subject === "") return "Calls";
  return facts.text("kind") === "destination" ? `Calls to ${facts.say.country(subject)}` : `Calls of ${subject}`;
}

function subjectJa(facts: Facts): string {
  const subject = facts.text("subject") ?? "";
  if (facts.text("kind") === "night") return "夜間 (22:00～6:00) の通話";
  if (subject === "") return "通話";
  return facts.text("kind") === "destination" ? `${facts.say.country(subject)} への通話` : `${subject} さんの通話`;
}

export const spending: Templates = {
  "spending.unusual": {
    page: PAGES.spend,
    en: (facts) => ({
      subject: `Unusual spending at ${facts.organization}: ${facts.money("amount") ?? "more than usual"} in a day`,
      happened: [
        `${subjectEn(facts)} have cost ${facts.money("amount") ?? "more than usual"}` +
          `${facts.day("day") === undefined ? "." : ` on ${facts.day("day")}.`}`,
        ...given(facts.money("usual"), (usual) => `On the days before it was ${usual} on average.`),
      ],
      next: "See which calls these were. If nobody knows of them, block the destination or the user's outbound calls.",
      button: "See the spending",
    }),
    ja: (facts) => ({
      subject: `${facts.organization} で通常と異なる利用がありました: 1 日で ${facts.money("amount") ?? "通常より多い額"}`,
      happened: [
        `${subjectJa(facts)}の料金が${facts.day("day") === undefined ? "" : `、${facts.day("day")}に`} ${facts.money("amount") ?? "通常より多い額"} に達しました。`,
        ...given(facts.money("usual"), (usual) => `それまでの 1 日あたりの平均は ${usual} です。`),
      ],
      next: "どの通話によるものかを確認してください。心当たりがない場合は、通話先またはユーザーの発信をブロックしてください。",
      button: "利用状況を表示",
    }),
  },

  "advice.changed": {
    page: PAGES.credits,
    en: (facts) => ({
      subject: `How much to recharge at ${facts.organization}, now that your own calls tell`,
      happened: [
        `${facts.text("months") === "2" ? "Two months" : "A month"} of your own calls cost about ${facts.money("monthlySpend") ?? "as much as before"} a month.`,
        ...given(
          facts.money("triggerAmount"),
          (trigger) =>
            `We advise a trigger amount of ${trigger} and a recharge amount of ${facts.money("rechargeAmount") ?? "a month"}.`,
        ),
        ...given(
          facts.money("presentTrigger"),
          (trigger) => `At present they are ${trigger} and ${facts.money("presentRecharge") ?? "another amount"}.`,
        ),
      ],
      next: "See how the amounts are worked out, and change your auto-recharge where they differ.",
      button: "See the advice",
    }),
    ja: (facts) => ({
      subject: `${facts.organization} のリチャージ金額の見直しのご案内`,
      happened: [
        `ご利用開始から${facts.text("months") === "2" ? " 2 か月" : " 1 か月"}の実績では、1 か月あたりの料金は約 ${facts.money("monthlySpend") ?? "これまでと同額"} です。`,
        ...given(
          facts.money("triggerAmount"),
          (trigger) =>
            `推奨されるトリガー金額は ${trigger}、リチャージ金額は ${facts.money("rechargeAmount") ?? "1 か月分"} です。`,
        ),
        ...given(
          facts.money("presentTrigger"),
          (trigger) => `現在の設定は ${trigger} と ${facts.money("presentRecharge") ?? "別の金額"} です。`,
        ),
      ],
      next: "金額の算出根拠を確認し、現在の設定と異なる場合は自動リチャージの設定を変更してください。",
      button: "推奨額を表示",
    }),
  },
};
