// How an activity repeats: how often, on which days, until when. In: a rule. Out: a changed
// rule. A rule that this form cannot express is shown as it is and stays as it is.

import { Checkbox, Group, NativeSelect, Stack, Text, TextInput } from '@mantine/core';
import { useMemo } from 'react';
import { useFormat } from '../format.ts';
import { activityText as text } from '../text/calendar.ts';
import { weekdays, type Frequency, type Rule } from './recurrence.ts';

export function RecurrenceEditor({ rule, onChange, error }: { readonly rule: Rule; readonly onChange: (rule: Rule) => void; readonly error: string | undefined }) {
  const format = useFormat();
  const dayNames = useMemo(() => {
    const short = new Intl.DateTimeFormat(format.locale, { weekday: 'short', timeZone: 'UTC' });
    // 1 January 2024 was a Monday.
    return weekdays.map((day, index) => ({ day, label: short.format(new Date(Date.UTC(2024, 0, 1 + index))) }));
  }, [format.locale]);
  const set = (part: Partial<Rule>) => onChange({ ...rule, ...part });
  const simple = rule.frequency !== 'none' && rule.frequency !== 'custom';
  const frequencies = (Object.keys(text.repeats) as Frequency[]).filter((one) => one !== 'custom' || rule.frequency === 'custom');
  return (
    <Stack gap="sm">
      <Group gap="sm" align="flex-end">
        <NativeSelect label={text.repeat} value={rule.frequency} error={error} onChange={(event) => set({ frequency: event.currentTarget.value as Frequency, ...(rule.frequency === 'custom' ? { others: [] } : {}) })} data={frequencies.map((value) => ({ value, label: text.repeats[value] }))} />
        {simple ? (
          <TextInput label={text.interval} type="number" min={1} max={999} w={130} value={rule.interval} onChange={(event) => set({ interval: event.currentTarget.value })} rightSectionWidth={64} rightSection={<Text size="sm">{text.intervalUnit[rule.frequency]}</Text>} />
        ) : null}
        {simple ? <NativeSelect label={text.ends} value={rule.ends} onChange={(event) => set({ ends: event.currentTarget.value as Rule['ends'] })} data={Object.entries(text.endings).map(([value, label]) => ({ value, label }))} /> : null}
        {simple && rule.ends === 'on' ? <TextInput type="date" label={text.until} value={rule.until} onChange={(event) => set({ until: event.currentTarget.value })} /> : null}
        {simple && rule.ends === 'after' ? <TextInput type="number" min={1} label={text.count} value={rule.count} onChange={(event) => set({ count: event.currentTarget.value })} /> : null}
      </Group>
      {rule.frequency === 'WEEKLY' ? (
        <Checkbox.Group label={text.weekdays} value={[...rule.weekdays]} onChange={(days) => set({ weekdays: days })}>
          <Group gap="sm" mt={4}>
            {dayNames.map(({ day, label }) => (
              <Checkbox key={day} value={day} label={label} />
            ))}
          </Group>
        </Checkbox.Group>
      ) : null}
      {rule.frequency === 'custom' ? <pre className="pre">{rule.others.join('\n')}</pre> : null}
      {simple && rule.ends === 'never' ? (
        <Text size="sm" c="dimmed">
          {text.noEndNote}
        </Text>
      ) : null}
    </Stack>
  );
}
