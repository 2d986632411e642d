import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { addressOf, readConfig, unknownSettings } from "./config.ts";

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "talktime-config-"))));
afterEach(() => rmSync(folder, { recursive: true }));

test("without any setting: this host alone, port 8480, the sample, the embedded database in ./data", () => {
  expect(readConfig({}, folder)).toEqual({
    host: "127.0.0.1",
    port: 8480,
    publicUrl: undefined,
    dataFolder: join(folder, "data"),
    databaseUrl: undefined,
    sample: "contoso",
    operatorKey: undefined,
    mostTopUp: "100000",
    receiptIssuer: "Talktime",
    taxLine: undefined,
    smtpUrl: undefined,
    mailFrom: undefined,
    session: { idleMs: 1_800_000, mostMs: 43_200_000 },
    trustedProxies: [],
    publicRates: false,
    clockOffsetSeconds: 0,
    stripe: undefined,
  });
});

test("the environment goes before .env, and an empty value is none", () => {
  writeFileSync(join(folder, ".env"), 'TALKTIME_PORT=9000\nTALKTIME_HOST="::"\nTALKTIME_SAMPLE=none\n');
  const config = readConfig({ TALKTIME_PORT: "9001", TALKTIME_SAMPLE: "" }, folder);
  expect(config).toMatchObject({ port: 9001, host: "::", sample: "none" });
});

const tlsFile = (name: string): string => join(import.meta.dirname, "..", "test", "support", "tls", name);

test("https takes a certificate and its key, from files or as they are, and the address given out says so", () => {
  const cert = tlsFile("cert.pem");
  const key = readFileSync(tlsFile("key.pem"), "utf8");
  const config = readConfig({ TALKTIME_TLS_CERT: cert, TALKTIME_TLS_KEY: key, TALKTIME_PORT: "8443" }, folder);
  expect(config.tls).toEqual({ cert: readFileSync(cert, "utf8"), key });
  expect(config.publicUrl).toBe("https://127.0.0.1:8443");
});

test.each([
  ["a key alone", { TALKTIME_TLS_KEY: tlsFile("key.pem") }, /TALKTIME_TLS_CERT is missing/],
  [
    "a file that is not there",
    { TALKTIME_TLS_CERT: "nowhere.pem", TALKTIME_TLS_KEY: tlsFile("key.pem") },
    /TALKTIME_TLS_CERT names a file that can not be read \(ENOENT\)/,
  ],
  [
    "two certificates",
    { TALKTIME_TLS_CERT: tlsFile("cert.pem"), TALKTIME_TLS_KEY: tlsFile("cert.pem") },
    /no certificate and its private key/,
  ],
])("https is refused with %s", (_what, environment, message) => {
  expect(() => readConfig(environment, folder)).toThrow(message);
});

test("addresses of switches are kept as sockets write them, so that they are known again", () => {
  const [identity, v4] = [{ switch: "gw-1", secret: "12345678" }, "192.0.2.5"];
  const clients = [v4, "2001:DB8:0::5", "::FFFF:192.0.2.6"].map((address) => ({ ...identity, address }));
  const config = readConfig({ TALKTIME_RADIUS_CLIENTS: JSON.stringify(clients) }, folder);
  expect(config.radius?.clients.map(({ address }) => address)).toEqual([v4, "2001:db8::5", "192.0.2.6"]);
});

test("the public address is kept without a slash at its end", () => {
  const config = readConfig({ TALKTIME_PUBLIC_URL: "https://billing.example/" }, folder);
  expect(config.publicUrl).toBe("https://billing.example");
});

test.each([
  ["TALKTIME_PORT", "eighty"],
  ["TALKTIME_PORT", "70000"],
  ["TALKTIME_PORT", "80.5"],
  ["TALKTIME_PUBLIC_URL", "billing.example"],
  ["SMTP_URL", "https://mail.example"],
  ["SMTP_URL", "mail.example"],
  ["TALKTIME_MAIL_FROM", "Talktime"],
  ["TALKTIME_MAIL_FROM", "a@b.example\r\nBcc: c@d.example"],
  ["TALKTIME_PUBLIC_URL", "ftp://billing.example"],
  ["DATABASE_URL", "mysql://root@db/talktime"],
  ["TALKTIME_SAMPLE", "fabrikam"],
  ["TALKTIME_OPERATOR_KEY", "too-short-a-secret"],
  ["TALKTIME_OPERATOR_KEY", "a key with spaces in it can not be sent"],
  ["TALKTIME_CLOCK_OFFSET_SECONDS", "1h"],
  ["TALKTIME_TRUSTED_PROXIES", "999.1.1.1"],
  ["TALKTIME_TRUSTED_PROXIES", "10.0.0.0/33"],
  ["TALKTIME_TRUSTED_PROXIES", "10.0.0.1,proxy.example"],
])("%s=%s is refused by its name, without repeating the value", (name, value) => {
  const reading = (): unknown => readConfig({ [name]: value }, folder);
  expect(reading).toThrow(name);
  expect(reading).not.toThrow(value);
});

test("a moved clock is refused where real money moves", () => {
  const reading = (offset: string): unknown =>
    readConfig({ STRIPE_SECRET_KEY: "sk_test_1", TALKTIME_CLOCK_OFFSET_SECONDS: offset }, folder);
  expect(() => reading("-3600")).toThrow(/TALKTIME_CLOCK_OFFSET_SECONDS.*real payment provider/);
  expect(reading("0")).toMatchObject({ stripe: { secretKey: "sk_test_1", apiBase: undefined } });
});

test("all bad settings are named at once", () => {
  expect(() => readConfig({ TALKTIME_PORT: "x", TALKTIME_SAMPLE: "y" }, folder)).toThrow(
    /TALKTIME_PORT[\s\S]*TALKTIME_SAMPLE/,
  );
});

test("a number that is out of bounds is told the bounds", () => {
  expect(() => readConfig({ TALKTIME_SESSION_HOURS: "169" }, folder)).toThrow(
    /TALKTIME_SESSION_HOURS: must be a whole number from 1 to 168/,
  );
});

test("proxies may stand with spaces between them", () => {
  const config = readConfig({ TALKTIME_TRUSTED_PROXIES: "10.0.0.1, 192.0.2.0/24, 2001:db8::/128" }, folder);
  expect(config.trustedProxies).toEqual(["10.0.0.1", "192.0.2.0/24", "2001:db8::/128"]);
});

test.each([
  ["STRIPE_WEBHOOK_SECRET", "STRIPE_SECRET_KEY"],
  ["STRIPE_PUBLISHABLE_KEY", "STRIPE_SECRET_KEY"],
  ["OIDC_CLIENT_ID", "OIDC_ISSUER"],
  ["OIDC_OPERATOR_ROLE", "OIDC_ISSUER"],
])("%s alone is refused: it does nothing without %s", (name, needed) => {
  expect(() => readConfig({ [name]: "something" }, folder)).toThrow(new RegExp(`${name}.*without ${needed}`));
});

test("what is named like a setting and is none is told, from the environment and from .env", () => {
  writeFileSync(join(folder, ".env"), "TALKTIME_PROT=9000\nPATH_OF_OTHERS=1\n");
  expect(unknownSettings({ TALKTIME_DATABASE_URL: "x", TALKTIME_PORT: "1" }, folder)).toEqual([
    "TALKTIME_PROT",
    "TALKTIME_DATABASE_URL",
  ]);
});

test.each([
  ["127.0.0.1", "http://127.0.0.1:8480"],
  ["0.0.0.0", "http://127.0.0.1:8480"],
  ["::", "http://[::1]:8480"],
  ["talk.example", "http://talk.example:8480"],
])("a server at %s is reached from its host at %s", (TALKTIME_HOST, address) => {
  expect(addressOf(readConfig({ TALKTIME_HOST }, folder))).toBe(address);
});
