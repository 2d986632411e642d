/**
 * Mails that come back after the mail server had taken them. Whoever receives bounces (the mail provider's webhook, or a
 * script that reads the sender's mailbox) tells of them; the notice has failed then, as if the server had said so at once.
 */
import { returnMails } from "../postgres/notices.ts";
import type { Engine } from "./engine.ts";

export interface Bounce {
  address: string;
  /** Of the mail, with or without its angle brackets; absent: what was sent to the address lately. */
  messageId?: string | undefined;
  /** What the other mail server said. */
  reason: string;
}

/** Mail servers try for up to five days (RFC 5321 4.5.4.1). */
const LATELY_MS = 6 * 86_400_000;

/** @returns how many mails have failed by it: none for a mail that is not ours, or that came back before */
export function takeBounce(
  engine: Pick<Engine, "pool" | "now">,
  { address, messageId, reason }: Bounce,
): Promise<number> {
  const [, notice = null, seq = null] = /^<?notice-(\d{1,18})-(\d{1,6})@/.exec(messageId ?? "") ?? [];
  if (messageId !== undefined && notice === null) return Promise.resolve(0);
  return returnMails(engine.pool, {
    notice: notice === null ? null : BigInt(notice),
    seq: seq === null ? null : Number(seq),
    address,
    sentSince: engine.now() - LATELY_MS,
    failure: `It came back: ${reason}`,
  });
}
