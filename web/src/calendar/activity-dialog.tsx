// One activity in a dialog. In: a picked time, or an entry of the calendar. Out: a saved or
// deleted activity: one occurrence, this and following, or the whole series, as chosen.

import { Button, Drawer, Group, Stack, Text } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState, type FormEvent } from 'react';
import { ApiError, asApiError, fieldOf, inWords } from '../api.ts';
import { HistoryButton } from '../history/history-button.tsx';
import { officeApi, refreshOffice, type Activity, type CalendarEntry } from '../office-api.ts';
import { useAfterDeletion } from '../shared/after-deletion.ts';
import { Confirm } from '../shared/confirm.tsx';
import { ErrorNote, Note, RowsSkeleton } from '../shared/states.tsx';
import { toast } from '../shared/toast.ts';
import { activityText as text } from '../text/calendar.ts';
import { commonText } from '../text/common.ts';
import { complete, newDraft, occurrenceDraft, seriesDraft, toInput, toOccurrence, whens, type Draft, type Picked } from './activity-draft.ts';
import { ActivityFields } from './activity-fields.tsx';
import type { Scope } from './move-entry.ts';
import { ScopeChoice } from './scope-choice.tsx';
import { keptOccurrences } from './series-move.ts';

/** Fields beside which the dialog shows what is wrong; anything else is said at its end. */
const shownAt = ['subject', 'title', 'start', 'end', 'location', 'recurrence', 'subType', 'notes', 'description'];
const atField = (field: string | undefined) => field !== undefined && shownAt.includes(field.split('.')[0] ?? '');

export type Subject = { readonly picked: Picked } | { readonly entry: CalendarEntry };

export function ActivityDialog({ subject, zone, onClose }: { readonly subject: Subject; readonly zone: string; readonly onClose: () => void }) {
  const id = 'entry' in subject ? subject.entry.activityId : undefined;
  const { data: activity, error } = useQuery({ queryKey: ['activity', id], queryFn: () => officeApi.getActivity(id ?? ''), enabled: id !== undefined, staleTime: 0, gcTime: 0, refetchOnWindowFocus: false });
  return (
    <Drawer opened onClose={onClose} position="right" size="xl" title={id === undefined ? text.addTitle : text.editTitle}>
      {error === null ? null : <ErrorNote error={error} />}
      {id !== undefined && activity === undefined ? error === null ? <RowsSkeleton rows={6} height={56} /> : null : <ActivityForm key={activity?.version ?? 'new'} subject={subject} activity={activity} zone={zone} onClose={onClose} />}
    </Drawer>
  );
}

type FormProps = { readonly subject: Subject; readonly activity: Activity | undefined; readonly zone: string; readonly onClose: () => void };

function ActivityForm({ subject, activity, zone, onClose }: FormProps) {
  const queries = useQueryClient();
  const entry = 'entry' in subject ? subject.entry : undefined;
  const original = entry?.original;
  const organizer = entry?.organizedBy;
  /** Shown from a calendar of Google. */
  const calendar = activity?.calendar;
  const readOnly = organizer !== undefined || calendar !== undefined;
  const [scope, setScope] = useState<Scope>(original === undefined ? 'all' : 'one');
  const first = (now: Scope): Draft => {
    if (activity === undefined) return newDraft('picked' in subject ? subject.picked : { start: '', end: '', allDay: false }, zone);
    return now !== 'all' && entry !== undefined ? occurrenceDraft(activity, entry, zone) : seriesDraft(activity, zone);
  };
  const [draft, setDraft] = useState<Draft>(() => first(scope));
  const [error, setError] = useState<ApiError>();
  const [busy, setBusy] = useState(false);
  const [asking, setAsking] = useState(false);
  const afterDeletion = useAfterDeletion({ kind: 'event', series: entry?.recurring === true, part: original !== undefined && scope !== 'all' });
  // Another scope starts from its own times: the series does not begin on the day that was opened.
  useEffect(() => setDraft(first(scope)), [scope]);
  const field = fieldOf(error, 'activity', 'occurrence');
  const errorAt = (path: string) => (error !== undefined && field === path ? inWords(error) : undefined);
  const done = (message: string) => {
    refreshOffice(queries, 'calendar');
    toast(message);
    onClose();
  };

  const write = async () => {
    if (activity === undefined) return officeApi.addActivity(toInput(draft, undefined, false));
    if (scope === 'one' && entry !== undefined) return officeApi.changeOccurrence(activity.id, activity.version, toOccurrence(draft, activity, entry));
    if (scope === 'following' && original !== undefined) return officeApi.splitSeries(activity.id, activity.version, original, { ...toInput(draft, activity, false), occurrences: keptOccurrences(activity, entry?.start ?? activity.start, whens(draft).start, original) });
    return officeApi.saveActivity(activity.id, activity.version, { ...toInput(draft, activity, true), occurrences: keptOccurrences(activity, activity.start, whens(draft).start, undefined) });
  };
  const save = async (event: FormEvent) => {
    event.preventDefault();
    setError(undefined);
    if (!complete(draft)) return setError(new ApiError(400, { code: 'invalid', field: 'start', message: 'start is not right.', remedy: text.dateMissing }));
    setBusy(true);
    try {
      await write();
      done(activity === undefined ? text.added : text.saved);
    } catch (trouble) {
      setError(asApiError(trouble));
    } finally {
      setBusy(false);
    }
  };
  const remove = async () => {
    if (activity === undefined) return;
    if (calendar !== undefined) await officeApi.deleteActivity(activity.id, activity.version);
    else if (scope === 'one' && original !== undefined) await officeApi.changeOccurrence(activity.id, activity.version, { original, cancelled: true });
    else if (scope === 'following' && original !== undefined) await officeApi.endSeries(activity.id, activity.version, original);
    else await officeApi.deleteActivity(activity.id, activity.version);
    done(text.deleted);
  };

  return (
    <form onSubmit={(event) => void save(event)} noValidate>
      <Stack gap="md">
        {original === undefined || calendar !== undefined ? null : (
          <ScopeChoice label={text.scope} scope={scope} onChange={setScope} />
        )}
        {calendar === undefined ? null : (
          <Note tone="info" title={text.shownFrom(calendar)}>
            {text.shownFromRemedy}
          </Note>
        )}
        {organizer === undefined || calendar !== undefined ? null : (
          <Note tone="info" title={text.organizedBy(organizer)}>
            {entry?.ofColleague === true ? text.ofColleagueRemedy : text.organizedByRemedy}
          </Note>
        )}
        {scope === 'one' ? (
          <Text size="sm" c="dimmed">
            {text.oneOnly}
          </Text>
        ) : null}
        <fieldset className="fieldset" disabled={readOnly} aria-label={text.editTitle}>
          <ActivityFields draft={draft} onChange={setDraft} occurrenceOnly={scope === 'one'} errorAt={errorAt} />
        </fieldset>
        {error === undefined || atField(field) ? null : <ErrorNote error={error} />}
        <Group justify="space-between" gap="sm" className="form-bar">
          {activity === undefined ? (
            <span />
          ) : (
            <Group gap="xs">
              {entry?.ofColleague === true ? null : (
                <Button variant="subtle" color="red" onClick={() => setAsking(true)}>
                  {commonText.delete}
                </Button>
              )}
              <HistoryButton record={{ kind: 'event', side: 'office', id: activity.id }} name={activity.subject} />
            </Group>
          )}
          <Group gap="sm">
            <Button variant="default" onClick={onClose}>
              {readOnly ? commonText.close : commonText.cancel}
            </Button>
            {!readOnly ? (
              <Button type="submit" loading={busy}>
                {commonText.save}
              </Button>
            ) : null}
          </Group>
        </Group>
      </Stack>
      <Confirm opened={asking} onClose={() => setAsking(false)} title={text.deleteTitle(draft.subject)} confirmLabel={commonText.delete} danger onConfirm={remove}>
        <Text>{calendar === undefined ? `${text.deleteBody} ${afterDeletion}` : text.deleteShown}</Text>
        {original === undefined || calendar !== undefined ? null : (
          <ScopeChoice label={text.deleteScope} scope={scope} onChange={setScope} />
        )}
      </Confirm>
    </form>
  );
}

