/** A real OpenID Connect provider on the loopback, where whoever is asked for signs in without a password. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { generateKeyPair, exportJWK } from "jose";
import Provider, { type Configuration } from "oidc-provider";

export interface IdentityProvider {
  issuer: string;
  /** Whoever signs in next: the claims of their ID token. */
  person: Record<string, unknown>;
  /** Follows the provider's pages as a browser does, to where it sends the browser back. */
  signIn: (address: string) => Promise<string>;
  close: () => Promise<void>;
}

export async function startIdentityProvider(client: {
  id: string;
  secret: string;
  redirectUri: string;
}): Promise<IdentityProvider> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const state: IdentityProvider = { issuer, person: {}, signIn: follow, close };
  const { privateKey } = await generateKeyPair("RS256", { extractable: true });
  const configuration: Configuration = {
    clients: [{ client_id: client.id, client_secret: client.secret, redirect_uris: [client.redirectUri] }],
    jwks: { keys: [{ ...(await exportJWK(privateKey)), alg: "RS256", use: "sig" }] },
    cookies: { keys: ["cookie key of the tests"] },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_ctx, interaction) => `/sign-in/${interaction.uid}` },
    conformIdTokenClaims: false,
    claims: { openid: ["sub", "tid", "oid", "name", "preferred_username", "email", "email_verified", "roles"] },
    scopes: ["openid", "profile", "email"],
    ttl: { AccessToken: 60, AuthorizationCode: 60, IdToken: 60, Interaction: 60, Session: 60, Grant: 60 },
    findAccount: (_ctx, sub) => ({ accountId: sub, claims: () => ({ sub, ...state.person }) }),
    loadExistingGrant: async (ctx) => {
      const { session, client: asking } = ctx.oidc;
      const grant = new ctx.oidc.provider.Grant({ clientId: asking!.clientId, accountId: session!.accountId! });
      grant.addOIDCScope("openid profile email");
      await grant.save();
      return grant;
    },
  };
  const provider = new Provider(issuer, configuration);
  const pages = provider.callback();
  server.on("request", (request, response) => {
    if (!request.url!.startsWith("/sign-in/")) return void pages(request, response);
    // The same browser may come as somebody else: each time a session of its own.
    const accountId = `subject-${Math.random()}`;
    void provider.interactionFinished(request, response, { login: { accountId } });
  });
  return state;

  async function follow(address: string): Promise<string> {
    const jar = new Map<string, string>();
    for (let steps = 0; steps < 10; steps++) {
      const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
      const answer = await fetch(address, { redirect: "manual", headers: { cookie } });
      for (const line of answer.headers.getSetCookie()) {
        const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line)!;
        jar.set(name, value);
      }
      const next = answer.headers.get("location");
      if (next === null) throw new Error(`${address} answers ${answer.status}: ${await answer.text()}`);
      address = new URL(next, address).href;
      if (!address.startsWith(issuer)) return address;
    }
    throw new Error("the identity provider sends the browser around in circles");
  }

  async function close(): Promise<void> {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}
