/** /rates for those who are not signed in. */
export const publicRates = {
  title: "What calls cost",
  sentence: "Prices of calls by country or number. After signing in you see those of your organization.",
  currency: "Currency",
  of: "Prices of calls to {{number}}",
  perMinute: "A minute, to",
  none: "No prices are published yet.",
  noNumber: "This is no number that can be called. Begin with + and the country code.",
  tooOften: "Too many questions from your address. Wait a minute, then try again.",
  signIn: "Sign in",
};
