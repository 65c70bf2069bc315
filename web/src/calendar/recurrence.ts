// Recurrence between its lines (RRULE, EXDATE, …) and the few choices of a form. In: lines.
// Out: a rule to edit, or "custom" with the lines kept. A part of a rule that the form does
// not know is never dropped: such a rule stays custom.

import { Temporal } from 'temporal-polyfill';

export type Frequency = 'none' | 'DAILY' | 'WEEKLY' | 'MONTHLY' | 'YEARLY' | 'custom';
export type Rule = {
  readonly frequency: Frequency;
  readonly interval: string;
  readonly weekdays: readonly string[];
  readonly ends: 'never' | 'on' | 'after';
  readonly until: string;
  readonly count: string;
  /** Lines beside the rule (EXDATE, RDATE), and all lines of a custom one. */
  readonly others: readonly string[];
};

export const weekdays = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const;
export const noRule: Rule = { frequency: 'none', interval: '1', weekdays: [], ends: 'never', until: '', count: '10', others: [] };

const known = new Set(['FREQ', 'INTERVAL', 'UNTIL', 'COUNT', 'BYDAY', 'WKST']);

export function readRule(lines: readonly string[], zone: string | undefined): Rule {
  if (lines.length === 0) return noRule;
  const rules = lines.filter((line) => line.startsWith('RRULE:'));
  const others = lines.filter((line) => !line.startsWith('RRULE:'));
  const custom: Rule = { ...noRule, frequency: 'custom', others: lines };
  const rule = rules[0];
  if (rules.length !== 1 || rule === undefined) return custom;
  const parts = new Map(rule.slice(6).split(';').filter((part) => part !== '').map((part) => part.split('=') as [string, string]));
  const frequency = parts.get('FREQ');
  if (frequency !== 'DAILY' && frequency !== 'WEEKLY' && frequency !== 'MONTHLY' && frequency !== 'YEARLY') return custom;
  if ([...parts.keys()].some((part) => !known.has(part))) return custom;
  if (parts.has('WKST') && parts.get('WKST') !== 'MO' && Number(parts.get('INTERVAL') ?? 1) > 1) return custom;
  const days = parts.get('BYDAY')?.split(',') ?? [];
  if (days.length > 0 && (frequency !== 'WEEKLY' || days.some((day) => !(weekdays as readonly string[]).includes(day)))) return custom;
  const until = parts.get('UNTIL');
  return {
    frequency,
    interval: parts.get('INTERVAL') ?? '1',
    weekdays: days,
    ends: until !== undefined ? 'on' : parts.has('COUNT') ? 'after' : 'never',
    until: until === undefined ? '' : readUntil(until, zone),
    count: parts.get('COUNT') ?? '10',
    others,
  };
}

function readUntil(until: string, zone: string | undefined): string {
  const day = until.replace(/^(\d{4})(\d{2})(\d{2}).*$/, '$1-$2-$3');
  const time = /^\d{8}T(\d{2})(\d{2})(\d{2})Z$/.exec(until);
  if (time === null || zone === undefined) return day;
  return Temporal.Instant.from(`${day}T${time[1]}:${time[2]}:${time[3]}Z`).toZonedDateTimeISO(zone).toPlainDate().toString();
}

/** UNTIL is the end of the chosen day where the activity takes place; a date for all-day ones. */
function writeUntil(day: string, zone: string | undefined): string {
  if (zone === undefined) return day.replaceAll('-', '');
  const last = Temporal.PlainDate.from(day).toZonedDateTime({ timeZone: zone, plainTime: Temporal.PlainTime.from('23:59:59') });
  return last.toInstant().toString({ smallestUnit: 'second' }).replace(/[-:]/g, '');
}

/** `zone` is absent for an all-day activity. */
export function writeRule(rule: Rule, zone: string | undefined): string[] {
  if (rule.frequency === 'none') return [];
  if (rule.frequency === 'custom') return [...rule.others];
  const parts = [`FREQ=${rule.frequency}`];
  if (Number(rule.interval) > 1) parts.push(`INTERVAL=${Math.trunc(Number(rule.interval))}`);
  if (rule.frequency === 'WEEKLY' && rule.weekdays.length > 0) parts.push(`BYDAY=${weekdays.filter((day) => rule.weekdays.includes(day)).join(',')}`);
  if (rule.ends === 'on' && rule.until !== '') parts.push(`UNTIL=${writeUntil(rule.until, zone)}`);
  if (rule.ends === 'after') parts.push(`COUNT=${Math.max(1, Math.trunc(Number(rule.count)) || 1)}`);
  return [`RRULE:${parts.join(';')}`, ...rule.others];
}
