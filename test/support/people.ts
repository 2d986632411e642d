/** People who sign in: accounts made straight in the database, since a hash that a test does not look at costs time. */
import { SignInSessions } from "../../src/engine/sign-in/sessions.ts";
import { insertSignInAccount } from "../../src/postgres/sign-in-accounts.ts";
import type { Answer, TestServer } from "./server.ts";

/** What a browser does: keeps its cookie, and shows with every change that it comes from our own page. */
export interface Browser {
  ask: (method: "GET" | "PUT" | "POST" | "DELETE", path: string, body?: unknown) => Promise<Answer>;
  cookie: string;
  csrfToken: string;
}

/** `organization` null: an operator. `passwordHash` of password.ts, where the test signs in with one. */
export async function makeAccount(
  { engine }: TestServer,
  account: { email: string; organization: string | null; principalName?: string; passwordHash?: string },
): Promise<string> {
  const { email, organization, principalName = null, passwordHash = null } = account;
  const id = String(await engine.ids.one());
  const createdAt = engine.now();
  const row = { id, email, organization, principalName, displayName: email, passwordHash, createdAt };
  if (!(await insertSignInAccount(engine.pool, row))) throw new Error(`${email} has an account already`);
  return id;
}

/** Somebody signed in, without a password. `roles`: template ids from an identity provider. */
export async function signedIn(server: TestServer, account: string, roles: readonly string[] = []): Promise<Browser> {
  const sessions = new SignInSessions(server.engine, { idleMs: 1_800_000, mostMs: 43_200_000 });
  const { token } = await sessions.begin({ id: account }, { address: "192.0.2.1", browser: "test", roles });
  return browser(server, `talktime_session=${token}`);
}

export async function browser({ api }: TestServer, cookie: string): Promise<Browser> {
  const { body } = await api("GET", "/v1/session", undefined, { key: null, headers: { cookie } });
  const csrfToken = (body as { csrfToken: string }).csrfToken;
  const headers = { cookie, "x-csrf-token": csrfToken };
  return { cookie, csrfToken, ask: (method, path, body) => api(method, path, body, { key: null, headers }) };
}
