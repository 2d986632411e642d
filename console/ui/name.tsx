/** What people have named: any length, any direction of writing, harmless to the text around it. */
import { makeStyles } from "@fluentui/react-components";

const useStyles = makeStyles({
  name: {
    display: "inline-block",
    maxWidth: "min(36ch, 70vw)",
    overflow: "hidden",
    textOverflow: "ellipsis",
    whiteSpace: "nowrap",
    verticalAlign: "bottom",
  },
});

export function Name({ children }: { children: string }) {
  return (
    <bdi className={useStyles().name} title={children}>
      {children}
    </bdi>
  );
}

const MOST = 60;
/** Right-to-left letters, and the marks that turn what follows them around. */
const TURNS = /[\u0590-\u08FF\u200E\u200F\u202A-\u202E\u2066-\u2069\uFB1D-\uFEFC]/;

/** For a name within a sentence: cut, and held together by marks where it could turn the sentence around. */
export function inSentence(name: string): string {
  const letters = [...name];
  const short = letters.length > MOST ? `${letters.slice(0, MOST).join("")}…` : name;
  return TURNS.test(short) ? `\u2068${short}\u2069` : short;
}
