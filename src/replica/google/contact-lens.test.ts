// The contact lens against its laws, over people with members that nobody told us of.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { diffItems, normalItem } from '../../core/diff.ts';
import type { Change } from '../../core/diff.ts';
import type { ContactItem } from '../../core/item.ts';
import { personToItem, putContact } from './contact-lens.ts';
import type { PersonWrite } from './contact-lens.ts';
import { isMember, personId, personSchema } from './contact-wire.ts';
import type { Person } from './contact-wire.ts';

const context = { country: 'US' };
const group = 'contactGroups/ours';

const word = fc.stringMatching(/^[a-z]{1,8}$/);
const maybe = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(arbitrary, { nil: undefined });
const unknown = fc.record({ strange: fc.array(fc.integer(), { maxLength: 2 }), metadata: fc.constant({ primary: true, source: { type: 'CONTACT', id: 'abc' } }) });

function compact<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as T;
}

function wireEntry(values: fc.Arbitrary<string>, types: readonly string[]): fc.Arbitrary<Record<string, unknown>> {
  return fc
    .record({ value: values, type: maybe(fc.oneof(fc.constantFrom(...types), fc.constantFrom('Boat', 'WORK 2'))), formattedType: maybe(word), rest: unknown })
    .map(({ rest, ...entry }) => ({ ...compact(entry), ...rest }));
}

const phone = fc.integer({ min: 2_000_000, max: 9_999_999 }).map((digits) => `+1 212 ${digits}`);
const email = fc.tuple(word, word).map(([left, right]) => `${left}@${right}.example`);
const wireAddress = fc
  .record({ streetAddress: word, city: maybe(word), postalCode: maybe(word), poBox: maybe(word), formattedValue: maybe(word), type: maybe(fc.constantFrom('home', 'work', 'Cabin')), rest: unknown })
  .map(({ rest, ...entry }) => ({ ...compact(entry), ...rest }));
const uniqueBy = (member: string) => ({ selector: (entry: Record<string, unknown>) => String(entry[member]), maxLength: 4 });

const person: fc.Arbitrary<Person> = fc
  .record({
    names: maybe(fc.record({ givenName: word, familyName: maybe(word), honorificPrefix: maybe(word), phoneticGivenName: maybe(word), displayName: word }).map((name) => [compact(name)])),
    nicknames: maybe(fc.array(fc.record({ value: word, type: maybe(fc.constantFrom('DEFAULT', 'MAIDEN_NAME')) }).map(compact), { minLength: 1, maxLength: 2 })),
    organizations: maybe(fc.array(fc.record({ name: maybe(word), title: maybe(word), department: maybe(word), symbol: word, current: maybe(fc.boolean()) }).map(compact), { minLength: 1, maxLength: 3 })),
    birthdays: maybe(fc.record({ year: fc.constantFrom(0, 1970), month: fc.integer({ min: 1, max: 12 }), day: fc.integer({ min: 1, max: 28 }) }).map((date) => [{ date, text: 'x' }])),
    biographies: maybe(word.map((value) => [{ value, contentType: 'TEXT_PLAIN' }])),
    phoneNumbers: fc.uniqueArray(wireEntry(phone, ['home', 'work', 'mobile', 'workFax', 'main']), uniqueBy('value')),
    emailAddresses: fc.uniqueArray(wireEntry(email, ['home', 'work']), uniqueBy('value')),
    addresses: fc.uniqueArray(wireAddress, uniqueBy('streetAddress')),
    urls: fc.uniqueArray(wireEntry(word.map((name) => `https://${name}.example`), ['blog', 'homePage']), uniqueBy('value')),
    memberships: fc.subarray([group, 'contactGroups/myContacts', 'contactGroups/starred', 'contactGroups/friends'], { minLength: 1 }).map((names) => names.map((name) => ({ contactGroupMembership: { contactGroupResourceName: name } }))),
    userDefined: fc.constant([{ key: 'k', value: 'v' }]),
  })
  .map((fields) => personSchema.parse({ resourceName: 'people/c1', etag: '%e', ...compact(fields) }));

const entry = (values: fc.Arbitrary<string>, types: readonly string[]) =>
  fc.record({ value: values, type: fc.constantFrom(...types), id: fc.constantFrom('office-1', 'wire:0') });
const item: fc.Arbitrary<ContactItem> = fc
  .record({
    kind: fc.constant('contact' as const),
    givenName: maybe(word),
    familyName: maybe(word),
    suffix: maybe(word),
    nickname: maybe(word),
    company: maybe(word),
    jobTitle: maybe(word),
    birthday: maybe(fc.record({ month: fc.integer({ min: 1, max: 12 }), day: fc.integer({ min: 1, max: 28 }) })),
    notes: maybe(word),
    phones: maybe(fc.uniqueArray(entry(phone, ['home', 'mobile', 'pager']), { selector: (one) => one.value, maxLength: 3 })),
    emails: maybe(fc.uniqueArray(entry(email, ['home', 'other']), { selector: (one) => one.value, maxLength: 3 })),
    addresses: maybe(fc.uniqueArray(fc.record({ value: fc.record({ street: word, city: word }), type: fc.constantFrom('home', 'work') }), { selector: (one) => one.value.street, maxLength: 2 })),
    member: maybe(fc.constant(true)),
  })
  .map((value) => compact(value) as ContactItem);

function apply(seen: Person, write: PersonWrite): Person {
  const merged: Record<string, unknown> = { ...seen, ...write.fields };
  for (const [field, list] of Object.entries(write.fields)) if (list.length === 0) delete merged[field];
  return personSchema.parse(merged);
}

function edit(seen: Person, after: ContactItem): { write: PersonWrite; changes: readonly Change[] } {
  const changes = diffItems(personToItem(seen, group), after, context);
  return { write: putContact(seen, { changes }, group, context), changes };
}

/** Clearing the organization that is shown lets the next one be shown: nothing is deleted for that. */
function showsNextOrganization(seen: Person, after: ContactItem): boolean {
  return (seen.organizations ?? []).length > 1 && [after.company, after.department, after.jobTitle].every((part) => part === undefined);
}

const normal = (one: ContactItem): unknown => normalItem(one, context);

describe('the contact lens', () => {
  test('put what was got: nothing is written', () => {
    fc.assert(
      fc.property(person, (seen) => {
        expect(putContact(seen, { changes: [] }, group, context).mask).toEqual([]);
        expect(edit(seen, personToItem(seen, group)).write.mask).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  test('get what was put: the item reads back as it was wanted', () => {
    fc.assert(
      fc.property(person, item, (seen, after) => {
        fc.pre(!showsNextOrganization(seen, after));
        const { write } = edit(seen, after);
        expect(normal(personToItem(apply(seen, write), group))).toEqual(normal(after));
      }),
      { numRuns: 1000 },
    );
  });

  test('put twice is put once: the item in between leaves no trace in what we show', () => {
    fc.assert(
      fc.property(person, item, item, (seen, first, second) => {
        fc.pre(!showsNextOrganization(seen, first) && !showsNextOrganization(seen, second));
        const between = apply(seen, edit(seen, first).write);
        fc.pre(!showsNextOrganization(between, second));
        const twice = apply(between, edit(between, second).write);
        expect(normal(personToItem(twice, group))).toEqual(normal(personToItem(apply(seen, edit(seen, second).write), group)));
      }),
      { numRuns: 500 },
    );
  });

  test('[R12] entries and members that no change names go back byte for byte, in their order', () => {
    fc.assert(
      fc.property(person, phone, (seen, value) => {
        const before = personToItem(seen, group);
        fc.pre(!(before.phones ?? []).some((one) => one.value === value));
        const write = putContact(seen, { changes: [{ field: 'phones', key: value, to: { value, type: 'mobile', preferred: true } }] }, group, context);
        expect(write.mask).toEqual(['phoneNumbers']);
        const sent = write.fields['phoneNumbers'] ?? [];
        expect(JSON.stringify(sent.slice(0, -1))).toBe(JSON.stringify(seen.phoneNumbers ?? []));
        expect(sent.at(-1)).toEqual({ value, type: 'mobile' });
      }),
      { numRuns: 300 },
    );
  });

  test('[R12] a preferred flag that changes in the office is never sent', () => {
    fc.assert(
      fc.property(person, (seen) => {
        const from = personToItem(seen, group).phones?.[0];
        fc.pre(from !== undefined);
        const key = diffItems({ kind: 'contact' }, { kind: 'contact', phones: [from as never] }, context)[0]?.key;
        expect(putContact(seen, { changes: [{ field: 'phones', key, from, to: { ...from, preferred: true } }] }, group, context).mask).toEqual([]);
      }),
    );
  });

  test('only our own label is ever added or taken away, and one label always stays', () => {
    fc.assert(
      fc.property(person, fc.boolean(), (seen, member) => {
        const write = putContact(seen, { changes: [{ field: 'member', from: !member, to: member }] }, group, context);
        const after = apply(seen, write);
        expect(isMember(after, group)).toBe(member);
        const names = (one: Person): (string | undefined)[] => (one.memberships ?? []).map((membership) => membership.contactGroupMembership?.contactGroupResourceName).filter((name) => name !== group);
        expect(names(after).slice(0, names(seen).length)).toEqual(names(seen));
        expect((after.memberships ?? []).length).toBeGreaterThan(0);
      }),
    );
  });

  test('an edited address is sent without the formatted text that would win over it', () => {
    const seen = personSchema.parse({ resourceName: 'people/c1', addresses: [{ streetAddress: '1 Old St', city: 'Troy', poBox: '7', formattedValue: '1 Old St\nTroy', countryCode: 'US', country: 'USA' }] });
    const before = personToItem(seen, group);
    const changes = diffItems(before, { ...before, addresses: [{ value: { street: '2 New St', city: 'Troy', country: 'USA' }, type: 'other' }] }, context);
    expect(putContact(seen, { changes }, group, context).fields['addresses']).toEqual([{ streetAddress: '2 New St', city: 'Troy', poBox: '7', country: 'USA' }]);
  });

  test('a new contact carries its marker and a label, and only what it has', () => {
    const write = putContact(undefined, { after: { kind: 'contact', givenName: 'Ann', phones: [{ value: '1', type: 'custom', label: 'Boat', preferred: true }], member: true }, marker: 'office/7' }, group, context);
    expect(write.fields).toEqual({
      names: [{ givenName: 'Ann' }],
      phoneNumbers: [{ value: '1', type: 'Boat' }],
      memberships: [{ contactGroupMembership: { contactGroupResourceName: group } }, { contactGroupMembership: { contactGroupResourceName: 'contactGroups/myContacts' } }],
      clientData: [{ key: 'smartoffice', value: 'office/7' }],
    });
  });

  test('a contact keeps its id when Google renames it', () => {
    const sources = [{ type: 'CONTACT', id: '47c21a010c6b30c8', etag: '#x' }];
    expect(personId(personSchema.parse({ resourceName: 'people/c5170723913980391624', metadata: { sources } }))).toBe('people/c5170723913980391624');
    expect(personId(personSchema.parse({ resourceName: 'people/117', metadata: { sources } }))).toBe('people/c5170723913980391624');
  });
});
