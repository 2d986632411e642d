/** Language and light or dark, on the top bar and on the sign-in page. */
import { Button, Menu, MenuItemRadio, MenuList, MenuPopover, MenuTrigger } from "@fluentui/react-components";
import { DarkThemeRegular } from "@fluentui/react-icons/svg/dark-theme";
import { LocalLanguageRegular } from "@fluentui/react-icons/svg/local-language";
import { useTranslation } from "react-i18next";
import { isLanguage, LANGUAGES } from "../locales/index.ts";
import { type Scheme, usePreferences } from "../preferences.tsx";

const SCHEMES: readonly Scheme[] = ["light", "dark", "system"];

export function PreferenceMenus() {
  const { t } = useTranslation();
  const { language, setLanguage, scheme, setScheme } = usePreferences();
  return (
    <>
      <Menu
        checkedValues={{ language: [language] }}
        onCheckedValueChange={(_event, { checkedItems: [tag = ""] }) => isLanguage(tag) && setLanguage(tag)}
      >
        <MenuTrigger disableButtonEnhancement>
          <Button appearance="subtle" icon={<LocalLanguageRegular />} aria-label={t("shell.language")} />
        </MenuTrigger>
        <MenuPopover>
          <MenuList>
            {Object.entries(LANGUAGES).map(([tag, { name }]) => (
              <MenuItemRadio key={tag} name="language" value={tag} lang={tag}>
                {name}
              </MenuItemRadio>
            ))}
          </MenuList>
        </MenuPopover>
      </Menu>
      <Menu
        checkedValues={{ scheme: [scheme] }}
        onCheckedValueChange={(_event, { checkedItems }) => {
          const chosen = SCHEMES.find((name) => checkedItems.includes(name));
          if (chosen) setScheme(chosen);
        }}
      >
        <MenuTrigger disableButtonEnhancement>
          <Button appearance="subtle" icon={<DarkThemeRegular />} aria-label={t("shell.scheme.label")} />
        </MenuTrigger>
        <MenuPopover>
          <MenuList>
            {SCHEMES.map((name) => (
              <MenuItemRadio key={name} name="scheme" value={name}>
                {t(`shell.scheme.${name}`)}
              </MenuItemRadio>
            ))}
          </MenuList>
        </MenuPopover>
      </Menu>
    </>
  );
}
