/**
 * Japanese is written without spaces, yet a message has to part its words from what is put in, which may be Latin:
 * "{{country}} の料金" is right for a name in Latin letters and wrong for イギリス. What is put in is marked at both ends; a
 * space at such an end goes where both its neighbours are Japanese.
 */
const EDGE = "\u2063"; // an invisible separator, which nothing else here uses

const JAPANESE = "[\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}ー々。、「」]";
const AT_AN_EDGE = new RegExp(`(?<=${JAPANESE})(${EDGE}* ${EDGE}*)(?=${JAPANESE})`, "gu");

export const marked = (value: string): string => EDGE + value + EDGE;

export const joined = (text: string): string =>
  text.includes(EDGE)
    ? text.replace(AT_AN_EDGE, (space) => (space.length > 1 ? "" : space)).replaceAll(EDGE, "")
    : text;
