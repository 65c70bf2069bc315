// The fields of an activity. In: the draft and what of it can be changed. Out: a changed
// draft. For one occurrence of a series only what an occurrence can have of its own is shown.

import { Checkbox, NativeSelect, Stack, Textarea, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { choicesQuery } from '../office-api.ts';
import { activityText as text } from '../text/calendar.ts';
import { moveStart, type Draft } from './activity-draft.ts';
import { ParticipantsEditor } from './participants-editor.tsx';
import { RecurrenceEditor } from './recurrence-editor.tsx';

type FieldsProps = { readonly draft: Draft; readonly onChange: (draft: Draft) => void; readonly occurrenceOnly: boolean; readonly errorAt: (path: string) => string | undefined };

const reminders = [0, 5, 10, 15, 30, 60, 120, 1440, 2880, 10080];

export function ActivityFields({ draft, onChange, occurrenceOnly, errorAt }: FieldsProps) {
  const choices = useQuery(choicesQuery).data;
  const set = (part: Partial<Draft>) => onChange({ ...draft, ...part });
  const zones = useMemo(() => {
    const all = Intl.supportedValuesOf('timeZone');
    return [...new Set(['UTC', draft.zone, draft.endZone, ...all])].sort().map((zone) => ({ value: zone, label: zone.replaceAll('_', ' ') }));
  }, [draft.zone, draft.endZone]);
  const minutes = draft.reminder === '' || reminders.includes(Number(draft.reminder)) ? reminders : [...reminders, Number(draft.reminder)].sort((one, other) => one - other);
  const startError = errorAt('start') ?? errorAt('start.local') ?? errorAt('start.date');
  const endError = errorAt('end') ?? errorAt('end.local') ?? errorAt('end.date');
  return (
    <Stack gap="sm">
      <TextInput label={text.subject} value={draft.subject} onChange={(event) => set({ subject: event.currentTarget.value })} error={errorAt('subject') ?? errorAt('title')} data-autofocus />
      {occurrenceOnly ? null : <Checkbox label={text.allDay} checked={draft.allDay} onChange={(event) => set({ allDay: event.currentTarget.checked })} />}
      <div className="pair">
        <TextInput type="date" label={text.startDate} value={draft.startDate} onChange={(event) => onChange(moveStart(draft, { startDate: event.currentTarget.value }))} error={startError} />
        {draft.allDay ? null : <TextInput type="time" label={text.startTime} value={draft.startTime} onChange={(event) => onChange(moveStart(draft, { startTime: event.currentTarget.value }))} />}
        <TextInput type="date" label={text.endDate} value={draft.endDate} onChange={(event) => set({ endDate: event.currentTarget.value })} error={endError} />
        {draft.allDay ? null : <TextInput type="time" label={text.endTime} value={draft.endTime} onChange={(event) => set({ endTime: event.currentTarget.value })} />}
        {draft.allDay ? null : <NativeSelect label={text.zone} value={draft.zone} data={zones} onChange={(event) => set({ zone: event.currentTarget.value, ...(draft.endZone === draft.zone ? { endZone: event.currentTarget.value } : {}) })} />}
        {draft.allDay || draft.endZone === draft.zone ? null : <NativeSelect label={text.endZone} value={draft.endZone} data={zones} onChange={(event) => set({ endZone: event.currentTarget.value })} />}
      </div>
      <TextInput label={text.location} value={draft.location} onChange={(event) => set({ location: event.currentTarget.value })} error={errorAt('location')} />
      {occurrenceOnly ? null : (
        <>
          <RecurrenceEditor rule={draft.rule} onChange={(rule) => set({ rule })} error={errorAt('recurrence') ?? errorAt('recurrence.0')} />
          <div className="two">
            <NativeSelect label={text.type} value={draft.type} data={[...(choices?.activityTypes ?? [draft.type])]} onChange={(event) => set({ type: event.currentTarget.value as Draft['type'] })} />
            <TextInput label={text.subType} value={draft.subType} onChange={(event) => set({ subType: event.currentTarget.value })} error={errorAt('subType')} />
            <NativeSelect label={text.status} value={draft.status} data={Object.entries(text.statuses).map(([value, label]) => ({ value, label }))} onChange={(event) => set({ status: event.currentTarget.value as Draft['status'] })} />
            <NativeSelect label={text.priority} value={draft.priority} data={[...(choices?.priorities ?? [draft.priority])]} onChange={(event) => set({ priority: event.currentTarget.value as Draft['priority'] })} />
            <NativeSelect label={text.showAs} value={draft.showAs} data={Object.entries(text.showAses).map(([value, label]) => ({ value, label }))} onChange={(event) => set({ showAs: event.currentTarget.value as Draft['showAs'] })} />
            <NativeSelect label={text.reminder} value={draft.reminder} data={[{ value: '', label: text.noReminder }, ...minutes.map((one) => ({ value: String(one), label: text.reminders(one) }))]} onChange={(event) => set({ reminder: event.currentTarget.value })} />
          </div>
          <Checkbox label={text.private} checked={draft.private} onChange={(event) => set({ private: event.currentTarget.checked })} />
        </>
      )}
      <Textarea label={text.notes} autosize minRows={3} maxRows={12} value={draft.notes} onChange={(event) => set({ notes: event.currentTarget.value })} error={errorAt('notes') ?? errorAt('description')} />
      {occurrenceOnly ? null : <ParticipantsEditor people={draft.participants} onChange={(participants) => set({ participants })} />}
    </Stack>
  );
}
