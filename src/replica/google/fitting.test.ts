// What fits is what the schema takes, and is what the schema would make of it.

import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { connectionsSchema } from './contact-wire.ts';
import { eventsSchema } from './event-wire.ts';
import { fits } from './fitting.ts';
import { tasksSchema } from './task-wire.ts';

const lists: readonly (readonly [string, z.ZodType, object])[] = [
  ['contacts', connectionsSchema, { connections: [{ resourceName: 'people/c1', etag: 'e', metadata: { sources: [{ type: 'CONTACT', id: '1f', etag: 's', updateTime: '2026-01-01T00:00:00Z' }], previousResourceNames: ['people/c0'] }, names: [{ metadata: { primary: true, source: { type: 'CONTACT', id: '1f' } }, givenName: 'Ann', unstructuredName: 'Ann Lee' }], birthdays: [{ date: { year: 1980, month: 5, day: 6 } }], phoneNumbers: [{ value: '1', type: 'home', canonicalForm: '+1' }], memberships: [{ contactGroupMembership: { contactGroupId: 'a', contactGroupResourceName: 'contactGroups/a' } }], clientData: [{ key: 'smartoffice', value: 'x' }] }], nextPageToken: 'n', totalItems: 1 }],
  ['events', eventsSchema, { kind: 'calendar#events', items: [{ id: 'a', etag: 'e', status: 'confirmed', start: { dateTime: '2026-01-01T09:00:00Z', timeZone: 'UTC' }, end: { date: '2026-01-01' }, attendees: [{ email: 'a@example.com', optional: true }], reminders: { useDefault: false, overrides: [{ method: 'popup', minutes: 5 }] }, recurrence: ['RRULE:FREQ=DAILY'], extendedProperties: { private: { smartoffice: 'x' }, shared: { other: '1' } }, conferenceData: { entryPoints: [{ uri: 'https://example.com' }] } }], nextSyncToken: 't' }],
  ['tasks', tasksSchema, { kind: 'tasks#tasks', items: [{ id: 't', title: 'Call', due: '2026-01-01T00:00:00.000Z', status: 'needsAction', deleted: false, links: [{ link: 'https://example.com' }] }] }],
];

/** The same document with one place of it, or none, exchanged for something else. */
function altered(document: unknown): fc.Arbitrary<unknown> {
  const places: (readonly (string | number)[])[] = [];
  const walk = (value: unknown, path: readonly (string | number)[]): void => {
    places.push(path);
    if (typeof value === 'object' && value !== null) for (const [name, part] of Object.entries(value)) walk(part, [...path, Array.isArray(value) ? Number(name) : name]);
  };
  walk(document, []);
  return fc.tuple(fc.constantFrom(...places), fc.option(fc.jsonValue({ maxDepth: 2 }), { nil: undefined })).map(([path, other]) => {
    const copy = structuredClone({ document });
    let at: unknown = copy;
    const whole = ['document', ...path];
    for (const name of whole.slice(0, -1)) at = (at as Record<string | number, unknown>)[name];
    (at as Record<string | number, unknown>)[whole.at(-1) ?? ''] = other;
    return copy.document;
  });
}

test.each(lists)('a list of %s fits exactly when its schema takes it, and is then what the schema makes of it', (_, schema, document) => {
  expect(fits(schema, document)).toBe(true);
  fc.assert(
    fc.property(altered(document), (value) => {
      const parsed = schema.safeParse(value);
      expect(fits(schema, value)).toBe(parsed.success);
      if (parsed.success) expect(value).toEqual(parsed.data);
    }),
    { numRuns: 500 },
  );
});

test('what a schema would change does not fit, and one that trims, transforms or asks a question of its own is refused', () => {
  const changing = [z.object({ a: z.string() }), z.looseObject({ b: z.string().default('x') }), z.looseObject({ a: z.coerce.number() })];
  for (const schema of changing) expect(fits(schema, { a: '1', c: 2 })).toBe(false);
  expect(fits(z.looseObject({ a: z.coerce.number() }), { a: 1 })).toBe(true);
  for (const a of [z.string().trim(), z.string().transform((text) => text.length), z.preprocess((text) => text, z.string()), z.string().refine((text) => text !== 'x')]) {
    expect(() => fits(z.looseObject({ a }), { a: 'x' })).toThrow();
  }
});
