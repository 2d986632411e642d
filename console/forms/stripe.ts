/**
 * Stripe's script: loaded from Stripe itself, as Stripe's terms want it, by the page that asks for a card or a
 * confirmation and by no other. What is declared here is the part of it that is used (docs.stripe.com/js).
 */
import type { Schema } from "../api/client.ts";

export interface StripeError {
  /** In the language that the script was given. */
  message?: string;
  code?: string;
  setup_intent?: { payment_method: string | { id: string } | null; status: string };
}

export interface StripeElement {
  mount: (place: HTMLElement) => void;
  destroy: () => void;
  on: (event: "ready" | "loaderror", listener: () => void) => void;
}

export interface StripeElements {
  create: (type: "payment") => StripeElement;
}

export interface Stripe {
  elements: (options: {
    clientSecret: string;
    locale: string;
    appearance: { theme: "stripe" | "night" };
  }) => StripeElements;
  confirmSetup: (options: {
    elements: StripeElements;
    redirect: "if_required";
    confirmParams: { return_url: string };
  }) => Promise<{ setupIntent?: { payment_method: string | { id: string } | null }; error?: StripeError }>;
  handleNextAction: (options: { clientSecret: string }) => Promise<{ error?: StripeError }>;
}

declare global {
  interface Window {
    Stripe?: (publishableKey: string, options: { locale: string }) => Stripe;
  }
}

/** What the payer can do something about, in the payer's words. */
export class CardRefused extends Error {}

const loading = new Map<string, Promise<void>>();

/** @throws CardRefused with `failed` where the script does not come */
export async function loadStripe(
  { publishableKey, url }: Schema<"ProviderScript">,
  { locale, failed }: { locale: string; failed: string },
): Promise<Stripe> {
  let script = loading.get(url);
  if (!script) {
    script = addScript(url);
    loading.set(url, script);
  }
  try {
    await script;
  } catch {
    loading.delete(url); // the next attempt asks again
    throw new CardRefused(failed);
  }
  if (!window.Stripe) throw new CardRefused(failed);
  return window.Stripe(publishableKey, { locale });
}

const addScript = (url: string): Promise<void> =>
  new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = url;
    script.onload = () => resolve();
    script.onerror = () => {
      script.remove();
      reject(new Error(url));
    };
    document.head.append(script);
  });

/** The card's name at Stripe. */
export const nameOf = (method: string | { id: string } | null | undefined): string | undefined =>
  method == null ? undefined : typeof method === "string" ? method : method.id;
