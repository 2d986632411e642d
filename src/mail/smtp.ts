/** Mails through the server that SMTP_URL names (RFC 5321), over a few connections that are kept. */
import nodemailer from "nodemailer";
import { type Address, type Mail, type Mailer, oneLine, type Sending } from "./mailer.ts";

/** So long a server may take to answer a connection, its greeting, or a command. */
const PATIENCE_MS = 15_000;

/** What the transport says of a mail that did not go out; the code of the server's answer, where it gave one. */
type SmtpError = Error & { code?: string; responseCode?: number; response?: string };

export function smtpMailer(url: string, { patienceMs = PATIENCE_MS }: { patienceMs?: number } = {}): Mailer {
  const transport = nodemailer.createTransport({
    url,
    pool: true,
    maxConnections: 2,
    connectionTimeout: patienceMs,
    greetingTimeout: patienceMs,
    socketTimeout: patienceMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    send: async (mail): Promise<Sending> => {
      try {
        await transport.sendMail(messageOf(mail));
        return { state: "sent" };
      } catch (error) {
        return outcomeOf(error as SmtpError);
      }
    },
    close: () => transport.close(),
  };
}

const messageOf = (mail: Mail) => ({
  messageId: `<${oneLine(mail.messageId)}>`,
  date: new Date(mail.at),
  from: addressOf(mail.from),
  to: addressOf(mail.to),
  subject: oneLine(mail.subject),
  text: mail.text,
  html: mail.html,
  attachments: (mail.attachments ?? []).map(({ name, type, content }) => ({
    ...{ filename: oneLine(name), contentType: type, content },
  })),
  // Nobody's absence note shall answer it (RFC 3834).
  headers: { "Auto-Submitted": "auto-generated", "Content-Language": oneLine(mail.language) },
});

const addressOf = ({ name, address }: Address): Address => ({ name: oneLine(name), address: oneLine(address) });

/**
 * A 5xx answer to the address or the mail stands (RFC 5321 4.2.1). One to who we are does not: settings can be put
 * right, and the mail is worth keeping until then.
 */
function outcomeOf({ code, responseCode, response, message }: SmtpError): Sending {
  const reason = oneLine(response ?? message).slice(0, 500);
  const aboutMail = code === "EENVELOPE" || code === "EMESSAGE";
  const forGood = aboutMail && (responseCode === undefined || responseCode >= 500);
  return { state: forGood ? "refused" : "later", reason };
}
