// Dates and numbers as the signed-in person reads them: in their locale and time zone.
// In: ISO strings and numbers. Out: text. Nothing here knows about screens.

import { useMemo } from 'react';
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

export function makeFormat(locale: string, zone: string) {
  const dateTime = formatter(locale, { timeZone: zone, dateStyle: 'medium', timeStyle: 'short' });
  const date = formatter(locale, { timeZone: zone, dateStyle: 'medium' });
  const plainDate = formatter(locale, { timeZone: 'UTC', dateStyle: 'medium' });
  const time = formatter(locale, { timeZone: zone, timeStyle: 'short' });
  const plainTime = formatter(locale, { timeZone: 'UTC', timeStyle: 'short' });
  const number = new Intl.NumberFormat(locale);
  return {
    locale,
    zone,
    dateTime: (iso: string) => dateTime.format(new Date(iso)),
    date: (iso: string) => date.format(new Date(iso)),
    time: (iso: string) => time.format(new Date(iso)),
    /** HH:MM, a time that belongs to no zone. */
    plainTime: (time: string) => plainTime.format(new Date(`2024-01-01T${time}:00Z`)),
    /** YYYY-MM-DD, a date that belongs to no zone. */
    plainDate: (day: string) => plainDate.format(new Date(`${day}T00:00:00Z`)),
    number: (value: number) => number.format(value),
  };
}

export function useFormat(): Format {
  const user = useSession()?.user;
  const locale = user?.locale ?? navigator.language;
  const zone = user?.zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
  return useMemo(() => makeFormat(locale, zone), [locale, zone]);
}
