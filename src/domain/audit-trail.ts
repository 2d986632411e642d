/** What the audit log keeps of a change: what is different, and nothing that is secret. */

/** Members whose values open something: passwords, tokens of cards and links, keys, codes, secrets of webhooks. */
const SECRET =
  /^(?:password|secret|token|key|link|code|csrf|otpauthUri|recoveryCodes|clientSecret)$|(?:Password|Secret|Token)$/;

const HIDDEN = "(not kept)";

/** The same value with every secret in it replaced. */
export function withoutSecrets(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutSecrets);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, SECRET.test(name) ? HIDDEN : withoutSecrets(inner)]),
  );
}

type Members = Readonly<Record<string, unknown>>;

/** Of what was and what is, the members that differ. */
export function difference(before: Members, after: Members): { before: Members; after: Members } {
  const differs = (name: string): boolean => JSON.stringify(before[name]) !== JSON.stringify(after[name]);
  const only = (members: Members): Members =>
    Object.fromEntries(Object.entries(members).filter(([name]) => differs(name)));
  return { before: only(before), after: only(after) };
}
