/**
 * A list as a table: pages from the server as one scrolls, sort, choose columns, export what is seen, thousands of rows
 * without effort. What is chosen is remembered in the browser, by the table's name.
 */
import { Button, Checkbox, makeStyles, mergeClasses, Spinner, tokens } from "@fluentui/react-components";
import { ArrowDownRegular } from "@fluentui/react-icons/svg/arrow-down";
import { ArrowUpRegular } from "@fluentui/react-icons/svg/arrow-up";
import type { InfiniteData, UseInfiniteQueryResult } from "@tanstack/react-query";
import { useVirtualizer } from "@tanstack/react-virtual";
import { type MouseEvent, type ReactNode, useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { usePreferences } from "../preferences.tsx";
import { Problem, Refused, SkeletonLines, PartlyFailed } from "./states.tsx";
import { TableTools } from "./table-tools.tsx";
import { ApiError } from "../api/problem.ts";

export interface Column<Row> {
  key: string;
  header: string;
  cell: (row: Row) => ReactNode;
  /** What the column says as text: exported, and sorted by unless `order` is there. Absent: neither. */
  text?: (row: Row) => string;
  /** A value to sort by where the text does not tell the order: a number, a time. */
  order?: (row: Row) => number | string;
  align?: "end";
  /** Not shown until somebody chooses it. */
  hidden?: boolean;
  width?: string;
  /** What is done with a row: it stays in sight at the end, however narrow the window is. */
  pinned?: boolean;
}

interface DataTableProps<Row> {
  /** Of the table, for what is remembered and for the exported file. */
  name: string;
  /** What the table lists, for those who can not see it. */
  label: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[] | undefined;
  rowKey: (row: Row) => string;
  /** More pages at the server; spread `pagesOf(query)`. */
  more?: More;
  /** Opens the row's panel; reached by a click on the row or by the first column's button. */
  onOpen?: (row: Row) => void;
  /** Boxes before the rows, to do something with many at once. */
  choice?: Choice<Row>;
  /** The row whose panel is open. */
  opened?: string | undefined;
  empty: ReactNode;
  /** Buttons and filters at the left of the tools. */
  tools?: ReactNode;
}

interface Choice<Row> {
  /** Their row keys. */
  chosen: ReadonlySet<string>;
  onChosen: (chosen: ReadonlySet<string>) => void;
  /** What a row's box is called. */
  name: (row: Row) => string;
}

export interface More {
  hasNext: boolean;
  loading: boolean;
  load: () => void;
  error: unknown;
  since: number;
  retry: () => void;
}

const ROW_HEIGHT = 44;
/** Rows before the end at which the next page is asked for: the longer somebody scrolls, the sooner. */
const aheadOf = (rows: number): number => Math.min(300, Math.max(30, rows / 3));
/** Shorter tables are simply there, and the page scrolls. */
const VIRTUAL_FROM = 60;
const REMEMBERED = "talktime.table.";

const useStyles = makeStyles({
  frame: { overflow: "auto", position: "relative", maxWidth: "100%" },
  tall: { maxHeight: "min(70vh, 900px)" },
  table: { borderCollapse: "separate", borderSpacing: 0, width: "100%", fontSize: tokens.fontSizeBase300 },
  head: {
    position: "sticky",
    top: 0,
    zIndex: 1,
    textAlign: "start",
    padding: "0 12px",
    height: "40px",
    whiteSpace: "nowrap",
    backgroundColor: tokens.colorNeutralBackground1,
    borderBottom: `1px solid ${tokens.colorNeutralStroke1}`,
    fontWeight: tokens.fontWeightSemibold,
    color: tokens.colorNeutralForeground2,
  },
  sort: { fontWeight: "inherit", color: "inherit", padding: 0, minWidth: 0, whiteSpace: "nowrap" },
  cell: {
    padding: "6px 12px",
    height: `${ROW_HEIGHT - 13}px`,
    borderBottom: `1px solid ${tokens.colorNeutralStroke3}`,
  },
  box: { width: "32px", padding: 0 },
  end: { textAlign: "end", fontVariantNumeric: "tabular-nums" },
  pinned: { position: "sticky", insetInlineEnd: 0, backgroundColor: tokens.colorNeutralBackground1 },
  pinnedHead: { insetInlineEnd: 0, zIndex: 2 },
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
  foot: {
    display: "flex",
    alignItems: "center",
    gap: "12px",
    color: tokens.colorNeutralForeground2,
    minHeight: "32px",
  },
});

export function DataTable<Row>(props: DataTableProps<Row>) {
  const { name, label, columns, rows, rowKey, more, onOpen, choice, opened, empty, tools } = props;
  const { t } = useTranslation();
  const styles = useStyles();
  const frame = useRef<HTMLDivElement>(null);
  const [hidden, setHidden] = useHiddenColumns(name, columns);
  const [sort, setSort] = useState<{ key: string; down: boolean }>();
  const sorted = useSorted(rows, columns, sort);
  const shown = columns.filter(({ key }) => !hidden.has(key));

  const virtual = sorted.length > VIRTUAL_FROM;
  const virtualizer = useVirtualizer({
    count: virtual ? sorted.length : 0,
    getScrollElement: () => frame.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 12,
  });
  const window = virtualizer.getVirtualItems();
  const visible = virtual ? window.map(({ index }) => [index, sorted[index]!] as const) : [...sorted.entries()];
  const above = virtual ? (window[0]?.start ?? 0) : 0;
  const below = virtual ? virtualizer.getTotalSize() - (window.at(-1)?.end ?? 0) : 0;

  const nearEnd = virtual && (window.at(-1)?.index ?? 0) > sorted.length - aheadOf(sorted.length);
  const { hasNext = false, loading = false, load } = more ?? {};
  useEffect(() => {
    if (nearEnd && hasNext && !loading) load?.();
  }, [nearEnd, hasNext, loading, load]);

  if (rows === undefined) {
    if (more?.error instanceof ApiError && more.error.status === 403) return <Refused by={more.error} />;
    return more?.error != null ? <Problem error={more.error} retry={more.retry} /> : <SkeletonLines lines={8} />;
  }

  return (
    <div>
      {more?.error != null && <PartlyFailed error={more.error} since={more.since} retry={more.retry} />}
      <TableTools name={name} columns={columns} hidden={hidden} onHidden={setHidden} rows={sorted}>
        {tools}
      </TableTools>
      {rows.length === 0 ? (
        empty
      ) : (
        <>
          <div
            ref={frame}
            className={mergeClasses(styles.frame, virtual && styles.tall)}
            tabIndex={virtual ? 0 : -1}
            role="region"
            aria-label={label}
          >
            <table className={styles.table} aria-label={label} aria-rowcount={hasNext ? -1 : sorted.length + 1}>
              <thead>
                <tr aria-rowindex={1}>
                  {choice && (
                    <th scope="col" className={mergeClasses(styles.head, styles.box)}>
                      <Checkbox
                        aria-label={t("common.table.chooseAll")}
                        checked={choice.chosen.size === 0 ? false : choice.chosen.size < sorted.length ? "mixed" : true}
                        onChange={(_event, { checked }) =>
                          choice.onChosen(new Set(checked === true ? sorted.map(rowKey) : []))
                        }
                      />
                    </th>
                  )}
                  {shown.map((column) => (
                    <HeaderCell key={column.key} column={column} sort={sort} onSort={setSort} />
                  ))}
                </tr>
              </thead>
              <tbody>
                {above > 0 && <tr aria-hidden style={{ height: above }} />}
                {visible.map(([index, row]) => (
                  <tr
                    key={rowKey(row)}
                    aria-rowindex={index + 2}
                    className={mergeClasses(
                      styles.row,
                      onOpen && styles.opens,
                      opened === rowKey(row) && styles.opened,
                    )}
                    onClick={(event) => onOpen && isRowItself(event) && onOpen(row)}
                  >
                    {choice && (
                      <td className={mergeClasses(styles.cell, styles.box)}>
                        <Checkbox
                          aria-label={choice.name(row)}
                          checked={choice.chosen.has(rowKey(row))}
                          onChange={(_event, { checked }) => {
                            const next = new Set(choice.chosen);
                            if (checked === true) next.add(rowKey(row));
                            else next.delete(rowKey(row));
                            choice.onChosen(next);
                          }}
                        />
                      </td>
                    )}
                    {shown.map((column, i) => (
                      <td
                        key={column.key}
                        className={mergeClasses(
                          styles.cell,
                          column.align && styles.end,
                          column.pinned && styles.pinned,
                        )}
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
                ))}
                {below > 0 && <tr aria-hidden style={{ height: below }} />}
              </tbody>
            </table>
          </div>
          <div className={styles.foot} role="status">
            {t(hasNext ? "common.table.rowsSoFar" : "common.table.rows", { count: sorted.length })}
            {hasNext && (
              <Button
                size="small"
                disabledFocusable={loading}
                onClick={load}
                {...(loading ? { icon: <Spinner size="tiny" role="presentation" aria-hidden /> } : {})}
              >
                {t("common.table.more")}
              </Button>
            )}
          </div>
        </>
      )}
    </div>
  );
}

/** `<DataTable {...pagesOf(useInfiniteQuery(list(…)))} …>`: the rows so far and how to get more. */
export function pagesOf<Row>(
  query: UseInfiniteQueryResult<InfiniteData<{ items: Row[]; nextCursor: string | null }>>,
): { rows: Row[] | undefined; more: More } {
  return {
    rows: query.data?.pages.flatMap(({ items }) => items),
    more: {
      hasNext: query.hasNextPage,
      loading: query.isFetchingNextPage,
      load: () => void query.fetchNextPage(),
      error: query.error,
      since: query.dataUpdatedAt,
      retry: () => void query.refetch(),
    },
  };
}

interface HeaderCellProps<Row> {
  column: Column<Row>;
  sort: { key: string; down: boolean } | undefined;
  onSort: (sort: { key: string; down: boolean } | undefined) => void;
}

function HeaderCell<Row>({ column, sort, onSort }: HeaderCellProps<Row>) {
  const styles = useStyles();
  const { key, header, text, order, align, width, pinned } = column;
  const down = sort?.key === key ? sort.down : undefined;
  const Arrow = down ? ArrowDownRegular : ArrowUpRegular;
  return (
    <th
      scope="col"
      className={mergeClasses(styles.head, align && styles.end, pinned && styles.pinnedHead)}
      {...(width === undefined ? {} : { style: { width } })}
      aria-sort={down === undefined ? undefined : down ? "descending" : "ascending"}
    >
      {text || order ? (
        <Button
          appearance="transparent"
          size="small"
          className={styles.sort}
          iconPosition="after"
          {...(down === undefined ? {} : { icon: <Arrow /> })}
          onClick={() => onSort(down === undefined ? { key, down: false } : down ? undefined : { key, down: true })}
        >
          {header}
        </Button>
      ) : (
        header
      )}
    </th>
  );
}

function useSorted<Row>(
  rows: readonly Row[] | undefined,
  columns: readonly Column<Row>[],
  sort: { key: string; down: boolean } | undefined,
): readonly Row[] {
  const { language } = usePreferences();
  return useMemo(() => {
    const column = columns.find(({ key }) => key === sort?.key);
    const value = column?.order ?? column?.text;
    if (!rows || !sort || !value) return rows ?? [];
    const { compare } = new Intl.Collator(language, { numeric: true });
    const sign = sort.down ? -1 : 1;
    return [...rows].sort((a, b) => {
      const [x, y] = [value(a), value(b)];
      return sign * (typeof x === "number" && typeof y === "number" ? x - y : compare(String(x), String(y)));
    });
  }, [rows, columns, sort, language]);
}

function useHiddenColumns<Row>(
  name: string,
  columns: readonly Column<Row>[],
): [ReadonlySet<string>, (hidden: ReadonlySet<string>) => void] {
  const [hidden, setHidden] = useState<ReadonlySet<string>>(() => {
    const kept = localStorage.getItem(REMEMBERED + name);
    if (kept !== null) return new Set(JSON.parse(kept) as string[]);
    return new Set(columns.filter((column) => column.hidden).map(({ key }) => key));
  });
  const keep = (next: ReadonlySet<string>): void => {
    localStorage.setItem(REMEMBERED + name, JSON.stringify([...next]));
    setHidden(next);
  };
  return [hidden, keep];
}

/** Buttons, links and boxes in a row do their own thing and do not open it. */
/** Not one of the row's controls, nor a dialog of the row, which is a child of it in React alone. */
const isRowItself = ({ target, currentTarget }: MouseEvent<Element>): boolean =>
  target instanceof Element &&
  currentTarget.contains(target) &&
  target.closest("button, a, input, label, [role=switch], [role=menuitem]") === null;
