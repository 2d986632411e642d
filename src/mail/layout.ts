/** Makes a mail of a template's words: what happened, the whole balance, what to do next with its link, why you get it. */
import { type Balance, factsOf, isNone, type Subject } from "./facts.ts";
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
  const money = (amount: string): string => say.money(amount, balance.currency);
  const sentences = [WHOLE[language](balance, money, say.count(balance.openCalls))];
  if (!isNone(balance.debt)) sentences.push(OWED[language](money(balance.debt)));
  return sentences.join(SPACE[language]);
}

type Money = (amount: string) => string;

/** In its parts: what calls hold, what is frozen, and what is available. */
const WHOLE: Record<Language, (balance: Balance, money: Money, calls: string) => string> = {
  en: ({ balance, held, frozen, available, openCalls }, money, calls) => {
    const parts = [
      ...(isNone(held)
        ? []
        : [`${money(held)} is held by ${openCalls === 1 ? "one call" : `${calls} calls`} in progress`]),
      ...(isNone(frozen) ? [] : [`${money(frozen)} is frozen while a payment is disputed or refunded`]),
    ];
    const last = `${parts.length > 0 ? " and " : ""}${money(available)} is available`;
    return `The balance is ${money(balance)}, of which ${parts.join(", ")}${last}.`;
  },
  ja: ({ balance, held, frozen, available }, money, calls) => {
    const parts = [
      ...(isNone(held) ? [] : [`${money(held)} は進行中の ${calls} 件の通話で確保中`]),
      ...(isNone(frozen) ? [] : [`${money(frozen)} は支払いへの異議または返金のため凍結中`]),
    ];
    if (parts.length === 0) return `残高は ${money(balance)}、利用可能残高は ${money(available)} です。`;
    return `残高は ${money(balance)} です。このうち ${parts.join("、")}で、利用可能残高は ${money(available)} です。`;
  },
};

const OWED: Record<Language, (debt: string) => string> = {
  en: (debt) => `${debt} is owed besides; the next funds settle it first.`,
  ja: (debt) => `このほかに ${debt} の不足額があり、次に追加する資金から最初に充当されます。`,
};

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
