/** What an organisation keeps of one kind: listed, and made, opened and changed in a panel with an address of its own. */
import { Button } from "@fluentui/react-components";
import { AddRegular } from "@fluentui/react-icons/svg/add";
import { Fragment, type ReactNode } from "react";
import { usePanel } from "./address.ts";
import { type Column, DataTable, type More } from "./data-table.tsx";
import { Panel } from "./panel.tsx";

interface KeptListProps<Row> {
  /** Of the table, as DataTable's. */
  name: string;
  label: string;
  columns: readonly Column<Row>[];
  /** Spread `pagesOf(query)`. */
  rows: readonly Row[] | undefined;
  more: More;
  empty: ReactNode;
  /** On the button that makes one, and above its form. */
  add: string;
  /** Why none can be made, as a sentence. */
  blocked: string | undefined;
  /** The panel's address for one that is being made: of its own where a page has more lists than one. */
  newId?: string;
  /** What an open one is called. */
  titleOf: (row: Row) => string;
  /** The form of one, or, with undefined, of a new one; `close` when it is done. */
  children: (row: Row | undefined, close: () => void) => ReactNode;
}

export function KeptList<Row extends { id: string }>(props: KeptListProps<Row>) {
  const { rows, add, blocked, newId = "new", titleOf, children, ...table } = props;
  const { shown, open, close } = usePanel();
  const row = rows?.find(({ id }) => id === shown);
  return (
    <>
      <DataTable
        {...table}
        rows={rows}
        rowKey={({ id }) => id}
        onOpen={({ id }) => open(id)}
        opened={shown}
        tools={
          <Button
            icon={<AddRegular />}
            disabledFocusable={blocked !== undefined}
            {...(blocked === undefined ? {} : { title: blocked })}
            onClick={() => open(newId)}
          >
            {add}
          </Button>
        }
      />
      <Panel open={shown === newId || row !== undefined} title={row ? titleOf(row) : add} onClose={close}>
        <Fragment key={row?.id ?? newId}>{children(row, close)}</Fragment>
      </Panel>
    </>
  );
}
