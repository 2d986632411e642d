/** Voice > Phone numbers. */
export const numbers = {
  add: "Add a number",
  search: "Number or who it serves",
  mayNot: "Only roles that manage voice, such as the Teams Administrator, may change numbers.",
  needsNumber: "Type the number first.",
  hint: "With its country code, such as +1 206 555 0100.",
  choose: "Choose",
  saved: "{{number}} is saved.",
  works: "In order",
  columns: {
    number: "Number",
    kind: "Number type",
    carrier: "Carrier",
    use: "Serves",
    servedBy: "Who or what",
    state: "State",
  },
  kinds: {
    subscriber: "User number",
    "service-toll": "Toll service number",
    "service-toll-free": "Toll-free number",
    "service-premium": "Premium-rate number",
  },
  carriers: {
    "calling-plan": "Calling Plan",
    "direct-routing": "Direct Routing",
    "operator-connect": "Operator Connect",
  },
  uses: {
    user: "User",
    "conference-bridge": "Conference bridge",
    "auto-attendant": "Auto attendant",
    "call-queue": "Call queue",
    unassigned: "Nobody yet",
  },
  warnings: {
    short: "Can not be called",
    CREDITS_NOT_SET_UP:
      "Nobody can call this toll-free number: Communications Credits are not set up. Add funds on the Purchase services page.",
  },
  release: {
    action: "Release the number",
    title: "Release {{number}}?",
    body: "Calls to it no longer reach anybody here, and it can go to somebody else.",
    done: "{{number}} is released.",
  },
  apps: {
    title: "Attendants and queues",
    hint: "Its licenses pay for calls out and for transfers to the telephone network. Leave empty for none.",
    empty: "No attendants or queues yet",
    emptyBody: "They are brought by your phone system through the API.",
  },
  empty: "No numbers",
  emptyBody: "Add the numbers that your carrier has given you, and say who or what answers each.",
};
