// Birthdays as files write them. In: text. Out: a date, without the year where it is not
// known. Never here: a guess between day and month where the text says neither.

import type { BirthDate } from '../../core/item.ts';

export function readBirthday(text: string): BirthDate | undefined {
  const value = text.trim();
  const iso = /^(\d{4})-?(\d{2})-?(\d{2})(?:[T ].*)?$/.exec(value);
  // 1604 is how Apple writes "year not known".
  if (iso !== null) return real(iso[1] === '1604' ? undefined : Number(iso[1]), Number(iso[2]), Number(iso[3]));
  const noYear = /^--(\d{2})-?(\d{2})$/.exec(value);
  if (noYear !== null) return real(undefined, Number(noYear[1]), Number(noYear[2]));
  // Outlook writes month/day/year.
  const american = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(value);
  if (american !== null) return real(Number(american[3]), Number(american[1]), Number(american[2]));
  const european = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/.exec(value);
  return european === null ? undefined : real(Number(european[3]), Number(european[2]), Number(european[1]));
}

function real(year: number | undefined, month: number, day: number): BirthDate | undefined {
  if (month < 1 || month > 12 || day < 1 || day > new Date(Date.UTC(year ?? 2024, month, 0)).getUTCDate()) return undefined;
  return year === undefined ? { month, day } : { year, month, day };
}

export function writeBirthday(birthday: BirthDate): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${birthday.year === undefined ? '-' : String(birthday.year).padStart(4, '0')}-${two(birthday.month)}-${two(birthday.day)}`;
}
