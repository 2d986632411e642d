/** Who is told of one event, in which language and why; whom it does not reach; muted, narrowed and added to. */
import {
  Badge,
  Button,
  Field,
  Input,
  makeStyles,
  MessageBar,
  MessageBarBody,
  Text,
  tokens,
} from "@fluentui/react-components";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Schema } from "../../api/client.ts";
import { useMay } from "../../api/session.tsx";
import { Time, useFormat } from "../../ui/format.tsx";
import { LinkTo } from "../../ui/link-to.tsx";
import { useRoleName } from "../../ui/role-names.ts";
import { Problem } from "../../ui/states.tsx";
import { ChosenRoles } from "./chosen-roles.tsx";
import { type Settings, useSaveNotices, withChoice, withRecipients } from "./use-save.ts";

type Told = Schema<"WhoIsTold">;

const useStyles = makeStyles({
  people: { listStyleType: "none", margin: 0, padding: 0 },
  person: {
    display: "flex",
    flexWrap: "wrap",
    alignItems: "center",
    gap: "4px 12px",
    paddingBlock: "8px",
    borderBottom: `1px solid ${tokens.colorNeutralStroke3}`,
  },
  who: { flexGrow: 1, flexBasis: "240px", minWidth: 0, overflowWrap: "anywhere" },
  quiet: { color: tokens.colorNeutralForeground2 },
  add: { display: "flex", flexWrap: "wrap", gap: "8px", alignItems: "end" },
});

export function EventRecipients({ told, settings }: { told: Told; settings: Settings }) {
  const { t } = useTranslation();
  const styles = useStyles();
  const { list, language: languageName } = useWords();
  const may = useMay("settings");
  const roleName = useRoleName();
  const save = useSaveNotices();
  const { event, recipients, untold, choicesIgnored } = told;
  const muted = settings.events[event]?.muted ?? [];
  const mute = (name: string): void => save.mutate(withChoice(settings, event, { muted: [...muted, name] }));
  const unmute = (name: string): void =>
    save.mutate(withChoice(settings, event, { muted: muted.filter((one) => one !== name) }));
  const remove = (address: string): void => {
    const others = settings.additionalRecipients.filter(({ mail }) => mail !== address);
    const one = settings.additionalRecipients.find(({ mail }) => mail === address);
    // One that is told of several events goes on being told of the others.
    const rest = one?.events?.filter((name) => name !== event) ?? [];
    save.mutate(withRecipients(one && rest.length > 0 ? [...others, { ...one, events: rest }] : others));
  };
  const button = (text: string, name: string, onClick: () => void): ReactNode => (
    <Button
      size="small"
      aria-label={`${text}: ${name}`}
      disabledFocusable={!may || save.isPending}
      {...(may ? {} : { title: t("settings.mayNot") })}
      onClick={() => may && onClick()}
    >
      {text}
    </Button>
  );
  return (
    <>
      {choicesIgnored && (
        <MessageBar intent="warning" layout="multiline">
          <MessageBarBody>{t("settings.notices.ignoredBody")}</MessageBarBody>
        </MessageBar>
      )}
      {save.error !== null && <Problem error={save.error} />}
      <ul className={styles.people} aria-label={t("settings.notices.who")}>
        {recipients.map(({ address, name, language, userPrincipalName, alternate, roles, failed }) => (
          <li key={address} className={styles.person}>
            <div className={styles.who}>
              <Text weight="semibold">{name || address}</Text>{" "}
              {failed && (
                <Badge appearance="tint" color="danger">
                  {t("settings.notices.failed")}
                </Badge>
              )}
              <Text block size={200} className={styles.quiet}>
                {address} · {languageName(language)}
              </Text>
              <Text block size={200} className={styles.quiet}>
                {userPrincipalName === null
                  ? t("settings.notices.added")
                  : t("settings.notices.because", { roles: list(roles.map(roleName)) })}
              </Text>
              {alternate && (
                <Text block size={200}>
                  {t("settings.notices.alternate")}
                </Text>
              )}
              {failed && (
                <Text block size={200}>
                  <Time at={failed.at} />: {failed.reason}
                </Text>
              )}
            </div>
            {userPrincipalName === null
              ? settings.additionalRecipients.some(({ mail, events }) => mail === address && events !== null) &&
                button(t("settings.notices.remove"), address, () => remove(address))
              : button(t("settings.notices.mute"), name, () => mute(userPrincipalName))}
          </li>
        ))}
      </ul>
      {untold.length > 0 && (
        <>
          <Text as="h3" block weight="semibold">
            {t("settings.notices.untold")}
          </Text>
          <ul className={styles.people} aria-label={t("settings.notices.untold")}>
            {untold.map(({ userPrincipalName, name, why }) => (
              <li key={userPrincipalName} className={styles.person}>
                <div className={styles.who}>
                  <LinkTo to={`/users/active-users?show=${encodeURIComponent(userPrincipalName)}`}>{name}</LinkTo>
                  <Text block size={200} className={styles.quiet}>
                    {t(why === "muted" ? "settings.notices.muted" : "settings.notices.noAddress")}
                  </Text>
                </div>
                {why === "muted" && button(t("settings.notices.tellAgain"), name, () => unmute(userPrincipalName))}
              </li>
            ))}
          </ul>
        </>
      )}
      <AddRecipient event={event} settings={settings} />
      <ChosenRoles key={event} event={event} settings={settings} />
    </>
  );
}

function AddRecipient({ event, settings }: { event: Told["event"]; settings: Settings }) {
  const { t } = useTranslation();
  const styles = useStyles();
  const may = useMay("settings");
  const [mail, setMail] = useState("");
  const save = useSaveNotices(() => setMail(""));
  const typed = mail.normalize("NFKC").trim();
  const known = settings.additionalRecipients.find((one) => one.mail.toLowerCase() === typed.toLowerCase());
  const blocked = !may
    ? t("settings.mayNot")
    : typed === ""
      ? t("settings.notices.mailFirst")
      : known && (known.events === null || known.events.includes(event))
        ? t("settings.notices.toldAlready")
        : undefined;
  const add = (): void => {
    const others = settings.additionalRecipients.filter((one) => one !== known);
    const one = known ?? { mail: typed, displayName: null, preferredLanguage: null, events: [] };
    save.mutate(withRecipients([...others, { ...one, events: [...(one.events ?? []), event] }]));
  };
  return (
    <form
      noValidate
      className={styles.add}
      onSubmit={(submitted) => {
        submitted.preventDefault();
        if (blocked === undefined && !save.isPending) add();
      }}
    >
      <Field label={t("settings.notices.addLabel")}>
        <Input type="email" value={mail} disabled={!may} onChange={(_event, { value }) => setMail(value)} />
      </Field>
      <Button
        type="submit"
        disabledFocusable={blocked !== undefined || save.isPending}
        {...(blocked === undefined ? {} : { title: blocked })}
      >
        {t("settings.notices.add")}
      </Button>
      {save.error !== null && <Problem error={save.error} />}
    </form>
  );
}

function useWords() {
  const { i18n } = useTranslation();
  const { list } = useFormat();
  const languages = new Intl.DisplayNames(i18n.language, { type: "language" });
  return { list, language: (code: string): string => languages.of(code) ?? code };
}
