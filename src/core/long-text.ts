// Texts that are longer than Google takes. In: the office's whole text, and what Google shows
// of it. Out: a shortened text that says so at its end, and the whole again with what was
// edited in the shortened one. Never: a text of the office that is cut by a way back [R34].

import { normalText } from './normal-form.ts';
import type { Kind } from './item.ts';

export const cutMark = '… (the full text is in SmartOffice)';

/** In characters as they are sent. */
const limits: Readonly<Record<string, number>> = { 'event.description': 8192, 'task.notes': 8192, 'task.title': 1024 };

/** A text with signs of HTML is sent as HTML, in which some characters are longer. */
function widthsOf(kind: Kind, text: string): (character: string) => number {
  if (kind !== 'event' || !/[<&]/.test(text)) return (character) => character.length;
  const wide: Readonly<Record<string, number>> = { '&': 5, '<': 4, '>': 4, '\n': 4 };
  return (character) => wide[character] ?? character.length;
}

/** Where the text is cut; undefined: it fits. */
function cutOf(kind: Kind, fieldName: string, text: string): number | undefined {
  const limit = limits[`${kind}.${fieldName}`];
  if (limit === undefined || text.length * 5 <= limit) return undefined;
  const width = widthsOf(kind, text);
  let used = 0;
  let at = 0;
  let cut = 0;
  for (const character of text) {
    if (used + width(character) <= limit - cutMark.length) cut = at + character.length;
    used += width(character);
    at += character.length;
    if (used > limit) return text.slice(0, cut).trimEnd().length;
  }
  return undefined;
}

export function isTooLong(kind: Kind, fieldName: string, value: unknown): value is string {
  return typeof value === 'string' && cutOf(kind, fieldName, value) !== undefined;
}

/** The value as Google can hold it. */
export function shorten(kind: Kind, fieldName: string, value: unknown): unknown {
  if (typeof value !== 'string') return value;
  const cut = cutOf(kind, fieldName, value);
  return cut === undefined ? value : value.slice(0, cut) + cutMark;
}

/** The whole text with the edit of its shortened form; undefined: nobody can tell where the rest belongs. */
export function lengthen(kind: Kind, fieldName: string, whole: string, edited: unknown): string | undefined {
  const cut = cutOf(kind, fieldName, whole);
  if (cut === undefined) return typeof edited === 'string' ? edited : undefined;
  const parts = typeof edited === 'string' ? edited.split(cutMark) : [];
  const [head, rest] = parts;
  return parts.length === 2 && head !== undefined && rest !== undefined ? `${head}${whole.slice(cut)}${normalText(rest) === undefined ? '' : rest}` : undefined;
}
