/** The languages there are. To add one: a folder beside en/ with the same files, and a line here. */
import i18next from "i18next";
import { initReactI18next } from "react-i18next";
import type { en } from "./en/index.ts";
import type { Messages } from "./messages.ts";
import { joined, marked } from "./spacing.ts";

/** Names in their own language; the messages are fetched when the language is shown. */
export const LANGUAGES = {
  en: { name: "English", load: async () => (await import("./en/index.ts")).en },
  ja: { name: "日本語", load: async () => (await import("./ja/index.ts")).ja },
} as const satisfies Record<string, { name: string; load: () => Promise<Messages> }>;

export type Language = keyof typeof LANGUAGES;

declare module "i18next" {
  interface CustomTypeOptions {
    resources: { translation: typeof en };
    returnNull: false;
  }
}

export const isLanguage = (tag: string): tag is Language => Object.hasOwn(LANGUAGES, tag);

export async function startLanguages(first: Language): Promise<void> {
  const spacing = { type: "postProcessor", name: "spacing", process: joined } as const;
  await i18next
    .use(initReactI18next)
    .use(spacing)
    .init({
      lng: first,
      resources: { [first]: { translation: await LANGUAGES[first].load() } },
      interpolation: { escapeValue: true, escape: marked }, // React escapes
      postProcess: ["spacing"],
      returnNull: false,
    });
}

export async function showLanguage(language: Language): Promise<void> {
  if (!i18next.hasResourceBundle(language, "translation")) {
    i18next.addResourceBundle(language, "translation", await LANGUAGES[language].load());
  }
  await i18next.changeLanguage(language);
}
