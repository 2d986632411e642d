/** Words out. A port, since there are two of it: a mail server, and nobody (the mail is kept and shown). */

export interface Address {
  name: string;
  address: string;
}

export interface Mail {
  /** Without angle brackets; the same at every try, so that a mail that comes twice is recognised as one. */
  messageId: string;
  from: Address;
  to: Address;
  language: string;
  subject: string;
  text: string;
  html: string;
  /** Epoch ms of what it tells of. */
  at: number;
  attachments?: readonly { name: string; type: string; content: Buffer }[];
}

/** Reasons are sentences for an admin. */
export type Sending =
  | { state: "sent" }
  | { state: "captured" }
  /** For good: asking again would get the same answer. */
  | { state: "refused"; reason: string }
  /** Not now: the server is away, busy, or does not let us in. */
  | { state: "later"; reason: string };

export interface Mailer {
  /** Never throws. */
  send: (mail: Mail) => Promise<Sending>;
  close: () => void;
}

/** What is sent by, in whose name, and the base of the links in it. */
export interface Post {
  mailer: Mailer;
  /** Address that mails come from. */
  sender: string;
  /** Without a slash at its end. */
  publicUrl: string;
}

/** Any control character, and what Unicode calls a line or paragraph end: none of it belongs in a header. */
const BREAKS = /[\p{Cc}\p{Zl}\p{Zp}]+/gu;

/** As a header may have it: on one line. */
export const oneLine = (text: string): string => text.replace(BREAKS, " ").trim();
