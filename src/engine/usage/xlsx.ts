/**
 * A workbook written as a stream, so that its size does not matter: Office Open XML (ECMA-376) in a zip. Cells are typed,
 * the header is frozen and filters, and a sheet that is full goes on in the next. (The packages that can do it keep
 * everything in memory or are not maintained.)
 */
import { type ZipEntry, zipStream } from "./zip.ts";

export type Cell =
  | { kind: "text"; value: string }
  /** Decimal, as it is written. */
  | { kind: "number" | "money"; value: string }
  /** Epoch milliseconds. */
  | { kind: "time"; value: number }
  | null;

export interface Sheet {
  name: string;
  header: readonly { name: string; width: number }[];
  rows: AsyncIterable<readonly Cell[]> | Iterable<readonly Cell[]>;
}

/** Of Excel, with the header. */
const MOST_ROWS = 1_048_576;
/** Characters gathered before they are handed on. */
const PIECE = 1 << 16;

/** The bytes of the workbook. Sheets are written in order; `lastFirst` shows the last of them before the others. */
export const workbook = (
  sheets: AsyncIterable<Sheet> | Iterable<Sheet>,
  { mostRows = MOST_ROWS, lastFirst = false } = {},
): AsyncIterable<Buffer> => zipStream(parts(sheets, mostRows, lastFirst));

async function* parts(
  sheets: AsyncIterable<Sheet> | Iterable<Sheet>,
  mostRows: number,
  lastFirst: boolean,
): AsyncGenerator<ZipEntry> {
  const names: string[] = [];
  for await (const sheet of sheets) {
    const rows = rowsOf(sheet);
    const source = { rows, next: await rows.next() };
    try {
      for (let part = 1; part === 1 || !source.next.done; part++) {
        names.push(part === 1 ? sheet.name : `${sheet.name} ${part}`);
        yield { name: `xl/worksheets/sheet${names.length}.xml`, content: sheetXml(sheet, source, mostRows) };
      }
    } finally {
      await rows.return?.();
    }
  }
  yield* fixedParts(names, lastFirst);
}

type Rows = AsyncIterator<readonly Cell[]> | Iterator<readonly Cell[]>;
/** Rows with the next of them. */
interface Source {
  rows: Rows;
  next: IteratorResult<readonly Cell[]>;
}

const rowsOf = ({ rows }: Sheet): Rows =>
  Symbol.asyncIterator in rows ? rows[Symbol.asyncIterator]() : rows[Symbol.iterator]();

/** One sheet, until it is full or the rows are over. */
async function* sheetXml({ header }: Sheet, source: Source, mostRows: number): AsyncGenerator<string> {
  const widths = header.map(({ width }, i) => `<col min="${i + 1}" max="${i + 1}" width="${width}" customWidth="1"/>`);
  let xml =
    `${XML}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" ` +
    `activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>${widths.join("")}</cols><sheetData>` +
    rowXml(header.map(({ name }) => `<c s="1" t="inlineStr"><is><t>${escaped(name)}</t></is></c>`));
  let written = 1;
  for (; !source.next.done && written < mostRows; written++) {
    xml += rowXml(source.next.value.map(cellXml));
    if (xml.length > PIECE) {
      yield xml;
      xml = "";
    }
    source.next = await source.rows.next();
  }
  yield `${xml}</sheetData><autoFilter ref="A1:${columnName(header.length)}${written}"/></worksheet>`;
}

const rowXml = (cells: readonly string[]): string => `<row>${cells.join("")}</row>`;

function cellXml(cell: Cell): string {
  if (cell === null) return "<c/>";
  switch (cell.kind) {
    case "text":
      return cell.value === ""
        ? "<c/>"
        : `<c t="inlineStr"><is><t xml:space="preserve">${escaped(cell.value)}</t></is></c>`;
    case "number":
      return `<c><v>${cell.value}</v></c>`;
    case "money":
      return `<c s="3"><v>${cell.value}</v></c>`;
    case "time":
      return `<c s="2"><v>${cell.value / 86_400_000 + DAYS_BEFORE_1970}</v></c>`;
  }
}

/** Days are counted from 30 December 1899. */
const DAYS_BEFORE_1970 = 25_569;
/** Of a cell, in Excel. */
const LONGEST_TEXT = 32_767;

/** What nearly all cells hold: printable ASCII without the signs of XML. */
const PLAIN = /^[ -%'-;=?-~]*$/;

/** XML 1.0 knows no control characters but tab and line ends. */
const escaped = (text: string): string => (PLAIN.test(text) ? text.slice(0, LONGEST_TEXT) : escapedSigns(text));
const escapedSigns = (text: string): string =>
  text
    .slice(0, LONGEST_TEXT)
    .replace(/[^\P{Cc}\t\n\r]|\p{Noncharacter_Code_Point}|\p{Surrogate}/gu, "\ufffd")
    .replace(/[&<>]/g, (sign) => (sign === "&" ? "&amp;" : sign === "<" ? "&lt;" : "&gt;"));

/** 1 → A, 27 → AA. */
function columnName(n: number): string {
  const rest = (n - 1) % 26;
  return (n > 26 ? columnName((n - 1 - rest) / 26) : "") + String.fromCharCode(65 + rest);
}

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships";
const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml";

const STYLES =
  `${XML}<styleSheet xmlns="${MAIN}"><numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd hh:mm:ss"/>` +
  `<numFmt numFmtId="165" formatCode="#,##0.00####"/></numFmts><fonts count="2"><font><sz val="11"/><name val="Calibri"/>` +
  `</font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill ` +
  `patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/>` +
  `</borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="4"><xf xfId="0"/><xf xfId="0" fontId="1" ` +
  `applyFont="1"/><xf xfId="0" numFmtId="164" applyNumberFormat="1"/><xf xfId="0" numFmtId="165" ` +
  `applyNumberFormat="1"/></cellXfs></styleSheet>`;

function fixedParts(names: readonly string[], lastFirst: boolean): ZipEntry[] {
  const entries: ZipEntry[] = [];
  const add = (name: string, xml: string): unknown => entries.push({ name, content: [xml] });
  const parts = names.map((name, i) => ({ name, id: i + 1 }));
  const shown = lastFirst ? [...parts.slice(-1), ...parts.slice(0, -1)] : parts;
  const styles = parts.length + 1;
  add("xl/styles.xml", STYLES);
  add(
    "xl/workbook.xml",
    `${XML}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets>${shown
      .map(({ name, id }) => `<sheet name="${escaped(name)}" sheetId="${id}" r:id="rId${id}"/>`)
      .join("")}</sheets></workbook>`,
  );
  add(
    "xl/_rels/workbook.xml.rels",
    `${XML}<Relationships xmlns="${RELATIONS}">${parts
      .map(({ id }) => `<Relationship Id="rId${id}" Type="${OFFICE}/worksheet" Target="worksheets/sheet${id}.xml"/>`)
      .join("")}<Relationship Id="rId${styles}" Type="${OFFICE}/styles" Target="styles.xml"/></Relationships>`,
  );
  add(
    "_rels/.rels",
    `${XML}<Relationships xmlns="${RELATIONS}"><Relationship Id="rId1" Type="${OFFICE}/officeDocument" ` +
      `Target="xl/workbook.xml"/></Relationships>`,
  );
  add(
    "[Content_Types].xml",
    `${XML}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ` +
      `ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ` +
      `ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${TYPE}.sheet.main+xml"/>` +
      `<Override PartName="/xl/styles.xml" ContentType="${TYPE}.styles+xml"/>${parts
        .map(({ id }) => `<Override PartName="/xl/worksheets/sheet${id}.xml" ContentType="${TYPE}.worksheet+xml"/>`)
        .join("")}</Types>`,
  );
  return entries;
}
