// Evidence that two contacts are one person. In: two readings of contacts and how many
// records share a key. Out: a verdict with its weight and its reason in words. A shared
// e-mail address, phone number or postal address never pairs two records alone [A13].

import { normalAddress } from './normal-form.ts';
import type { NormalContext } from './field.ts';
import type { ContactItem } from './item.ts';
import type { Rules, Verdict } from './match-rules.ts';
import { compareNames, nameKeys, readName } from './person-name.ts';
import type { Likeness, PersonName } from './person-name.ts';
import { normalPhone } from './phone.ts';

interface Written {
  readonly key: string;
  readonly as: string;
}

/** Lists of one or two: a table for each would cost more than the search. */
interface ContactReading {
  readonly name: PersonName;
  readonly nameKeys: readonly string[];
  readonly emails: readonly Written[];
  readonly mailboxes: readonly string[];
  readonly phones: readonly Written[];
  readonly addresses: readonly Written[];
  readonly birthday: ContactItem['birthday'];
}

/** Weights are bits of evidence, roughly; a question starts at `contactRules.askFrom`. */
const nameWeight: Readonly<Record<Likeness, number>> = { same: 6, similar: 3, unknown: 0, unclear: 0, different: -4 };
const weights = {
  email: { alone: 9, shared: 6, mass: 1 },
  phone: { alone: 6, shared: 5, mass: 0.5 },
  address: { alone: 4, shared: 3, mass: 0.5 },
};
/** Beyond this many records on a side it is a switchboard, not a household. */
const household = 5;

function readContact(item: ContactItem, context: NormalContext): ContactReading {
  const name = readName(item);
  const emails: Written[] = [];
  const mailboxes: string[] = [];
  for (const { value } of item.emails ?? []) {
    const email = value.trim().toLowerCase();
    if (!email.includes('@')) continue;
    put(emails, `email:${email}`, value.trim());
    const mailbox = `email:${foldMailbox(email)}`;
    if (!mailboxes.includes(mailbox)) mailboxes.push(mailbox);
  }
  const phones: Written[] = [];
  for (const { value } of item.phones ?? []) {
    const [number = ''] = normalPhone(value, context.country).split('x', 1);
    if (hasDigits(number, 7)) put(phones, `phone:${number}`, value.trim());
  }
  const addresses: Written[] = [];
  for (const { value } of item.addresses ?? []) {
    if (value.street !== undefined && hasDigits(value.street, 1)) put(addresses, `address:${normalAddress(value)}`, value.street);
  }
  return { name, nameKeys: nameKeys(name), emails, mailboxes, phones, addresses, birthday: item.birthday };
}

/** Of two that say the same the later one is shown. */
function put(list: Written[], key: string, as: string): void {
  const at = list.findIndex((each) => each.key === key);
  if (at === -1) list.push({ key, as });
  else list[at] = { key, as };
}

function hasDigits(text: string, least: number): boolean {
  let found = 0;
  for (let index = 0; index < text.length && found < least; index += 1) {
    const code = text.charCodeAt(index);
    if (code >= 48 && code <= 57) found += 1;
  }
  return found >= least;
}

/** The mailbox behind dots and tags; a hint only: two people may think them different. */
function foldMailbox(email: string): string {
  const at = email.lastIndexOf('@');
  const domain = email.slice(at + 1) === 'googlemail.com' ? 'gmail.com' : email.slice(at + 1);
  const local = email.slice(0, at).replace(/\+.*/, '');
  return `${domain === 'gmail.com' ? local.replaceAll('.', '') : local}@${domain}`;
}

function keysOf(reading: ContactReading): readonly string[] {
  const keys: string[] = [];
  const add = (key: string): void => {
    if (!keys.includes(key)) keys.push(key);
  };
  for (const { key } of reading.emails) add(key);
  reading.mailboxes.forEach(add);
  for (const { key } of reading.phones) add(key);
  for (const { key } of reading.addresses) add(key);
  reading.nameKeys.forEach(add);
  return keys;
}

interface Evidence {
  readonly key: string;
  readonly office: string;
  readonly shared: boolean;
  readonly weight: number;
}

/** The strongest value that both hold. */
function findCommon(
  what: keyof typeof weights,
  office: readonly Written[],
  google: readonly Written[],
  count: (key: string) => number,
): Evidence | undefined {
  let best: Evidence | undefined;
  for (const { key, as } of office) {
    if (!google.some((each) => each.key === key)) continue;
    const holders = count(key);
    const weight = weights[what][holders <= 1 ? 'alone' : holders <= household ? 'shared' : 'mass'];
    if (best === undefined || weight > best.weight) best = { key, office: as, shared: holders > 1, weight };
  }
  return best;
}

function compareContacts(office: ContactReading, google: ContactReading, count: (key: string) => number): Verdict | undefined {
  const email = findCommon('email', office.emails, google.emails, count);
  const phone = findCommon('phone', office.phones, google.phones, count);
  const address = findCommon('address', office.addresses, google.addresses, count);
  const mailbox = email === undefined && sharesMailbox(office, google);
  const likeness = compareNames(office.name, google.name);
  const found = [email, phone, address].filter((evidence) => evidence !== undefined);
  // What a household shares is one piece of evidence, however many values it has.
  const alone = found.filter((evidence) => !evidence.shared).reduce((sum, evidence) => sum + evidence.weight, 0);
  const shared = Math.max(0, ...found.filter((evidence) => evidence.shared).map((evidence) => evidence.weight));
  const company = office.name.company !== undefined && office.name.company === google.name.company;
  let score = alone + shared + nameWeight[likeness] + (mailbox ? 5 : 0) + (company ? 1 : 0);
  score += compareBirthdays(office.birthday, google.birthday);
  const why = explainEvidence(office, google, { email, phone, address, mailbox, company, likeness });
  if (email !== undefined && likeness === 'same') return { certainty: 'exact', rule: 'email', score, why };
  const contradicts = likeness === 'different' || likeness === 'unclear';
  if (email !== undefined && !email.shared && !contradicts) {
    return { certainty: 'sole', rule: 'email', score, why: `${why}; no other record has this address` };
  }
  const rule = email !== undefined ? 'email' : phone !== undefined ? 'phone' : likeness === 'same' ? 'name' : 'score';
  return { rule, score, why };
}

function sharesMailbox(office: ContactReading, google: ContactReading): boolean {
  return google.mailboxes.some((key) => office.mailboxes.includes(key));
}

function compareBirthdays(left: ContactItem['birthday'], right: ContactItem['birthday']): number {
  if (left === undefined || right === undefined) return 0;
  if (left.month !== right.month || left.day !== right.day) return -3;
  return left.year === undefined || right.year === undefined ? 1.5 : left.year === right.year ? 3 : -2;
}

function explainEvidence(
  office: ContactReading,
  google: ContactReading,
  found: { email?: Evidence; phone?: Evidence; address?: Evidence; mailbox: boolean; company: boolean; likeness: Likeness },
): string {
  const same: string[] = [];
  if (found.email) same.push(`e-mail address ${found.email.office}`);
  if (found.mailbox) same.push('mailbox behind the e-mail address');
  if (found.phone) same.push(`phone number ${found.phone.office}`);
  if (found.address) same.push(`address ${found.address.office}`);
  const written = office.name.written === google.name.written;
  if (found.likeness === 'same' && written) same.push('name');
  if (found.company) same.push('company');
  const list = same.length < 2 ? same.join('') : `${same.slice(0, -1).join(', ')} and same ${same.at(-1)}`;
  const names = `${office.name.written} / ${google.name.written}`;
  const about: Record<Likeness, string> = {
    same: written ? '' : `names agree: ${names}`,
    similar: `names are alike: ${names}`,
    unknown: 'a name is missing',
    unclear: `names differ: ${names}`,
    different: `names differ: ${names}`,
  };
  // "Smith" and "Smythe" are alike to us; to a reader they differ.
  const remark = found.likeness === 'similar' && !found.email ? `names differ: ${names}` : about[found.likeness];
  const parts = [list === '' ? '' : `same ${list}`, remark].filter((part) => part !== '');
  const text = parts.join('; ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}

export const contactRules: Rules<ContactReading> = {
  read: (item, context) => readContact(item as ContactItem, context),
  keys: keysOf,
  narrowKeys: (reading) => reading.nameKeys,
  compare: compareContacts,
  askFrom: 5,
  askFromTaken: 8,
  strongKeys: (reading) => [...reading.emails, ...reading.phones].map(({ key }) => key),
  isTwin: (office, google, verdict) => verdict.certainty !== undefined || (verdict.rule === 'phone' && compareNames(office.name, google.name) === 'same'),
};
