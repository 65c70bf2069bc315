import { describe, expect, test } from 'vitest';
import type { ContactItem, EventItem, TaskItem } from './item.ts';
import { defaultPolicy } from './policy.ts';
import { projectChange, projectItem, receives } from './project.ts';

const phone = { id: 'e1', value: '(212) 555-0103', type: 'googleVoice', preferred: true };
const ann: ContactItem = { kind: 'contact', givenName: 'Ann', phones: [phone, { value: '(212) 555-0101', type: 'custom', label: 'Boat' }], emails: [] };
const call: TaskItem = { kind: 'task', title: 'Call', dueDate: '2026-03-03', dueTime: '16:00', priority: 'High' };
const event: EventItem = { kind: 'event', title: 'Lunch', start: { date: '2026-03-03' }, end: { date: '2026-03-04' }, guests: [{ email: 'bob@example.com', response: 'accepted', optional: true }], priority: 'High' };
const inviting = { ...defaultPolicy, sendGuests: true };

describe('[R12] what a side can carry of a record', () => {
  test('the office in its own TYPE words, Google without the preferred flag; ids of entries are of one side', () => {
    expect(projectItem('office', ann, defaultPolicy)).toEqual({ ...ann, phones: [{ value: phone.value, type: 'other', preferred: true }, { value: '(212) 555-0101', type: 'other' }] });
    expect(projectItem('google', ann, defaultPolicy)).toEqual({ ...ann, phones: [{ value: phone.value, type: 'googleVoice' }, { value: '(212) 555-0101', type: 'custom', label: 'Boat' }] });
  });

  test('[D7] Google keeps no time and no priority of a task', () => {
    expect(projectItem('google', call, defaultPolicy)).toEqual({ kind: 'task', title: 'Call', dueDate: '2026-03-03' });
    expect(projectItem('office', call, defaultPolicy)).toEqual(call);
  });

  test('[R20] guests go to Google only when the setup says so, and their answers never', () => {
    expect(projectItem('google', event, defaultPolicy)).not.toHaveProperty('guests');
    expect(projectItem('google', event, inviting)).toMatchObject({ guests: [{ email: 'bob@example.com' }] });
    expect((projectItem('google', event, inviting) as EventItem).guests?.[0]).not.toHaveProperty('response');
    expect(projectItem('office', event, defaultPolicy)).toMatchObject({ guests: [{ email: 'bob@example.com', response: 'accepted', optional: true }] });
  });

  test('[R34] a text is shortened for Google and for nobody else', () => {
    const long = { ...event, description: 'A long story. '.repeat(1000) };
    expect(projectItem('office', long, defaultPolicy)).toMatchObject({ description: long.description });
    expect((projectItem('google', long, defaultPolicy) as EventItem).description?.length).toBeLessThan(long.description.length);
  });

  test('[L1] that an activity is private is told to Google, except where it is told as it is', () => {
    for (const privacy of ['full', 'full and private'] as const) {
      const policy = { ...defaultPolicy, privacy };
      expect([receives('office', 'event', 'private', policy), receives('google', 'event', 'private', policy), receives('google', 'event', 'title', policy)]).toEqual([true, privacy !== 'full', true]);
    }
  });

  test.each([
    ['google', 'event', 'guests', false], ['office', 'event', 'guests', true], ['google', 'event', 'title', true],
    ['google', 'task', 'dueTime', false], ['office', 'task', 'dueTime', true], ['google', 'contact', 'phones', true],
  ] as const)('%s receives %s %s: %s', (side, kind, field, expected) => {
    expect(receives(side, kind, field, defaultPolicy)).toBe(expected);
  });
});

describe('[R12] what a side can carry of a change', () => {
  const plain = { value: phone.value, type: 'work' };
  const change = (from: object | undefined, to: object | undefined): Parameters<typeof projectChange>[2] => ({ field: 'phones', key: 'k', from, to });

  test('an attribute that it has no place for is nothing to tell', () => {
    expect(projectChange('google', 'contact', change(plain, { ...plain, preferred: true }), defaultPolicy)).toBeUndefined();
    expect(projectChange('office', 'contact', change(plain, { ...plain, preferred: true }), defaultPolicy)).toEqual(change(plain, { ...plain, preferred: true }));
    expect(projectChange('google', 'task', { field: 'priority', to: 'Low' }, defaultPolicy)).toBeUndefined();
  });

  test('two TYPEs that are one to the office are no change to it', () => {
    expect(projectChange('office', 'contact', change({ ...plain, type: 'custom', label: 'Boat' }, { ...plain, type: 'custom', label: 'Yacht' }), defaultPolicy)).toBeUndefined();
    expect(projectChange('google', 'contact', change({ ...plain, type: 'custom', label: 'Boat' }, { ...plain, type: 'custom', label: 'Yacht' }), defaultPolicy)?.to).toEqual({ ...plain, type: 'custom', label: 'Yacht' });
  });

  test('what was added or removed is told as it can carry it, and a text as it is', () => {
    expect(projectChange('office', 'contact', change(undefined, phone), defaultPolicy)).toEqual(change(undefined, { value: phone.value, type: 'other', preferred: true }));
    expect(projectChange('google', 'contact', change(phone, undefined), defaultPolicy)).toEqual(change({ value: phone.value, type: 'googleVoice' }, undefined));
    expect(projectChange('google', 'contact', change(plain, { ...plain, value: '1' }), defaultPolicy)).toEqual(change(plain, { ...plain, value: '1' }));
    const title = { field: 'title', from: 'A', to: 'B' };
    expect(projectChange('google', 'task', title, defaultPolicy)).toBe(title);
  });
});
