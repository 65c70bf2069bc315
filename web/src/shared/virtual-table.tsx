// A long list as a real table, of which only the rows in sight exist. In: rows, columns, how
// to read more, and which rows are headings. Out: rows; `onEnd` is called when the last ones
// come into sight.

import { useVirtualizer } from '@tanstack/react-virtual';
import { useCallback, useEffect, useRef, type ReactNode } from 'react';
import { useNarrow } from './narrow.ts';

export type Column<Row> = {
  readonly id: string;
  readonly label: ReactNode;
  readonly width?: string;
  readonly wideOnly?: boolean;
  readonly header?: boolean;
  readonly cell: (row: Row) => ReactNode;
};

type TableProps<Row> = {
  readonly label: string;
  readonly rows: readonly Row[];
  readonly columns: readonly Column<Row>[];
  readonly keyOf: (row: Row) => string;
  readonly onEnd?: () => void;
  readonly height?: string;
  /** Words of a row that is a heading over those after it. */
  readonly headingOf?: (row: Row) => string | undefined;
};

const rowHeight = () => 44;

export function VirtualTable<Row>({ label, rows, columns: allColumns, keyOf, onEnd, headingOf, height = 'max(360px, calc(100dvh - 270px))' }: TableProps<Row>) {
  const narrow = useNarrow();
  const columns = narrow ? allColumns.filter((column) => column.wideOnly !== true) : allColumns;
  const scroll = useRef<HTMLDivElement>(null);
  // Another function means other rows to the virtualizer: it would measure all anew with every frame.
  const key = useRef(keyOf);
  key.current = keyOf;
  const getItemKey = useCallback(
    (index: number) => {
      const row = rows[index];
      return row === undefined ? index : key.current(row);
    },
    [rows],
  );
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroll.current,
    estimateSize: rowHeight,
    getItemKey,
    overscan: 10,
  });
  const inSight = virtualizer.getVirtualItems();
  const last = inSight.at(-1)?.index ?? -1;
  const top = inSight[0]?.start ?? 0;
  const bottom = virtualizer.getTotalSize() - (inSight.at(-1)?.end ?? 0);
  useEffect(() => {
    if (last >= rows.length - 20 && rows.length > 0) onEnd?.();
  }, [last, rows.length, onEnd]);
  const needed = Math.min(rows.length * 46 + 46, 4000);
  return (
    <div ref={scroll} className="grid-scroll" tabIndex={0} role="group" aria-label={label} style={{ height: `min(${needed}px, ${height})` }}>
      <table className="grid-table" aria-label={label} aria-rowcount={rows.length + 1}>
        <colgroup>
          {columns.map((column) => (
            <col key={column.id} style={{ width: column.width }} />
          ))}
        </colgroup>
        <thead>
          <tr aria-rowindex={1}>
            {columns.map((column) => (
              <th key={column.id} scope="col">
                {column.label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {top > 0 ? (
            <tr className="spacer" aria-hidden="true">
              <td colSpan={columns.length} style={{ height: top }} />
            </tr>
          ) : null}
          {inSight.map(({ index, key }) => {
            const row = rows[index];
            if (row === undefined) return null;
            const heading = headingOf?.(row);
            if (heading !== undefined) {
              return (
                <tr key={key} className="group-row" data-index={index} ref={virtualizer.measureElement} aria-rowindex={index + 2}>
                  <th colSpan={columns.length} scope="colgroup">
                    {heading}
                  </th>
                </tr>
              );
            }
            return (
              <tr key={key} className="grid-row" data-index={index} ref={virtualizer.measureElement} aria-rowindex={index + 2}>
                {columns.map((column) =>
                  column.header === true ? (
                    <th key={column.id} scope="row">
                      {column.cell(row)}
                    </th>
                  ) : (
                    <td key={column.id}>{column.cell(row)}</td>
                  ),
                )}
              </tr>
            );
          })}
          {bottom > 0 ? (
            <tr className="spacer" aria-hidden="true">
              <td colSpan={columns.length} style={{ height: bottom }} />
            </tr>
          ) : null}
        </tbody>
      </table>
    </div>
  );
}
