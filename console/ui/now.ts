/** The time, for what counts while it is looked at. */
import { useEffect, useState } from "react";

/** Epoch ms, told anew every `everyMs`; stands still while nobody looks or `running` is false. */
export function useNow(everyMs: number, running = true): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    if (!running) return;
    const timer = setInterval(() => !document.hidden && setNow(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs, running]);
  return now;
}
