import { expect, test } from 'vitest';
import { personToItem } from '../replica/google/contact-lens.ts';
import { tokenOf, wordOf } from '../replica/office/entry-type.ts';
import type { TypedList } from '../replica/office/entry-type.ts';
import { offeredTypes } from './offered-types.ts';

const lists: readonly TypedList[] = ['phones', 'emails', 'addresses', 'urls'];

test('Every TYPE that is offered for the office has a word there that means the same', () => {
  expect(offeredTypes.office['phones']).toEqual(['work', 'home', 'mobile', 'workFax', 'homeFax', 'pager', 'other']);
  for (const list of lists) expect(offeredTypes.office[list]?.map((token) => tokenOf(list, wordOf(list, token)))).toEqual(offeredTypes.office[list]);
});

test('Every TYPE that is offered for Google is read from there as itself, and one more is a label of the person’s own', () => {
  for (const list of lists) {
    const offered = offeredTypes.google[list] ?? [];
    expect(offered.length).toBeGreaterThan(3);
    const wire = { phones: 'phoneNumbers', emails: 'emailAddresses', addresses: 'addresses', urls: 'urls' }[list];
    // Each the only one: several of one value would be one.
    const read = offered.map((type) => personToItem({ resourceName: 'people/c1', [wire]: [{ value: 'x', city: 'x', type }] }, undefined)[list]?.[0]?.type);
    expect(read).toEqual(offered);
  }
});
