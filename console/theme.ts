/** Fluent's themes on our own brand ramp, a calm teal, with fonts that read well in both languages. */
import { type BrandVariants, createDarkTheme, createLightTheme, type Theme } from "@fluentui/react-components";

const teal: BrandVariants = {
  10: "#010606",
  20: "#081d1d",
  30: "#0a2f2f",
  40: "#0a3d3d",
  50: "#0a4b4b",
  60: "#095a5a",
  70: "#086969",
  80: "#0a7474",
  90: "#168282",
  100: "#2b8f8f",
  110: "#429c9b",
  120: "#5aa9a8",
  130: "#74b6b5",
  140: "#8fc3c2",
  150: "#abd1d0",
  160: "#c9dfde",
};

const fontFamilyBase =
  '"Segoe UI", "Segoe UI Web (West European)", system-ui, -apple-system, "Hiragino Sans", "Yu Gothic UI", Meiryo, ' +
  '"Noto Sans JP", "Noto Sans CJK JP", "Noto Sans", sans-serif';

export const lightTheme: Theme = { ...createLightTheme(teal), fontFamilyBase };

const dark = createDarkTheme(teal);
export const darkTheme: Theme = {
  ...dark,
  fontFamilyBase,
  // The ramp's own steps are too dark for text on a dark page.
  colorBrandForeground1: teal[120],
  colorBrandForeground2: teal[130],
  colorBrandForegroundLink: teal[130], // also on a row that is chosen
  colorBrandForegroundLinkHover: teal[150],
  colorBrandForegroundLinkPressed: teal[120],
  colorCompoundBrandForeground1: teal[120],
};
