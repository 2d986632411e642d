/** The rows of a table: all of a short one; of a long one those that are seen, and the next page before its end is. */
import { Button, Checkbox, makeStyles, mergeClasses, tokens } from "@fluentui/react-components";
import { memo, type MouseEvent, useEffect, useRef } from "react";
import { passes } from "../api/problem.ts";
import type { Choice, Column, More } from "./data-table.tsx";
import { useRowWindow } from "./row-window.ts";

/**
 * Rows before the end at which the next page is asked for: the longer somebody scrolls, the sooner. Three pages, since
 * each is asked for by the end of the one before and a fast hand passes a page in a tenth of a second.
 */
const aheadOf = (rows: number): number => Math.min(1500, Math.max(30, rows / 3));
/** Shorter tables are simply there, and the page scrolls. */
export const VIRTUAL_FROM = 60;
const ASK_AGAIN_MS = 5_000;

const useStyles = makeStyles({
  cell: { padding: "6px 12px", height: "31px", borderBottom: `1px solid ${tokens.colorNeutralStroke3}` },
  box: { width: "32px", padding: 0 },
  end: { textAlign: "end", fontVariantNumeric: "tabular-nums" },
  pinned: { position: "sticky", insetInlineEnd: 0, backgroundColor: tokens.colorNeutralBackground1 },
  row: { ":hover": { backgroundColor: tokens.colorNeutralBackground1Hover } },
  opens: { cursor: "pointer" },
  opened: { backgroundColor: tokens.colorNeutralBackground1Selected },
  opener: {
    minWidth: 0,
    padding: 0,
    textAlign: "start",
    fontWeight: "inherit",
    justifyContent: "start",
    color: tokens.colorBrandForegroundLink,
    ":hover": { textDecorationLine: "underline" },
  },
});

interface RowsProps<Row> {
  rows: readonly Row[];
  columns: readonly Column<Row>[];
  rowKey: (row: Row) => string;
  onOpen: ((row: Row) => void) | undefined;
  choice: Choice<Row> | undefined;
  opened: string | ((row: Row) => boolean) | undefined;
}

/** What moves with the frame is here and not in the table around it, which is drawn anew only when something has changed. */
export function WindowedRows<Row>({
  frame,
  more,
  ...props
}: RowsProps<Row> & { frame: HTMLElement | null; more: More | undefined }) {
  const body = useRef<HTMLTableSectionElement>(null);
  const { rows, columns } = props;
  const layout = columns.map(({ key }) => key).join();
  const { first, end, rowHeight } = useRowWindow(frame, body, { count: rows.length, layout });
  useLoadAhead(more, end > rows.length - aheadOf(rows.length));
  const [above, below] = [first * rowHeight, (rows.length - end) * rowHeight];
  return (
    <tbody ref={body}>
      {above > 0 && <tr aria-hidden style={{ height: above }} />}
      <Rows {...props} first={first} end={end} />
      {below > 0 && <tr aria-hidden style={{ height: below }} />}
    </tbody>
  );
}

export function AllRows<Row>(props: RowsProps<Row>) {
  return (
    <tbody>
      <Rows {...props} first={0} end={props.rows.length} />
    </tbody>
  );
}

function Rows<Row>({
  rows,
  first,
  end,
  rowKey,
  opened,
  choice,
  ...same
}: RowsProps<Row> & { first: number; end: number }) {
  return rows.slice(first, end).map((row, i) => {
    const key = rowKey(row);
    return (
      <TableRow
        key={key}
        {...same}
        row={row}
        index={first + i}
        opened={typeof opened === "function" ? opened(row) : opened === key}
        choice={choice}
        chosen={choice?.chosen.has(key) ?? false}
        rowKey={rowKey}
      />
    );
  });
}

function useLoadAhead(more: More | undefined, nearEnd: boolean): void {
  const { hasNext = false, loading = false, load, error = null } = more ?? {};
  useEffect(() => {
    if (!nearEnd || !hasNext || loading || !load) return;
    if (error === null) return load();
    // What the server has refused it would refuse again.
    if (!passes(error)) return;
    const timer = setTimeout(load, ASK_AGAIN_MS);
    return () => clearTimeout(timer);
  }, [nearEnd, hasNext, loading, load, error]);
}

interface RowProps<Row> extends Omit<RowsProps<Row>, "rows" | "opened"> {
  row: Row;
  index: number;
  opened: boolean;
  chosen: boolean;
}

/** Drawn once as long as the table around it is the same: scrolling makes the rows that come, and no others. */
const TableRow = memo(function <Row>({ row, index, columns, rowKey, onOpen, opened, choice, chosen }: RowProps<Row>) {
  const styles = useStyles();
  return (
    <tr
      aria-rowindex={index + 2}
      className={mergeClasses(styles.row, onOpen && styles.opens, opened && styles.opened)}
      onClick={(event) => onOpen && isRowItself(event) && onOpen(row)}
    >
      {choice && (
        <td className={mergeClasses(styles.cell, styles.box)}>
          <Checkbox
            aria-label={choice.name(row)}
            checked={chosen}
            onChange={(_event, { checked }) => {
              const next = new Set(choice.chosen);
              if (checked === true) next.add(rowKey(row));
              else next.delete(rowKey(row));
              choice.onChosen(next);
            }}
          />
        </td>
      )}
      {columns.map((column, i) => (
        <td
          key={column.key}
          className={mergeClasses(styles.cell, column.align && styles.end, column.pinned && styles.pinned)}
        >
          {onOpen && i === 0 ? (
            <Button appearance="transparent" className={styles.opener} onClick={() => onOpen(row)}>
              {column.cell(row)}
            </Button>
          ) : (
            column.cell(row)
          )}
        </td>
      ))}
    </tr>
  );
}) as <Row>(props: RowProps<Row>) => React.ReactNode;

/** Not one of the row's controls, which do their own thing, nor a dialog of the row, which is a child of it in React alone. */
const isRowItself = ({ target, currentTarget }: MouseEvent<Element>): boolean =>
  target instanceof Element &&
  currentTarget.contains(target) &&
  target.closest("button, a, input, label, [role=switch], [role=menuitem]") === null;
