// All lines of a report as one table, of which only the rows in sight exist. In: ordered
// lines, the choices, what can be decided. Out: decisions and choices. Sorting is TanStack
// Table's, the rows in sight are TanStack Virtual's; the markup stays a real <table>.

import { createSortedRowModel, rowSortingFeature, sortFn_text, tableFeatures, useTable, type SortingState } from '@tanstack/react-table';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useCallback, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { useFormat } from '../format.ts';
import { useNarrow } from '../shared/narrow.ts';
import type { Decision, ReportLine } from '../sync-types.ts';
import { groupTitle, reportText as text, sectionDone, sectionNames } from '../text/report.ts';
import { choose, decidable, decide, type Choices } from './choices.ts';
import { LineDetails } from './line-details.tsx';
import { LineRow } from './line-row.tsx';
import { toItems } from './lines.ts';
import { SelectionBar } from './selection-bar.tsx';

const features = tableFeatures({ rowSortingFeature, sortedRowModel: createSortedRowModel(), sortFns: { text: sortFn_text } });
const columns = [
  { id: 'name', accessorFn: (line: ReportLine) => line.name, sortFn: 'text' as const },
  { id: 'what', accessorFn: (line: ReportLine) => `${line.section} ${line.side ?? ''} ${line.kind} ${line.text}`, sortFn: 'text' as const },
  { id: 'outcome', accessorFn: (line: ReportLine) => line.outcome ?? '', sortFn: 'text' as const },
];
/** As in the style sheet; only details are measured. */
const heights = { group: 40, line: 46, details: 320 } as const;
const NARROW_LINE = 62;

type TableProps = {
  readonly lines: readonly ReportLine[];
  readonly choices: Choices;
  readonly update: (change: (now: Choices) => Choices) => void;
  readonly editable: boolean;
  /** The run is over: say what was done instead of what will be. */
  readonly done: boolean;
};

export function ReportTable({ lines, choices, update, editable, done }: TableProps) {
  const format = useFormat();
  const narrow = useNarrow();
  const [sorting, setSorting] = useState<SortingState>([]);
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const scroll = useRef<HTMLDivElement>(null);

  const table = useTable({ features, columns, data: lines as ReportLine[], getRowId: (line: ReportLine) => line.id, state: { sorting }, onSortingChange: setSorting });
  const rows = table.getRowModel().rows;
  const items = useMemo(() => toItems(rows.map((row) => row.original), opened, sorting.length === 0), [rows, opened, sorting.length]);
  // Another function means other rows to the virtualizer: it would measure all 50,000 anew with every frame.
  const estimateSize = useCallback(
    (index: number) => {
      const type = items[index]?.type ?? 'line';
      return type === 'line' && narrow ? NARROW_LINE : heights[type];
    },
    [items, narrow],
  );
  const getItemKey = useCallback((index: number) => items[index]?.key ?? index, [items]);
  const virtualizer = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroll.current,
    estimateSize,
    getItemKey,
    overscan: 8,
    // The heading stays in sight, over what is scrolled to.
    scrollPaddingStart: heights.group,
  });
  const inSight = virtualizer.getVirtualItems();
  const top = inSight[0]?.start ?? 0;
  const bottom = virtualizer.getTotalSize() - (inSight.at(-1)?.end ?? 0);

  const toggle = useCallback((change: (now: Set<string>) => void, set: typeof setOpened) => {
    set((now) => {
      const next = new Set(now);
      change(next);
      return next;
    });
  }, []);
  const onToggle = useCallback((id: string) => toggle((next) => void (next.delete(id) || next.add(id)), setOpened), [toggle]);
  const onSelect = useCallback((id: string, on: boolean) => toggle((next) => void (on ? next.add(id) : next.delete(id)), setSelected), [toggle]);
  const onDecide = useCallback((line: ReportLine, decision: Decision) => update((now) => decide(now, [line], decision)), [update]);
  const onChoose = useCallback((line: ReportLine, alternative: string) => update((now) => choose(now, [line], alternative)), [update]);
  const shownDecidable = useMemo(() => lines.filter(decidable), [lines]);
  const allSelected = useMemo(() => shownDecidable.length > 0 && selected.size >= shownDecidable.length && shownDecidable.every((line) => selected.has(line.id)), [shownDecidable, selected]);
  const chosenLines = useMemo(() => (selected.size === 0 ? [] : lines.filter((line) => selected.has(line.id) && decidable(line))), [lines, selected]);
  const withOutcome = useMemo(() => lines.some((line) => line.outcome !== undefined || line.decision !== undefined), [lines]);
  const span = (narrow ? 1 : 2) + (editable ? 2 : 0) + (withOutcome ? 1 : 0);

  const heading = (id: string, label: string) => {
    const sorted = sorting.find((one) => one.id === id);
    const next = sorted === undefined ? [{ id, desc: false }] : sorted.desc ? [] : [{ id, desc: true }];
    return (
      <th scope="col" aria-sort={sorted === undefined ? 'none' : sorted.desc ? 'descending' : 'ascending'}>
        <button type="button" className="sort-button" onClick={() => setSorting(next)}>
          {label} <span aria-hidden="true">{sorted === undefined ? '' : sorted.desc ? '↓' : '↑'}</span>
        </button>
      </th>
    );
  };

  return (
    <>
      {editable ? (
        <SelectionBar lines={chosenLines} onDecide={(decision) => update((now) => decide(now, chosenLines, decision))} onChoose={(alternative) => update((now) => choose(now, chosenLines, alternative))} onClear={() => setSelected(new Set())} />
      ) : null}
      <div ref={scroll} className="grid-scroll report-scroll" tabIndex={0} role="group" aria-label={text.lines} onKeyDown={(event) => walkRows(event, (index) => virtualizer.scrollToIndex(index))}>
        <table className="grid-table report-table" aria-label={text.lines} aria-rowcount={items.length + 1}>
          <colgroup>
            {editable ? <col className="col-check" /> : null}
            <col className="col-name" />
            {narrow ? null : <col className="col-what" />}
            {editable ? <col className="col-decision" /> : null}
            {withOutcome ? <col className="col-outcome" /> : null}
          </colgroup>
          <thead>
            <tr aria-rowindex={1}>
              {editable ? (
                <th scope="col">
                  <input
                    type="checkbox"
                    className="row-check"
                    aria-label={text.selectAll}
                    checked={allSelected}
                    ref={(box) => {
                      if (box !== null) box.indeterminate = !allSelected && selected.size > 0;
                    }}
                    onChange={(event) => setSelected(event.currentTarget.checked ? new Set(shownDecidable.map((line) => line.id)) : new Set())}
                  />
                </th>
              ) : null}
              {heading('name', text.name)}
              {narrow ? null : heading('what', text.what)}
              {editable ? <th scope="col">{text.decision}</th> : null}
              {withOutcome ? heading('outcome', text.outcome) : null}
            </tr>
          </thead>
          <tbody>
            {top > 0 ? (
              <tr className="spacer" aria-hidden="true">
                <td colSpan={span} style={{ height: top }} />
              </tr>
            ) : null}
            {inSight.map(({ index, key }) => {
              const item = items[index];
              if (item === undefined) return null;
              const { line } = item;
              if (item.type === 'group') {
                return (
                  <tr key={key} data-index={index} aria-rowindex={index + 2} className="group-row">
                    <th colSpan={span} scope="colgroup">
                      {groupTitle((done ? sectionDone : sectionNames)[line.section], line.side, line.kind)} ({format.number(item.count)})
                    </th>
                  </tr>
                );
              }
              if (item.type === 'details') {
                return (
                  <tr key={key} data-index={index} aria-rowindex={index + 2} ref={virtualizer.measureElement}>
                    <td colSpan={span}>
                      <LineDetails
                        line={line}
                        decision={choices.decisions[line.unit] ?? 'take'}
                        chosen={choices.choices[line.unit]}
                        editable={editable}
                        onDecide={(decision) => onDecide(line, decision)}
                        onChoose={(alternative) => update((now) => choose(now, [line], alternative))}
                      />
                    </td>
                  </tr>
                );
              }
              return (
                <LineRow
                  key={key}
                  index={index}
                  line={line}
                  opened={opened.has(line.id)}
                  selected={selected.has(line.id)}
                  decision={choices.decisions[line.unit] ?? 'take'}
                  chosen={choices.choices[line.unit]}
                  editable={editable}
                  withOutcome={withOutcome}
                  narrow={narrow}
                  format={format}
                  onToggle={onToggle}
                  onSelect={onSelect}
                  onDecide={onDecide}
                  onChoose={onChoose}
                />
              );
            })}
            {bottom > 0 ? (
              <tr className="spacer" aria-hidden="true">
                <td colSpan={span} style={{ height: bottom }} />
              </tr>
            ) : null}
          </tbody>
        </table>
      </div>
    </>
  );
}

/** Up and down lead to the same control of the next line; Space and Enter are its own. */
function walkRows(event: KeyboardEvent<HTMLDivElement>, bringIntoSight: (index: number) => void): void {
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
  const from = event.target;
  if (!(from instanceof HTMLButtonElement || (from instanceof HTMLInputElement && from.type === 'checkbox'))) return;
  const rows = [...event.currentTarget.querySelectorAll<HTMLTableRowElement>('tr.line-row')];
  const at = rows.findIndex((row) => row.contains(from));
  const next = at === -1 ? undefined : rows[at + (event.key === 'ArrowDown' ? 1 : -1)];
  if (next === undefined) return;
  const fallback = next.querySelector<HTMLElement>('.cell-button');
  const target = from.classList.contains('row-check') ? (next.querySelector<HTMLElement>('.row-check') ?? fallback) : from.classList.contains('row-button') ? (next.querySelector<HTMLElement>('.row-button') ?? fallback) : fallback;
  event.preventDefault();
  target?.focus({ preventScroll: true });
  bringIntoSight(Number(next.dataset['index']));
}
