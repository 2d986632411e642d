/** Words that many pages share. */
export const common = {
  loading: "Loading",
  close: "Close",
  cancel: "Cancel",
  failed: {
    title: "That did not work.",
    offline: "The server can not be reached. Nothing was changed; try again in a moment.",
    retry: "Try again",
    partly: "This could not be refreshed; what is shown is from",
    line: "Line {{line}}: {{message}}",
    lineColumn: "Line {{line}}, {{column}}: {{message}}",
  },
  refused: {
    title: "Your role does not include this",
    body: "Ask a Global Administrator of your organization to do it, or to give you the role.",
    roles: "These roles include it: {{roles}}.",
  },
  openList: "Show the list",
  clear: "Clear the search",
  table: {
    columns: "Edit columns",
    export: "Export",
    more: "Load more",
    chooseAll: "Choose all rows",
    rows_one: "{{count}} row",
    rows_other: "{{count}} rows",
    rowsSoFar_one: "{{count}} row so far",
    rowsSoFar_other: "{{count}} rows so far",
  },
  duration: {
    hours: "{{hours}} h {{minutes}} min",
    minutes: "{{minutes}} min {{seconds}} s",
    wholeMinutes: "{{minutes}} min",
    seconds: "{{seconds}} s",
  },
  chart: {
    asTable: "Show as a table",
    asChart: "Show as a chart",
    download: "Download",
    empty: "Nothing to draw for this period.",
  },
};
