import { existsSync, readFileSync } from "node:fs";
import pg from "pg";
import type { Connection } from "../pool.ts";
import { passwordFileIn, PORT, socketFolderOf, SUPERUSER } from "./cluster.ts";
import { databaseFolderOf, resolveDataFolder } from "./data-folder.ts";

/**
 * How to reach the embedded server of a data folder while a Talktime runs on it, for commands beside that one.
 * Undefined when no server answers there; `made` is whether the folder holds a database at all.
 */
export async function liveServer(wanted: string): Promise<{ made: boolean; connection: Connection | undefined }> {
  const { folder, serverUser } = resolveDataFolder(wanted);
  const passwordFile = passwordFileIn(databaseFolderOf(folder));
  if (!existsSync(passwordFile)) return { made: false, connection: undefined };
  const connection = {
    host: socketFolderOf(folder, serverUser),
    port: PORT,
    user: SUPERUSER,
    password: readFileSync(passwordFile, "utf8").trim(),
    database: "talktime",
  };
  const client = new pg.Client(connection);
  client.on("error", () => {}); // a broken connection fails the query that waits for it
  try {
    await client.connect();
    return { made: true, connection };
  } catch (error) {
    const { code = "" } = error as NodeJS.ErrnoException;
    if (["ENOENT", "ECONNREFUSED"].includes(code)) return { made: true, connection: undefined };
    throw error;
  } finally {
    await client.end().catch(() => {});
  }
}
