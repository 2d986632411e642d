/** A file of a multipart request, streamed to a temporary folder: nobody holds it in memory. */
import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import multipart from "@fastify/multipart";
import type { FastifyRequest } from "fastify";
import { wrong } from "../domain/fault.ts";
import { Problem } from "./errors.ts";
import type { App } from "./schema.ts";

export const LARGEST_FILE = 2 * 1024 ** 3;

export interface Received {
  path: string;
  /** As its sender calls it, without folders. */
  name: string;
  sha256: string;
  discard: () => Promise<void>;
}

/** For the scope that the routes stand in. */
export const takeFiles = (app: App): void =>
  void app.register(multipart, { limits: { fileSize: LARGEST_FILE, files: 1, fields: 10, fieldSize: 10_000 } });

/** The first file of the request. @throws Problem for a body that is no form, has no file, or is too large */
export async function receiveFile(request: FastifyRequest): Promise<Received> {
  if (!request.isMultipart())
    throw new Problem("UNSUPPORTED_MEDIA_TYPE", "Send the file as multipart/form-data, in a field of its own.");
  const part = await request.file().catch((error: Error) => {
    throw new Problem("INVALID_REQUEST", `The form can not be read: ${error.message}`);
  });
  if (!part) {
    throw new Problem("INVALID_REQUEST", "The form has no file.", {
      errors: [{ in: "body", pointer: "/file", ...wrong("REQUIRED") }],
    });
  }
  const folder = await mkdtemp(join(tmpdir(), "talktime-upload-"));
  const discard = (): Promise<void> => rm(folder, { recursive: true, force: true });
  const hash = createHash("sha256");
  const hashing = new Transform({
    transform(piece: Buffer, _encoding, done) {
      hash.update(piece);
      done(null, piece);
    },
  });
  try {
    const path = join(folder, "upload");
    await pipeline(part.file, hashing, createWriteStream(path, { mode: 0o600 }));
    if (part.file.truncated) throw new Problem("BODY_TOO_LARGE", "The file is larger than 2 GB.");
    return { path, name: nameOf(part.filename), sha256: hash.digest("hex"), discard };
  } catch (error) {
    await discard();
    throw error;
  }
}

const nameOf = (name: string): string =>
  (name.split(/[/\\]/).at(-1) ?? "").replace(/[\p{Cc}\p{Zl}\p{Zp}]/gu, "").slice(0, 200) || "upload";
