// What a person would call a record in a list.

import { expect, test } from 'vitest';
import type { Item } from './item.ts';
import { nameOf } from './item.ts';

const start = { start: { date: '2026-03-03' }, end: { date: '2026-03-04' } };
const emails = [{ value: 'ann@example.com', type: 'work' }];
const phones = [{ value: '(212) 555-0101', type: 'work' }];

test.each([
  [{ kind: 'contact', prefix: 'Dr.', givenName: 'Ann', middleName: 'M.', familyName: 'Miller', suffix: 'Jr.', company: 'Acme' }, 'Dr. Ann M. Miller Jr.'],
  [{ kind: 'contact', givenName: '', familyName: 'Miller' }, 'Miller'],
  [{ kind: 'contact', company: 'Acme', nickname: 'Nan', emails, phones }, 'Acme'],
  [{ kind: 'contact', company: '', nickname: 'Nan', emails, phones }, 'Nan'],
  [{ kind: 'contact', emails, phones }, 'ann@example.com'],
  [{ kind: 'contact', emails: [], phones }, '(212) 555-0101'],
  [{ kind: 'contact', phones: [] }, '(no name)'],
  [{ kind: 'contact' }, '(no name)'],
  [{ kind: 'event', title: 'Review', ...start }, 'Review'],
  [{ kind: 'event', ...start }, '(no title)'],
  [{ kind: 'task', title: '' }, '(no title)'],
] as [Item, string][])('%j is called “%s”', (item, name) => {
  expect(nameOf(item)).toBe(name);
});
