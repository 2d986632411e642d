/** Which column of a file means what: given, or guessed from the header, in the languages that carriers write in. */
import { z } from "zod";
import { ambiguousPart, type DateOrder, type DurationUnit, readMoment } from "./values.ts";
import { ENCODINGS } from "./text.ts";

export const MEANINGS = [
  "id",
  "callId",
  "start",
  "date",
  "time",
  "end",
  "duration",
  "callType",
  "direction",
  "from",
  "to",
  "user",
  "charge",
  "fee",
  "currency",
  "numberType",
  "conferenceId",
] as const;
export type Meaning = (typeof MEANINGS)[number];

export const CURRENCIES: ReadonlySet<string> = new Set(Intl.supportedValuesOf("currency"));

export const DELIMITERS = [",", ";", "\t", "|"] as const;

/** How to read a file. What is left out is guessed. */
export const mappingSchema = z.strictObject({
  columns: z
    .partialRecord(z.enum(MEANINGS), z.string().min(1).max(200).nullable())
    .optional()
    .meta({ description: "Meaning: name of the column in the header; null: none, whatever would be guessed" }),
  encoding: z.enum(ENCODINGS).optional(),
  delimiter: z.enum(DELIMITERS).optional(),
  dateOrder: z.enum(["dmy", "mdy"]).optional().meta({ description: "Of dates such as 03/04/2026" }),
  decimal: z.enum([".", ","]).optional(),
  durationUnit: z.enum(["seconds", "minutes", "milliseconds"]).optional(),
  timeZone: z.string().max(64).refine(isTimeZone, "must be a time zone of the IANA database").optional().meta({
    description:
      "Of times without an offset; absent: UTC where the file is of Teams or its header says so, else that of the organisation",
  }),
  currency: z
    .string()
    .refine((code) => CURRENCIES.has(code), "must be a currency code of ISO 4217")
    .nullish()
    .meta({ description: "Of charges that name none" }),
});
export type Mapping = z.output<typeof mappingSchema>;

/** @throws Error that names what is wrong */
export function readMapping(json: unknown): Mapping {
  const parsed = mappingSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  throw new Error(
    parsed.error.issues.map(({ path, message }) => `${["", ...path].join("/") || "/"}: ${message}`).join("; "),
  );
}

function isTimeZone(name: string): boolean {
  try {
    return !/^[+-]/.test(name) && Boolean(new Intl.DateTimeFormat("en", { timeZone: name }));
  } catch {
    return false;
  }
}

/** A mapping with nothing left to guess; what a dry run shows and what can be saved. */
export type FullMapping = {
  [K in Exclude<keyof Mapping, "currency" | "columns">]-?: Exclude<Mapping[K], undefined>;
} & {
  columns: Partial<Record<Meaning, string>>;
  currency: string | null;
};

/** Names in lower case without spaces and signs. The first that a header has wins. */
const NAMES: Readonly<Record<Meaning, readonly string[]>> = {
  id: ["usageid", "recordid", "cdrid", "uniqueid", "明細id", "レコードid"],
  callId: ["callid", "correlationid", "callreference", "callref", "通話id", "呼id", "anrufid"],
  start: [
    ...[
      "starttime",
      "startdatetime",
      "calldatetime",
      "datetime",
      "timestamp",
      "calldate",
      "start",
      "begin",
      "begintime",
    ],
    ...["starttimeutc", "timestamputc", "connecttime", "answertime", "setuptime", "invitetime"],
    ...["開始日時", "通話開始日時", "発信日時", "通話日時", "利用日時", "通話開始時刻", "ご利用日時"],
    ...[
      "startzeit",
      "beginn",
      "datumuhrzeit",
      "zeitpunkt",
      "anrufbeginn",
      "dateheure",
      "débutdelappel",
      "début",
      "fechahora",
      "inicio",
    ],
  ],
  date: [
    "date",
    "day",
    "日付",
    "通話日",
    "利用日",
    "ご利用日",
    "発信日",
    "年月日",
    "datum",
    "jour",
    "fecha",
    "dataora",
    "data",
  ],
  time: ["time", "時刻", "通話時刻", "開始時刻", "発信時刻", "uhrzeit", "zeit", "heure", "hora", "ora"],
  end: ["endtime", "enddatetime", "end", "disconnecttime", "終了日時", "通話終了日時", "endzeit", "ende", "fin"],
  duration: [
    ...[
      "durationseconds",
      "durationsec",
      "duration",
      "billsec",
      "billedseconds",
      "callduration",
      "seconds",
      "durations",
      "usageseconds",
    ],
    ...["durationmin", "durationminutes", "minutes", "billedminutes", "durationms"],
    ...["通話時間", "通話時間秒", "通話秒数", "時間秒", "利用時間", "通話時間分", "秒数", "ご利用時間", "課金秒数"],
    ...[
      "dauer",
      "dauersek",
      "dauersekunden",
      "dauermin",
      "gesprächsdauer",
      "durée",
      "duréesec",
      "duréeensecondes",
      "duración",
      "durata",
    ],
  ],
  callType: ["calltype", "type", "calltypes", "通話種別", "種別", "呼種別", "anruftyp", "typ", "typedappel"],
  direction: ["direction", "inout", "発着", "発着信", "発着区分", "richtung", "sens", "sentido"],
  from: [
    ...[
      "callerid",
      "callernumber",
      "caller",
      "from",
      "fromnumber",
      "source",
      "src",
      "callingnumber",
      "callingparty",
      "ani",
      "anumber",
      "originatingnumber",
    ],
    ...["発信番号", "発信者番号", "発番号", "発信元", "発信元番号", "お客様番号", "ご利用番号", "電話番号"],
    ...["anrufer", "rufnummera", "vonnummer", "von", "quelle", "appelant", "numéroappelant", "origen"],
  ],
  to: [
    ...[
      "destinationnumber",
      "calleenumber",
      "callee",
      "to",
      "tonumber",
      "destination",
      "dst",
      "callednumber",
      "calledparty",
      "dialednumber",
    ],
    ...["diallednumber", "dnis", "bnumber", "numberdialled", "numberdialed", "terminatingnumber", "number"],
    ...[
      "着信番号",
      "相手先番号",
      "通話先",
      "通話先番号",
      "着番号",
      "相手先",
      "相手先電話番号",
      "着信先",
      "ダイヤル番号",
    ],
    ...[
      "zielnummer",
      "ziel",
      "angerufener",
      "rufnummerb",
      "zielrufnummer",
      "appelé",
      "numéroappelé",
      "destino",
      "gewählterufnummer",
    ],
  ],
  user: [
    "upn",
    "userprincipalname",
    "username",
    "user",
    "email",
    "ユーザー",
    "ユーザー名",
    "利用者",
    "benutzer",
    "utilisateur",
    "usuario",
  ],
  charge: [
    ...["charge", "cost", "amount", "price", "totalcharge", "totalcost", "netamount", "callcost", "callcharge", "fee"],
    ...["料金", "通話料", "通話料金", "金額", "税抜金額", "ご利用料金", "通話料円", "料金円", "金額円"],
    ...["kosten", "betrag", "preis", "nettobetrag", "coût", "montant", "prix", "importe", "coste", "costo", "importo"],
  ],
  fee: ["connectionfee", "setupfee", "connectioncharge", "接続料", "verbindungsgebühr"],
  currency: ["currency", "currencycode", "通貨", "währung", "devise", "moneda", "valuta"],
  numberType: ["numbertype", "inventorytype", "番号種別"],
  conferenceId: ["conferenceid", "会議id"],
};

const normalized = (name: string): string =>
  name
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, "");

/** The place of each meaning in the header; a column means one thing only. */
export function guessColumns(header: readonly string[]): Partial<Record<Meaning, string>> {
  const names = header.map((name) => normalized(withoutUnit(name)));
  const found: Partial<Record<Meaning, string>> = {};
  const taken = new Set<number>();
  for (const meaning of MEANINGS)
    for (const name of NAMES[meaning]) {
      const place = names.findIndex((each, i) => each === name && !taken.has(i));
      if (place < 0) continue;
      found[meaning] = header[place]!;
      taken.add(place);
      break;
    }
  return found;
}

/** `通話時間(秒)`, `Cost (EUR)`: the unit says how to read it, not what it is. */
const withoutUnit = (name: string): string => name.normalize("NFKC").replace(/[([][^)\]]*[)\]]/g, "");

export const guessDelimiter = (line: string): Mapping["delimiter"] & string => {
  const bare = line.replace(/"[^"]*"/g, "");
  const count = (mark: string): number => bare.split(mark).length;
  return [...DELIMITERS].sort((a, b) => count(b) - count(a))[0]!;
};

/** Completes a mapping by the header and the first rows. `timeZone`: where the calls were made. */
export function completeMapping(
  given: Mapping & Pick<FullMapping, "delimiter" | "encoding">,
  header: readonly string[],
  rows: readonly (readonly string[])[],
  timeZone: string,
): FullMapping {
  const columns = guessColumns(header);
  for (const [meaning, column] of Object.entries(given.columns ?? {}) as [Meaning, string | null][])
    if (column === null) delete columns[meaning];
    else columns[meaning] = column;
  // A date and a time in columns of their own, unless one column tells both.
  if (columns.start === undefined && columns.date !== undefined && columns.time === undefined) {
    columns.start = columns.date;
    delete columns.date;
  }
  const valuesOf = (meaning: Meaning): string[] => {
    const place = header.indexOf(columns[meaning] ?? "\0");
    return place < 0 ? [] : rows.map((row) => (row[place] ?? "").trim()).filter((value) => value !== "");
  };
  const decimal = given.decimal ?? guessDecimal([...valuesOf("charge"), ...valuesOf("fee")]);
  return {
    columns,
    encoding: given.encoding,
    delimiter: given.delimiter,
    decimal,
    dateOrder: given.dateOrder ?? guessDateOrder(valuesOf(columns.start === undefined ? "date" : "start"), decimal),
    durationUnit: given.durationUnit ?? guessUnit(columns.duration ?? ""),
    timeZone: given.timeZone ?? (isInUtc(header) ? "UTC" : timeZone),
    currency: given.currency ?? currencyIn(columns.charge ?? "", valuesOf("charge")),
  };
}

/** A comma with one, two or more than three digits behind it can be no thousands. */
function guessDecimal(values: readonly string[]): "." | "," {
  const asComma = values.filter((value) => /\d,\d+$/.test(value) && !/,\d{3}$/.test(value) && !/\.\d+$/.test(value));
  const asPoint = values.filter((value) => /\d?\.\d+$/.test(value) && !/\d\.\d{3}$/.test(value));
  if (asComma.length !== asPoint.length) return asComma.length > asPoint.length ? "," : ".";
  // 0,125 and nothing else: three digits behind a single 0 are a fraction.
  return values.some((value) => /^0,\d{3}$/.test(value)) ? "," : ".";
}

/** A first part above 12 is a day; where all could be both, the order in which the rows lie closer together. */
function guessDateOrder(values: readonly string[], decimal: "." | ","): DateOrder {
  const parts = values.map(ambiguousPart).filter((part) => part !== undefined);
  if (parts.some(([first]) => first > 12)) return "dmy";
  if (parts.some(([, second]) => second > 12)) return "mdy";
  if (values.some((value) => /^\d+\./.test(value))) return "dmy";
  const span = (order: DateOrder): number => {
    const times = values.flatMap((value) => readMoment(value, order, "UTC") ?? []);
    return Math.max(...times) - Math.min(...times);
  };
  const [dmy, mdy] = [span("dmy"), span("mdy")];
  if (dmy !== mdy) return dmy < mdy ? "dmy" : "mdy";
  return decimal === "," ? "dmy" : "mdy";
}

/** Carriers write what the clock on the wall says; Teams, and whoever says so, write UTC. */
const isInUtc = (header: readonly string[]): boolean =>
  header.some((name) => /\b(?:utc|gmt|usageid|shared correlation id)\b/i.test(name.normalize("NFKC")));

function guessUnit(column: string): DurationUnit {
  const name = column.normalize("NFKC").toLowerCase();
  if (/ms\b|milli|ミリ/.test(name)) return "milliseconds";
  return /min|分/.test(name) && !/sec|sek|秒/.test(name) ? "minutes" : "seconds";
}

const SIGNS: Readonly<Record<string, string>> = {
  "€": "EUR",
  "£": "GBP",
  "¥": "JPY",
  "￥": "JPY",
  円: "JPY",
  $: "USD",
};

function currencyIn(column: string, values: readonly string[]): string | null {
  for (const text of [column, ...values.slice(0, 5)]) {
    const sign = Object.keys(SIGNS).find((each) => text.includes(each));
    if (sign !== undefined) return SIGNS[sign]!;
    const code = /\b[A-Z]{3}\b/.exec(text.normalize("NFKC"))?.[0];
    if (code !== undefined && CURRENCIES.has(code)) return code;
  }
  return null;
}

/** What a file lacks to be read at all, in words; undefined: nothing. */
export function lacking({ columns }: FullMapping, header: readonly string[]): string | undefined {
  const named = Object.values(columns).find((column) => !header.includes(column));
  if (named !== undefined) return `there is no column "${named}"`;
  if (columns.start === undefined && (columns.date === undefined || columns.time === undefined))
    return "no column tells when a call began (start, or date and time)";
  if (columns.duration === undefined && columns.end === undefined && columns.charge === undefined)
    return "no column tells how long a call was (duration or end) or what it cost (charge)";
  if (columns.charge === undefined && columns.to === undefined)
    return "no column tells what a call cost (charge) or which number was called (to)";
  return undefined;
}
