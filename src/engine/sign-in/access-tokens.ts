/**
 * Access tokens that an API key is exchanged for: signed, an hour long, of one organisation. They name the key by its
 * hash, so that a token is good only as long as its key is.
 */
import { hkdfSync } from "node:crypto";
import { jwtVerify, SignJWT } from "jose";

export interface AccessToken {
  /** SHA-256 of the API key. */
  keyHash: Buffer;
  organization: string;
}

export const TOKEN_SECONDS = 3600;

const ALGORITHM = "HS256";
const ISSUER = "talktime";

export class AccessTokens {
  readonly #secretKey: string | undefined;
  readonly #now: () => number;

  constructor(secretKey: string | undefined, now: () => number) {
    this.#secretKey = secretKey;
    this.#now = now;
  }

  issue({ keyHash, organization }: AccessToken): Promise<string> {
    const now = Math.floor(this.#now() / 1000);
    return new SignJWT({ key: keyHash.toString("base64url"), organization })
      .setProtectedHeader({ alg: ALGORITHM, typ: "JWT" })
      .setIssuer(ISSUER)
      .setIssuedAt(now)
      .setExpirationTime(now + TOKEN_SECONDS)
      .sign(this.#key());
  }

  /** Undefined for what is none of ours, or has ended. */
  async open(token: string): Promise<AccessToken | undefined> {
    try {
      const { payload } = await jwtVerify<{ key: string; organization: string }>(token, this.#key(), {
        algorithms: [ALGORITHM],
        issuer: ISSUER,
        currentDate: new Date(this.#now()),
      });
      return { keyHash: Buffer.from(payload.key, "base64url"), organization: payload.organization };
    } catch {
      return undefined;
    }
  }

  #key(): Uint8Array {
    if (this.#secretKey === undefined) throw new Error("There is no TALKTIME_SECRET_KEY to sign with.");
    return new Uint8Array(hkdfSync("sha256", this.#secretKey, "", "talktime access token", 32));
  }
}
