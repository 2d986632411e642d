/** What kind of file it is, by its first bytes; and the members of a Teams export. Nothing is unpacked to disk. */
import { createReadStream } from "node:fs";
import { open, stat } from "node:fs/promises";
import { basename } from "node:path";
import { Readable } from "node:stream";
import { crc32 } from "node:zlib";
import yauzl from "yauzl";
import { UnreadableFile } from "./row.ts";
import type { Source } from "./text.ts";

export type FileKind = "csv" | "json";
export interface OpenedFile {
  sources: (Source & { kind: FileKind })[];
  close: () => void;
}

/** A zip that unpacks to more than this is no usage export. */
const MOST_UNPACKED = 8 * 1024 ** 3;
/** Some hundred rows, a few milliseconds of work between two turns of the event loop. */
const PIECE_BYTES = 32_768;
const MEMBERS = /(?:^|\/)(?:PSTN|DirectRouting)\.calls[^/]*\.csv$/i;

/** @throws UnreadableFile; what the file system says of a path that is not there is thrown as it is */
export async function openUsageFile(path: string, name = basename(path)): Promise<OpenedFile> {
  const head = await firstBytes(path);
  if (head.length === 0) throw new UnreadableFile(`${name} is empty.`);
  if (head.subarray(0, 2).toString("latin1") === "PK") return openZip(path, name);
  const text = head
    .toString("latin1")
    .replace(/^(?:\u00ef\u00bb\u00bf|\u00ff\u00fe|\u00fe\u00ff)/, "")
    .replaceAll("\0", "");
  const kind = /^\s*[[{]/.test(text) ? "json" : "csv";
  const { size } = await stat(path);
  const pieces = { highWaterMark: PIECE_BYTES };
  return { sources: [{ name, kind, size, open: () => createReadStream(path, pieces) }], close: () => {} };
}

async function firstBytes(path: string): Promise<Buffer> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(512), 0, 512, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

async function openZip(path: string, name: string): Promise<OpenedFile> {
  const zip = await new Promise<yauzl.ZipFile>((resolve, reject) =>
    yauzl.open(path, { lazyEntries: true, autoClose: false }, (error, file) =>
      error ? reject(brokenZip(name, error)) : resolve(file),
    ),
  );
  try {
    const entries = (await entriesOf(zip, name)).filter(({ fileName }) => MEMBERS.test(fileName));
    if (entries.length === 0)
      throw new UnreadableFile(`${name} holds neither PSTN.calls….csv nor DirectRouting.calls….csv.`);
    if (entries.reduce((total, { uncompressedSize }) => total + uncompressedSize, 0) > MOST_UNPACKED)
      throw new UnreadableFile(`${name} unpacks to more than 8 GB.`);
    const sources = entries.map((entry) => ({
      name: entry.fileName,
      kind: "csv" as const,
      size: entry.uncompressedSize,
      open: () => unpack(zip, entry, name),
    }));
    return { sources, close: () => zip.close() };
  } catch (error) {
    zip.close();
    throw error;
  }
}

const entriesOf = (zip: yauzl.ZipFile, name: string): Promise<yauzl.Entry[]> =>
  new Promise((resolve, reject) => {
    const entries: yauzl.Entry[] = [];
    zip.on("entry", (entry: yauzl.Entry) => {
      entries.push(entry);
      zip.readEntry();
    });
    zip.on("end", () => resolve(entries));
    zip.on("error", (error: Error) => reject(brokenZip(name, error)));
    zip.readEntry();
  });

/** The library checks lengths; the checksum is ours to check. */
async function* unpack(zip: yauzl.ZipFile, entry: yauzl.Entry, name: string): AsyncGenerator<Uint8Array> {
  let checksum = 0;
  try {
    const stream = await new Promise<Readable>((resolve, reject) =>
      zip.openReadStream(entry, (error, opened) => (error ? reject(error) : resolve(opened))),
    );
    for await (const piece of stream as AsyncIterable<Uint8Array>) {
      checksum = crc32(piece, checksum);
      yield piece;
    }
  } catch (error) {
    throw brokenZip(name, error as Error);
  }
  if (checksum !== entry.crc32) throw brokenZip(name, new Error(`the checksum of ${entry.fileName} is wrong`));
}

const brokenZip = (name: string, error: Error): UnreadableFile =>
  error instanceof UnreadableFile
    ? error
    : new UnreadableFile(`${name} is a broken or truncated zip: ${error.message.replace(/\.+$/, "")}.`);
