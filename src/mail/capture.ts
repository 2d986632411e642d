/** Without a mail server: the notice is there with its words, for whoever looks (GET …/notices). */
import type { Mailer } from "./mailer.ts";

export const captureMailer = (): Mailer => ({
  send: () => Promise.resolve({ state: "captured" }),
  close: () => {},
});
