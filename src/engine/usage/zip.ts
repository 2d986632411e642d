/** A zip written as a stream: entry after entry, with flat memory. */
import { PassThrough, Readable } from "node:stream";
import { finished } from "node:stream/promises";
import { ZipFile } from "yazl";

export interface ZipEntry {
  name: string;
  content: AsyncIterable<string> | Iterable<string>;
}

/** Fast rather than small: another third is not worth twice the time. */
const COMPRESSION_LEVEL = 3;

/** The next entry is asked for when the one before is written. Whoever stops reading stops the entries, too. */
export function zipStream(entries: AsyncIterable<ZipEntry> | Iterable<ZipEntry>): AsyncIterable<Buffer> {
  const zip = new ZipFile();
  const output = new PassThrough();
  const fail = (error: Error): unknown => output.destroy(error);
  let current: Readable | undefined;
  const write = async (): Promise<void> => {
    for await (const { name, content } of entries) {
      if (output.destroyed) throw new Error("nobody reads the zip any more");
      current = Readable.from(content, { objectMode: false });
      zip.addReadStream(current, name, { compressionLevel: COMPRESSION_LEVEL });
      await finished(current);
    }
    zip.end();
  };
  zip.on("error", fail);
  output.on("close", () => current?.destroy());
  zip.outputStream.pipe(output);
  write().catch(fail);
  return output;
}
