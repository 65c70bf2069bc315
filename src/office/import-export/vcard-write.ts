// Contacts as vCards, 3.0 or 4.0. In: contacts. Out: text, folded and escaped by ical.js.
// Office-only fields (tax id, client status …) are never written.

import ICAL from 'ical.js';
import type { ContactRecord } from '../contact-record.ts';
import { listName } from '../contact-record.ts';
import { writeBirthday } from './birthday.ts';

export type VcardVersion = '3.0' | '4.0';
type JsonProperty = [string, Record<string, string | string[]>, string, ...unknown[]];

const phoneTypes: Readonly<Record<string, readonly string[]>> = {
  Business: ['WORK', 'VOICE'], Residence: ['HOME', 'VOICE'], Mobile: ['CELL'], 'Business Fax': ['WORK', 'FAX'], 'Residence Fax': ['HOME', 'FAX'], Pager: ['PAGER'], Other: ['VOICE'],
};
const otherTypes: Readonly<Record<string, readonly string[]>> = { Business: ['WORK'], Personal: ['HOME'], Residence: ['HOME'], Other: [] };

export function writeVcards(contacts: readonly ContactRecord[], version: VcardVersion): string {
  return contacts.map((contact) => `${writeCard(contact, version)}\r\n`).join('');
}

function writeCard(contact: ContactRecord, version: VcardVersion): string {
  const full = [contact.prefix, contact.givenName, contact.middleName, contact.familyName, contact.suffix].filter(Boolean).join(' ') || listName(contact);
  const properties: JsonProperty[] = [
    ['version', {}, 'text', version],
    ['uid', {}, version === '4.0' ? 'uri' : 'text', `urn:uuid:${contact.id}`],
    ['fn', {}, 'text', full],
    ['n', {}, 'text', [contact.familyName ?? '', contact.givenName ?? '', contact.middleName ?? '', contact.prefix ?? '', contact.suffix ?? '']],
  ];
  const add = (name: string, value: string | undefined): void => {
    if (value !== undefined && value !== '') properties.push([name, {}, 'text', value]);
  };
  add('nickname', contact.nickname);
  if (contact.company !== undefined || contact.department !== undefined) properties.push(['org', {}, 'text', contact.department === undefined ? [contact.company ?? ''] : [contact.company ?? '', contact.department]]);
  add('title', contact.jobTitle);
  if (contact.birthday !== undefined) properties.push(['bday', {}, 'text', birthdayText(contact.birthday, version)]);
  for (const one of contact.phones) properties.push(['tel', typed(phoneTypes[one.type] ?? [], one.preferred, version), 'text', one.value]);
  for (const one of contact.emails) properties.push(['email', typed([...(version === '3.0' ? ['INTERNET'] : []), ...(otherTypes[one.type] ?? [])], one.preferred, version), 'text', one.value]);
  for (const one of contact.addresses) {
    const { street, extended, city, region, postalCode, country } = one.value;
    properties.push(['adr', typed(otherTypes[one.type] ?? [], one.preferred, version), 'text', ['', extended ?? '', street ?? '', city ?? '', region ?? '', postalCode ?? '', country ?? '']]);
  }
  for (const one of contact.urls) properties.push(['url', typed(otherTypes[one.type] ?? [], one.preferred, version), 'uri', one.value]);
  add('note', contact.notes);
  return ICAL.stringify.component(['vcard', properties, []], version === '4.0' ? ICAL.design.vcard : ICAL.design.vcard3);
}

function typed(types: readonly string[], preferred: boolean, version: VcardVersion): Record<string, string | string[]> {
  const all = preferred && version === '3.0' ? [...types, 'PREF'] : [...types];
  return { ...(all.length === 0 ? {} : { type: all.length === 1 ? (all[0] as string) : all }), ...(preferred && version === '4.0' ? { pref: '1' } : {}) };
}

function birthdayText(birthday: NonNullable<ContactRecord['birthday']>, version: VcardVersion): string {
  // 3.0 has no way to leave the year out; Apple's is the one that is understood widely.
  const written = writeBirthday(birthday.year === undefined && version === '3.0' ? { ...birthday, year: 1604 } : birthday);
  return version === '4.0' ? written.replace(/^(\d{4})-(\d{2})-(\d{2})$/, '$1$2$3').replace(/^--(\d{2})-(\d{2})$/, '--$1$2') : written;
}
