/** Why a call is refused: the names of src/domain/outcome.ts as sentences. */
export const outcomes = {
  UNKNOWN_ORGANIZATION: "The organization is not known.",
  UNKNOWN_USER: "The person is not known.",
  UNKNOWN_NUMBER: "This is not a number that can be called.",
  POLICY_BLOCKED: "The dial-out policy does not allow this destination.",
  PREMIUM_BLOCKED: "Premium-rate numbers are blocked.",
  DESTINATION_BLOCKED: "This destination is on the block list.",
  LIMIT_REACHED: "A limit of the organization is reached: calls at once, price or hourly brake.",
  LICENSE_MISSING: "A license is missing.",
  NO_RATE: "There is no price for this destination.",
  BUDGET_EXCEEDED: "The month's budget is used up.",
  OUT_OF_CREDIT: "The balance does not cover the call.",
  PAY_AS_YOU_GO_OFF: "Pay-as-you-go billing is turned off, or its monthly limit is reached.",
  CALL_ENDED: "The call has ended.",
};
