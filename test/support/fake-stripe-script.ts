/**
 * As much of Stripe's script as the console uses: fields for a card that say yes or no by its number, and a bank that
 * asks. The real ones stand in frames of Stripe's; these stand in the page, where a test can reach them.
 */
export const STRIPE_JS = `
const SAID = {
  en: { number: "Card number", incomplete: "Your card number is incomplete.", declined: "Your card was declined.",
    complete: "Complete authentication", failed: "We are unable to authenticate your payment method.", fail: "Fail authentication" },
  ja: { number: "カード番号", incomplete: "カード番号に不備があります。", declined: "カードが拒否されました。",
    complete: "認証を完了", failed: "お支払い方法の認証ができませんでした。", fail: "認証に失敗" },
};
const METHODS = { "4242424242424242": "pm_visa_typed", "4000002500003155": "pm_authenticate_typed" };
window.Stripe = (key, { locale }) => {
  if (!key.startsWith("pk_")) throw new Error("not a publishable key");
  const said = SAID[locale];
  return {
    elements({ clientSecret }) {
      if (!clientSecret.startsWith("seti_")) throw new Error("not the secret of a SetupIntent");
      const listeners = {};
      const input = Object.assign(document.createElement("input"), { ariaLabel: said.number });
      return { input, create: () => ({
        on: (event, listener) => { listeners[event] = listener; },
        mount: (place) => { place.append(input); setTimeout(() => listeners.ready()); },
        destroy: () => input.remove(),
      }) };
    },
    async confirmSetup({ elements: { input } }) {
      const number = input.value.replaceAll(" ", "");
      if (number.length < 16) return { error: { type: "validation_error", message: said.incomplete } };
      const payment_method = METHODS[number];
      return payment_method
        ? { setupIntent: { status: "succeeded", payment_method } }
        : { error: { type: "card_error", code: "card_declined", message: said.declined } };
    },
    handleNextAction: () => new Promise((answer) => {
      const dialog = document.createElement("dialog");
      for (const [text, result] of [[said.complete, {}], [said.fail, { error: { message: said.failed } }]]) {
        const button = Object.assign(document.createElement("button"), { textContent: text });
        button.onclick = () => { dialog.remove(); answer(result); };
        dialog.append(button);
      }
      document.body.append(dialog);
      dialog.showModal();
    }),
  };
};
`;
