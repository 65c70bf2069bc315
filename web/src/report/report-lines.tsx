// Search and filters over the lines of a report, and the table of what matches. In: all
// lines in order. Out: the same, filtered; typing stays quick because filtering waits.

import { Button, NativeSelect, Text, TextInput } from '@mantine/core';
import { useDeferredValue, useEffect, useMemo, useState } from 'react';
import { useFormat } from '../format.ts';
import { Icon } from '../icons.tsx';
import { EmptyNote } from '../shared/states.tsx';
import type { ReportLine } from '../sync-types.ts';
import { kindNames, sideNames } from '../text/common.ts';
import { reportText as text, sectionDone, sectionNames } from '../text/report.ts';
import type { Choices } from './choices.ts';
import { filterLines, noFilter, prepareSearch, sectionOrder, type LineFilter } from './lines.ts';
import { ReportTable } from './report-table.tsx';

type LinesProps = {
  readonly lines: readonly ReportLine[];
  readonly total: number;
  readonly choices: Choices;
  readonly update: (change: (now: Choices) => Choices) => void;
  readonly editable: boolean;
  readonly done: boolean;
};

export function ReportLines({ lines, total, choices, update, editable, done }: LinesProps) {
  const format = useFormat();
  const [filter, setFilter] = useState<LineFilter>(noFilter);
  const asked = useDeferredValue(filter);
  const shown = useMemo(() => filterLines(lines, asked), [lines, asked]);
  useEffect(() => prepareSearch(lines), [lines]);
  const counts = useMemo(() => {
    const bySection = new Map<string, number>();
    for (const line of lines) bySection.set(line.section, (bySection.get(line.section) ?? 0) + 1);
    return bySection;
  }, [lines]);
  const set = (part: Partial<LineFilter>) => setFilter((now) => ({ ...now, ...part }));
  const names = done ? sectionDone : sectionNames;
  return (
    <>
      <div className="toolbar">
        <TextInput className="grow" type="search" label={text.search} placeholder={text.searchHint} leftSection={<Icon name="search" />} value={filter.search} onChange={(event) => set({ search: event.currentTarget.value })} />
        <NativeSelect
          label={text.section}
          value={filter.section}
          onChange={(event) => set({ section: event.currentTarget.value })}
          data={[{ value: '', label: text.all }, ...sectionOrder.filter((section) => counts.has(section)).map((section) => ({ value: section, label: `${names[section]} (${format.number(counts.get(section) ?? 0)})` }))]}
        />
        <NativeSelect label={text.side} value={filter.side} onChange={(event) => set({ side: event.currentTarget.value })} data={[{ value: '', label: text.all }, { value: 'office', label: sideNames.office }, { value: 'google', label: sideNames.google }]} />
        <NativeSelect
          label={text.kind}
          value={filter.kind}
          onChange={(event) => set({ kind: event.currentTarget.value })}
          data={[{ value: '', label: text.all }, ...(['contact', 'event', 'task', 'group'] as const).map((kind) => ({ value: kind, label: kindNames[kind].title }))]}
        />
      </div>
      <Text size="sm" c="dimmed" mb={6} role="status">
        {text.shown(format.number(shown.length), format.number(Math.max(total, lines.length)))}
        {editable ? ` · ${text.decisionsKept}` : ''}
      </Text>
      {shown.length === 0 ? (
        <EmptyNote
          icon="search"
          title={text.noLines}
          action={
            <Button variant="default" onClick={() => setFilter(noFilter)}>
              {text.clear}
            </Button>
          }
        >
          {text.noLinesHelp}
        </EmptyNote>
      ) : (
        <ReportTable lines={shown} choices={choices} update={update} editable={editable} done={done} />
      )}
    </>
  );
}
