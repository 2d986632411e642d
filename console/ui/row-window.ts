/**
 * Of a list of any length, the rows around what its frame shows: what that costs does not depend on how many there are.
 * All are taken to be as high as those that are measured; where single ones are not, the browser keeps what is seen in
 * its place (scroll anchoring).
 */
import { type RefObject, useLayoutEffect, useRef, useState } from "react";
import { flushSync } from "react-dom";

/** Until one has been measured. */
const ROW_HEIGHT = 44;
/** Rows beyond either edge, so that one sees no gap while the next ones are made. */
const BEYOND = 8;
/** The window moves by so many rows at a time, and not at every pixel. */
const STEP = 4;
/** Until the frame has been measured. */
const FIRST_ROWS = 40;

export interface RowWindow {
  first: number;
  /** Exclusive. */
  end: number;
  rowHeight: number;
}

interface List {
  count: number;
  /** Changes whenever rows may have got another height. */
  layout: string;
}

/** @param body what has the rows as its children; those that only keep space are `aria-hidden` */
export function useRowWindow(
  frame: HTMLElement | null,
  body: RefObject<HTMLElement | null>,
  { count, layout }: List,
): RowWindow {
  const [at, setAt] = useState({ first: 0, rows: FIRST_ROWS });
  const [width, setWidth] = useState(0);
  const [rowHeight, setRowHeight] = useState(ROW_HEIGHT);
  const first = Math.max(0, Math.min(at.first, count - at.rows));

  useLayoutEffect(() => {
    if (!frame) return;
    const look = (): void => {
      const next = {
        first: STEP * Math.max(0, Math.floor((frame.scrollTop / rowHeight - BEYOND) / STEP)),
        rows: Math.ceil(frame.clientHeight / rowHeight) + 2 * BEYOND + STEP,
      };
      setAt((old) => (old.first === next.first && old.rows === next.rows ? old : next));
      setWidth(frame.clientWidth);
    };
    look();
    // In the same frame: otherwise fast scrolling shows empty space.
    const onScroll = (): void => flushSync(look);
    frame.addEventListener("scroll", onScroll, { passive: true });
    const observer = new ResizeObserver(look);
    observer.observe(frame);
    return () => {
      frame.removeEventListener("scroll", onScroll);
      observer.disconnect();
    };
  }, [frame, rowHeight]);

  const above = useRef({ first, rowHeight });
  useLayoutEffect(() => {
    const measured = width > 0 && body.current ? heightOfRows(body.current) : undefined;
    if (measured !== undefined) setRowHeight((old) => (Math.abs(measured - old) < 1 ? old : measured));
  }, [body, width, layout]);
  useLayoutEffect(() => {
    // What is seen stays where it is, although all above it has become higher or lower.
    const before = above.current;
    if (frame && before.rowHeight !== rowHeight) frame.scrollTop += before.first * (rowHeight - before.rowHeight);
    above.current = { first, rowHeight };
  }, [frame, first, rowHeight]);

  return { first, end: Math.min(count, first + at.rows), rowHeight };
}

/** On average. */
function heightOfRows(body: HTMLElement): number | undefined {
  const rows = [...body.children].filter((row) => !row.hasAttribute("aria-hidden"));
  if (rows.length === 0) return undefined;
  const height = rows.at(-1)!.getBoundingClientRect().bottom - rows[0]!.getBoundingClientRect().top;
  return height > 0 ? height / rows.length : undefined;
}
