/**
 * The outbox: mails that are due go out, each claimed by one process for a while. At least once: a process that dies
 * between the server's answer and our note of it sends again, under the same Message-ID.
 */
import { SENDER } from "../mail/layout.ts";
import type { Mailer } from "../mail/mailer.ts";
import { spokenLanguage } from "../mail/speech.ts";
import { claimMails, type DueMail, settleMail } from "../postgres/notices.ts";
import type { Engine } from "./engine.ts";

const AT_ONCE = 10;
/** Longer than all of a batch can take at a server that answers nothing. */
const CLAIM_MS = 10 * 60_000;
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** After the first, second, … try that did not go through; about three days in all. */
const BACK_OFF_MS = [
  ...[0.5, 2, 10, 30].map((minutes) => minutes * MINUTE_MS),
  ...[2, 6, 12, 24, 24].map((hours) => hours * HOUR_MS),
];

/** `sender`: the address that mails come from. */
export async function sendMails(deps: Pick<Engine, "pool" | "now">, mailer: Mailer, sender: string): Promise<void> {
  for (let claimed = AT_ONCE; claimed === AT_ONCE;) {
    const now = deps.now();
    const mails = await claimMails(deps.pool, { now, claimedUntil: now + CLAIM_MS, limit: AT_ONCE });
    claimed = mails.length;
    await Promise.all(mails.map((mail) => send(deps, mailer, sender, mail)));
  }
}

async function send(
  { pool, now }: Pick<Engine, "pool" | "now">,
  mailer: Mailer,
  sender: string,
  mail: DueMail,
): Promise<void> {
  const { notice, seq, address, displayName, tries, language, subject, text, html, at } = mail;
  const sending = await mailer.send({
    messageId: `notice-${notice}-${seq}@${sender.slice(sender.lastIndexOf("@") + 1)}`,
    from: { name: SENDER[spokenLanguage(language)], address: sender },
    to: { name: displayName, address },
    language,
    subject,
    text,
    html,
    at,
  });
  const settled = { failure: null, nextTryAt: null, now: now() };
  if (sending.state === "sent" || sending.state === "captured")
    return settleMail(pool, mail, { ...settled, state: sending.state });
  const wait = sending.state === "later" ? BACK_OFF_MS[tries - 1] : undefined;
  const { reason: failure } = sending;
  if (wait === undefined) return settleMail(pool, mail, { ...settled, state: "failed", failure });
  return settleMail(pool, mail, { ...settled, state: "pending", failure, nextTryAt: now() + wait });
}
