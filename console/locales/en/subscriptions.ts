/** Billing > Subscriptions. */
export const subscriptions = {
  needs: {
    title: "To do this, you need that",
    search: "What do you want to do?",
    task: "To do this",
    needs: "You need",
    credits: "Credits pay",
    creditsFor: {
      none: "nothing",
      "beyond-minutes": "what is beyond the plan",
      "every-minute": "every minute",
      "set-up-first": "must be set up first",
    },
    here: "Licenses here",
    bought: "Bought",
    notBought: "Not bought",
    noMatch: "Nothing fits these words",
    noMatchBody: "Try “toll-free”, “abroad”, “meeting” or “attendant”.",
  },
  tasks: {
    "toll-free-number": {
      task: "Have a toll-free number",
      needs: "Communications Credits set up first, or pay-as-you-go billing",
    },
    "toll-free-inbound": {
      task: "Receive toll-free calls on a conference bridge, auto attendant or call queue",
      needs: "A balance above zero, or pay-as-you-go billing; no license of a person",
    },
    "conference-pool": {
      task: "Dial out of a meeting to Zone A within the month's minutes",
      needs: "Audio Conferencing",
    },
    "conference-beyond": {
      task: "Dial out of a meeting beyond the month's minutes or outside Zone A",
      needs: "Audio Conferencing and the Communications Credits license, and a balance",
    },
    "conference-us-ca": {
      task: "Dial out of a meeting to the US and Canada without minutes or credits",
      needs: "The extended dial-out add-on; whoever starts the call needs nothing",
    },
    "conference-per-minute": {
      task: "Hold conferences paid per minute",
      needs: "The pay-per-minute license and the Communications Credits license for each organizer, and a balance",
    },
    "call-inside-plan": {
      task: "Call inside the calling plan",
      needs: "Phone System and a Calling Plan",
    },
    "call-beyond-plan": {
      task: "Call beyond the month's minutes, abroad on a domestic plan, or beyond the included countries",
      needs: "Phone System, a Calling Plan and the Communications Credits license, and a balance",
    },
    "call-pay-as-you-go": {
      task: "Call on a pay-as-you-go plan",
      needs:
        "Phone System and a pay-as-you-go plan, with the Communications Credits license and a balance, or pay-as-you-go billing",
    },
    "voice-app-dial-out": {
      task: "Let an auto attendant or call queue call out from a calling plan service number",
      needs: "A pay-as-you-go plan, with the Communications Credits license and a balance, or pay-as-you-go billing",
    },
    "own-carrier": {
      task: "Call through an own carrier (Direct Routing)",
      needs: "Phone System alone; no Calling Plan",
    },
  },
  plans: {
    title: "Plans and add-ons",
    sample: "The prices of plans are samples, made up for this installation. What calls cost is on the Rates page.",
    search: "Plan",
    name: "Plan",
    kinds: { plan: "Plan", "add-on": "Add-on", credits: "Credits", base: "Base" },
    gives: "Gives",
    scopes: {
      domestic: "domestic calls",
      international: "international calls",
      user: "domestic calls",
      "zone-a": "dial-out to Zone A",
    },
    minutesShared: "{{each}} minutes a month for {{pool}}, shared by all",
    minutesOwn: "{{each}} minutes a month for {{pool}}, of each person",
    elsewhere: "elsewhere {{minutes}}",
    includes: {
      domestic: "Calls within the country",
      international: "Calls to the included countries",
      zoneA: "Dial-out to Zone A",
      usCanada: "Dial-out to the US and Canada without limit",
      incoming: "Incoming calls",
    },
    price: "Price",
    perMonth: "a month",
    byCarrier: "Billed by the carrier",
    samplePrice: "Sample price",
    notSoldIn: "Not sold in",
    noMatch: "No plan fits these words",
  },
};
