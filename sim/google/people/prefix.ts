// In: the entries of a person's fields and a query. Out: whether one of their texts, or a
// word of one, begins with it: "foo name" is found by "foo n" and by "nam", not by "oo n".
// Never here: labels of entries; nobody finds a phone number by its type.
import { isObject } from '../wire.ts';
import type { Json } from '../wire.ts';

const labels = new Set(['type', 'formattedType']);

export function beginsWith(text: string, query: string): boolean {
  return ` ${text.toLowerCase()}`.includes(` ${query.toLowerCase()}`);
}

export function isFoundBy(query: string, person: Json, fields: readonly string[]): boolean {
  const entries = fields.flatMap((field): unknown[] => (Array.isArray(person[field]) ? person[field] : []));
  return entries.filter(isObject).some((entry) => Object.entries(entry).some(([name, value]) => typeof value === 'string' && !labels.has(name) && beginsWith(value, query)));
}
