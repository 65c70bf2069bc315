// Whether two written names can be one person's, as people would say.

import { expect, test } from 'vitest';
import type { ContactItem } from './item.ts';
import { compareNames, nameKeys, readName } from './person-name.ts';
import type { PersonName } from './person-name.ts';

/** Given | middle | family | suffix | nickname | company */
function read(name: string): PersonName {
  const [givenName, middleName, familyName, suffix, nickname, company] = name.split('|');
  return readName({ kind: 'contact', givenName, middleName, familyName, suffix, nickname, company } as ContactItem);
}

test.each<[string, Partial<PersonName>, string]>([
  ['Mary Ann Smith', { given: ['mary', 'ann'], family: ['smith'] }, 'the last word is the family'],
  ['||Mary Ann Smith', { given: ['mary', 'ann'], family: ['smith'] }, 'in whichever field'],
  ['Smith, Robert James', { given: ['robert', 'james'], family: ['smith'] }, 'a comma turns it round'],
  ['Smith, Robert, Jr.', { given: ['robert'], family: ['smith'], generation: 'jr' }, 'a second comma adds'],
  ['Smith,Robert,Jr.', { given: ['robert'], family: ['smith'], generation: 'jr' }, 'without blanks too'],
  ['Smith, Robert Jr. MD', { given: ['robert'], family: ['smith'], generation: 'jr' }, 'with all that follows'],
  ['Robert Smith, MD', { given: ['robert'], family: ['smith'] }, 'a degree is no given name'],
  ['Robert Smith, Sr.', { given: ['robert'], family: ['smith'], generation: 'sr' }, 'nor is a generation'],
  [', Robert', { given: ['robert'], family: [] }, 'a comma before nothing'],
  ['Robert|Karl', { given: ['robert', 'karl'], family: [] }, 'with a middle name it is not taken apart'],
  ['Mary Ann|Karl', { given: ['mary', 'ann', 'karl'], family: [] }, 'nor are several'],
  ['Dr. Who', { given: ['who'], family: [] }, 'a title and one name'],
])('%s is read as %j: %s', (name, expected) => {
  expect(read(name)).toMatchObject(expected);
});

test('a part that is empty is no part', () => {
  expect(read('Ann||Smith||| ')).toEqual({ given: ['ann'], family: ['smith'], written: 'Ann Smith', foreign: false, nickname: undefined, generation: undefined, company: undefined });
  expect(read('|||||Acme Inc.').written).toBe('Acme Inc.');
  expect(readName({ kind: 'contact' })).toEqual({ given: [], family: [], written: '', foreign: false, nickname: undefined, generation: undefined, company: undefined });
});

test.each([
  ['Ann Marie||Smith', 'Annmarie||Smith', 'same', 'blanks make no difference'],
  ['Bob||de la Cruz', 'Robert||Delacruz', 'same', 'nor do they in the family'],
  ['Joerg|Anton|Meier', 'Jörg||Meier', 'same', 'an umlaut is written in two ways'],
  ['Robert|William|Smith', 'Robert|Bill|Smith', 'same', 'a middle name may be short'],
  ['Robert|James|Smith', 'Robert|John|Smith', 'similar', 'two middle names that only begin alike'],
  ['Robert|James|Smith', 'Robert|J.|Smith', 'same', 'a middle initial'],
  ['Ann|B.|Miller', 'Tom|B.|Miller', 'different', 'an initial in common is no name in common'],
  ['Ann Barbara||Miller', 'Barbara||Miller', 'similar', 'called by the second name'],
  ['Ann||S Jones', 'Ann||S Miller', 'unclear', 'an initial in common is no family in common'],
  ['Ann||S', 'Ann||St. Clair', 'similar', 'the initial of the family'],
  ['Ann||Schmidt', 'Ann||Schmitt', 'similar', 'a slip of spelling in the family'],
  ['Jonathan||Smith', 'Jonatan||Smith', 'similar', 'a slip of spelling in the given name'],
  ['Maria||Smith', 'Daria||Smith', 'different', 'no slip: it begins otherwise'],
  ['Gloria||Smith', 'Gerhard||Smith', 'different', 'no slip: only the beginning is alike'],
  ['Jo||Smith', 'Joy||Smith', 'different', 'too short for a slip'],
  ['Ann||Li', 'Ann||Lin', 'unclear', 'too short for a slip, too'],
  ['Robert||Smith', 'Smith||Robert James', 'similar', 'turned round, with a name more'],
  ['Jo||Wolfeschlegelstein', 'Al||Wolfeschlegelstein', 'different', 'a couple, however long their name'],
  ['Jo||Wolfeschlegelstein', 'Al||Wolfeschlegelstein Fox', 'different', 'a couple, one with two names'],
  ['Jo||Wolfeschlegelstein', 'Al||Wolfeschlegelsteyn', 'different', 'a couple, with a slip'],
  ['Ann', '||Ann', 'same', 'one name, in whichever field'],
  ['Ann', '||Miller', 'unclear', 'a given name and a family name'],
  ['Ann||Miller', 'Ann', 'similar', 'no family'],
  ['|||||Acme Paper Company', '|||||Acme Paper Companies', 'similar', 'two ways to write a company'],
  ['|||||Acme Paper Company', '|||||Company, Acme Paper', 'similar', 'in another order'],
  ['|||||Acme Paper Company', '|||||Bolt Steel', 'different', 'two companies'],
  ['|||||Acme', 'Ann||Miller|||Acme', 'unclear', 'a company and somebody there'],
  ['||||Annie', '|||||Acme', 'unknown', 'a nickname alone is no name'],
])('%s and %s are %s: %s', (left, right, likeness) => {
  expect([compareNames(read(left), read(right)), compareNames(read(right), read(left))]).toEqual([likeness, likeness]);
});

test.each([
  ['王小明', '小 明||王'],
  ['欧阳小明', '小明||欧 阳'],
  ['王小明', '王||小明'],
  ['Bill||Müller', 'William||Mueller'],
  ['Ann', '||Ann'],
])('[A13] %s and %s are looked up by a common key, and are the same', (left, right) => {
  const keys = nameKeys(read(right));
  expect(nameKeys(read(left)).some((key) => keys.includes(key))).toBe(true);
  expect(compareNames(read(left), read(right))).toBe('same');
});
