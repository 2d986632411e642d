/** Patience with the database: whoever asked is told when it is at its end. */
import { Unavailable } from "./commands.ts";

/** @throws Unavailable when it takes longer; what becomes of the work is then nobody's concern */
export async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Unavailable("the database does not answer")), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
