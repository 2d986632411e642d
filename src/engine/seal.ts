/** Encryption of what has to be read again but not by whoever reads the database: AES-256-GCM, RFC 5116. */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";

export interface Seal {
  seal: (text: string) => string;
  /** Undefined for what was not sealed by this key, for this use. */
  open: (sealed: string) => string | undefined;
}

const IV_BYTES = 12;
const TAG_BYTES = 16;

/** `use` parts the keys of different uses: what was sealed for one does not open for another. */
export function sealOf(secretKey: string | undefined, use: string): Seal {
  const key = (): Buffer => {
    if (secretKey === undefined) throw new Error("There is no TALKTIME_SECRET_KEY to encrypt with.");
    return Buffer.from(hkdfSync("sha256", secretKey, "", `talktime ${use}`, 32));
  };
  return {
    seal: (text) => {
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv("aes-256-gcm", key(), iv);
      const body = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
      return Buffer.concat([iv, cipher.getAuthTag(), body]).toString("base64url");
    },
    open: (sealed) => {
      const bytes = Buffer.from(sealed, "base64url");
      if (bytes.length < IV_BYTES + TAG_BYTES) return undefined;
      const decipher = createDecipheriv("aes-256-gcm", key(), bytes.subarray(0, IV_BYTES));
      decipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
      try {
        return decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)).toString("utf8") + decipher.final("utf8");
      } catch {
        return undefined;
      }
    },
  };
}
