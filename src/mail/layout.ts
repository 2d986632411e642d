/** Makes a mail of a template's words: what happened, the whole balance, what to do next with its link, why you get it. */
import { type Balance, factsOf, type Subject } from "./facts.ts";
import { type Html, html } from "./html.ts";
import { oneLine } from "./mailer.ts";
import { type Language, type Speech, speechOf } from "./speech.ts";
import { NOTICES } from "./templates/index.ts";

export interface Letter {
  subject: string;
  text: string;
  html: string;
}

/** Shown as the sender. */
export const SENDER: Record<Language, string> = { en: "Communications Credits", ja: "コミュニケーション クレジット" };

/** @throws Error for an event that no template tells of */
export function write(about: Subject, language: Language): Letter {
  const template = NOTICES[about.event];
  if (!template) throw new Error(`no mail tells of ${about.event}`);
  const facts = factsOf(about, language);
  const words = template[language](facts);
  const say = speechOf(language, about.timeZone);
  const link = (path: string): string => `${about.publicUrl}${path}${path.includes("?") ? "&" : "?"}lang=${language}`;
  const paragraphs = [words.happened.join(SPACE[language]), wholeBalance(about.balance, say, language), words.next];
  const [action, settings] = [
    link(typeof template.page === "string" ? template.page : template.page(facts)),
    link("/settings"),
  ];
  const footer = FOOTER[language](about.organization);
  const note = html`${footer} <a href="${settings}" style="color:#0f548c">${settings}</a>`;
  return {
    subject: oneLine(words.subject),
    text: `${[...paragraphs, `${words.button}:\n${action}`, "-- ", `${footer}\n${settings}`].join("\n\n")}\n`,
    html: page({ language, title: words.subject, paragraphs, button: words.button, action, footer: note }).html,
  };
}

/** Between two sentences. */
const SPACE: Record<Language, string> = { en: " ", ja: "" };

function wholeBalance(balance: Balance, say: Speech, language: Language): string {
  const { currency, openCalls } = balance;
  const money = (amount: string): string => say.money(amount, currency);
  const [total, held, available] = [money(balance.balance), money(balance.held), money(balance.available)];
  const none = (amount: string): boolean => !/[1-9]/.test(amount);
  const calls = say.count(openCalls);
  const sentences = {
    en: [
      none(balance.held)
        ? `The balance is ${total}, of which ${available} is available.`
        : `The balance is ${total}, of which ${held} is held by ${openCalls === 1 ? "one call" : `${calls} calls`} ` +
          `in progress and ${available} is available.`,
      ...(none(balance.debt) ? [] : [`${money(balance.debt)} is owed besides; the next funds settle it first.`]),
    ],
    ja: [
      none(balance.held)
        ? `残高は ${total}、利用可能残高は ${available} です。`
        : `残高は ${total} です。このうち ${held} は進行中の ${calls} 件の通話で確保中で、利用可能残高は ${available} です。`,
      ...(none(balance.debt)
        ? []
        : [`このほかに ${money(balance.debt)} の不足額があり、次に追加する資金から最初に充当されます。`]),
    ],
  };
  return sentences[language].join(SPACE[language]);
}

const FOOTER: Record<Language, (organization: string) => string> = {
  en: (organization) =>
    `You get this mail as an administrator of ${organization}, or because they named you. Who is told of what:`,
  ja: (organization) =>
    `このメールは、${organization} の管理者の方、または管理者が指定した方にお送りしています。通知の設定:`,
};

interface Page {
  language: Language;
  title: string;
  paragraphs: readonly string[];
  button: string;
  action: string;
  /** May hold links. */
  footer: Html;
}

/** A mail with one button. */
export const page = ({ language, title, paragraphs, button, action, footer }: Page): Html =>
  html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <title>${title}</title>
      </head>
      <body
        style="margin:0;padding:24px;background:#f5f5f5;color:#242424;font:16px/1.5 'Segoe UI','Yu Gothic UI',sans-serif"
      >
        <div style="max-width:600px;margin:0 auto;padding:24px;background:#ffffff;border-radius:4px">
          <h1 style="margin:0 0 16px;font-size:20px;line-height:1.3">${title}</h1>
          ${paragraphs.map((paragraph) => html`<p style="margin:0 0 16px">${paragraph}</p> `)}
          <p style="margin:24px 0">
            <a
              href="${action}"
              style="display:inline-block;padding:8px 16px;background:#0f6cbd;color:#ffffff;text-decoration:none;border-radius:4px"
              >${button}</a
            >
          </p>
          <p style="margin:24px 0 0;color:#616161;font-size:13px">${footer}</p>
        </div>
      </body>
    </html> `;
