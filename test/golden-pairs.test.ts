// Golden tables of what is taken for the same: names, contacts, activities and tasks, each
// with each, as text that is read as a diff. Rewritten on demand, and then read before it is
// committed: npm run test:unit -- test/golden-pairs.test.ts -u

import { describe, expect, test } from 'vitest';
import type { ContactItem, EventItem, Item, TaskItem } from '../src/core/item.ts';
import { matchKeys, pairUnlinked } from '../src/core/match.ts';
import { compareNames, nameKeys, readName } from '../src/core/person-name.ts';
import { defaultPolicy } from '../src/core/policy.ts';
import { see } from './support/golden.ts';

const named = (name: string): ContactItem => {
  const [givenName = '', middleName = '', familyName = '', suffix = '', nickname = '', company = ''] = name.split('|');
  const parts = { givenName, middleName, familyName, suffix, nickname, company };
  return { kind: 'contact', ...Object.fromEntries(Object.entries(parts).filter(([, part]) => part !== '')) };
};

// Given | middle | family | suffix | nickname | company
const names = [
  'Ann||Smith', 'Anna||Smith', 'Bob||Smith', 'Robert||Smith', 'Robert|James|Smith', 'Robert|J|Smith', 'Robert|Karl|Smith', 'Robert|K.|Smith', 'R.||Smith', 'R|||', '||S', 'Robert||S', 'Robert||Smythe', 'Roberto||Smith', 'Bob||',
  '||Smith', 'Smith||Robert', 'Robert Smith||', '||Robert Smith', 'Smith, Robert||', '||Smith, Robert', 'Smith, Jr||', 'Robert Smith Jr.||', 'Dr. Robert Smith MD||', 'Robert||Smith|Jr.', 'Robert||Smith|junior', 'Robert||Smith|III', 'Robert||Smith|Senior',
  'Mr Robert||Smith PhD', 'J.||Bob|||', 'James Robert||Smith', 'William||Smith||Bob', 'Ann||Smith-Jones', 'Ann||Jones', 'Ann Marie||Smith', 'Anne-Marie||Smyth', 'Jo||Li', 'Jo||Lu', 'Joseph||Mueller', 'Joseph||Müller', 'Josef||Muller', 'José||García', 'Jose||Garcia',
  'O’Neil||Sean', 'Sean||ONeil', '伟||王', 'Wei||Wang', '王伟||', 'Владимир||Петров', 'Vladimir||Petrov', '|||||Acme Inc.', '|||||Acme, Inc', '|||||Acme Incorporated', '|||||Bolt LLC', 'Ann|||||Acme Inc.', '||||Annie|', '|||||', '|||Jr|',
];

describe('names', () => {
  test('as they are read', async () => {
    const lines = names.map((name) => `${name}  →  ${JSON.stringify(readName(named(name)))}  ${nameKeys(readName(named(name))).join(' ')}`);
    await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot('golden/names-read.txt');
  });

  test('[A13] as they are compared, each with each, whichever comes first', async () => {
    const lines: string[] = [];
    for (const [at, one] of names.entries()) {
      const told = new Map<string, string[]>();
      for (const two of names.slice(at)) {
        const [left, right] = [readName(named(one)), readName(named(two))];
        const likeness = compareNames(left, right);
        expect(compareNames(right, left), `${one} and ${two}`).toBe(likeness);
        if (likeness !== 'different') told.set(likeness, [...(told.get(likeness) ?? []), two]);
      }
      lines.push(`## ${one}`, ...[...told].map(([likeness, list]) => `${likeness}: ${list.join(' · ')}`), '');
    }
    await expect(lines.join('\n')).toMatchFileSnapshot('golden/names-compared.txt');
  });

  test('titles, degrees and generations are no part of a name', () => {
    for (const word of ['Mr', 'Mrs', 'Ms', 'Miss', 'Dr', 'Prof', 'Sir', 'Rev', 'Hon', 'Mx', 'Herr', 'Frau']) expect(readName(named(`${word}. Ann||Smith`)).given, word).toEqual(['ann']);
    for (const word of ['MD', 'PhD', 'CFP', 'CLU', 'ChFC', 'CPA', 'Esq', 'JD', 'MBA', 'RN', 'DDS']) expect(readName(named(`Ann||Smith, ${word}.`)).family, word).toEqual(['smith']);
    for (const [word, generation] of [['Jr', 'jr'], ['Sr', 'sr'], ['II', 'ii'], ['III', 'iii'], ['IV', 'iv'], ['Junior', 'jr'], ['Senior', 'sr']] as const) expect(readName(named(`Ann||Smith|${word}.`)), word).toMatchObject({ generation, family: ['smith'] });
  });
});

function tellPairs<T extends Item>(items: readonly (readonly [name: string, item: T])[]): string {
  const lines: string[] = [];
  const kind = items[0]?.[1].kind ?? 'contact';
  for (const [at, [one, office]] of items.entries()) {
    for (const [two, google] of items.slice(at)) {
      const { pairs, questions } = pairUnlinked(kind, { office: [see('office', office, { inScope: true })], google: [see('google', google, { inScope: true })] }, defaultPolicy);
      const [match] = [...pairs.map((pair) => ['same', pair.match] as const), ...questions.map((question) => ['asks', question.candidates[0]?.match] as const)];
      lines.push(`${one} / ${two}: ${match === undefined ? 'nothing in common' : `${match[0]} by ${match[1]?.rule} ${match[1]?.score}: ${match[1]?.why}`}`);
    }
  }
  return `${lines.join('\n')}\n`;
}

const contact = (name: string, more: Partial<ContactItem> = {}): ContactItem => ({ ...named(name), ...more });
const mail = (value: string): Partial<ContactItem> => ({ emails: [{ value, type: 'home' }] });
const phone = (...values: readonly string[]): Partial<ContactItem> => ({ phones: values.map((value) => ({ value, type: 'home' })) });
const home = (street: string): Partial<ContactItem> => ({ addresses: [{ value: { street, city: 'Boston' }, type: 'home' }] });

const contacts: readonly (readonly [string, ContactItem])[] = [
  ['Ann, e-mail and phone', contact('Ann||Smith', { ...mail('Ann.Smith@gmail.com'), ...phone('(212) 555-0101') })],
  ['Ann, the mailbox written otherwise', contact('Ann||Smith', mail('annsmith+crm@googlemail.com'))],
  ['Anna at the same e-mail', contact('Anna||Jones', mail(' ann.smith@gmail.com '))],
  ['Tom at the same e-mail', contact('Tom||Miller', mail('ann.smith@gmail.com'))],
  ['nobody at the same e-mail', contact('', mail('ann.smith@gmail.com'))],
  ['Smythe at the same phone', contact('Ann||Smythe', phone('212.555.0101 x7', '(212) 555-0102'))],
  ['Bob at both phones and the street', contact('Bob||Smith', { ...phone('212 555 0102', '2125550101'), ...home('1 Main St') })],
  ['Robert in the street', contact('Robert||Smith', { ...home('1 MAIN ST'), company: 'Acme' })],
  ['Robert born, at Acme', contact('Robert||Smith', { company: 'Acme', birthday: { year: 1970, month: 3, day: 7 } })],
  ['Robert born without a year', contact('Robert||Smith', { birthday: { month: 3, day: 7 } })],
  ['Robert born another year', contact('Robert||Smith', { birthday: { year: 1971, month: 3, day: 7 } })],
  ['Robert born another day', contact('Robert||Smith', { birthday: { year: 1970, month: 4, day: 7 } })],
  ['Robert born in another month', contact('Robert||Smith', { birthday: { month: 4, day: 8 }, company: 'Acme' })],
  ['Acme with its phone', contact('|||||Acme', phone('212 555 0101'))],
  ['an extension only', contact('Ann||Smith', { ...phone('101'), emails: [{ value: 'no address', type: 'home' }], ...home('Main St') })],
];

const zone = 'America/New_York';
const event = (title: string | undefined, start: string, end: string, more: Partial<EventItem> = {}): EventItem => ({ kind: 'event', title, start: { local: start, zone }, end: { local: end, zone }, ...more });
const ten = ['2026-03-03T10:00', '2026-03-03T11:00'] as const;
const weekly = ['RRULE:FREQ=WEEKLY'];
const events: readonly (readonly [string, EventItem])[] = [
  ['lunch at ten', event('Lunch with Ann', ...ten)],
  ['lunch at ten in room 1', event('Lunch with Ann', ...ten, { location: 'Room 1' })],
  ['a longer lunch in room 1', event('lunch with ANN!', ten[0], '2026-03-03T12:00', { location: 'room 1' })],
  ['lunch at noon', event('Lunch with Ann', '2026-03-03T12:00', '2026-03-03T13:00')],
  ['lunch a day later', event('Lunch with Ann', '2026-03-04T10:00', '2026-03-04T11:00')],
  ['lunch with Ann Smith', event('Lunch with Ann Smith', ...ten)],
  ['a call at ten', event('Call Bob', ...ten)],
  ['something at ten', event(undefined, ...ten)],
  ['something else at ten', event('', ...ten, { location: 'Room 1' })],
  ['lunch every week', event('Lunch with Ann', ...ten, { recurrence: weekly })],
  ['lunch every week, written otherwise', event('Lunch with Ann', ...ten, { recurrence: ['RRULE:INTERVAL=1;FREQ=WEEKLY'] })],
  ['lunch every week, begun later', event('Lunch with Ann', '2026-03-10T10:00', '2026-03-10T11:00', { recurrence: weekly })],
  ['lunch every day', event('Lunch with Ann', ...ten, { recurrence: ['RRULE:FREQ=DAILY'] })],
  ['lunch all day', { kind: 'event', title: 'Lunch with Ann', start: { date: '2026-03-03' }, end: { date: '2026-03-04' } }],
];

const task = (title: string | undefined, dueDate?: string, completed?: boolean): TaskItem => ({ kind: 'task', title, ...(dueDate === undefined ? {} : { dueDate }), ...(completed === undefined ? {} : { completed }) });
const tasks: readonly (readonly [string, TaskItem])[] = [
  ['call due', task('Call Ann', '2026-03-03')],
  ['call due and done', task('call ann', '2026-03-03', true)],
  ['call due later', task('Call Ann', '2026-03-04')],
  ['call', task('Call Ann')],
  ['call done', task('Call Ann', undefined, true)],
  ['Ann call', task('Ann: call')],
  ['Ann call due', task('Ann call', '2026-03-03')],
  ['no subject', task(undefined)],
];

describe('[R2] what is taken for the same, each with each', () => {
  test('contacts', async () => {
    await expect(tellPairs(contacts)).toMatchFileSnapshot('golden/pairs-contacts.txt');
  });
  test('activities', async () => {
    await expect(tellPairs(events)).toMatchFileSnapshot('golden/pairs-activities.txt');
  });
  test('tasks', async () => {
    await expect(tellPairs(tasks)).toMatchFileSnapshot('golden/pairs-tasks.txt');
  });

  test('by the keys that they are looked up by', async () => {
    const lines = [...contacts, ...events, ...tasks].map(([name, item]) => `${name}: ${matchKeys(item, defaultPolicy).join(' · ')}`);
    await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot('golden/pairs-keys.txt');
  });

  test('[A13] what many share says less: a household, a switchboard', async () => {
    const lines: string[] = [];
    for (const others of [1, 2, 4, 5, 9]) {
      const shared = { ...mail('office@example.com'), ...phone('(212) 555-0100'), ...home('1 Main St') };
      const office = Array.from({ length: others }, (_, n) => see('office', contact(`${['Ann', 'Bob', 'Carl', 'Dora', 'Eve', 'Fay', 'Gus', 'Hal', 'Ida'][n]}||Family${n}`, shared), { id: `o${n}`, inScope: true }));
      const google = [see('google', contact('Zoe||Quill', shared), { id: 'g0', inScope: true }), see('google', contact('Ann||Family0', shared), { id: 'g1', inScope: true })];
      const { pairs, questions, rest } = pairUnlinked('contact', { office, google }, defaultPolicy);
      lines.push(`## shared by ${others}`, ...pairs.map(({ office: one, google: two, match }) => `same ${one.id} ${two.id} ${match.score}: ${match.why}`));
      lines.push(...questions.map(({ side, anchor, candidates, resembles, why }) => `asks ${side} ${anchor.id}: ${candidates.map(({ seen, match }) => `${seen.id} ${match.score}`).join(', ')}; resembles ${resembles.map(({ seen }) => seen.id).join(', ') || 'none'}. ${why}`));
      lines.push(`rest ${rest.office.map(({ id }) => id).join(' ')} | ${rest.google.map(({ id }) => id).join(' ')}`, '');
    }
    await expect(lines.join('\n')).toMatchFileSnapshot('golden/pairs-shared.txt');
  });

  test('what a record says of itself comes first: our marker, then a common id', async () => {
    const lines: string[] = [];
    const lunch = events[0]?.[1] as EventItem;
    const call = events[6]?.[1] as EventItem;
    const tell = (name: string, office: Parameters<typeof see>[2], google: Parameters<typeof see>[2]): void => {
      const one = see('office', lunch, office);
      const two = see('google', call, google);
      const { pairs, questions, rest } = pairUnlinked('event', { office: [one], google: [two] }, defaultPolicy);
      lines.push(`${name}: ${pairs.map(({ match }) => `same by ${match.rule} ${match.score}, ${match.why}`).join()}${questions.map(({ side, why, candidates, resembles }) => `asks ${side}, ${why} ${candidates.length} ${resembles.length}`).join()} rest ${rest.office.length} ${rest.google.length}`);
    };
    tell('nothing', {}, {});
    tell('a marker on Google', {}, { marker: 'o1' });
    tell('a marker in SmartOffice', { marker: 'g1' }, {});
    tell('a marker of another', {}, { marker: 'o9' });
    tell('the same calendar id', { uid: 'u' }, { uid: 'u' });
    tell('another calendar id', { uid: 'u' }, { uid: 'v' });
    tell('the same id, both out of scope', { uid: 'u', inScope: false }, { uid: 'u', inScope: false });
    tell('the same id, one out of scope', { uid: 'u', inScope: false }, { uid: 'u' });
    tell('the same id, but skipped', { uid: 'u', skipped: 'x' }, { uid: 'u' });
    tell('the same id, but gone', { uid: 'u' }, { uid: 'u', gone: true });
    await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot('golden/pairs-identity.txt');
  });
});
