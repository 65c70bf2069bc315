import { expect, test } from 'vitest';
import type { CycleContext } from '../cycle/context.ts';
import { describeAway } from './away.ts';

const boss = { id: 'boss', name: 'Boss', why: 'A test.' };
const context = (unread: readonly unknown[], away: readonly unknown[]): CycleContext =>
  ({ policy: { kinds: ['event'] }, replicas: { of: { event: { google: { unread: () => unread } } } }, spared: { away } }) as unknown as CycleContext;

test('[R37] a calendar that was never read is looked at although its last look is young: it is named once', () => {
  expect(describeAway(context([boss], [boss]))).toEqual(describeAway(context([boss], [])));
  expect(describeAway(context([boss], [{ ...boss, id: 'other', name: 'Other' }]))?.words).toContain('The calendars Boss, Other cannot');
});
