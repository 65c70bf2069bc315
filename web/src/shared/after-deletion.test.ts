import { expect, test } from 'vitest';
import { deletionText as text } from '../text/common.ts';
import { afterDeletion } from './after-deletion.ts';

type Setup = NonNullable<Parameters<typeof afterDeletion>[1]>;

function setup(options: Partial<Setup['options']> = {}): Setup {
  const deletion = { contact: { office: 'follow' }, event: { office: 'ask' }, task: { office: 'never' } };
  return {
    state: 'active',
    options: { runSynchronization: true, contacts: 'set', activities: 'two-way', recurring: true, ...options },
    policy: { effective: { deletion } },
  } as Setup;
}

test('what happens on Google follows what was chosen for deletions of that kind', () => {
  expect(afterDeletion({ kind: 'contact' }, setup())).toBe(text.follow);
  expect(afterDeletion({ kind: 'event' }, setup())).toBe(text.ask);
  expect(afterDeletion({ kind: 'task' }, setup())).toBe(text.never);
  expect(afterDeletion({ kind: 'task' }, undefined)).toBe(text.unknown);
});

test('times that are taken out of a series are a change of it, about which nobody is asked', () => {
  expect(afterDeletion({ kind: 'event', series: true, part: true }, setup())).toBe(text.part);
  expect(afterDeletion({ kind: 'event', series: true }, setup())).toBe(text.ask);
});

test('nothing changes on Google where it is not synchronized or not written', () => {
  expect(afterDeletion({ kind: 'contact' }, setup({ contacts: 'none' }))).toBe(text.off);
  expect(afterDeletion({ kind: 'event' }, setup({ runSynchronization: false }))).toBe(text.off);
  expect(afterDeletion({ kind: 'event', series: true, part: true }, setup({ recurring: false }))).toBe(text.off);
  expect(afterDeletion({ kind: 'event' }, setup({ recurring: false }))).toBe(text.ask);
  expect(afterDeletion({ kind: 'event', series: true, part: true }, setup({ activities: 'to-office' }))).toBe(text.closed);
});
