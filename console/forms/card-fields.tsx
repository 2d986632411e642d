/** Stripe's own fields for a card, in a frame of Stripe's: its number never passes through this page. */
import { makeStyles, Text } from "@fluentui/react-components";
import { type RefObject, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Schema } from "../api/client.ts";
import { usePreferences } from "../preferences.tsx";
import { Problem, SkeletonLines } from "../ui/states.tsx";
import { CardRefused, loadStripe, nameOf } from "./stripe.ts";

/** Confirms what was typed, and gives the card's name at Stripe. @throws CardRefused */
export type ConfirmCard = () => Promise<string>;

interface CardFieldsProps {
  script: Schema<"ProviderScript">;
  clientSecret: string;
  /** Filled as long as the fields can be confirmed. */
  confirm: RefObject<ConfirmCard | null>;
  onReady: (ready: boolean) => void;
}

const useStyles = makeStyles({ fields: { minHeight: "120px" } });

export function CardFields({ script, clientSecret, confirm, onReady }: CardFieldsProps) {
  const { t } = useTranslation();
  const styles = useStyles();
  const { language, dark } = usePreferences();
  const place = useRef<HTMLDivElement>(null);
  const [ready, setReady] = useState(false);
  const [error, setError] = useState<unknown>();
  const failed = t("payment.formFailed");
  const refused = t("payment.cardRefused");
  useEffect(() => {
    let unmount: (() => void) | undefined;
    let gone = false;
    const show = async (): Promise<void> => {
      const stripe = await loadStripe(script, { locale: language, failed });
      if (gone || !place.current) return;
      const elements = stripe.elements({
        clientSecret,
        locale: language,
        appearance: { theme: dark ? "night" : "stripe" },
      });
      const element = elements.create("payment");
      element.on("ready", () => {
        setReady(true);
        onReady(true);
      });
      element.on("loaderror", () => setError(new CardRefused(failed)));
      element.mount(place.current);
      unmount = () => element.destroy();
      confirm.current = async () => {
        const { setupIntent, error: why } = await stripe.confirmSetup({
          elements,
          redirect: "if_required",
          confirmParams: { return_url: location.href },
        });
        // One that was confirmed before, when only its answer or ours was lost.
        const known = why?.setup_intent?.status === "succeeded" ? why.setup_intent : undefined;
        const card = nameOf((setupIntent ?? known)?.payment_method);
        if (card === undefined) throw new CardRefused(why?.message ?? refused);
        return card;
      };
    };
    show().catch(setError);
    return () => {
      gone = true;
      unmount?.();
      confirm.current = null;
      setReady(false);
      onReady(false);
    };
  }, [script, clientSecret, language, dark, failed, refused, confirm, onReady]);
  return (
    <div role="group" aria-label={t("payment.card")}>
      {error !== undefined ? <Problem error={error} /> : !ready && <SkeletonLines lines={2} />}
      <div ref={place} className={styles.fields} />
      <Text size={200}>{t("payment.cardHint")}</Text>
    </div>
  );
}
