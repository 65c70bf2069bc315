// Who is invited, who is only named, and who is mailed about it.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decideLink, decideNew, eventAfter, review, tell, updateOf } from '../../test/support/decide.ts';
import { explainAlternative, explainOperation, explainProblem } from './explain.ts';
import { describeSurplus, nameOfGuest } from './guest-list.ts';
import type { EventItem, Guest } from './item.ts';
import type { Plan } from './plan.ts';

const guests = (...names: string[]) => names.map((name) => ({ email: `${name}@x.com` }));
const named = (...names: string[]): EventItem => ({ ...review, guests: guests(...names), attending: names.map((name) => `${name}@x.com`) });
const sending = { sendGuests: true };

function created(plan: Plan): EventItem {
  const [create] = plan.operations;
  if (create?.op !== 'create') throw new Error('nothing is created');
  return create.after as EventItem;
}

describe('guests', () => {
  test('[E6] [R20] without the setting nobody is invited: the names stand in the text', () => {
    const plan = decideNew({}, { office: [named('a', 'b')] });
    expect([created(plan).guests, created(plan).attending]).toEqual([undefined, ['a@x.com', 'b@x.com']]);
    expect([plan.invitations, plan.operations[0]]).toEqual([0, expect.not.objectContaining({ mails: expect.anything() })]);
  });

  test('[E8] [R20] with the setting each guest is invited once, named in the plan, and the user is not', () => {
    const plan = decideNew({ ...sending, own: ['B@x.com'] }, { office: [named('a', 'b', 'c')] });
    expect(created(plan).guests).toEqual(guests('a', 'b', 'c'));
    expect(created(plan).attending).toBeUndefined();
    expect(plan.invitations).toBe(2);
    expect(plan.operations.map((operation) => explainOperation(operation))[0]).toContain('Google mails a@x.com and c@x.com');
  });

  test('[E8] an update mails who comes and who goes, a deletion everybody; other changes mail nobody', () => {
    const base = { office: named('a', 'b'), google: { ...review, guests: guests('a', 'b') } };
    const changed = decideLink(sending, base, { ...base, office: named('a', 'c') });
    expect([updateOf('google', changed)?.mails, changed.invitations]).toEqual([['c@x.com', 'b@x.com'], 2]);
    const moved = decideLink(sending, base, { ...base, office: { ...named('a', 'b'), title: 'Other' } });
    expect([tell(moved), moved.invitations, updateOf('google', moved)?.mails]).toEqual([['update google title'], 0, undefined]);
    const follow = { event: { office: 'follow', google: 'follow' }, contact: { office: 'ask', google: 'ask' }, task: { office: 'ask', google: 'ask' } } as const;
    const gone = decideLink({ ...sending, deletion: follow }, base, { ...base, office: undefined });
    expect([tell(gone), gone.invitations]).toEqual([['delete google'], 2]);
  });

  test('[F2] a guest whom the office does not know stays', () => {
    const base = { office: named('a'), google: { ...review, guests: guests('a', 'b') } };
    const plan = decideLink(sending, base, { ...base, office: named('a', 'c') });
    expect(eventAfter('google', plan).guests).toEqual(guests('a', 'b', 'c'));
    expect(plan.invitations).toBe(1);
  });

  test('[F6] more guests than the setup allows are named in the text, and said in the report', () => {
    const limit = { ...sending, guestLimit: 2 };
    const plan = decideNew(limit, { office: [named('a', 'b', 'c')] });
    expect([created(plan).guests, created(plan).attending]).toEqual([guests('a', 'b'), ['c@x.com']]);
    expect(plan.problems.map((problem) => explainProblem(problem))).toEqual(['Activity “Review” in SmartOffice: 1 of its participants is not invited: this setup sends at most 2 guests with one activity']);
    const base = { office: named('a', 'b'), google: { ...review, guests: guests('a', 'b') } };
    const more = decideLink(limit, base, { ...base, office: named('a', 'b', 'c') });
    expect([tell(more), more.problems.length, more.invitations]).toEqual([['update google attending'], 1, 0]);
  });

  test('[R20] an answer that makes Google mail somebody says so before it is chosen', () => {
    const base = { office: named('a', 'b'), google: { ...review, guests: guests('a', 'b') } };
    const [question] = decideLink(sending, base, { ...base, office: undefined }).conflicts;
    expect(question?.alternatives.map((alternative) => explainAlternative(alternative))).toEqual(['Delete in Google too (Google mails a@x.com and b@x.com)', 'Create again in SmartOffice', 'Keep in Google only', 'Decide later']);
    const [silent] = decideLink({}, base, { ...base, office: undefined }).conflicts;
    expect(silent?.alternatives.map((alternative) => explainAlternative(alternative))[0]).toBe('Delete in Google too');
  });

  test('[E6] a line of names that is changed or deleted at Google changes nothing in the office', () => {
    const base = { office: named('a'), google: { ...review, attending: ['a@x.com'] } };
    expect(tell(decideLink({}, base, { ...base, google: review }))).toEqual(['settle']);
    expect(tell(decideLink({}, base, { ...base, google: { ...review, attending: ['a@x.com', 'z'] } }))).toEqual(['settle']);
    expect(tell(decideLink({}, base, { ...base, office: named('a', 'b') }))).toEqual(['update google attending']);
  });

  test('[E6] the names of those who are guests at Google already do not stand in the text', () => {
    const base = { office: named('a'), google: { ...review, guests: guests('a') } };
    const plan = decideLink({}, base, { ...base, office: named('a', 'b') });
    expect(eventAfter('google', plan).attending).toEqual(['b@x.com']);
  });

  test('[F6] one who goes makes room for one who comes', () => {
    const limit = { ...sending, guestLimit: 2 };
    const base = { office: named('a', 'b'), google: { ...review, guests: guests('a', 'b') } };
    const swapped = decideLink(limit, base, { ...base, office: named('a', 'c') });
    expect([eventAfter('google', swapped).guests, swapped.problems]).toEqual([guests('a', 'c'), []]);
    const both = decideLink(limit, base, { ...base, office: named('a', 'c', 'd') });
    expect([eventAfter('google', both).guests, eventAfter('google', both).attending, both.problems.length]).toEqual([guests('a', 'c'), ['d@x.com'], 1]);
  });

  test('[F6] a guest who is only called otherwise keeps the place', () => {
    const base = { office: named('a'), google: { ...review, guests: guests('a') } };
    const plan = decideLink({ ...sending, guestLimit: 1 }, base, { ...base, office: { ...review, guests: [{ email: 'a@x.com', name: 'Ann' }], attending: ['Ann'] } });
    expect([plan.problems, plan.invitations, plan.conflicts]).toEqual([[], 0, []]);
    const update = updateOf('google', plan);
    if (update !== undefined) expect(update.after).toMatchObject({ guests: [{ email: 'a@x.com' }] });
  });

  test('[F6] who is a guest already takes no second place, however the address is written', () => {
    const base = { office: named('a'), google: { ...review, guests: guests('a') } };
    const plan = decideLink({ ...sending, guestLimit: 1 }, base, { office: named('a', 'b'), google: { ...review, guests: [{ email: ' A@x.com ' }, { email: 'B@X.com' }] } });
    expect([plan.problems, plan.invitations]).toEqual([[], 0]);
  });

  test('[E6] a guest is known by name or by address, and named only while not invited', () => {
    const [ann, bob] = [{ email: 'Ann@x.com', name: 'Ann; Miller' }, { email: 'bob@x.com', name: 'Bob' }];
    const party: EventItem = { ...review, guests: [ann, bob], attending: ['Ann, Miller', 'Bob', 'Carl', 'BOB@x.com'] };
    expect(created(decideNew({ ...sending, guestLimit: 1 }, { office: [party] })).attending).toEqual(['Bob', 'Carl', 'BOB@x.com']);
    expect(created(decideNew(sending, { office: [party] })).attending).toEqual(['Carl']);
    expect(created(decideNew(sending, { office: [{ ...party, attending: ['Bob'] }] }))).not.toHaveProperty('attending');
    expect(created(decideNew({}, { office: [review] }))).not.toHaveProperty('guests');
  });

  test('[E6] a list of names ends where it would be too long for a text, and says how many follow', () => {
    const crowd = (count: number, length: number): readonly string[] => Array.from({ length: count }, (_, n) => String(n).padStart(length, 'x'));
    const shown = (names: readonly string[]): readonly string[] | undefined => created(decideNew({}, { office: [{ ...review, attending: names }] })).attending;
    expect(shown(crowd(6, 98))).toEqual(crowd(6, 98));
    expect(shown(crowd(7, 98))).toEqual([...crowd(6, 98), 'and 1 more']);
    expect(shown([...crowd(6, 98), 'y', 'z'])).toEqual([...crowd(6, 98), 'and 2 more']);
    expect(shown([])).toBeUndefined();
  });

  test.each([
    [{ name: 'Ann Miller', email: 'ann@x.com' }, 'Ann Miller'],
    [{ name: '', email: 'ann@x.com' }, 'ann@x.com'],
    [{ email: 'ann@x.com' }, 'ann@x.com'],
    [{ name: ' Miller ; \r\n Ann;Bea ' }, 'Miller, Ann, Bea'],
    [{}, ''],
  ])('%j stands in a list of names as %j', (guest, name) => {
    expect(nameOfGuest(guest)).toBe(name);
  });

  test('how many are not invited is said in one sentence', () => {
    expect(describeSurplus(1, 2)).toBe('1 of its participants is not invited: this setup sends at most 2 guests with one activity');
    expect(describeSurplus(3, 200)).toBe('3 of its participants are not invited: this setup sends at most 200 guests with one activity');
  });
});

describe('[F1] [F2] [R20] for any guests on both sides and any answer', () => {
  const people = fc.uniqueArray(
    fc.record({ email: fc.constantFrom('a@x.com', 'b@x.com', 'c@x.com', 'D@x.com', 'd@x.com'), response: fc.constantFrom(undefined, 'accepted', 'declined'), optional: fc.constantFrom(undefined, true) }).map((guest): Guest => Object.fromEntries(Object.entries(guest).filter(([, value]) => value !== undefined)) as unknown as Guest),
    { selector: ({ email }) => email.toLowerCase(), maxLength: 4 },
  );
  const meeting = (list: readonly Guest[], title = 'Review'): EventItem => ({ ...review, title, ...(list.length === 0 ? {} : { guests: list }) });
  const emailsOf = (list: readonly Guest[]): readonly string[] => list.map(({ email }) => email.toLowerCase());

  test('who is mailed is who comes or goes, who is unknown to the office stays, and what guests have answered is never in a write', () => {
    fc.assert(
      fc.property(people, people, people, people, fc.boolean(), fc.boolean(), (knownOffice, knownGoogle, office, google, titled, sendGuests) => {
        const plan = decideLink({ sendGuests }, { office: meeting(knownOffice), google: meeting(knownGoogle) }, { office: meeting(office, titled ? 'Other' : 'Review'), google: meeting(google) });
        for (const operations of [plan.operations, ...plan.conflicts.flatMap(({ alternatives }) => alternatives.map((alternative) => alternative.operations))]) {
          const update = updateOf('google', { ...plan, operations });
          if (update === undefined) continue;
          const after = (update.after as EventItem).guests ?? [];
          const [came, went] = [emailsOf(after).filter((email) => !emailsOf(google).includes(email)), emailsOf(google).filter((email) => !emailsOf(after).includes(email))];
          expect((update.mails ?? []).map((email) => email.toLowerCase()).toSorted()).toEqual(sendGuests ? [...came, ...went].toSorted() : []);
          if (!sendGuests) expect([came, went]).toEqual([[], []]);
          for (const email of went) expect(emailsOf(knownOffice)).toContain(email);
          for (const { email, response, optional } of after) {
            const present = google.find((guest) => guest.email.toLowerCase() === email.toLowerCase());
            if (present !== undefined) expect([response, optional]).toEqual([present.response, present.optional]);
          }
        }
      }),
      { numRuns: 2000 },
    );
  });
});
