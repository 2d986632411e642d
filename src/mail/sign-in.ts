/** Mails that let somebody set a password: an invitation, and a forgotten password. */
import { html, type Html } from "./html.ts";
import { type Letter, page } from "./layout.ts";
import { oneLine } from "./mailer.ts";
import { type Language, speechOf } from "./speech.ts";

export interface SignInMail {
  purpose: "invitation" | "password-reset";
  /** Of the organisation; null: whoever runs the installation. */
  organization: string | null;
  /** What to sign in as. */
  email: string;
  link: string;
  /** Epoch ms. */
  endsAt: number;
  timeZone: string;
}

export function writeSignInMail(about: SignInMail, language: Language): Letter {
  const until = speechOf(language, about.timeZone).moment(about.endsAt);
  const { subject, paragraphs, button, footer } = WORDS[about.purpose][language](about, until);
  const note: Html = html`${footer}`;
  return {
    subject: oneLine(subject),
    text: `${[...paragraphs, `${button}:\n${about.link}`, "-- ", footer].join("\n\n")}\n`,
    html: page({ language, title: subject, paragraphs, button, action: about.link, footer: note }).html,
  };
}

interface Words {
  subject: string;
  paragraphs: string[];
  button: string;
  footer: string;
}

type Tell = (about: SignInMail, until: string) => Words;

const WORDS: Record<SignInMail["purpose"], Record<Language, Tell>> = {
  invitation: {
    en: ({ organization, email }, until) => ({
      subject: `You can sign in to Communications Credits${organization === null ? "" : ` of ${organization}`}`,
      paragraphs: [
        `An administrator has invited you. You sign in as ${email}; choose a password first.`,
        `The link works once, until ${until}.`,
      ],
      button: "Choose a password",
      footer: "If you did not expect this mail, nothing happens unless you follow the link.",
    }),
    ja: ({ organization, email }, until) => ({
      subject: `${organization === null ? "" : `${organization} の`}コミュニケーション クレジットにサインインできます`,
      paragraphs: [
        `管理者から招待されました。サインインには ${email} を使います。最初にパスワードを設定してください。`,
        `リンクは ${until} まで、1 回だけ使えます。`,
      ],
      button: "パスワードを設定する",
      footer: "お心当たりがない場合は、リンクを開かなければ何も変わりません。",
    }),
  },
  "password-reset": {
    en: ({ email }, until) => ({
      subject: "Choose a new password",
      paragraphs: [
        `Somebody, probably you, has asked for a new password of ${email}.`,
        `The link works once, until ${until}. Until you use it, your password stays as it is.`,
      ],
      button: "Choose a new password",
      footer: "If it was not you, ignore this mail. Nobody has learned your password.",
    }),
    ja: ({ email }, until) => ({
      subject: "新しいパスワードを設定してください",
      paragraphs: [
        `${email} のパスワードの再設定が要求されました。`,
        `リンクは ${until} まで、1 回だけ使えます。使うまでは、今のパスワードのままです。`,
      ],
      button: "パスワードを再設定する",
      footer: "お心当たりがない場合は、このメールを無視してください。パスワードは誰にも知られていません。",
    }),
  },
};
