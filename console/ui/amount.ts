/** An amount as people type it: spaces, full-width digits of a Japanese keyboard, commas between thousands. */
export const plainAmount = (text: string): string => text.normalize("NFKC").replace(/[\s,]/g, "");

export const isZero = (amount: string): boolean => /^0(\.0*)?$/.test(amount);
