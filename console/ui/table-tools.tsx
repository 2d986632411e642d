/** Above a table: what the page puts there, and at the right "Edit columns" and "Export". */
import {
  Button,
  makeStyles,
  Menu,
  MenuItemCheckbox,
  MenuList,
  MenuPopover,
  MenuTrigger,
} from "@fluentui/react-components";
import { ArrowDownloadRegular } from "@fluentui/react-icons/svg/arrow-download";
import { TableSettingsRegular } from "@fluentui/react-icons/svg/table-settings";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { downloadCsv } from "./download.ts";
import type { Column } from "./data-table.tsx";

const useStyles = makeStyles({
  tools: { display: "flex", flexWrap: "wrap", gap: "8px", alignItems: "end", paddingBottom: "8px" },
  page: { display: "flex", flexWrap: "wrap", gap: "8px", alignItems: "end", flexGrow: 1 },
});

interface TableToolsProps<Row> {
  name: string;
  columns: readonly Column<Row>[];
  hidden: ReadonlySet<string>;
  onHidden: (hidden: ReadonlySet<string>) => void;
  rows: readonly Row[];
  children: ReactNode;
}

export function TableTools<Row>({ name, columns, hidden, onHidden, rows, children }: TableToolsProps<Row>) {
  const { t } = useTranslation();
  const styles = useStyles();
  const shown = columns.filter(({ key }) => !hidden.has(key));
  const exported = shown.filter(({ text }) => text !== undefined);
  return (
    <div className={styles.tools}>
      <div className={styles.page}>{children}</div>
      <Menu
        checkedValues={{ columns: shown.map(({ key }) => key) }}
        onCheckedValueChange={(_event, { checkedItems }) => {
          // The last column stays: a table without any can not be got back from.
          if (checkedItems.length > 0)
            onHidden(new Set(columns.map(({ key }) => key).filter((key) => !checkedItems.includes(key))));
        }}
      >
        <MenuTrigger disableButtonEnhancement>
          <Button appearance="subtle" icon={<TableSettingsRegular />}>
            {t("common.table.columns")}
          </Button>
        </MenuTrigger>
        <MenuPopover>
          <MenuList>
            {columns.map(({ key, header }) => (
              <MenuItemCheckbox key={key} name="columns" value={key}>
                {header}
              </MenuItemCheckbox>
            ))}
          </MenuList>
        </MenuPopover>
      </Menu>
      <Button
        appearance="subtle"
        icon={<ArrowDownloadRegular />}
        disabledFocusable={rows.length === 0}
        onClick={() =>
          downloadCsv(
            name,
            exported.map(({ header }) => header),
            rows.map((row) => exported.map(({ text }) => text?.(row) ?? "")),
          )
        }
      >
        {t("common.table.export", { count: rows.length })}
      </Button>
    </div>
  );
}
