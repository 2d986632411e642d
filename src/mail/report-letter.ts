/** The mail that brings a scheduled report; the report is the file with it. */
import { html } from "./html.ts";
import { type Letter, page } from "./layout.ts";
import { oneLine } from "./mailer.ts";
import { type Language, speechOf } from "./speech.ts";

interface Sent {
  language: Language;
  publicUrl: string;
  organization: string;
  /** As people named it, and its id. */
  report: string;
  id: string;
  /** First and last day, `2026-11-22`. */
  from: string;
  to: string;
}

export function reportLetter({ language, publicUrl, organization, report, id, from, to }: Sent): Letter {
  const { day } = speechOf(language, "UTC");
  const action = `${publicUrl}/reports/usage/custom?report=${encodeURIComponent(id)}&lang=${language}`;
  const words = {
    en: {
      subject: `${report}, ${day(from)} to ${day(to)}`,
      body: `The report "${report}" of ${organization} is attached, from ${day(from)} to ${day(to)} (UTC).`,
      button: "Open the report",
      footer: `You get this mail since the report is sent to you on a schedule that was set at ${organization}.`,
    },
    ja: {
      subject: `${report} (${day(from)}～${day(to)})`,
      body: `${organization} のレポート「${report}」(${day(from)}～${day(to)}、UTC) を添付しました。`,
      button: "レポートを開く",
      footer: `このメールは、${organization} で設定されたスケジュールに従ってお送りしています。`,
    },
  }[language];
  return {
    subject: oneLine(words.subject),
    text: `${[words.body, `${words.button}:\n${action}`, "-- ", words.footer].join("\n\n")}\n`,
    html: page({
      ...{ language, title: words.subject, paragraphs: [words.body], button: words.button, action },
      footer: html`${words.footer}`,
    }).html,
  };
}
