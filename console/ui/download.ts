/** Files made in the browser of what is seen. */

/** CSV as Excel opens it: UTF-8 with its mark, CRLF. A cell that begins like a formula gets an apostrophe. */
export function downloadCsv(name: string, headers: readonly string[], rows: readonly (readonly string[])[]): void {
  const lines = [headers, ...rows].map((cells) => cells.map(csvCell).join(","));
  downloadFile(`${name}.csv`, `\uFEFF${lines.join("\r\n")}\r\n`, "text/csv;charset=utf-8");
}

function downloadFile(name: string, content: string, type: string): void {
  const address = URL.createObjectURL(new Blob([content], { type }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}

/** Numbers, also +81… and -0.5, are left as they are. */
function csvCell(text: string): string {
  const safe = /^[=@\t]|^[+-](?![\d.]+$)/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
