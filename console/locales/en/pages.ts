/** Of every page: its title, the sentence that says what it is for, and other names that people look for. */
export const pages = {
  home: {
    title: "Home",
    sentence: "How much is left, what needs you, what is happening, and what has changed.",
    words: "overview dashboard start",
  },
  communicationsCredits: {
    title: "Communications Credits",
    sentence: "The balance that pays for calls no plan covers, how it is refilled, and where it went.",
    words:
      "your products balance auto-recharge billing settings subscriptions lots expiry ledger add funds pay-as-you-go statements",
  },
  purchaseServices: {
    title: "Purchase services",
    sentence: "See whether your organization can buy Communications Credits, and buy them.",
    words:
      "add-ons add subscriptions add-on subscriptions marketplace all products buy now place order top up eligibility",
  },
  subscriptions: {
    title: "Subscriptions",
    sentence: "Plans and add-ons, what they give and cost, and what you need for what you want to do.",
    words: "plans prices calling plan audio conferencing pay-as-you-go configuration check",
  },
  licenses: {
    title: "Licenses",
    sentence: "What is bought, assigned and free, and which minute pool each license feeds.",
    words: "assign licenses sku",
  },
  paymentMethods: {
    title: "Payment methods",
    sentence: "The cards and agreements that top-ups and recharges are charged to.",
    words: "card credit card enterprise agreement purchase order invoice",
  },
  activeUsers: {
    title: "Active users",
    sentence: "Who has which license, and what each person can call.",
    words: "people licenses and apps assign users resource accounts",
  },
  phoneNumbers: {
    title: "Phone numbers",
    sentence: "Your numbers and what answers them: people, bridges, attendants and queues.",
    words: "toll-free service numbers conference bridge auto attendant call queue",
  },
  dialOutPolicies: {
    title: "Dial-out policies",
    sentence: "Who may call what: from meetings, as a user, to premium numbers and blocked destinations.",
    words: "outbound calling restriction policy premium blocked destinations calling settings",
  },
  pstnUsage: {
    title: "PSTN usage",
    sentence: "Every call with its duration, charge and funding, as chart and table of the same filter.",
    words: "usage report call detail records cdr export to excel",
  },
  pools: {
    title: "Pools",
    sentence: "The minutes that your licenses give each month, and what is left of them.",
    words: "pstn minute pools minutes",
  },
  spend: {
    title: "Spend",
    sentence: "Where the money went: by day, destination, person and cost center.",
    words: "cost centers budgets chargeback charges",
  },
  blocked: {
    title: "Blocked calls and users",
    sentence: "Calls that were refused, by reason, each with the way to unblock it.",
    words: "refused denied out of credit",
  },
  customReport: {
    title: "Custom report",
    sentence: "Choose the columns, filters and grouping, and keep the report.",
    words: "custom reports",
  },
  usageImports: {
    title: "Import usage",
    sentence: "Read in your present provider's call records: what they would cost here, and who would pay.",
    words: "upload csv zip call records carrier teams export column mapping switch provider compare",
  },
  rates: {
    title: "Rates",
    sentence: "See rates for where you want to call: pick a country or type a number.",
    words: "prices price per minute tariff cost of a call",
  },
  calls: {
    title: "Calls",
    sentence: "Calls in progress as they happen, and the story of any call.",
    words: "calls in progress active live hang up explain",
  },
  support: {
    title: "Support",
    sentence: "Ask the operator for what the console can not do for you.",
    words: "incident ticket help",
  },
  settings: {
    title: "Settings",
    sentence: "Notices, webhooks, API keys, the audit log, language and time zone.",
    words: "notifications recipients webhooks api keys audit log time zone language",
  },
  organizations: {
    title: "Organizations",
    sentence: "Every organization with its balance and recharge, the most worrying first.",
    words: "customers tenants",
  },
  rateDecks: {
    title: "Rate decks",
    sentence: "Upload, compare and publish the prices that calls are charged by.",
    words: "prices tariff upload csv",
  },
  rateCorrections: {
    title: "Price corrections",
    sentence: "Price a past period anew with a corrected deck: see what changes for whom, then apply it.",
    words: "re-rating wrong prices credit back dry run",
  },
  incidents: {
    title: "Incidents",
    sentence: "What organizations ask for, and what you decide.",
    words: "tickets allow until",
  },
  health: {
    title: "Health",
    sentence: "Whether everything works, what needs your attention, and what to do about it.",
    words: "metrics status audit database queue lane outbox webhooks switches disk",
  },
};
