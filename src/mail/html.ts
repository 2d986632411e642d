/** HTML by a template that escapes whatever is put into it, unless that is HTML of this tag itself. */
export interface Html {
  readonly html: string;
}

const ESCAPES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

const escaped = (value: string | Html | readonly Html[]): string => {
  if (typeof value === "string") return value.replace(/[&<>"']/g, (sign) => ESCAPES[sign]!);
  return "html" in value ? value.html : value.map(({ html }) => html).join("");
};

export const html = (texts: TemplateStringsArray, ...values: (string | Html | readonly Html[])[]): Html => ({
  html: String.raw({ raw: texts }, ...values.map(escaped)),
});
