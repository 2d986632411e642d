/**
 * An amount as people type it: spaces, full-width digits of a Japanese keyboard, commas between thousands. A comma that
 * parts no thousands stays, so that the server refuses it: "12,50" was meant as 12.50, and is not 1,250.
 */
export function plainAmount(text: string): string {
  const typed = text.normalize("NFKC").replace(/\s/g, "").replace("−", "-");
  return /^-?[1-9]\d{0,2}(,\d{3})+(\.\d*)?$/.test(typed) ? typed.replaceAll(",", "") : typed;
}

export const isZero = (amount: string): boolean => /^0(\.0*)?$/.test(amount);

/**
 * A number as people type it, null for none. What is no number goes to the server as it is, which says so: NaN would
 * arrive there as null, which is "no limit".
 */
export function plainNumber(text: string, times = 1): number | null {
  const plain = plainAmount(text);
  if (plain === "") return null;
  const value = Number(plain) * times;
  return Number.isFinite(value) ? value : (plain as unknown as number);
}
