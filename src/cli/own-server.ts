/** The running Talktime that the settings name, for commands that ask it over HTTP. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { addressOf, type Config } from "../config.ts";
import { folderOutsideOf } from "../postgres/embedded/data-folder.ts";
import { settings } from "./command.ts";

export interface OwnServer {
  /** Without a slash at its end. */
  url: string;
  key: string;
}

/** `url` and `key` go before the settings. @throws Error where no key is known */
export function ownServer({ url, key }: { url?: string; key?: string } = {}): OwnServer {
  const config = settings();
  return { url: withoutSlash(url ?? config.publicUrl ?? addressOf(config)), key: key ?? ownKey(config) };
}

/** That of the settings, else the one that a Talktime without made up: it keeps it beside its data. */
function ownKey({ operatorKey, dataFolder }: Config): string {
  if (operatorKey !== undefined) return operatorKey;
  const folders = [dataFolder, folderOutsideOf(dataFolder)];
  const kept = folders.map((folder) => keptKey(join(folder, "operator-key"))).find((found) => found !== "");
  if (kept !== undefined) return kept;
  throw new Error(`No key is known: there is none in ${dataFolder}. Set TALKTIME_OPERATOR_KEY or TALKTIME_DATA.`);
}

function keptKey(file: string): string {
  try {
    return readFileSync(file, "utf8").trim();
  } catch {
    return "";
  }
}

export interface Answer {
  status: number;
  body: Record<string, unknown>;
}

/** @throws Error where nobody answers, or somebody else */
export async function ask({ url, key }: OwnServer, path: string, request: RequestInit = {}): Promise<Answer> {
  const headers = { ...request.headers, authorization: `Bearer ${key}` };
  const response = await fetch(url + path, { ...request, headers }).catch((error: unknown) => {
    throw new Error(`No answer from ${url}: is Talktime running there?`, { cause: error });
  });
  const body = await response.json().catch((error: unknown) => {
    throw new Error(`What answers at ${url} is no Talktime (status ${response.status}).`, { cause: error });
  });
  return { status: response.status, body: body as Answer["body"] };
}

export const withoutSlash = (address: string): string => address.replace(/\/+$/, "");
