// Given names that stand for one another, as people know them.

import { expect, test } from 'vitest';
import { formalNamesOf, sameGivenName } from './nickname.ts';

test.each([
  ['bob', 'robert'], ['bill', 'william'], ['liz', 'elizabeth'], ['beth', 'liz'], ['peggy', 'margaret'], ['jack', 'john'], ['dick', 'richard'], ['kate', 'catherine'], ['katie', 'kathryn'], ['tony', 'anthony'],
  ['hank', 'henry'], ['ted', 'edward'], ['ted', 'theodore'], ['chris', 'christopher'], ['chris', 'christina'], ['abby', 'abigail'], ['zach', 'zachary'], ['juan', 'john'], ['luis', 'louis'], ['sandy', 'alexander'], ['polly', 'mary'], ['maria', 'mary'],
])('%s may be short for %s, whichever is said first', (short, formal) => {
  expect([sameGivenName(short, formal), sameGivenName(formal, short)]).toEqual([true, true]);
});

test.each([
  ['bob', 'william'], ['ann', 'tom'], ['christopher', 'christina'], ['edward', 'theodore'], ['alexander', 'sandra'], ['maria', 'marcus'], ['wei', 'ming'], ['', 'john'],
])('%s and %s are two people', (one, two) => {
  expect([sameGivenName(one, two), sameGivenName(two, one)]).toEqual([false, false]);
});

test('a name that the table does not know stands for itself, and a formal one for itself too', () => {
  expect([formalNamesOf('wei'), formalNamesOf('robert'), formalNamesOf('')]).toEqual([['wei'], ['robert'], ['']]);
  expect([...formalNamesOf('ted')].sort()).toEqual(['edmund', 'edward', 'theodore']);
  expect(formalNamesOf('maria')).toContain('maria');
  for (const name of ['wei', 'robert', '']) expect(sameGivenName(name, name)).toBe(true);
});
