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
  [/may not buy/i, "The organization may not buy credits any more.", "この組織はクレジットを購入できなくなりました。"],
  [/reached its limit/i, "The card has reached its limit.", "カードの利用限度額に達しています。"],
  [/not process/i, "The bank could not process the payment.", "銀行で支払いを処理できませんでした。"],
  [
    /payments of this kind/i,
    "The card does not allow payments of this kind.",
    "このカードではこの種類の支払いができません。",
  ],
  [
    /this currency/i,
    "The card does not allow payments in this currency.",
    "このカードではこの通貨の支払いができません。",
  ],
  [
    /incorrect|invalid|not valid|wrong/i,
    "The bank does not accept the details of the card.",
    "カードの情報が正しくありません。",
  ],
  [/declin|refus|honou?r/i, "The bank declined the card.", "銀行がカードを拒否しました。"],
];

/** English: the provider's own sentence, where it is one, says more than ours. */
export const reasonInEnglish = (reason: string): string =>
  /\s/.test(reason) ? reason : (REASONS.find(([sign]) => sign.test(reason))?.[1] ?? `The provider says: ${reason}.`);

export const reasonInJapanese = (reason: string): string =>
  REASONS.find(([sign]) => sign.test(reason))?.[2] ?? `決済サービスからの回答: ${reason}`;
