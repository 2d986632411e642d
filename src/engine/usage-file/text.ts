/** From bytes to text: which encoding a file is in, and its text piece by piece. */
import { UnreadableFile } from "./row.ts";

/** A file, or a member of a zip; may be read more than once. */
export interface Source {
  name: string;
  /** Bytes. */
  size: number;
  open: () => AsyncIterable<Uint8Array>;
}

export const ENCODINGS = ["utf-8", "utf-16le", "utf-16be", "shift_jis", "windows-1252"] as const;
export type Encoding = (typeof ENCODINGS)[number];

/**
 * By its mark; else the first of UTF-8, UTF-16 and Shift_JIS that the whole file is valid in. windows-1252 is never
 * guessed, since any bytes are valid in it.
 * @throws UnreadableFile for none of them
 */
export async function encodingOf(source: Source): Promise<Encoding> {
  const head = await headOf(source);
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return checked(source, "utf-8");
  if (head[0] === 0xff && head[1] === 0xfe) return checked(source, "utf-16le");
  if (head[0] === 0xfe && head[1] === 0xff) return checked(source, "utf-16be");
  const zeros = [0, 1].map((odd) => head.filter((byte, i) => byte === 0 && i % 2 === odd).length);
  if (zeros[1]! > head.length / 4) return checked(source, "utf-16le");
  if (zeros[0]! > head.length / 4) return checked(source, "utf-16be");
  for (const encoding of ["utf-8", "shift_jis"] as const)
    if ((await invalidAt(source, encoding)) === undefined) return encoding;
  const at = (await invalidAt(source, "utf-8"))!;
  throw new UnreadableFile(
    `${source.name} is neither UTF-8 (not in the 4 kB from byte ${at} on), UTF-16 nor Shift_JIS; name its encoding in the mapping, ` +
      'such as {"encoding":"windows-1252"}.',
  );
}

async function checked(source: Source, encoding: Encoding): Promise<Encoding> {
  const at = await invalidAt(source, encoding);
  if (at === undefined) return encoding;
  throw new UnreadableFile(`${source.name} begins as ${encoding.toUpperCase()}, but is not at byte ${at}.`);
}

async function headOf(source: Source): Promise<Uint8Array> {
  for await (const piece of source.open()) if (piece.length > 0) return piece.subarray(0, 4096);
  throw new UnreadableFile(`${source.name} is empty.`);
}

/** About where the file stops to be valid; undefined: nowhere. */
async function invalidAt(source: Source, encoding: Encoding): Promise<number | undefined> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  let read = 0;
  for await (const piece of source.open()) {
    // In small steps, so that the place is told and no long text is made for nothing.
    for (let at = 0; at < piece.length; at += 4096) {
      try {
        decoder.decode(piece.subarray(at, at + 4096), { stream: true });
      } catch {
        return read + at;
      }
    }
    read += piece.length;
  }
  try {
    decoder.decode();
  } catch {
    return read;
  }
  return undefined;
}

/** The text, without its mark. */
export async function* textOf(source: Source, encoding: Encoding): AsyncGenerator<string, void> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  for await (const piece of source.open()) yield decoder.decode(piece, { stream: true });
  yield decoder.decode();
}
