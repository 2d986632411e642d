/** Rates: "see rates for where you want to call". */
export const rates = {
  to: "Where do you want to call?",
  hint: "Pick a country or region, or type a number with its country code.",
  empty: "Pick a country or type a number to see its prices.",
  example: "Prices for mobile numbers in {{country}}, such as {{number}}. Type a number for its own price.",
  services: {
    user_out: "A user calls it",
    conf_out: "A meeting dials it",
    ucap_out: "An attendant or a queue dials it",
    tollfree_in: "It is called as your toll-free number",
  },
  aMinute: "a minute",
  destination: "Destination",
  fee: "Connection fee",
  first: "First increment",
  then: "Each further one",
  since: "Since",
  row: "Rate deck {{deck}}, prefix {{prefix}}, row {{row}}",
  none: "There is no price for this: such a call is refused.",
  notTollFree: "No price as a toll-free number.",
};
