/** A provider's reason for not paying, in plain words of the reader's language. */

const REASONS: readonly (readonly [sign: RegExp, en: string, ja: string])[] = [
  [/expired/i, "The card has expired.", "カードの有効期限が切れています。"],
  [/insufficient/i, "The card has insufficient funds.", "カードの利用可能額が不足しています。"],
  [/lost|stolen|pick.?up/i, "The card was reported lost or stolen.", "カードの紛失または盗難が届け出られています。"],
  [
    /authenticat|holder first|requires.action|3d.?secure/i,
    "The bank wants to hear from the card's holder first.",
    "銀行がカード名義人による確認を求めています。",
  ],
  [
    /agreement does not include/i,
    "The organisation's agreement does not include paying in this way.",
    "現在の契約では、この支払い方法を使用できません。",
  ],
  [/incorrect|invalid|wrong/i, "The bank does not accept the details of the card.", "カードの情報が正しくありません。"],
  [/declin|refus|honou?r/i, "The bank declined the card.", "銀行がカードを拒否しました。"],
];

/** English: the provider's own sentence, where it is one, says more than ours. */
export const reasonInEnglish = (reason: string): string =>
  /\s/.test(reason) ? reason : (REASONS.find(([sign]) => sign.test(reason))?.[1] ?? `The provider says: ${reason}.`);

export const reasonInJapanese = (reason: string): string =>
  REASONS.find(([sign]) => sign.test(reason))?.[2] ?? `決済サービスからの回答: ${reason}`;
