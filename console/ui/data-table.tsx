/**
 * A list as a table: pages from the server as one scrolls, sort, choose columns, export what is seen, thousands of rows
 * without effort. What is chosen is remembered in the browser, by the table's name.
 */
import { Button, Checkbox, makeStyles, mergeClasses, Spinner, tokens } from "@fluentui/react-components";
import { ArrowDownRegular } from "@fluentui/react-icons/svg/arrow-down";
import { ArrowUpRegular } from "@fluentui/react-icons/svg/arrow-up";
import type { InfiniteData, UseInfiniteQueryResult } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { ApiError } from "../api/problem.ts";
import { type Sort, useSorted } from "./sorted.ts";
import { Problem, Refused, SkeletonLines, PartlyFailed } from "./states.tsx";
import { AllRows, VIRTUAL_FROM, WindowedRows } from "./table-rows.tsx";
import { TableTools } from "./table-tools.tsx";

export interface Column<Row> {
  key: string;
  header: string;
  cell: (row: Row) => ReactNode;
  /** What the column says as text: exported, and sorted by unless `order` is there. Absent: neither. */
  text?: (row: Row) => string;
  /** A value to sort by where the text does not tell the order: a number, a time. */
  order?: (row: Row) => number | string;
  /** What it is sorted by changes with the time although the row does not. */
  moves?: boolean;
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
  /** The row whose panel is open: its key, or how it is known. */
  opened?: string | ((row: Row) => boolean) | undefined;
  empty: ReactNode;
  /** Buttons and filters at the left of the tools. */
  tools?: ReactNode;
}

export interface Choice<Row> {
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

const REMEMBERED = "talktime.table.";

const useStyles = makeStyles({
  frame: { overflow: "auto", position: "relative", maxWidth: "100%" },
  tall: { maxHeight: "min(70vh, 900px)" },
  table: { borderCollapse: "separate", borderSpacing: 0, width: "100%", fontSize: tokens.fontSizeBase300 },
  head: {
    fontSize: tokens.fontSizeBase200, // as a small button's, which those that sort are
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
  box: { width: "32px", padding: 0 },
  end: { textAlign: "end", fontVariantNumeric: "tabular-nums" },
  pinnedHead: { insetInlineEnd: 0, zIndex: 2 },
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
  const [frame, setFrame] = useState<HTMLElement | null>(null);
  const [hidden, setHidden] = useHiddenColumns(name, columns);
  const [sort, setSort] = useState<Sort>();
  const sorted = useSorted(rows, columns, sort);
  const shown = columns.filter(({ key }) => !hidden.has(key));
  const virtual = sorted.length > VIRTUAL_FROM;
  const { hasNext = false, loading = false, load } = more ?? {};
  const inRows = { rows: sorted, columns: shown, rowKey, onOpen, choice, opened };

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
            ref={setFrame}
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
              {virtual ? <WindowedRows {...inRows} frame={frame} more={more} /> : <AllRows {...inRows} />}
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
export function pagesOf<Row>(query: UseInfiniteQueryResult<InfiniteData<ListPage<Row>>>): {
  rows: readonly Row[] | undefined;
  more: More;
} {
  const load = (): void => void query.fetchNextPage();
  return {
    rows: query.data && rowsOf(query.data.pages),
    more: {
      hasNext: query.hasNextPage,
      loading: query.isFetchingNextPage,
      load,
      error: query.error,
      since: query.dataUpdatedAt,
      retry: query.isFetchNextPageError ? load : () => void query.refetch(),
    },
  };
}

interface ListPage<Row> {
  items: Row[];
  nextCursor: string | null;
}

/** By the first page of a list, its rows when it was asked for last: the same ones as long as no page is another. */
const known = new WeakMap<object, { pages: readonly unknown[]; rows: readonly unknown[] }>();

function rowsOf<Row>(pages: readonly ListPage<Row>[]): readonly Row[] {
  const [first] = pages;
  if (!first) return [];
  const before = known.get(first);
  const same = before?.pages.every((page, i) => page === pages[i]) ?? false;
  if (before && same && before.pages.length === pages.length) return before.rows as readonly Row[];
  const added = pages.slice(same ? before!.pages.length : 0).map(({ items }) => items);
  const rows = same ? (before!.rows as readonly Row[]).concat(...added) : added.flat();
  known.set(first, { pages, rows });
  return rows;
}

interface HeaderCellProps<Row> {
  column: Column<Row>;
  sort: Sort | undefined;
  onSort: (sort: Sort | undefined) => void;
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
