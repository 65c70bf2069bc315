// The calendar. In: view and date, both in the address. Out: week, month, day and list with
// activities to open, add and move, import and export. Moving one of a series changes that
// one only; anything wider is chosen in its dialog.

import { ActionIcon, Button, SegmentedControl, Skeleton, Text, Title } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { Temporal } from 'temporal-polyfill';
import { useCallback, useState } from 'react';
import { useFormat } from '../format.ts';
import { Icon } from '../icons.tsx';
import { calendarQuery, exportAddress, officeApi, refreshOffice, type CalendarEntry } from '../office-api.ts';
import { useNarrow } from '../shared/narrow.ts';
import { Page } from '../shared/page.tsx';
import { ErrorNote, Note } from '../shared/states.tsx';
import { toast } from '../shared/toast.ts';
import { calendarText as text } from '../text/calendar.ts';
import { ActivityDialog, type Subject } from './activity-dialog.tsx';
import { occurrenceDraft, toInput, toOccurrence, whens, type Picked } from './activity-draft.ts';
import { CalendarView, type Range } from './calendar-view.tsx';

const steps: Readonly<Record<string, Temporal.DurationLike>> = { timeGridDay: { days: 1 }, timeGridWeek: { weeks: 1 }, dayGridMonth: { months: 1 }, listMonth: { months: 1 } };

/** Writes an entry that was dragged to another time. */
async function move(entry: CalendarEntry, to: Picked, zone: string): Promise<void> {
  const activity = await officeApi.getActivity(entry.activityId);
  const target = 'zone' in entry.start ? entry.start.zone : zone;
  const local = (at: string) => Temporal.PlainDateTime.from(at.slice(0, 16)).toZonedDateTime(zone).withTimeZone(target).toPlainDateTime().toString({ smallestUnit: 'minute' });
  const endZone = 'zone' in entry.end ? entry.end.zone : target;
  const endLocal = (at: string) => Temporal.PlainDateTime.from(at.slice(0, 16)).toZonedDateTime(zone).withTimeZone(endZone).toPlainDateTime().toString({ smallestUnit: 'minute' });
  const end = to.end.slice(0, 10) === to.start.slice(0, 10) && to.allDay ? Temporal.PlainDate.from(to.start.slice(0, 10)).add({ days: 1 }).toString() : to.end;
  const moved: CalendarEntry = {
    ...entry,
    start: to.allDay ? { date: to.start.slice(0, 10) } : { local: local(to.start), zone: target },
    end: to.allDay ? { date: end.slice(0, 10) } : { local: endLocal(to.end === to.start ? Temporal.PlainDateTime.from(to.start.slice(0, 16)).add({ hours: 1 }).toString() : to.end), zone: endZone },
  };
  const draft = occurrenceDraft(activity, moved, zone);
  if (entry.original === undefined) await officeApi.saveActivity(activity.id, activity.version, toInput(draft, activity, true));
  else await officeApi.changeOccurrence(activity.id, activity.version, { ...toOccurrence(draft, activity, entry), ...whens(draft) });
}

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
  const { data, error, refetch } = useQuery({ ...calendarQuery(range?.from ?? '', range?.to ?? '', format.zone), enabled: range !== undefined });

  const go = (next: { view?: string; date?: string }) => void navigate({ to: '/calendar', search: { view: next.view ?? search.view, date: next.date ?? search.date }, replace: true });
  const step = (sign: 1 | -1) => {
    const length = Temporal.Duration.from(steps[view] ?? { weeks: 1 });
    go({ date: Temporal.PlainDate.from(date).add(sign === 1 ? length : length.negated()).toString() });
  };
  const onRange = useCallback((next: Range) => setRange((now) => (now !== undefined && now.from === next.from && now.to === next.to && now.title === next.title ? now : next)), []);
  const add = () => {
    const hour = Temporal.Now.zonedDateTimeISO(format.zone).add({ hours: 1 }).toPlainTime().toString().slice(0, 2);
    const start = Temporal.PlainDateTime.from(`${date}T${hour}:00`);
    setSubject({ picked: { start: start.toString(), end: start.add({ hours: 1 }).toString(), allDay: false } });
  };
  const onMove = async (entry: CalendarEntry, to: Picked, revert: () => void) => {
    setTrouble(undefined);
    try {
      await move(entry, to, format.zone);
      toast(text.moved);
    } catch (refused) {
      revert();
      setTrouble(refused);
    } finally {
      refreshOffice(queries, 'calendar');
    }
  };

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
          {range?.title ?? ' '}
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
      <div className="calendar-box" aria-busy={data === undefined}>
        {range !== undefined && data === undefined && error === null ? <Skeleton height={4} radius={0} /> : null}
        <CalendarView entries={data?.entries ?? noEntries} view={view} date={date} zone={format.zone} locale={format.locale} onRange={onRange} onPick={(picked) => setSubject({ picked })} onOpen={(entry) => setSubject({ entry })} onMove={(entry, to, revert) => void onMove(entry, to, revert)} />
      </div>
      <Text size="sm" c="dimmed" mt={6}>
        {text.zone(format.zone)}
      </Text>
      {subject === undefined ? null : <ActivityDialog subject={subject} zone={format.zone} onClose={() => setSubject(undefined)} />}
    </Page>
  );
}

const noEntries: readonly CalendarEntry[] = [];
