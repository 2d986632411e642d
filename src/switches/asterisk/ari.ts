/** ARI, Asterisk's HTTP interface, as far as we use it: which channels there are, and the end of one. */
import { z } from "zod";

/** Where it is, such as http://127.0.0.1:8088/ari, and who asks. */
export interface AriSettings {
  /** Without a slash at its end. */
  url: string;
  user: string;
  password: string;
}

const PATIENCE_MS = 5_000;
const channels = z.array(z.object({ id: z.string() }));

/** Ids of all channels. @throws Error when Asterisk does not answer, or not with a list: that is never an empty list */
export async function listChannels(ari: AriSettings): Promise<string[]> {
  const answer = await ask(ari, "GET", "/channels");
  if (answer.status !== 200) throw new Error(`ARI answers ${answer.status} to the question which channels there are`);
  return channels.parse(await answer.json()).map(({ id }) => id);
}

/**
 * Ends a channel, with a Q.850 cause. One that is gone has ended.
 * @throws Error when Asterisk does not answer, or will not
 */
export async function hangUpChannel(ari: AriSettings, id: string, cause: number): Promise<void> {
  const { status } = await ask(ari, "DELETE", `/channels/${encodeURIComponent(id)}?reason_code=${cause}`);
  if (status !== 204 && status !== 404) throw new Error(`ARI answers ${status} to a hang-up`);
}

function ask({ url, user, password }: AriSettings, method: string, path: string): Promise<Response> {
  const authorization = `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}`;
  const signal = AbortSignal.timeout(PATIENCE_MS);
  return fetch(url + path, { method, headers: { authorization }, signal, redirect: "error" });
}
