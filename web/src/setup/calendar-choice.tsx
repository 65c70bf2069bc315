// The Google calendar that activities are written to, chosen by its id. In: the draft. Out:
// a change of it. The list is live from Google; when Google is away, what was chosen stays.

import { NativeSelect, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { SetupDetail } from '../../../src/http/contract/sync.ts';
import { calendarsQuery } from '../sync-api.ts';
import type { SetupOptions } from '../sync-types.ts';
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
