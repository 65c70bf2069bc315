// The value of a field as a person reads it. In: kind, field and value (one entry of a
// multi-valued field, or all of them). Out: text; '' for no value. Never JSON, never a token
// of the program: TYPE words as in SmartOffice, times as on a calendar.

import { explainRecurrence } from './explain-rule.ts';
import { formatBirthday, formatDate, formatMoment, formatOriginal, formatReminder, formatSpan, formatTime } from './explain-when.ts';
import type { Wording } from './explain-when.ts';
import { fieldNamed } from './field.ts';
import type { AnyEntry } from './field.ts';
import type { AddressEntry, BirthDate, Entry, Guest, Kind, Occurrence, PostalAddress, When } from './item.ts';

const typeWords: Readonly<Record<string, string>> = {
  googleVoice: 'Google Voice',
  homePage: 'Home page',
  ftp: 'FTP',
  appInstallPage: 'App install page',
};

/** 'workFax' → 'Work fax'; a custom TYPE is its label. */
export function formatType(entry: AnyEntry): string {
  if (entry.type === 'custom') return entry.label === undefined || entry.label === '' ? 'Custom' : entry.label;
  const type = entry.type ?? 'other';
  const words = typeWords[type] ?? type.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

export function formatAddress(address: PostalAddress): string {
  const town = [address.city, [address.region, address.postalCode].filter(Boolean).join(' ')].filter(Boolean).join(', ');
  return [address.street, address.extended, town, address.country]
    .filter(Boolean)
    .join(', ')
    .replace(/\s*\n\s*/g, ', ');
}

const responses: Readonly<Record<string, string>> = { needsAction: 'no answer yet', accepted: 'accepted', declined: 'declined', tentative: 'maybe' };

export function formatValue(kind: Kind, fieldName: string, value: unknown, wording: Wording = {}): string {
  if (value === undefined || value === null || value === '') return '';
  if (fieldNamed(kind, fieldName).shape === 'entries') {
    if (!Array.isArray(value)) return formatEntry(fieldName, value as AnyEntry, wording);
    return value.map((entry) => formatEntry(fieldName, entry as AnyEntry, wording)).join('; ');
  }
  switch (fieldName) {
    case 'when': {
      const { start, end } = value as { start: When; end: When };
      return formatSpan(start, end, wording);
    }
    case 'recurrence':
      return explainRecurrence(value as readonly string[], wording);
    case 'birthday':
      return formatBirthday(value as BirthDate, wording);
    case 'reminder':
      return formatReminder(value as number);
    case 'attending':
      return (value as readonly string[]).join('; ');
    case 'dueDate':
      return formatDate(value as string, wording);
    case 'dueTime':
      return formatTime(value as string, wording);
    default:
      if (typeof value === 'boolean') return value ? 'Yes' : 'No';
      return String(value);
  }
}

function formatEntry(fieldName: string, entry: AnyEntry, wording: Wording): string {
  if (fieldName === 'guests') return formatGuest(entry as unknown as Guest);
  if (fieldName === 'occurrences') return formatOccurrence(entry as unknown as Occurrence, wording);
  const { value } = entry as Entry | AddressEntry;
  const text = typeof value === 'string' ? value : formatAddress(value);
  return `${text} (${formatType(entry)}${entry.preferred === true ? ', preferred' : ''})`;
}

function formatGuest(guest: Guest): string {
  const remarks = [
    guest.organizer === true ? 'organizer' : '',
    guest.response === undefined ? '' : (responses[guest.response] ?? guest.response),
    guest.optional === true ? 'optional' : '',
  ].filter((remark) => remark !== '');
  const who = guest.name === undefined || guest.name === '' ? guest.email : `${guest.name} <${guest.email}>`;
  return remarks.length === 0 ? who : `${who} (${remarks.join(', ')})`;
}

function formatOccurrence(occurrence: Occurrence, wording: Wording): string {
  const day = formatOriginal(occurrence.original, wording);
  if (occurrence.cancelled === true) return `${day}: cancelled`;
  const parts: string[] = [];
  if (occurrence.start !== undefined) {
    const { start, end } = occurrence;
    parts.push(`moved to ${end === undefined ? formatMoment(start, wording) : formatSpan(start, end, wording)}`);
  }
  if (occurrence.title !== undefined) parts.push(`subject “${occurrence.title}”`);
  if (occurrence.location !== undefined) parts.push(`location “${occurrence.location}”`);
  if (occurrence.description !== undefined) parts.push('other notes');
  return parts.length === 0 ? `${day}: changed` : `${day}: ${parts.join(', ')}`;
}
