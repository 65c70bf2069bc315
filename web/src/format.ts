// Dates and numbers as the signed-in person reads them: in their locale and time zone.
// In: ISO strings and numbers. Out: text. Nothing here knows about screens. A formatter costs
// a millisecond to make: each is made when it is first needed, and once for all screens.

import { useSession } from './session.ts';

export type Format = ReturnType<typeof makeFormat>;

function formatter(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat(locale, options);
  } catch {
    const { timeZone: _unknown, ...rest } = options;
    return new Intl.DateTimeFormat(undefined, rest);
  }
}

function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}

function makeFormat(locale: string, zone: string) {
  const dateTime = once(() => formatter(locale, { timeZone: zone, dateStyle: 'medium', timeStyle: 'short' }));
  const date = once(() => formatter(locale, { timeZone: zone, dateStyle: 'medium' }));
  const plainDate = once(() => formatter(locale, { timeZone: 'UTC', dateStyle: 'medium' }));
  const time = once(() => formatter(locale, { timeZone: zone, timeStyle: 'short' }));
  const plainTime = once(() => formatter(locale, { timeZone: 'UTC', timeStyle: 'short' }));
  const number = once(() => new Intl.NumberFormat(locale));
  return {
    locale,
    zone,
    dateTime: (iso: string) => dateTime().format(new Date(iso)),
    date: (iso: string) => date().format(new Date(iso)),
    time: (iso: string) => time().format(new Date(iso)),
    /** HH:MM, a time that belongs to no zone. */
    plainTime: (time: string) => plainTime().format(new Date(`2024-01-01T${time}:00Z`)),
    /** YYYY-MM-DD, a date that belongs to no zone. */
    plainDate: (day: string) => plainDate().format(new Date(`${day}T00:00:00Z`)),
    number: (value: number) => number().format(value),
  };
}

const ownZone = once(() => Intl.DateTimeFormat().resolvedOptions().timeZone);
const made = new Map<string, Format>();

function formatFor(locale: string, zone: string): Format {
  const key = `${locale} ${zone}`;
  const known = made.get(key);
  if (known !== undefined) return known;
  const format = makeFormat(locale, zone);
  made.set(key, format);
  return format;
}

export function useFormat(): Format {
  const user = useSession()?.user;
  return formatFor(user?.locale ?? navigator.language, user?.zone ?? ownZone());
}
