// Contacts from CSV, as Google and Outlook export them. In: text with a line of column
// names. Out: checked contacts in the order of the file, and what could not be taken.
// Columns are known by their names, whatever their order; unknown ones are told once.

import { parse } from 'csv-parse/sync';
import { contactInputSchema } from '../input.ts';
import { OfficeError } from '../errors.ts';
import { readBirthday } from './birthday.ts';
import { fitInput } from './fit-input.ts';
import { UnkeptNames } from './report.ts';
import type { ImportProblem } from './report.ts';
import { phoneType } from './vcard-read.ts';
import type { ReadContact } from './vcard-read.ts';

type Cell = { readonly target: string } | { readonly list: List; readonly number: string; readonly part: string; readonly type?: string };
type List = 'phones' | 'emails' | 'urls' | 'addresses';

const scalars: Readonly<Record<string, string>> = {
  'first name': 'givenName', 'given name': 'givenName', 'last name': 'familyName', 'family name': 'familyName', surname: 'familyName', 'middle name': 'middleName', 'additional name': 'middleName',
  'name prefix': 'prefix', title: 'prefix', 'name suffix': 'suffix', suffix: 'suffix', nickname: 'nickname', company: 'company', 'organization name': 'company', 'organization 1 - name': 'company',
  department: 'department', 'organization department': 'department', 'organization 1 - department': 'department', 'job title': 'jobTitle', 'organization title': 'jobTitle', 'organization 1 - title': 'jobTitle',
  birthday: 'birthday', notes: 'notes', name: 'fullName', 'display name': 'fullName', 'full name': 'fullName', 'file as': 'fullName',
};

const outlookPhones: Readonly<Record<string, string>> = {
  'business phone': 'Business', 'company main phone': 'Business', 'home phone': 'Residence', 'mobile phone': 'Mobile', 'business fax': 'Business Fax', 'home fax': 'Residence Fax', 'other fax': 'Business Fax',
  pager: 'Pager', 'other phone': 'Other', 'primary phone': 'Other', 'car phone': 'Mobile', "assistant's phone": 'Other', callback: 'Other', 'radio phone': 'Other', isdn: 'Other', telex: 'Other', 'tty/tdd phone': 'Other', phone: 'Other', mobile: 'Mobile',
};

const addressParts: Readonly<Record<string, string>> = {
  street: 'street', 'street 2': 'street2', 'street 3': 'street3', 'po box': 'box', 'extended address': 'extended', city: 'city', region: 'region', state: 'region', 'postal code': 'postalCode', 'zip code': 'postalCode',
  country: 'country', 'country/region': 'country', formatted: 'formatted', address: 'formatted',
};

/** What every program writes beside: no loss when it is not kept. */
const silent = /^(labels|group membership|categories|gender|language|location|priority|private|sensitivity|initials|phonetic .*|.*yomi.*|photo|web ?page|keywords|mileage|file as|e-mail .*(display name|type)|subject|.*(free busy).*)$/;

function cellOf(header: string): Cell | undefined {
  const name = header.trim().toLowerCase();
  const target = scalars[name];
  if (target !== undefined) return { target };
  const numbered = /^(e-mail|phone|address|website) (\d+) - (.+)$/.exec(name);
  if (numbered !== null) {
    const list = ({ 'e-mail': 'emails', phone: 'phones', address: 'addresses', website: 'urls' } as const)[numbered[1] as 'phone' | 'address'];
    const part = numbered[3] ?? '';
    return { list, number: numbered[2] ?? '', part: part === 'label' || part === 'type' ? 'label' : list === 'addresses' ? (addressParts[part] ?? part) : part };
  }
  const email = /^e-?mail(?: (\d+))?(?: address)?$/.exec(name);
  if (email !== null) return { list: 'emails', number: `o${email[1] ?? '1'}`, part: 'value', type: 'Other' };
  const phone = /^(.*?)(?: (\d+))?$/.exec(name);
  const type = outlookPhones[phone?.[1] ?? ''];
  if (type !== undefined) return { list: 'phones', number: name, part: 'value', type };
  const address = /^(business|home|other) (.+)$/.exec(name);
  const part = addressParts[address?.[2] ?? ''];
  if (address !== null && part !== undefined) return { list: 'addresses', number: address[1] ?? '', part, type: { business: 'Business', home: 'Residence', other: 'Other' }[address[1] ?? ''] ?? 'Other' };
  if (name === 'web page' || name === 'website') return { list: 'urls', number: 'o1', part: 'value', type: 'Other' };
  return undefined;
}

export function readCsv(text: string): { contacts: ReadContact[]; problems: ImportProblem[] } {
  const problems: ImportProblem[] = [];
  const rows = parse(text.replace(/^\ufeff/, '').replace(/\r\n?/g, '\n'), {
    delimiter: delimiterOf(text), relax_column_count: true, relax_quotes: true, skip_empty_lines: true, skip_records_with_error: true, info: true,
    on_skip: (error) => {
      problems.push({ line: Number(error?.['lines'] ?? 1), reason: `The line cannot be read: ${error?.message.slice(0, 120) ?? 'unknown'}`, remedy: 'Look for a quotation mark that is not closed; correct it and import the line again.', effect: 'left out' });
      return undefined;
    },
  }) as unknown as { info: { lines: number }; record: string[] }[];
  const header = rows[0]?.record ?? [];
  const cells = header.map(cellOf);
  if (cells.filter((cell) => cell !== undefined).length < 2) {
    throw new OfficeError('invalid', 'The first line of the CSV file does not name columns that are known here.', 'The first line has to name the columns, as in an export of Google Contacts or Outlook: First Name, Last Name, E-mail 1 - Value …', 'file');
  }
  const unkept = new UnkeptNames();
  header.forEach((name, index) => {
    const used = rows.slice(1).some((row) => (row.record[index] ?? '').trim() !== '');
    if (cells[index] === undefined && used && !silent.test(name.trim().toLowerCase())) unkept.add(`the column "${name}"`, 1);
  });
  const contacts = rows.slice(1).flatMap((row, index) => {
    // A record may span lines: it begins after the end of the one before.
    const line = (rows[index]?.info.lines ?? 0) + 1;
    return readRow(row.record, cells, header, line, problems);
  });
  return { contacts, problems: [...unkept.toProblems(), ...problems].sort((left, right) => left.line - right.line) };
}

function readRow(record: readonly string[], cells: readonly (Cell | undefined)[], header: readonly string[], line: number, problems: ImportProblem[]): ReadContact[] {
  if (record.every((value) => value.trim() === '')) return [];
  if (record.length > header.length && record.slice(header.length).some((value) => value.trim() !== '')) {
    problems.push({ line, name: record.find((value) => value !== ''), reason: `The line has ${record.length} values for ${header.length} columns.`, remedy: 'A comma in a value has to stand in quotation marks; correct the line and import it again.', effect: 'left out' });
    return [];
  }
  const draft: Record<string, unknown> = {};
  const groups = new Map<string, { readonly list: List; readonly type?: string; readonly parts: Record<string, string> }>();
  let fullName = '';
  cells.forEach((cell, index) => {
    const value = (record[index] ?? '').trim();
    if (cell === undefined || value === '') return;
    if ('list' in cell) {
      const key = `${cell.list} ${cell.number}`;
      const group = groups.get(key) ?? { list: cell.list, type: cell.type, parts: {} };
      group.parts[cell.part] = value;
      groups.set(key, group);
    } else if (cell.target === 'fullName') {
      fullName = value;
    } else if (cell.target === 'birthday') {
      const birthday = readBirthday(value);
      if (birthday !== undefined) draft['birthday'] = birthday;
      // Outlook writes 0/0/00 for "none".
      else if (!/^0\/0\/0+$/.test(value)) problems.push({ line, name: nameOf(draft, record), reason: `The birthday "${value}" is not a date.`, remedy: 'Add it by hand.', effect: 'adjusted' });
    } else {
      draft[cell.target] = value;
    }
  });
  for (const { list, type, parts } of groups.values()) addEntries(draft, list, type, parts);
  if (fullName !== '' && !draft['givenName'] && !draft['familyName'] && fullName !== draft['company']) {
    const words = fullName.split(/\s+/);
    Object.assign(draft, words.length === 1 ? { givenName: fullName } : { givenName: words.slice(0, -1).join(' '), familyName: words.at(-1) });
  }
  const name = nameOf(draft, record);
  const input = fitInput(contactInputSchema, { name, line, input: draft }, problems);
  return input === undefined ? [] : [{ line, name, input }];
}

function nameOf(draft: Readonly<Record<string, unknown>>, record: readonly string[]): string {
  return [draft['givenName'], draft['familyName']].filter(Boolean).join(' ') || (record.find((value) => value.trim() !== '') ?? '');
}

/** Google writes several values of one label into one cell, parted by ":::". */
function addEntries(draft: Record<string, unknown>, list: List, type: string | undefined, parts: Readonly<Record<string, string>>): void {
  const entries = (draft[list] ??= []) as { value: unknown; type: string; preferred?: boolean }[];
  const label = (parts['label'] ?? '').replace(/^\*\s*/, '');
  const preferred = (parts['label'] ?? '').startsWith('*') && !entries.some((one) => one.preferred === true) ? { preferred: true } : {};
  const named = type ?? typeOf(list, label.toLowerCase());
  if (list !== 'addresses') {
    (parts['value'] ?? '').split(' ::: ').filter(Boolean).forEach((value, index) => entries.push({ value: value.trim(), type: named, ...(index === 0 ? preferred : {}) }));
    return;
  }
  const structured = Object.keys(parts).some((part) => part !== 'label' && part !== 'formatted');
  const value = structured
    ? { street: [parts['street'], parts['street2'], parts['street3']].filter(Boolean).join('\n') || undefined, extended: [parts['box'], parts['extended']].filter(Boolean).join(', ') || undefined, city: parts['city'], region: parts['region'], postalCode: parts['postalCode'], country: parts['country'] }
    : { street: parts['formatted'] };
  if (Object.values(value).some((part) => part !== undefined)) entries.push({ value, type: named, ...preferred });
}

function typeOf(list: List, label: string): string {
  const words = new Set(label.split(/\s+/));
  if (list === 'phones') return label === 'residence' ? 'Residence' : label === 'residence fax' ? 'Residence Fax' : phoneType(words.size > 1 ? new Set([label, ...words]) : words);
  if (words.has('work') || words.has('business')) return 'Business';
  if (words.has('home') || words.has('residence') || words.has('personal')) return list === 'addresses' ? 'Residence' : 'Personal';
  return 'Other';
}

function delimiterOf(text: string): string {
  const first = text.split(/\r\n|\r|\n/, 1)[0] ?? '';
  const counts = [',', ';', '\t'].map((mark) => ({ mark, count: first.split(mark).length }));
  return counts.sort((left, right) => right.count - left.count)[0]?.mark ?? ',';
}
