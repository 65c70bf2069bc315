// Text as it is searched, sorted and paged by. In: what a person wrote. Out: folded
// text (lower case, accents and scripts written in plain letters), LIKE patterns and
// opaque page marks. What a person wrote is never replaced by any of it.

import anyAscii from 'any-ascii';
import type { z } from 'zod';
import { OfficeError } from './errors.ts';

export function foldText(text: string): string {
  return anyAscii(text.normalize('NFC')).toLowerCase().replace(/\s+/g, ' ').trim();
}

/** One text to search in: every part as written and folded; phone numbers as digits too. */
export function searchText(parts: readonly (string | undefined)[], numbers: readonly string[] = []): string {
  const words = parts.filter((part) => part !== undefined && part !== '').map((part) => foldText(part as string));
  return [...words, ...numbers.flatMap((number) => [foldText(number), number.replace(/\D/g, '')])].join(' | ');
}

/** A LIKE pattern for each word that was typed; all of them must be found. */
export function likePatterns(typed: string | undefined): readonly string[] {
  return foldText(typed ?? '')
    .split(' ')
    // "Doe, John" is how lists write a name: the comma is no part of it.
    .map((word) => word.replace(/^[,;]+|[,;]+$/g, ''))
    .filter((word) => word !== '')
    .map((word) => `%${word.replace(/[\\%_]/g, (mark) => `\\${mark}`)}%`);
}

/** What was typed looks like a part of a phone number: sought by its digits, however it is kept. */
export function numberPattern(typed: string | undefined): string | undefined {
  const digits = (typed ?? '').replace(/\D/g, '');
  return digits.length >= 3 && /^[\d\s()+./\u2010-\u2015-]+$/.test(typed ?? '') ? `%${digits}%` : undefined;
}

export function writePageMark(key: readonly (string | null)[]): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url');
}

/** `key`: what the list sorts by, and the id. A mark comes from outside, whoever made it. */
export function readPageMark<T>(mark: string | undefined, key: z.ZodType<T>): T | undefined {
  if (mark === undefined) return undefined;
  const read = key.safeParse(parsed(Buffer.from(mark, 'base64url').toString()));
  if (read.success) return read.data;
  throw new OfficeError('invalid', 'The mark "after" was not given by this list.', 'Load the list from its beginning.', 'after');
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

/** A row of the database without its nulls: absent is `undefined` everywhere in the program. */
export function withoutNulls<T extends object>(row: { readonly [K in keyof T]: T[K] | null }): T {
  const copy: Partial<T> = {};
  for (const name of Object.keys(row) as (keyof T)[]) {
    const value = row[name];
    if (value !== null) copy[name] = value as T[keyof T];
  }
  return copy as T;
}
