/** One box for everything: a number, a person, a call id, or a page by today's name or one that people remember. */
import { Combobox, makeStyles, Option, OptionGroup } from "@fluentui/react-components";
import { SearchRegular } from "@fluentui/react-icons/svg/search";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { useSession } from "../api/session.tsx";
import { PAGES } from "../pages.ts";
import { useExpandIcon } from "../ui/expand-icon.ts";

const useStyles = makeStyles({ box: { width: "100%", maxWidth: "480px" }, list: { maxHeight: "60vh" } });

interface Hit {
  to: string;
  label: string;
}

export function Search() {
  const { t } = useTranslation();
  const expandIcon = useExpandIcon(<SearchRegular />);
  const styles = useStyles();
  const navigate = useNavigate();
  const { operator } = useSession();
  const [typed, setTyped] = useState("");
  const [open, setOpen] = useState(false);
  const words = typed.trim();

  const things: Hit[] = thingsFor(words).map(({ kind, to }) => ({
    to,
    label: t(`shell.search.${kind}`, { words, interpolation: { escapeValue: false } }),
  }));
  const pages: Hit[] = PAGES.filter(({ group }) => group !== "operator" || operator)
    .filter(({ id }) => matches(words, t(`pages.${id}.title`), t(`pages.${id}.words`)))
    .map(({ id, path }) => ({ to: path, label: t(`pages.${id}.title`) }));

  const go = (to: string | undefined): void => {
    if (to === undefined) return;
    setTyped("");
    setOpen(false);
    void navigate(to);
  };
  return (
    <Combobox
      freeform
      className={styles.box}
      listbox={{ className: styles.list }}
      expandIcon={expandIcon}
      aria-label={t("shell.search.label")}
      placeholder={t("shell.search.placeholder")}
      value={typed}
      selectedOptions={[]}
      open={open}
      onOpenChange={(_event, { open: wanted }) => setOpen(wanted)}
      onChange={(event) => {
        setTyped(event.target.value);
        setOpen(true);
      }}
      onOptionSelect={(_event, { optionValue }) => go(optionValue)}
      onKeyDown={(event) => {
        const active = event.currentTarget.getAttribute("aria-activedescendant");
        if (event.key === "Enter" && words !== "" && !active) go([...pages, ...things][0]?.to);
      }}
    >
      {pages.length > 0 && <Group label={t("shell.search.pages")} hits={pages} />}
      {things.length > 0 && <Group label={t("shell.search.things")} hits={things} />}
    </Combobox>
  );
}

function Group({ label, hits }: { label: string; hits: readonly Hit[] }) {
  return (
    <OptionGroup label={label}>
      {hits.map(({ to, label: text }) => (
        <Option key={to} value={to} text={text}>
          {text}
        </Option>
      ))}
    </OptionGroup>
  );
}

function thingsFor(words: string): { kind: "rate" | "callsTo" | "person" | "call"; to: string }[] {
  if (words.length < 2) return [];
  const coded = encodeURIComponent(words);
  if (/^\+?[\d\s().-]{3,}$/.test(words)) {
    const number = encodeURIComponent(words.replace(/[^\d+]/g, ""));
    return [
      { kind: "rate", to: `/rates?to=${number}` },
      { kind: "callsTo", to: `/reports/usage/pstn?number=${number}` },
    ];
  }
  return [
    { kind: "person", to: `/users/active-users?q=${coded}` },
    ...(/\s/.test(words) ? [] : [{ kind: "call" as const, to: `/calls?show=${coded}` }]),
  ];
}

const matches = (words: string, ...names: string[]): boolean =>
  names.some((name) => name.toLowerCase().includes(words.toLowerCase()));
