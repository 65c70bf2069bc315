// The Google calendar that activities are written to, and those that are only shown, chosen by
// their ids. In: the draft. Out: a change of it. The list is live from Google; when Google is
// away, what was chosen stays.

import { Checkbox, NativeSelect, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { SetupDetail } from '../../../src/http/contract/sync.ts';
import { calendarsQuery } from '../sync-api.ts';
import type { Calendar, SetupOptions } from '../sync-types.ts';
import { choiceText as text } from '../text/setup-choices.ts';

export function CalendarChoice({ draft, change, locked, setup }: { readonly draft: SetupOptions; readonly change: (part: Partial<SetupOptions>) => void; readonly locked: boolean; readonly setup: SetupDetail }) {
  const { data, error } = useQuery({ ...calendarsQuery, enabled: setup.google.connected && !locked });
  const chosen = draft.calendarId;
  const others = (data ?? []).filter((calendar) => calendar.writable && !calendar.primary);
  const kept = chosen === undefined || others.some(({ id }) => id === chosen) ? [] : [{ value: chosen, label: setup.calendar?.id === chosen ? text.calendarOption(setup.calendar.name, setup.calendar.role, chosen) : chosen }];
  return (
    <div style={{ marginTop: 16 }}>
      <NativeSelect
        name="calendarId"
        label={text.calendar}
        description={text.calendarHelp}
        value={chosen ?? ''}
        disabled={locked || !setup.google.connected}
        onChange={(event) => change({ calendarId: event.currentTarget.value === '' ? undefined : event.currentTarget.value })}
        data={[{ value: '', label: text.mainCalendar }, ...kept, ...others.map(({ id, name, role }) => ({ value: id, label: text.calendarOption(name, role, id) }))]}
      />
      {draft.activities === 'to-google' ? null : <ShownChoice draft={draft} change={change} locked={locked} setup={setup} calendars={data} />}
      {error === null ? null : (
        <Text size="sm" role="status" mt={4}>
          {text.calendarsAway}
        </Text>
      )}
      {setup.state !== 'calendar gone' ? null : (
        <a className="link" href="https://calendar.google.com/calendar/r/settings/createcalendar" target="_blank" rel="noreferrer">
          {text.makeCalendar}
        </a>
      )}
    </div>
  );
}

type ShownProps = Parameters<typeof CalendarChoice>[0] & { readonly calendars: readonly Calendar[] | undefined };

/** What may be written is chosen above; it is offered here only where it was chosen before. */
function ShownChoice({ draft, change, locked, setup, calendars }: ShownProps) {
  const chosen = draft.shownCalendars ?? [];
  const known = new Map(setup.shownCalendars.map((calendar) => [calendar.id, calendar]));
  const readable = (calendars ?? []).filter(({ id, writable, primary }) => !primary && id !== draft.calendarId && (!writable || chosen.includes(id)));
  const gone = chosen.filter((id) => !readable.some((calendar) => calendar.id === id)).map((id) => ({ id, name: known.get(id)?.name ?? id, role: known.get(id)?.role ?? '' }));
  const offered = [...readable, ...gone];
  if (offered.length === 0 && calendars === undefined) return null;
  return (
    <Checkbox.Group
      mt={16}
      label={text.shownCalendars}
      description={text.shownCalendarsHelp}
      value={[...chosen]}
      onChange={(ids) => change({ shownCalendars: ids.length === 0 ? undefined : ids.toSorted() })}
    >
      <Stack gap={6} mt={8}>
        {offered.length === 0 ? <Text size="sm">{text.noShownCalendars}</Text> : null}
        {offered.map(({ id, name, role }) => (
          <Checkbox key={id} name="shownCalendars" value={id} disabled={locked || !setup.google.connected} label={text.calendarOption(name, role === 'freeBusyReader' ? text.onlyBusy : role, id)} />
        ))}
      </Stack>
    </Checkbox.Group>
  );
}
