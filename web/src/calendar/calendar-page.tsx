// The calendar. In: view and date, both in the address. Out: week, month, day and list with
// activities to open, add and move, import and export. Moving one of a series asks how much
// of it is meant; every move can be taken back.

import { ActionIcon, Button, SegmentedControl, Skeleton, Text, Title } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { Temporal } from 'temporal-polyfill';
import { useCallback, useRef, useState } from 'react';
import { useFormat } from '../format.ts';
import { Icon } from '../icons.tsx';
import { calendarQuery, exportAddress, refreshOffice, type CalendarEntry } from '../office-api.ts';
import { useNarrow } from '../shared/narrow.ts';
import { Confirm } from '../shared/confirm.tsx';
import { Page } from '../shared/page.tsx';
import { ErrorNote, Note } from '../shared/states.tsx';
import { toast } from '../shared/toast.ts';
import { calendarText as text } from '../text/calendar.ts';
import { ActivityDialog, type Subject } from './activity-dialog.tsx';
import type { Picked } from './activity-draft.ts';
import { CalendarView, type Range } from './calendar-view.tsx';
import { moveEntry, type Scope } from './move-entry.ts';
import { rangeTitle } from './range-title.ts';
import { ScopeChoice } from './scope-choice.tsx';

const steps: Readonly<Record<string, Temporal.DurationLike>> = { timeGridDay: { days: 1 }, timeGridWeek: { weeks: 1 }, dayGridMonth: { months: 1 }, listMonth: { months: 1 } };

export function CalendarPage() {
  const format = useFormat();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const phone = useNarrow();
  const search = useSearch({ from: '/signed-in/calendar' });
  const today = Temporal.Now.plainDateISO(format.zone).toString();
  const view = search.view !== undefined && search.view in steps ? search.view : phone ? 'listMonth' : 'timeGridWeek';
  const date = search.date !== undefined && /^\d{4}-\d{2}-\d{2}$/.test(search.date) ? search.date : today;
  const [range, setRange] = useState<Range>();
  const [subject, setSubject] = useState<Subject>();
  const [trouble, setTrouble] = useState<unknown>();
  const [moving, setMoving] = useState<Pending>();
  const kept = useRef(false);
  const [scope, setScope] = useState<Scope>('one');
  const { data, error, refetch } = useQuery({ ...calendarQuery(range?.from ?? '', range?.to ?? '', format.zone), enabled: range !== undefined });

  const go = (next: { view?: string; date?: string }) => void navigate({ to: '/calendar', search: { view: next.view ?? search.view, date: next.date ?? search.date }, replace: true });
  const step = (sign: 1 | -1) => {
    const length = Temporal.Duration.from(steps[view] ?? { weeks: 1 });
    go({ date: Temporal.PlainDate.from(date).add(sign === 1 ? length : length.negated()).toString() });
  };
  const onRange = useCallback((next: Range) => setRange((now) => (now !== undefined && now.from === next.from && now.to === next.to ? now : next)), []);
  const add = () => {
    const hour = Temporal.Now.zonedDateTimeISO(format.zone).add({ hours: 1 }).toPlainTime().toString().slice(0, 2);
    const start = Temporal.PlainDateTime.from(`${date}T${hour}:00`);
    setSubject({ picked: { start: start.toString(), end: start.add({ hours: 1 }).toString(), allDay: false } });
  };
  const write = async ({ entry, to }: Pending, scope: Scope) => {
    try {
      const undo = await moveEntry(entry, to, format.zone, scope);
      toast(text.moved, async () => {
        await undo().finally(() => refreshOffice(queries, 'calendar'));
        toast(text.takenBack);
      });
    } finally {
      refreshOffice(queries, 'calendar');
    }
  };
  const onMove = (pending: Pending) => {
    setTrouble(undefined);
    // How much of a series is meant is asked first; until then it stands where it was dropped.
    if (pending.entry.original !== undefined) {
      kept.current = false;
      setScope('one');
      setMoving(pending);
      return;
    }
    write(pending, 'one').catch((refused: unknown) => {
      pending.revert();
      setTrouble(refused);
    });
  };
  const notMoved = () => {
    if (!kept.current) moving?.revert();
    setMoving(undefined);
  };
  const title = rangeTitle(view, date, range, format.locale);

  return (
    <Page
      title={text.title}
      wide
      actions={
        <>
          <Button component={Link} to="/calendar/import" variant="default" leftSection={<Icon name="upload" />}>
            {text.import}
          </Button>
          <Button component="a" href={exportAddress.calendar()} download variant="default" leftSection={<Icon name="download" />}>
            {text.export}
          </Button>
          <Button leftSection={<Icon name="plus" />} onClick={add}>
            {text.add}
          </Button>
        </>
      }
    >
      <div className="calendar-bar">
        <Button variant="default" onClick={() => go({ date: today })}>
          {text.today}
        </Button>
        <ActionIcon variant="default" size={36} aria-label={text.previous[view]} onClick={() => step(-1)}>
          <span style={{ display: 'inline-flex', transform: 'scaleX(-1)' }}>
            <Icon name="chevron" />
          </span>
        </ActionIcon>
        <ActionIcon variant="default" size={36} aria-label={text.next[view]} onClick={() => step(1)}>
          <Icon name="chevron" />
        </ActionIcon>
        <Title order={2} aria-live="polite">
          {title}
        </Title>
        <SegmentedControl aria-label={text.view} value={view} onChange={(next) => go({ view: next })} data={Object.entries(text.views).map(([value, label]) => ({ value, label }))} />
      </div>
      {trouble === undefined ? null : <ErrorNote error={trouble} />}
      {error === null ? null : <ErrorNote error={error} retry={() => void refetch()} />}
      {data === undefined || data.problems.length === 0 ? null : (
        <Note tone="warning" title={text.problems(data.problems.length)}>
          {data.problems.map((problem) => `${problem.subject}: ${problem.why}`).join(' ')}
        </Note>
      )}
      <div className="calendar-box" role="group" aria-label={text.grid} tabIndex={phone ? 0 : -1} aria-busy={data === undefined}>
        {range !== undefined && data === undefined && error === null ? <Skeleton height={4} radius={0} /> : null}
        <CalendarView entries={data?.entries ?? noEntries} view={view} date={date} zone={format.zone} locale={format.locale} onRange={onRange} onPick={(picked) => setSubject({ picked })} onOpen={(entry) => setSubject({ entry })} onMove={(entry, to, revert) => onMove({ entry, to, revert })} />
      </div>
      <Text size="sm" c="dimmed" mt={6}>
        {text.zone(format.zone)}
      </Text>
      <Confirm
        opened={moving !== undefined}
        onClose={notMoved}
        title={text.moveTitle(moving?.entry.subject ?? '')}
        confirmLabel={text.move}
        onConfirm={async () => {
          if (moving === undefined) return;
          await write(moving, scope);
          kept.current = true;
        }}
      >
        <ScopeChoice label={text.moveScope} scope={scope} onChange={setScope} />
      </Confirm>
      {subject === undefined ? null : <ActivityDialog subject={subject} zone={format.zone} onClose={() => setSubject(undefined)} />}
    </Page>
  );
}

type Pending = { readonly entry: CalendarEntry; readonly to: Picked; readonly revert: () => void };

const noEntries: readonly CalendarEntry[] = [];
