/** Passwords: kept as Argon2id (RFC 9106) with OWASP's least parameters, 19 MiB and two passes: about 0.1 s each. */
import { hash, verify } from "@node-rs/argon2";
import { wrong } from "../../domain/fault.ts";
import { invalidField, Refused } from "../refused.ts";

const PARAMETERS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
/** Of a password that nobody knows: what is compared where there is no account, so that both take as long. */
const NOBODY = "$argon2id$v=19$m=19456,t=2,p=1$RVLU04DohN7OmS3mD5rlAQ$c0pzK7GfQ/rZg6UenllSAwkPK3JrIiYiPfjGhhGP/O4";

const SHORTEST = 12;
const LONGEST = 256;

/** @throws Refused INVALID_REQUEST for a password that is short, or is the address */
export function requireGoodPassword(password: string, email: string, pointer = "/password"): void {
  if ([...password].length < SHORTEST) throw invalidField(pointer, wrong("TOO_SHORT", { count: SHORTEST }));
  if (password.length > LONGEST) throw invalidField(pointer, wrong("TOO_LONG", { count: LONGEST }));
  if (password.toLowerCase() === email) throw invalidField(pointer, wrong("PASSWORD_IS_ADDRESS"));
}

export const hashPassword = (password: string): Promise<string> => atWork(() => hash(normal(password), PARAMETERS));

/** `passwordHash` null or undefined: never, after the same time. */
export async function isPassword(password: string, passwordHash: string | null | undefined): Promise<boolean> {
  const same = await atWork(() => verify(passwordHash ?? NOBODY, normal(password)));
  return same && passwordHash != null;
}

/** A letter with an accent is one character or two, depending on the keyboard. */
const normal = (password: string): string => password.normalize("NFKC");

/** Hashing is work for the same few threads that resolve names and read files: calls come first. */
const AT_ONCE = 2;
const MOST_WAITING = 40;
let working = 0;
const waiting: (() => void)[] = [];

async function atWork<T>(work: () => Promise<T>): Promise<T> {
  if (waiting.length >= MOST_WAITING) throw new Refused("OVERLOADED", "Too many people sign in at once. Try again.");
  if (working >= AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve));
  else working += 1;
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    if (next) next();
    else working -= 1;
  }
}
