/** Countries to choose from, by their names in the reader's language. */
import { useMemo } from "react";
import { usePreferences } from "../preferences.tsx";

/** Regions of ISO 3166-1 that the browser names, but nobody can call: unions, reserved and made-up ones. */
const NO_COUNTRIES = new Set(["EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"]);

export interface Country {
  code: string;
  name: string;
}

/** Sorted as the language sorts. */
export function useCountries(): readonly Country[] {
  const { language } = usePreferences();
  return useMemo(() => {
    const names = new Intl.DisplayNames(language, { type: "region", fallback: "none" });
    const { compare } = new Intl.Collator(language);
    const letters = Array.from({ length: 26 }, (_, i) => String.fromCharCode(65 + i));
    return letters
      .flatMap((first) => letters.map((second) => first + second))
      .filter((code) => !NO_COUNTRIES.has(code) && new Intl.Locale(`und-${code}`).region === code)
      .flatMap((code) => {
        const name = names.of(code);
        return name === undefined ? [] : [{ code, name }];
      })
      .sort((a, b) => compare(a.name, b.name));
  }, [language]);
}
