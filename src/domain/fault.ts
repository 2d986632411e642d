/**
 * What can be wrong with a field of a request or of a file: a stable code, what it is about, and the sentence that the
 * API says. Whoever shows it to people words it by its code; the console has every code in each of its languages.
 */
export const FAULTS = {
  REQUIRED: "Required.",
  REQUIRED_WHEN_NEW: "Required, since this {what} is new.",
  UNKNOWN_FIELD: "There is no such field.",
  WRONG_TYPE: "It must be of the type {expected}.",
  NOT_ONE_OF: "It must be one of {list}.",
  TOO_SHORT: "It needs {count} or more characters.",
  TOO_LONG: "It may have {count} characters at most.",
  TOO_FEW: "It needs {count} or more items.",
  TOO_MANY: "It may have {count} items at most.",
  TOO_SMALL: "It must be {least} or more.",
  TOO_LARGE: "It must be {most} or less.",
  NOT_ABOVE_ZERO: "It must be above zero.",
  ZERO: "It must not be zero.",
  WRONG_FORM: "It is not written as it has to be here.",
  // Of the address or a header, which no form asks for: the sentence says more.
  NOT_UNDERSTOOD: "It can not be understood.",
  NOT_A_CURSOR: "Not a cursor of this list.",

  NOT_STORABLE: "The character U+0000 is not allowed.",
  HALF_A_CHARACTER: "Half of a character is not allowed.",
  CONTROL_CHARACTER: "It must not hold control characters.",
  NOT_ONE_LINE: "It must be text on one line.",
  NOT_PLAIN_ASCII: "It must be 1 to 255 printable ASCII characters.",
  SPACE_IN_NAME: "It must be a name without spaces.",
  NOT_AN_ID: "It must be 1 to 64 letters, digits, dots, hyphens or underscores.",
  NOT_A_GIVEN_ID: "It must be an id as Talktime gave it.",
  NOT_A_PRINCIPAL_NAME: "It must be like name@domain.",
  NOT_AN_EMAIL: "It must be an email address.",
  NOT_A_COUNTRY_CODE: "It must be two capital letters, as in ISO 3166-1 alpha-2.",
  NOT_A_PLACE: "It must be a country as in ISO 3166-1 alpha-2, or a prefix such as +4479.",
  NOT_A_CURRENCY: "It must be a currency code of ISO 4217.",
  NOT_A_LANGUAGE: "It must be a language tag, such as en or ja-JP.",
  NOT_A_TIME_ZONE: "It must be a time zone of the IANA database.",
  NOT_A_PHONE_NUMBER: "It must be a phone number with its country code, such as +442079460100.",
  NOT_A_URL: "It must be an address that begins with https:// or http://.",
  SECRET_IN_URL: "It must not hold a name, password or fragment.",
  NOT_AN_EVENT: "It must be the name of an event, or a family such as pool.*.",

  NOT_A_DATE: "It must be a date, such as 2026-11-22.",
  NOT_A_MONTH: "It must be a month, such as 2026-11.",
  NOT_A_TIME: "It must be a time of RFC 3339, such as 2026-11-22T14:00:00Z.",
  NOT_A_DATE_OR_TIME: "It must be a date, such as 2026-11-22, or a time of RFC 3339.",
  NOT_OF_THIS_CENTURY: "It must be a date that exists, of this century.",
  NOT_IN_FUTURE: "It must be in the future.",
  NOT_IN_PAST: "Only what is past can be corrected: it is in the future.",
  ENDS_BEFORE_START: "It must not be before {from}.",
  CALL_TOO_LONG: "It must not be more than seven days after answeredAt.",
  PERIOD_BACKWARDS: "The period ends before it begins.",
  PERIOD_TOO_LONG: "The period is longer than {days} days.",
  PERIOD_WITHOUT_CALLS: "There are no calls then.",
  PERIOD_NOT_OF_DAYS: "This report counts whole days, UTC: name a date.",
  FROM_AND_DAYS: "Name either from or days, not both.",
  NO_END_TO_REFUSAL: "Only what is allowed has an end.",

  NOT_AN_AMOUNT: "It must be a decimal string that is not negative, with at most six decimals.",
  NOT_A_SIGNED_AMOUNT: "It must be a decimal string, which may be negative, with at most six decimals.",
  DECIMALS: 'It must be a decimal number with at most {count} decimals, such as "50.25".',
  NOT_WHOLE: "It must be a whole number, as {currency} has no decimals.",
  NO_SUCH_COIN: "{currency} has no coin smaller than {amount}.",
  AMOUNT_TOO_SMALL: "The least is {amount} {currency}.",
  AMOUNT_TOO_LARGE: "The most is {amount} {currency}.",
  NOT_ABOVE_BUDGET: "It must be above {amount} {currency}.",
  REFUND_TOO_LARGE: "At most {amount} can be refunded.",
  OTHER_CURRENCY: "This organisation's currency is {currency}.",
  CURRENCY_IN_USE:
    "The account of {organization} has been used, or amounts are set, in {currency}; it can not become one in {wanted}.",
  DECKS_DIFFER: "It is in {currency}, not in {wanted}.",
  DECK_IN_OTHER_CURRENCY: "{organization} is charged in {currency}, but the deck is in {wanted}.",
  DECK_REPLACED: "Rate deck {name} was replaced.",
  NO_PUBLIC_PRICES: "There are no public prices in {currency}.",

  NO_ROLE: "There is no role {name}.",
  ROLE_WITHOUT_NOTICES: "Holders of {name} get no mails about the credits.",
  NO_USER: "There is no user {name}.",
  NOT_IN_DIRECTORY: "Nobody in the directory has this name. Make the user first.",
  NOT_A_PERSON: "A resource account does not sign in.",
  NO_LICENSE: "There is no licence {name}.",
  NO_PRODUCT: "There is no product {name}.",
  NO_POLICY: "There is no dial-out policy {name}.",
  NO_ORGANIZATION: "There is no organisation {name}.",
  NO_COUNTRY: "There is no country {name} in ISO 3166-1.",
  NO_NUMBERS_IN_COUNTRY: "There is no country {name} with numbers of its own.",
  NO_TOLL_FREE_NUMBER: "{organization} has no toll-free number {name}.",
  NOT_FROM_ABROAD: "Not a number that can be called from abroad: {name}.",
  NAME_TAKEN: "{name} is the name of another user.",
  NUMBER_TAKEN: "{name} is in use by another organisation.",
  NAMED_TWICE: "{name} is there twice.",
  USERS_OR_FILTER: "Name either users or a filter.",
  NOTHING_TO_CHANGE: "Say what to add or to remove.",
  ADDED_AND_REMOVED: "{name} can not be added and removed.",
  PLANS_NOT_APART: "Licences are given whole here: no plan can be left out.",
  LICENSE_BY_RULE: "{user} holds {name} by a licence rule, which would give it again.",
  LICENSE_NOT_HELD: "User does not have a corresponding license: {name}.",
  LICENSES_USED_UP: "No {name} is left: {purchased} bought, {assigned} assigned.",
  UNASSIGNED_HAS_NO_USE: "An unassigned number leads to nothing.",
  OTHER_KIND: "{name} is of the other kind: {kind}.",
  KIND_IN_USE: "{number} leads to {name} as its kind is now.",

  PASSWORD_IS_ADDRESS: "It must not be the address.",
  WRONG_PASSWORD: "It is not your password.",
  WRONG_CODE: "It is not the code that the authenticator shows now.",
  KEY_NOT_FOR_SWITCH: "A key that belongs to a switch needs the scope switch.",
  TOO_MANY_WEBHOOKS: "An organisation has at most {count} webhooks.",
  NOBODY_TOLD: "At least one person with an address has to be told. Name another role, or an additional recipient.",

  NO_PAYMENT_METHOD: "The organisation has no such payment method.",
  METHOD_TWICE: "This payment method is charged before already.",
  NOT_IN_AGREEMENT: "An organisation with a {agreement} agreement cannot pay by {type}.",
  ONLY_OF_AGREEMENT: "Only an enterprise agreement has a purchase order and days of validity.",
  CARD_NOT_ACCEPTED: "The card was not accepted.",
  TRIGGER_ABOVE_RECHARGE:
    "The trigger amount may not be above the recharge amount, since one recharge could not get back over it.",
  TARGET_BELOW_TRIGGER: "The target may not be below the trigger amount.",
  CAP_BELOW_RECHARGE: "A cap may not be below one recharge.",
  LIMITS_NOTHING: "A brake limits money, calls or minutes: at least one of them.",
  NOBODYS_LIMIT: "A limit of the organisation has no subject.",

  INVALID_CALL: "The call is not valid.",
  CALL_TYPE_MISMATCH: "The call type contradicts the number.",
  CALL_ID_REUSED: "The call id belongs to another call.",
  UNKNOWN_CALL: "There is no such call.",
  EMERGENCY_CALL: "An emergency call is never ended from outside.",

  // Of lines of a file; the line and the column stand before.
  FILE_EMPTY: "The file is empty; its first line must name the columns.",
  FILE_WITHOUT_ROWS: "The file has no rows.",
  FILE_TOO_LONG: "It is more than {count} rows.",
  NOT_UTF8: "It is not UTF-8. Save it as CSV in UTF-8.",
  NO_COLUMN: "There is no such column. They are {list}.",
  COLUMN_TWICE: "This column is there twice.",
  COLUMN_MISSING: "This column is missing.",
  LINE_TOO_LONG: "It is longer than {count} bytes.",
  QUOTES: "It has a quote that is not closed on its line, or not doubled.",
  FIELD_COUNT: "It has {count} fields where the header has {wanted}.",
  USER_ON_OTHER_LINE: "{name} is the name of the user on line {line}, too.",
  ROW_TWICE: "It repeats line {line} (same service, origin and effective_from).",
  NOT_A_PREFIX: "{text} is not 1 to 15 digits that begin with 1 to 9.",
  NOT_A_PRICE: "{text} is not a price of 0 or more with at most 12 decimals.",
  NOT_SECONDS: "{text} is not whole seconds from 1 to 3600.",
  NOT_A_COUNTRY: "{text} is not a country by ISO 3166, two capital letters.",
  NOT_AFTER_START: "It is not after effective_from.",
} as const;

export type FaultCode = keyof typeof FAULTS;

type NamesIn<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}` ? Name | NamesIn<Rest> : never;
type ParamsOf<Code extends FaultCode> = Readonly<Record<NamesIn<(typeof FAULTS)[Code]>, string | number>>;

/** `params` are what the sentence is about, under the names that its code always has. */
export interface Wrong {
  code: FaultCode;
  message: string;
  params?: Readonly<Record<string, string | number>>;
}

/** @param message where there is more to say than the sentence of the code does */
export function wrong<Code extends FaultCode>(
  code: Code,
  ...[params, message]: [NamesIn<(typeof FAULTS)[Code]>] extends [never]
    ? []
    : [params: ParamsOf<Code>, message?: string]
): Wrong {
  if (params === undefined) return { code, message: FAULTS[code] };
  const values: Readonly<Record<string, string | number>> = params;
  return {
    code,
    message: message ?? FAULTS[code].replace(/{(\w+)}/g, (_all, name: string) => String(values[name])),
    params,
  };
}
