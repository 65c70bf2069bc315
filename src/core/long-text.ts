// Texts that are longer than Google takes. In: the office's whole text, and what Google shows
// of it. Out: a shortened text that says so at its end, and the whole again with what was
// edited in the shortened one. Never: a text of the office that is cut by a way back [R34].

import type { Change } from './diff.ts';
import type { EventItem, Item, Kind, Occurrence } from './item.ts';
import { normalText } from './normal-form.ts';

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

/**
 * The whole text with the edit of its shortened form; undefined: nobody can tell where the rest
 * belongs. `now`: as the office edited the whole meanwhile, which may be what was not shown.
 */
export function lengthen(kind: Kind, fieldName: string, whole: string, edited: unknown, now: unknown = whole): string | undefined {
  const cut = cutOf(kind, fieldName, whole);
  if (cut === undefined) return typeof edited === 'string' ? edited : undefined;
  const parts = typeof edited === 'string' ? edited.split(cutMark) : [];
  const [head, rest] = parts;
  const tail = typeof now === 'string' && now.startsWith(whole.slice(0, cut)) ? now.slice(cut) : whole.slice(cut);
  return parts.length === 2 && head !== undefined && rest !== undefined ? `${head}${tail}${normalText(rest) === undefined ? '' : rest}` : undefined;
}

/** What one occurrence says has the limit of its series. */
export function shortenEntry<E>(fieldName: string, entry: E): E {
  if (fieldName !== 'occurrences') return entry;
  const { description } = entry as Occurrence;
  const fitting = shorten('event', 'description', description);
  return fitting === description ? entry : { ...entry, description: fitting };
}

/** Google's value in the place of what the office made of it: in the whole one, where that can be told. */
export function lengthenOver(kind: Kind, fieldName: string, lost: Pick<Change, 'from' | 'to'>, edited: unknown): unknown {
  const whole = isTooLong(kind, fieldName, lost.from) ? lost.from : lost.to;
  return isTooLong(kind, fieldName, whole) ? (lengthen(kind, fieldName, whole, edited, lost.to) ?? edited) : edited;
}

export function lengthenEntry<E>(fieldName: string, lost: Pick<Change, 'from' | 'to'>, edited: E): E {
  if (fieldName !== 'occurrences') return edited;
  const textOf = (value: unknown): unknown => (value as Occurrence | undefined)?.description;
  const description = lengthenOver('event', 'description', { from: textOf(lost.from), to: textOf(lost.to) }, textOf(edited));
  return description === textOf(edited) ? edited : { ...edited, description };
}

/**
 * A change of Google's to a text of which it shows a part, as the whole text is to hear it;
 * 'unclear': nobody can tell where the rest belongs. undefined: no such text was changed.
 */
export function hearCut(change: Change, office: Item): Change | 'unclear' | undefined {
  if (change.field === 'occurrences') {
    const [from, to] = [change.from as Occurrence | undefined, change.to as Occurrence | undefined];
    const whole = ((office as EventItem).occurrences ?? []).find(({ original }) => original === change.key)?.description;
    if (to === undefined || to.cancelled === true || from?.description === to.description || !isTooLong('event', 'description', whole)) return undefined;
    const description = lengthen('event', 'description', whole, to.description);
    return description === undefined ? 'unclear' : { ...change, to: { ...to, description } };
  }
  const whole = (office as unknown as Record<string, unknown>)[change.field];
  if (!isTooLong(office.kind, change.field, whole)) return undefined;
  const to = lengthen(office.kind, change.field, whole, change.to);
  return to === undefined ? 'unclear' : { ...change, to };
}
