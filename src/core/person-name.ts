// Whether two written names can be one person's. In: contacts. Out: name readings, blocking
// keys and a likeness in one word. Writing, order, script, nicknames, titles and initials
// make no difference; a person's name as it is written is never changed by this.

import anyAscii from 'any-ascii';
import { ratio, token_set_ratio, token_sort_ratio } from 'fuzzball';
import type { ContactItem } from './item.ts';
import { formalNamesOf, sameGivenName } from './nickname.ts';

/**
 * 'same': one person's name, perhaps written otherwise. 'similar': less said or spelled
 * otherwise. 'unknown': one has no name. 'unclear': neither for nor against ("Ann Miller"
 * and "Ann Jones"). 'different': two people.
 */
export type Likeness = 'same' | 'similar' | 'unknown' | 'unclear' | 'different';

export interface PersonName {
  readonly given: readonly string[];
  readonly family: readonly string[];
  readonly nickname: string | undefined;
  readonly generation: string | undefined;
  readonly company: string | undefined;
  readonly written: string;
  readonly foreign: boolean;
}

const titles = new Set(['mr', 'mrs', 'ms', 'miss', 'dr', 'prof', 'sir', 'rev', 'hon', 'mx', 'herr', 'frau']);
const generations = new Map([['jr', 'jr'], ['sr', 'sr'], ['ii', 'ii'], ['iii', 'iii'], ['iv', 'iv'], ['junior', 'jr'], ['senior', 'sr']]);
const letters = new Set(['md', 'phd', 'cfp', 'clu', 'chfc', 'cpa', 'esq', 'jd', 'mba', 'rn', 'dds']);
const besideNames = new Set([...titles, ...generations.keys(), ...letters]);

/** Latin letters without marks, lower case, one blank between words. */
export function fold(text: string | undefined): string {
  if (!text) return '';
  return anyAscii(text).toLowerCase().replace(/['’`.]/g, '').replace(/[^a-z0-9]+/g, ' ').trim();
}

function words(text: string | undefined): string[] {
  const folded = fold(text);
  return folded === '' ? [] : folded.split(' ');
}

/** "Mueller" and "Müller" are one spelling. */
function loose(token: string): string {
  return token.replace(/([aou])e/g, '$1');
}

export function readName(item: ContactItem): PersonName {
  let given = words(item.givenName);
  const middle = words(item.middleName);
  let family = words(item.familyName);
  const one = family.length === 0 ? item.givenName : given.length === 0 ? item.familyName : undefined;
  if (one !== undefined && middle.length === 0) {
    const [before, ...after] = one.split(',');
    const behind = words(after.join(' '));
    const all = words(one).filter((word) => !titles.has(word) && !letters.has(word));
    const names = all.filter((word) => !generations.has(word));
    if (behind.some((word) => !generations.has(word) && !letters.has(word))) {
      family = words(before);
      given = behind;
    } else if (names.length > 1) {
      family = [...names.slice(-1), ...all.filter((word) => generations.has(word))];
      given = names.slice(0, -1);
    }
  }
  const all = [...given, ...middle, ...family, ...words(item.suffix)];
  const plain = (list: readonly string[]): string[] => list.filter((word) => !besideNames.has(word));
  const written = [item.givenName, item.middleName, item.familyName, item.suffix].filter(Boolean).join(' ');
  return {
    given: plain([...given, ...middle]),
    family: plain(family),
    written: written || (item.company ?? ''),
    foreign: /[^\u0000-\u024f\u2000-\u206f]/.test(written),
    nickname: fold(item.nickname) || undefined,
    generation: all.map((word) => generations.get(word)).find(Boolean),
    company: fold(item.company) || undefined,
  };
}

function isPerson(name: PersonName): boolean {
  return name.given.length > 0 || name.family.length > 0;
}

/** Equal for names that 'same' would join, whatever their order or script. */
export function nameKeys(name: PersonName): readonly string[] {
  const family = name.family.at(-1);
  const given = name.given[0];
  if (given === undefined || family === undefined) {
    const only = given ?? family ?? name.company;
    return only === undefined ? [] : [`name:${loose(only)}`];
  }
  const keys = formalNamesOf(given).map((formal) => `name:${[loose(formal), loose(family)].sort().join(' ')}`);
  if (name.foreign) {
    const [first, last] = [name.given.join(''), name.family.join('')];
    keys.push(`name:${loose(first + last)}`, `name:${loose(last + first)}`);
  }
  return keys;
}

/** 'near': an initial, one name of several, a slip of spelling; or nothing is said. */
type Part = 'same' | 'near' | 'missing' | 'different';

function compareGiven(left: PersonName, right: PersonName): Part {
  const [first] = left.given;
  const [second] = right.given;
  if (first === undefined || second === undefined) return 'missing';
  const firsts = left.nickname === undefined ? [first] : [first, left.nickname];
  const seconds = right.nickname === undefined ? [second] : [second, right.nickname];
  if (firsts.some((one) => seconds.some((two) => sameGivenName(one, two) || loose(one) === loose(two)))) return 'same';
  const named = (name: PersonName): readonly string[] => name.given.filter((word) => word.length > 1);
  const oneOfSeveral = named(left).some((one) => named(right).some((two) => sameGivenName(one, two)));
  return oneOfSeveral || isNear(first, second) ? 'near' : 'different';
}

function compareFamily(left: PersonName, right: PersonName): Part {
  const [one, two] = [loose(left.family.join('')), loose(right.family.join(''))];
  if (one === '' || two === '') return 'missing';
  if (one === two) return 'same';
  const theirs = right.family.map(loose);
  const oneOfSeveral = left.family.some((word) => word.length > 1 && theirs.includes(loose(word)));
  return oneOfSeveral || isNear(one, two) ? 'near' : 'different';
}

/** An initial of the other, or a slip of spelling: Smith, Smythe. */
function isNear(left: string, right: string): boolean {
  if (left[0] !== right[0]) return false;
  const shorter = Math.min(left.length, right.length);
  return shorter === 1 || (shorter > 2 && ratio(left, right) >= 70);
}

function contradictMiddle(left: PersonName, right: PersonName): boolean {
  const [one, two] = [left.given[1], right.given[1]];
  if (one === undefined || two === undefined) return false;
  return one.length === 1 || two.length === 1 ? one[0] !== two[0] : !sameGivenName(one, two);
}

export function compareNames(left: PersonName, right: PersonName): Likeness {
  if (!isPerson(left) || !isPerson(right)) return compareCompanies(left, right);
  const sameGeneration = left.generation === right.generation;
  if (!sameGeneration && left.generation !== undefined && right.generation !== undefined) return 'different';
  const [all, rest] = [[...left.given, ...left.family], [...right.given, ...right.family]];
  const [joined, other] = [all.join(''), rest.join('')];
  if (joined === other) return sameGeneration ? 'same' : 'similar';
  const ours = loose(joined);
  const theirs = loose(other);
  const sameLetters =
    ours === theirs ||
    ours === loose([...right.family, ...right.given].join('')) ||
    theirs === loose([...left.family, ...left.given].join('')) ||
    all.map(loose).sort().join(' ') === rest.map(loose).sort().join(' ');
  if (sameLetters) return sameGeneration ? 'same' : 'similar';
  const given = compareGiven(left, right);
  const family = compareFamily(left, right);
  if (given === 'same' && family === 'same') return sameGeneration && !contradictMiddle(left, right) ? 'same' : 'similar';
  if (given === 'missing' && family === 'missing') return 'unclear';
  if (given !== 'different' && family !== 'different') return 'similar';
  if (given === 'same') return 'unclear';
  // One family, two given names: a couple, a parent and a child.
  if (family === 'same' || family === 'near') return 'different';
  return token_set_ratio(all.join(' '), rest.join(' ')) >= 92 ? 'similar' : 'different';
}

function compareCompanies(left: PersonName, right: PersonName): Likeness {
  const [one, two] = [left.company, right.company];
  if (isPerson(left) || isPerson(right)) return (isPerson(left) ? two : one) === undefined ? 'unknown' : 'unclear';
  if (one === undefined || two === undefined) return 'unknown';
  if (one === two) return 'same';
  return token_sort_ratio(one, two) >= 85 ? 'similar' : 'different';
}
