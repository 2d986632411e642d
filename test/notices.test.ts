/** Notices over a real mail server: who gets which words, and what happens when the server does not want them. */
import { type AddressInfo } from "node:net";
import { type ParsedMail, simpleParser } from "mailparser";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { watchLowBalances } from "../src/engine/low-balance.ts";
import { notify } from "../src/engine/notify.ts";
import { sendMails } from "../src/engine/send-mails.ts";
import { captureMailer } from "../src/mail/capture.ts";
import type { Mailer } from "../src/mail/mailer.ts";
import { smtpMailer } from "../src/mail/smtp.ts";
import { makeOrganization, startServer, type TestServer } from "./support/server.ts";

const START = Date.parse("2026-11-22T09:00:00Z");
const ORG = "/v1/organizations/contoso";
const HOUR = 3_600_000;

let server: TestServer;
let api: TestServer["api"];
let now: number;
const closers: (() => unknown)[] = [];

beforeEach(async () => {
  now = START;
  server = await startServer({ now: () => now });
  api = server.api;
  await makeOrganization(server, "contoso", { licenses: [], displayName: "Contoso" });
});
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
  await server.close();
});

async function person(name: string, details: object): Promise<void> {
  const body = { displayName: name, kind: "person", usageLocation: "US", licenses: [], ...details };
  const answer = await api("PUT", `${ORG}/users/${name.toLowerCase().replaceAll(" ", ".")}@contoso.example`, body);
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
}

/** As the lane writes it: the balance at the time is part of what it tells. */
async function happens(name: string, about: object = {}): Promise<void> {
  await server.engine.pool.query(
    "INSERT INTO event (organization, id, name, about, at) VALUES ('contoso', $1, $2, $3, $4)",
    [await server.engine.ids.one(), name, JSON.stringify(about), new Date(now).toISOString()],
  );
}

/** What the jobs do. */
async function work(mailer: Mailer = captureMailer()): Promise<void> {
  await watchLowBalances(server.engine);
  await notify(server.engine, "https://billing.example");
  await sendMails(server.engine, mailer, "talktime@billing.example");
}

/** As far as the tests look at it. */
interface Shown {
  event: string;
  recipients: string[];
  language: string;
  state: string;
  failures: { recipient: string; state: string; reason: string }[];
  unreachable: string[];
  at: string;
  subject: string;
  text: string;
}
const noticesNow = async (): Promise<Shown[]> => (await api("GET", `${ORG}/notices`)).body.items;

describe("whom it reaches", () => {
  test("every holder of the 16 roles once, in their own language, without a mailbox at the alternate address", async () => {
    await person("Ann", { mail: "ann@contoso.example", roles: ["Global Administrator", "Billing Administrator"] });
    await person("Yuki", {
      mail: "yuki@contoso.example",
      roles: ["Company Administrator"],
      preferredLanguage: "ja-JP",
    });
    await person("Ben", { alternateMail: "ben@home.example", roles: ["Lync Service Administrator"] });
    await person("Twin", { mail: "ANN@contoso.example", roles: ["Helpdesk Administrator"] });
    await person("Grace", { roles: ["User Administrator"] });
    await person("Reader", { mail: "reader@contoso.example", roles: ["Reports Reader"] });
    await person("Nobody", { mail: "nobody@contoso.example" });
    await person("Mia", { mail: "mia@contoso.example", roles: ["Teams Administrator"], preferredLanguage: "de" });
    await happens("balance.zero");
    await work();
    const items = await noticesNow();
    const summary = items.map(({ event, recipients, language, state, unreachable }) => ({
      event,
      recipients,
      language,
      state,
      unreachable,
    }));
    expect(summary).toHaveLength(2);
    expect(summary).toContainEqual({
      event: "balance.zero",
      recipients: ["ann@contoso.example", "ben@home.example", "mia@contoso.example"],
      language: "en",
      state: "captured",
      unreachable: ["grace@contoso.example"],
    });
    expect(summary).toContainEqual({
      event: "balance.zero",
      recipients: ["yuki@contoso.example"],
      language: "ja",
      state: "captured",
      unreachable: [],
    });
    expect(items.find(({ language }) => language === "ja")).toMatchObject({
      subject: "Contoso のクレジットの残高がなくなりました",
      at: "2026-11-22T09:00:00.000Z",
    });
    await work();
    expect(await noticesNow(), "an event is told once, however often the job runs").toHaveLength(2);
  });

  test("the organisation's language stands in for a person's; nobody reachable is shown", async () => {
    await makeOrganization(server, "contoso", { licenses: [], preferredLanguage: "ja" });
    await person("Grace", { roles: ["User Administrator"] });
    await happens("pool.80", {
      pool: "pool:MCOPSTN1:US:domestic",
      totalMinutes: 120,
      usedMinutes: 100,
      leftMinutes: 20,
    });
    await work();
    expect(await noticesNow()).toEqual([
      expect.objectContaining({
        event: "pool.80",
        recipients: [],
        language: "ja",
        state: "unreachable",
        unreachable: ["grace@contoso.example"],
      }),
    ]);
  });

  test("every job at once makes each notice and each mail once", async () => {
    await person("Ann", { mail: "ann@contoso.example", roles: ["Global Administrator"] });
    for (let i = 0; i < 20; i++) await happens("debt.booked", { amount: "1" });
    let sent = 0;
    const counting: Mailer = { send: () => Promise.resolve(sent++).then(() => ({ state: "sent" })), close: () => {} };
    await Promise.all([work(counting), work(counting), work(counting)]);
    await work(counting);
    expect(await noticesNow()).toHaveLength(20);
    expect(sent).toBe(20);
  });
});

describe("settings", () => {
  beforeEach(async () => {
    await person("Ann", { mail: "ann@contoso.example", roles: ["Global Administrator"] });
    await person("Bill", { mail: "bill@contoso.example", roles: ["Billing Administrator"] });
  });
  const reached = async (event: string): Promise<string[]> => {
    await happens(event);
    await work();
    return (await noticesNow())[0]!.recipients;
  };

  test("narrow by role, mute a person, add somebody, each by event", async () => {
    const put = await api("PUT", `${ORG}/notice-settings`, {
      events: { "pool.80": { roles: ["Billing Administrator"] }, "pool.100": { muted: ["Bill@contoso.example"] } },
      additionalRecipients: [{ mail: "cfo@contoso.example", events: ["recharge.failed"] }],
    });
    expect(put.status, JSON.stringify(put.body)).toBe(200);
    expect(put.body).toMatchObject({
      events: { "pool.80": { roles: ["b0f54661-2d74-4c50-afa3-1ec803f12efe"], muted: [] } },
      lowBalance: [],
      rateChangeDays: 7,
      currency: "USD",
    });
    expect((await api("GET", `${ORG}/notice-settings`)).body).toEqual(put.body);
    expect(await reached("pool.80")).toEqual(["bill@contoso.example"]);
    expect(await reached("pool.100")).toEqual(["ann@contoso.example"]);
    expect(await reached("recharge.failed")).toEqual([
      "ann@contoso.example",
      "bill@contoso.example",
      "cfo@contoso.example",
    ]);
    expect(await reached("balance.zero")).toEqual(["ann@contoso.example", "bill@contoso.example"]);
  });

  test.each([
    ["no role holder", { events: { "balance.zero": { roles: [] } } }, "/events/balance.zero"],
    [
      "everybody muted",
      { events: { "pool.80": { muted: ["ann@contoso.example", "bill@contoso.example"] } } },
      "/events/pool.80",
    ],
    ["a role that nobody holds", { events: { "pool.80": { roles: ["Teams Administrator"] } } }, "/events/pool.80"],
  ])("never to nobody: %s", async (_what, body, pointer) => {
    const answer = await api("PUT", `${ORG}/notice-settings`, body);
    expect(answer).toMatchObject({ status: 409, body: { code: "NO_RECIPIENT_LEFT", errors: [{ pointer }] } });
    expect((await api("GET", `${ORG}/notice-settings`)).body.events).toEqual({});
  });

  test("role holders give way to an additional recipient, who then can not be taken away", async () => {
    const additionalRecipients = [{ mail: "noc@contoso.example", displayName: "NOC", preferredLanguage: "ja" }];
    const events = { "pool.80": { roles: [] } };
    expect((await api("PUT", `${ORG}/notice-settings`, { events, additionalRecipients })).status).toBe(200);
    expect(await reached("pool.80")).toEqual(["noc@contoso.example"]);
    const gone = await api("PUT", `${ORG}/notice-settings`, { additionalRecipients: [] });
    expect(gone).toMatchObject({
      status: 409,
      body: { code: "NO_RECIPIENT_LEFT", errors: [{ pointer: "/additionalRecipients" }] },
    });
  });

  test("a choice that leaves nobody since, for somebody lost the role, does not count", async () => {
    await api("PUT", `${ORG}/notice-settings`, { events: { "pool.80": { roles: ["Billing Administrator"] } } });
    await person("Bill", { roles: [] });
    expect(await reached("pool.80")).toEqual(["ann@contoso.example"]);
  });

  test.each<[string, object, string]>([
    ["an unknown event", { events: { "pool.81": {} } }, "/events/pool.81"],
    ["an unknown role", { events: { "pool.80": { roles: ["King"] } } }, "/events/pool.80/roles/0"],
    ["a role that gets no mails", { events: { "pool.80": { roles: ["Reports Reader"] } } }, "/events/pool.80/roles/0"],
    ["no address", { additionalRecipients: [{ mail: "noc" }] }, "/additionalRecipients/0/mail"],
    [
      "a header in an address",
      { additionalRecipients: [{ mail: "a@b.example\r\nBcc: c@d.example" }] },
      "/additionalRecipients/0/mail",
    ],
    [
      "a header in a name",
      { additionalRecipients: [{ mail: "a@b.example", displayName: "a\r\nBcc: c@d.example" }] },
      "/additionalRecipients/0/displayName",
    ],
    [
      "the same address twice",
      { additionalRecipients: [{ mail: "a@b.example" }, { mail: "A@b.example" }] },
      "/additionalRecipients/1/mail",
    ],
    ["a threshold of nothing", { lowBalance: ["100", "0"] }, "/lowBalance/1"],
    ["a negative threshold", { lowBalance: ["-5"] }, "/lowBalance/0"],
    ["seven decimals", { lowBalance: ["1.0000001"] }, "/lowBalance/0"],
    ["another currency", { lowBalance: ["1"], currency: "EUR" }, "/currency"],
  ])("refused: %s", async (_what, body, pointer) => {
    const answer = await api("PUT", `${ORG}/notice-settings`, body);
    expect(answer.status, JSON.stringify(answer.body)).toBe(400);
    expect(answer.body.errors).toContainEqual(expect.objectContaining({ in: "body", pointer }));
    expect((await api("GET", `${ORG}/notice-settings`)).body).toMatchObject({ events: {}, additionalRecipients: [] });
  });
});

describe("thresholds of one's own", () => {
  const low = async (): Promise<string[]> => {
    await work();
    return (await noticesNow()).filter(({ event }) => event === "balance.low").map(({ subject }) => subject);
  };
  const adjust = (amount: string) => api("POST", `${ORG}/adjustments`, { amount, reason: "test" });

  test("once in each descent, the lowest that was crossed; armed again by money over it", async () => {
    await person("Ann", { mail: "ann@contoso.example", roles: ["Global Administrator"] });
    await adjust("200");
    await api("PUT", `${ORG}/notice-settings`, { lowBalance: ["100", "50", "20"] });
    expect(await low()).toHaveLength(0);
    await adjust("-100");
    expect(await low(), "100 is not below 100").toHaveLength(0);
    await adjust("-0.000001");
    expect(await low()).toEqual(["The credits of Contoso run low: $99.999999 available"]);
    await adjust("-10");
    expect(await low()).toHaveLength(1);
    await adjust("-75");
    expect(await low(), "50 and 20 at once are one mail").toHaveLength(2);
    await adjust("40");
    expect(await low()).toHaveLength(2);
    await adjust("-40");
    expect(await low(), "20 again, since money had lifted it over").toHaveLength(3);
    await api("PUT", `${ORG}/notice-settings`, { lowBalance: ["100", "50", "20"] });
    expect(await low(), "the same thresholds again are nothing new").toHaveLength(3);
    await adjust("500");
    expect(await low()).toHaveLength(3);
  });

  test("with how long it lasts, as the forecast has it", async () => {
    await person("Ann", { mail: "ann@contoso.example", roles: ["Global Administrator"] });
    await adjust("90");
    await server.engine.pool.query(
      `INSERT INTO usage_day (organization, day, call_type, destination, capability, calls, refused, seconds, pool_minutes, charge)
       VALUES ('contoso', '2026-11-13', 'user_out', 'US', 'MCOPSTNPP', 9, 0, 60, 0, 60000000),
              ('contoso', '2026-10-01', 'user_out', 'US', 'MCOPSTNPP', 9, 0, 60, 0, 999000000)`,
    );
    await api("PUT", `${ORG}/notice-settings`, { lowBalance: ["100"] });
    await work();
    const { daysLeft } = (await api("GET", `${ORG}/credits/forecast`)).body;
    expect(daysLeft.expected).toBeGreaterThan(1);
    expect((await noticesNow())[0]!.text).toContain(`they last about ${daysLeft.expected} days`);
  });
});

interface Received {
  mail: ParsedMail;
  user: unknown;
  secure: boolean;
}

/** A mail server of the test's own; `refuse` names an address and the answer it gets. */
async function mailServer(
  options: SMTPServerOptions = {},
  refuse: Record<string, [number, string]> = {},
): Promise<{ received: Received[]; port: number; close: () => Promise<void> }> {
  const received: Received[] = [];
  const smtp = new SMTPServer({
    authMethods: ["PLAIN", "LOGIN"],
    disabledCommands: [],
    onAuth: ({ username, password }, _session, done) =>
      username === "talktime" && password === "pass:word"
        ? done(null, { user: username })
        : done(new Error("Wrong password")),
    onRcptTo: ({ address }, _session, done) => {
      const answer = refuse[address];
      done(answer && Object.assign(new Error(answer[1]), { responseCode: answer[0] }));
    },
    onData: (stream, session, done) => {
      simpleParser(stream).then((mail) => {
        received.push({ mail, user: session.user, secure: session.secure });
        done();
      }, done);
    },
    ...options,
  });
  smtp.on("error", () => {});
  await new Promise<void>((resolve) => smtp.listen(0, "127.0.0.1", resolve));
  const close = () => new Promise<void>((resolve) => smtp.close(resolve));
  return { received, port: (smtp.server.address() as AddressInfo).port, close };
}

function mailerOf(url: string): Mailer {
  const mailer = smtpMailer(url, { patienceMs: 3_000 });
  closers.push(() => mailer.close());
  return mailer;
}

describe("over SMTP", () => {
  test.each([
    ["smtps", { secure: true }],
    ["smtp", { secure: false }],
  ])("%s with TLS and a password: Japanese subject and sender, both parts, parsed back", async (protocol, options) => {
    const smtp = await mailServer(options);
    closers.push(smtp.close);
    const password = encodeURIComponent("pass:word");
    const url = `${protocol}://talktime:${password}@127.0.0.1:${smtp.port}?requireTLS=true&tls.rejectUnauthorized=false`;
    await person("Yuki", {
      displayName: "髙﨑 𠮷",
      mail: "yuki@contoso.example",
      roles: ["Global Administrator"],
      preferredLanguage: "ja",
    });
    await happens("recharge.failed", { amount: "200", failure: "The card has expired." });
    await work(mailerOf(url));
    expect(await noticesNow()).toEqual([
      expect.objectContaining({ state: "sent", recipients: ["yuki@contoso.example"] }),
    ]);
    expect(smtp.received).toHaveLength(1);
    const [{ mail, user, secure }] = smtp.received as [Received];
    expect({ user, secure }).toEqual({ user: "talktime", secure: true });
    expect(mail.subject).toBe("Contoso の自動リチャージに失敗しました");
    expect(mail.from?.value).toEqual([{ name: "コミュニケーション クレジット", address: "talktime@billing.example" }]);
    expect(mail.to).toMatchObject({ value: [{ name: "髙﨑 𠮷", address: "yuki@contoso.example" }] });
    expect(mail.text).toContain("カードの有効期限が切れています。");
    expect(mail.text).toContain("https://billing.example/billing/payment-methods?lang=ja");
    expect(mail.html).toContain('<html lang="ja">');
    expect(mail.html).toContain("$200.00");
    expect(mail.messageId).toMatch(/^<notice-\d+-1@billing\.example>$/);
    expect(mail.headers.get("auto-submitted")).toBe("auto-generated");
    expect(mail.date?.toISOString()).toBe("2026-11-22T09:00:00.000Z");
  });

  test("a refused recipient is shown with the server's words, and the others get theirs", async () => {
    const smtp = await mailServer({ authOptional: true }, { "gone@contoso.example": [550, "5.1.1 No such mailbox"] });
    closers.push(smtp.close);
    await person("Ann", { mail: "ann@contoso.example", roles: ["Global Administrator"] });
    await person("Gone", { mail: "gone@contoso.example", roles: ["Billing Administrator"] });
    await happens("balance.zero");
    await work(mailerOf(`smtp://127.0.0.1:${smtp.port}?tls.rejectUnauthorized=false`));
    expect(smtp.received.map(({ mail }) => [mail.to].flat()[0]?.text)).toEqual(['"Ann" <ann@contoso.example>']);
    expect(await noticesNow()).toEqual([
      expect.objectContaining({
        state: "failed",
        failures: [
          { recipient: "gone@contoso.example", state: "failed", reason: expect.stringContaining("No such mailbox") },
        ],
      }),
    ]);
    now += 48 * HOUR;
    await work(mailerOf(`smtp://127.0.0.1:${smtp.port}?tls.rejectUnauthorized=false`));
    expect(smtp.received, "a refusal is for good").toHaveLength(1);
  });

  test("one that comes back days later has failed, by its Message-ID or by its address", async () => {
    const smtp = await mailServer({ authOptional: true });
    closers.push(smtp.close);
    const mailer = mailerOf(`smtp://127.0.0.1:${smtp.port}?tls.rejectUnauthorized=false`);
    await person("Ann", { mail: "ann@contoso.example", roles: ["Global Administrator"] });
    await happens("balance.zero");
    await happens("dispute.opened");
    await work(mailer);
    now += 48 * HOUR;
    const [first] = smtp.received as [Received];
    const told = (about: object) =>
      server.api("POST", "/v1/mail-bounces", {
        address: "Ann@contoso.example",
        reason: "5.2.2 Mailbox full",
        ...about,
      });
    expect((await told({ messageId: "<of-somebody-else@x.example>" })).body).toEqual({ failed: 0 });
    expect((await told({ messageId: first.mail.messageId })).body).toEqual({ failed: 1 });
    expect((await noticesNow()).map(({ state }) => state).sort()).toEqual(["failed", "sent"]);
    expect((await told({})).body, "the other one").toEqual({ failed: 1 });
    expect((await noticesNow())[0]).toMatchObject({
      failures: [{ recipient: "ann@contoso.example", reason: "It came back: 5.2.2 Mailbox full" }],
    });
  });

  test("a server that is down, busy, or wants another password is asked again later, and given up after three days", async () => {
    await person("Ann", { mail: "ann@contoso.example", roles: ["Global Administrator"] });
    await happens("balance.zero");
    const down = await mailServer();
    await down.close();
    await work(mailerOf(`smtp://127.0.0.1:${down.port}`));
    expect((await noticesNow())[0]).toMatchObject({ state: "pending", failures: [{ state: "pending" }] });

    const busy = await mailServer({ authOptional: true }, { "ann@contoso.example": [451, "4.3.0 Try later"] });
    closers.push(busy.close);
    const again = mailerOf(`smtp://127.0.0.1:${busy.port}?tls.rejectUnauthorized=false`);
    await work(again);
    expect((await noticesNow())[0]!.failures[0]!.reason, "not before its time").not.toContain("Try later");
    now += 60_000;
    await work(again);
    expect((await noticesNow())[0]!.failures[0]).toMatchObject({
      state: "pending",
      reason: expect.stringContaining("Try later"),
    });

    now += HOUR;
    const up = await mailServer();
    closers.push(up.close);
    await work(mailerOf(`smtp://talktime:wrong@127.0.0.1:${up.port}?tls.rejectUnauthorized=false`));
    expect((await noticesNow())[0]).toMatchObject({ state: "pending" });
    now += HOUR;
    await work(mailerOf(`smtp://talktime:pass%3Aword@127.0.0.1:${up.port}?tls.rejectUnauthorized=false`));
    expect((await noticesNow())[0]).toMatchObject({ state: "sent", failures: [] });
    expect(up.received).toHaveLength(1);

    await happens("balance.zero");
    const away = mailerOf(`smtp://127.0.0.1:${down.port}`);
    for (let hours = 0; hours <= 72; hours += 1, now += HOUR) await work(away);
    expect((await noticesNow())[0]).toMatchObject({ state: "failed", failures: [{ state: "failed" }] });
  });

  test("cut off after the server took it: the same Message-ID again", async () => {
    const smtp = await mailServer({ authOptional: true });
    closers.push(smtp.close);
    const real = mailerOf(`smtp://127.0.0.1:${smtp.port}?tls.rejectUnauthorized=false`);
    const forgetful: Mailer = {
      send: (mail) => real.send(mail).then(() => Promise.reject(new Error("killed"))),
      close: () => {},
    };
    await person("Ann", { mail: "ann@contoso.example", roles: ["Global Administrator"] });
    await happens("balance.zero");
    await expect(work(forgetful)).rejects.toThrow("killed");
    await work(real);
    expect(smtp.received, "claimed by the process that died").toHaveLength(1);
    now += HOUR;
    await work(real);
    expect(smtp.received).toHaveLength(2);
    expect(new Set(smtp.received.map(({ mail }) => mail.messageId)).size).toBe(1);
  });

  test("line breaks in a name, an address or a subject forge no header", async () => {
    const smtp = await mailServer({ authOptional: true });
    closers.push(smtp.close);
    const mailer = mailerOf(`smtp://127.0.0.1:${smtp.port}?tls.rejectUnauthorized=false`);
    const evil = "a\r\nBcc: victim@x.example\r\n\r\nHello\u2028\u0085";
    const sent = await mailer.send({
      messageId: "notice-1-1@billing.example",
      from: { name: evil, address: "talktime@billing.example" },
      to: { name: evil, address: "ann@contoso.example" },
      language: evil,
      subject: evil,
      text: "text",
      html: "<p>html</p>",
      at: now,
    });
    expect(sent).toEqual({ state: "sent" });
    const [{ mail }] = smtp.received as [Received];
    expect(mail.headers.has("bcc")).toBe(false);
    expect(mail.text?.trim()).toBe("text");
    expect(mail.subject).toBe("a Bcc: victim@x.example Hello");
    expect(mail.to).toMatchObject({
      value: [{ name: "a Bcc: victim@x.example Hello", address: "ann@contoso.example" }],
    });
  });
});

test("who would be told of each event now: once each, why and in which language, and who is not reached", async () => {
  const [billing, global] = ["Billing Administrator", "Global Administrator"];
  await person("Ann", {
    roles: [billing, global, "Global Reader"],
    mail: "ann@contoso.example",
    preferredLanguage: "ja-JP",
  });
  await person("Ben", { roles: [global], alternateMail: "ben@home.example" });
  await person("Cat", { roles: [billing] });
  await person("Dan", { roles: [billing], mail: "dan@contoso.example" });
  await api("PUT", `${ORG}/notice-settings`, {
    events: { "recharge.failed": { roles: [billing], muted: ["dan@contoso.example"] } },
    additionalRecipients: [{ mail: "books@contoso.example", events: ["recharge.failed"] }],
  });
  const told = async (event: string) =>
    (await api("GET", `${ORG}/notice-recipients`)).body.items.find((one: { event: string }) => one.event === event);
  expect(await told("recharge.failed")).toEqual({
    event: "recharge.failed",
    choicesIgnored: false,
    recipients: [
      {
        ...{ address: "ann@contoso.example", name: "Ann", language: "ja", userPrincipalName: "ann@contoso.example" },
        ...{ alternate: false, roles: [billing], failed: null },
      },
      {
        ...{ address: "books@contoso.example", name: "", language: "en", userPrincipalName: null },
        ...{ alternate: false, roles: [], failed: null },
      },
    ],
    untold: [
      { userPrincipalName: "cat@contoso.example", name: "Cat", roles: [billing], why: "no-address" },
      { userPrincipalName: "dan@contoso.example", name: "Dan", roles: [billing], why: "muted" },
    ],
  });
  const usual = await told("balance.zero");
  expect(usual.recipients.map((one: { address: string }) => one.address)).toEqual([
    ...["ann@contoso.example", "ben@home.example", "dan@contoso.example"],
  ]);
  expect(usual.recipients[1]).toMatchObject({ alternate: true, roles: [global] });

  // A mail that does not arrive is told of with its address, until a later one does.
  const full: Mailer = { send: async () => ({ state: "refused", reason: "Mailbox full" }), close: () => {} };
  const failed = async () => (await told("balance.zero")).recipients[1].failed;
  for (const [mailer, reason] of [
    [full, { reason: "Mailbox full" }],
    [captureMailer(), null],
  ] as const) {
    await happens("balance.zero");
    await work(mailer);
    now += HOUR;
    if (reason) expect(await failed()).toMatchObject(reason);
    else expect(await failed()).toBeNull();
  }
});
