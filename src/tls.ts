/** The certificate that Talktime serves https with. */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { createSecureContext } from "node:tls";

/** PEM. */
export interface Tls {
  cert: string;
  key: string;
}

interface Settings {
  TALKTIME_TLS_CERT?: string | undefined;
  TALKTIME_TLS_KEY?: string | undefined;
}

/**
 * Read at the start, and tried, so that a bad pair is named then and not to whoever connects. Undefined where neither is
 * set. @throws Error that names the setting, and nothing of the key
 */
export function readTls(settings: Settings, cwd: string): Tls | undefined {
  if (settings.TALKTIME_TLS_CERT === undefined && settings.TALKTIME_TLS_KEY === undefined) return undefined;
  const pem = (name: keyof Settings): string => {
    const given = settings[name];
    if (given === undefined) throw new Error(`TALKTIME_TLS_CERT and TALKTIME_TLS_KEY go together: ${name} is missing.`);
    if (given.startsWith("-----BEGIN ")) return given;
    try {
      return readFileSync(resolve(cwd, given), "utf8");
    } catch (error) {
      const { code = "" } = error as NodeJS.ErrnoException;
      throw new Error(`${name} names a file that can not be read (${code}).`, { cause: error });
    }
  };
  const tls = { cert: pem("TALKTIME_TLS_CERT"), key: pem("TALKTIME_TLS_KEY") };
  try {
    createSecureContext(tls);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(`TALKTIME_TLS_CERT and TALKTIME_TLS_KEY are no certificate and its private key: ${why}`, {
      cause: error,
    });
  }
  return tls;
}
