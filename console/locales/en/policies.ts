/** Voice > Dial-out policies. */
export const policies = {
  name: "Meetings: {{meetings}} · Users: {{users}}",
  conferencing: {
    any: "Any destination",
    domestic: "Same country as the organizer",
    "zone-a": "Zone A only",
    none: "Don't allow",
  },
  pstn: {
    any: "International and domestic",
    domestic: "Domestic",
    none: "None",
  },
};
