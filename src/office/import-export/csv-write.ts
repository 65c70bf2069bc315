// Contacts as CSV in the columns of Google Contacts, which Outlook and others read too. In:
// contacts. Out: text. A star before a label marks the preferred entry. Office-only fields
// (tax id, client status …) are never written. No cell can start a formula in a spreadsheet.

import { stringify } from 'csv-stringify/sync';
import type { ContactRecord } from '../contact-record.ts';
import { writeBirthday } from './birthday.ts';

const scalars = [
  ['Name Prefix', 'prefix'], ['First Name', 'givenName'], ['Middle Name', 'middleName'], ['Last Name', 'familyName'], ['Name Suffix', 'suffix'], ['Nickname', 'nickname'],
  ['Organization Name', 'company'], ['Organization Department', 'department'], ['Organization Title', 'jobTitle'], ['Notes', 'notes'],
] as const;
const addressColumns = [['Street', 'street'], ['Extended Address', 'extended'], ['City', 'city'], ['Region', 'region'], ['Postal Code', 'postalCode'], ['Country', 'country']] as const;
const lists = [['E-mail', 'emails'], ['Phone', 'phones'], ['Website', 'urls']] as const;

export function writeCsv(contacts: readonly ContactRecord[]): string {
  const most = (list: 'emails' | 'phones' | 'urls' | 'addresses'): number => contacts.reduce((longest, contact) => Math.max(longest, contact[list].length), 0);
  const count = (length: number): readonly number[] => Array.from({ length }, (_, index) => index);
  const header = [
    ...scalars.map(([title]) => title),
    'Birthday',
    ...lists.flatMap(([title, list]) => count(most(list)).flatMap((index) => [`${title} ${index + 1} - Label`, `${title} ${index + 1} - Value`])),
    ...count(most('addresses')).flatMap((index) => ['Label', ...addressColumns.map(([title]) => title)].map((title) => `Address ${index + 1} - ${title}`)),
  ];
  const rows = contacts.map((contact) => [
    ...scalars.map(([, member]) => contact[member] ?? ''),
    contact.birthday === undefined ? '' : writeBirthday(contact.birthday),
    ...lists.flatMap(([, list]) => count(most(list)).flatMap((index) => [labelOf(contact[list][index]), contact[list][index]?.value ?? ''])),
    ...count(most('addresses')).flatMap((index) => [labelOf(contact.addresses[index]), ...addressColumns.map(([, part]) => contact.addresses[index]?.value[part] ?? '')]),
  ]);
  // The byte order mark makes spreadsheets read the file as UTF-8.
  return `\ufeff${stringify([header, ...rows.map((row) => row.map(withoutFormula))], { record_delimiter: 'windows', quoted_match: /[\r\n]/ })}`;
}

function labelOf(entry: { readonly type: string; readonly preferred: boolean } | undefined): string {
  return entry === undefined ? '' : `${entry.preferred ? '* ' : ''}${entry.type}`;
}

/** A blank before it: spreadsheets then show the text, and readers trim it. Numbers may start with a plus. */
function withoutFormula(cell: string): string {
  return /^[=@\t\r]/.test(cell) || (/^[+-]/.test(cell) && /[^\d\s()+./x-]/i.test(cell)) ? ` ${cell}` : cell;
}
