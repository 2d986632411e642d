/** Language and light or dark: chosen by the person, kept in the browser. */
import { createContext, type ReactNode, use, useEffect, useMemo, useState, useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";
import { isLanguage, type Language, showLanguage } from "./locales/index.ts";

export type Scheme = "light" | "dark" | "system";

interface Preferences {
  language: Language;
  setLanguage: (language: Language) => void;
  scheme: Scheme;
  setScheme: (scheme: Scheme) => void;
  dark: boolean;
}

const LANGUAGE_KEPT = "talktime.language";
const SCHEME_KEPT = "talktime.scheme";
const PreferencesContext = createContext<Preferences | undefined>(undefined);

export function usePreferences(): Preferences {
  const preferences = use(PreferencesContext);
  if (!preferences) throw new Error("usePreferences is for what is inside PreferencesProvider");
  return preferences;
}

/** `?lang=` of the address, else what was chosen before, else what the browser asks for. */
export function firstLanguage(): Language {
  const asked = new URLSearchParams(location.search).get("lang");
  if (asked !== null && isLanguage(asked)) localStorage.setItem(LANGUAGE_KEPT, asked);
  const wanted = [asked, localStorage.getItem(LANGUAGE_KEPT), ...navigator.languages.map((tag) => tag.slice(0, 2))];
  return wanted.find((tag): tag is Language => tag !== null && isLanguage(tag)) ?? "en";
}

/** The account's language, as long as none was chosen in this browser. */
export function usePreferredLanguage(preferred: string | null | undefined): void {
  useEffect(() => {
    const tag = preferred?.slice(0, 2).toLowerCase();
    if (tag !== undefined && isLanguage(tag) && localStorage.getItem(LANGUAGE_KEPT) === null) void showLanguage(tag);
  }, [preferred]);
}

export function PreferencesProvider({ children }: { children: ReactNode }) {
  const { i18n } = useTranslation();
  const language: Language = isLanguage(i18n.language) ? i18n.language : "en";
  const [scheme, setScheme] = useState(keptScheme);
  const systemDark = useSyncExternalStore(onSchemeChange, () => SYSTEM_DARK.matches);
  const dark = scheme === "dark" || (scheme === "system" && systemDark);

  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  useEffect(() => {
    document.documentElement.style.colorScheme = dark ? "dark" : "light";
  }, [dark]);

  const preferences = useMemo<Preferences>(
    () => ({
      language,
      setLanguage: (next) => {
        localStorage.setItem(LANGUAGE_KEPT, next);
        void showLanguage(next);
      },
      scheme,
      setScheme: (next) => {
        localStorage.setItem(SCHEME_KEPT, next);
        setScheme(next);
      },
      dark,
    }),
    [language, scheme, dark],
  );
  return <PreferencesContext value={preferences}>{children}</PreferencesContext>;
}

const SYSTEM_DARK = matchMedia("(prefers-color-scheme: dark)");

function onSchemeChange(changed: () => void): () => void {
  SYSTEM_DARK.addEventListener("change", changed);
  return () => SYSTEM_DARK.removeEventListener("change", changed);
}

function keptScheme(): Scheme {
  const kept = localStorage.getItem(SCHEME_KEPT);
  return kept === "light" || kept === "dark" ? kept : "system";
}
