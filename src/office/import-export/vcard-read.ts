// Contacts from vCards of any version. In: text. Out: checked contacts in the order of the
// file, and what could not be taken. Custom labels become the nearest TYPE of the office.

import type { ContactInput } from '../input.ts';
import { contactInputSchema } from '../input.ts';
import { readComponents, readProperties, textOf, typesOf } from './content-lines.ts';
import type { Property, RawComponent } from './content-lines.ts';
import { fitInput } from './fit-input.ts';
import { UnkeptNames } from './report.ts';
import type { ImportProblem } from './report.ts';
import { readBirthday } from './birthday.ts';

export interface ReadContact {
  readonly line: number;
  readonly name: string | undefined;
  readonly input: ContactInput;
}

const silent = new Set(['version', 'prodid', 'uid', 'rev', 'fn', 'sort-string', 'label', 'x-ablabel', 'x-abadr', 'x-abshowas', 'mailer', 'class', 'source', 'kind', 'x-file-as', 'x-evolution-file-as', 'x-couchdb-application-annotations', 'x-ms-ol-design', 'x-ms-ol-default-postal-address', 'clientpidmap']);

export function readVcards(text: string): { contacts: ReadContact[]; problems: ImportProblem[] } {
  const { components, problems } = readComponents(text);
  const unkept = new UnkeptNames();
  const contacts = components.flatMap((component) => {
    if (component.name === 'VCARD') return readCard(component, problems, unkept);
    problems.push({ line: component.line, reason: `${component.name} is not a contact.`, remedy: 'Nothing needs to be done.', effect: 'left out' });
    return [];
  });
  return { contacts, problems: [...problems, ...unkept.toProblems()].sort((left, right) => left.line - right.line) };
}

function readCard(card: RawComponent, problems: ImportProblem[], unkept: UnkeptNames): ReadContact[] {
  const version = card.lines.map(({ text }) => /^VERSION\s*:\s*(\S+)/i.exec(text)?.[1]).find((found) => found !== undefined);
  const read = readProperties(card, version === '2.1' || version === '4.0' ? version : '3.0', cardName(card));
  problems.push(...read.problems);
  const draft: Record<string, unknown> = {};
  const lineOf: Record<string, number> = {};
  const labels = new Map(read.properties.filter((one) => one.name === 'x-ablabel').map((one) => [one.group, textOf(one.values[0]).replace(/^_\$!<(.*)>!\$_$/, '$1').toLowerCase()]));
  const add = (list: string, property: Property, value: unknown, type: string): void => {
    const entries = (draft[list] ??= []) as { preferred?: boolean }[];
    lineOf[`${list}.${entries.length}`] = property.line;
    const preferred = typesOf(property).has('pref') && !entries.some((one) => one.preferred === true);
    entries.push({ value, type, ...(preferred ? { preferred } : {}) } as never);
  };
  for (const property of read.properties) {
    const label = labels.get(property.group) ?? '';
    const types = new Set([...typesOf(property), ...(label === '' ? [] : [label])]);
    const first = textOf(property.values[0]);
    switch (property.name) {
      case 'n': {
        const [family, given, middle, prefix, suffix] = parts(property);
        Object.assign(draft, { familyName: family, givenName: given, middleName: middle, prefix, suffix });
        break;
      }
      case 'nickname':
        draft['nickname'] = property.values.map(textOf).filter(Boolean).join(', ');
        break;
      case 'org': {
        const [company, ...departments] = parts(property);
        Object.assign(draft, { company, department: departments.filter(Boolean).join(', ') });
        break;
      }
      case 'title':
        draft['jobTitle'] = first;
        break;
      case 'note':
        draft['notes'] = [draft['notes'], first].filter(Boolean).join('\n');
        break;
      case 'bday': {
        const birthday = readBirthday(property.raw);
        if (birthday !== undefined) draft['birthday'] = birthday;
        else problems.push({ line: property.line, name: cardName(card), reason: `The birthday "${property.raw}" is not a date.`, remedy: 'Add it by hand.', effect: 'adjusted' });
        break;
      }
      case 'tel':
        if (first !== '') add('phones', property, first.replace(/^tel:/i, '').replace(/;ext=/i, ' x'), phoneType(types));
        break;
      case 'email':
        if (first !== '') add('emails', property, first.replace(/^mailto:/i, ''), types.has('work') ? 'Business' : types.has('home') ? 'Personal' : 'Other');
        break;
      case 'url':
        if (first !== '') add('urls', property, first.replaceAll('\\:', ':'), types.has('work') ? 'Business' : types.has('home') ? 'Personal' : 'Other');
        break;
      case 'adr': {
        const [box, extended, street, city, region, postalCode, country] = parts(property);
        const value = { street: street || undefined, extended: [box, extended].filter(Boolean).join(', ') || undefined, city: city || undefined, region: region || undefined, postalCode: postalCode || undefined, country: country || undefined };
        if (Object.values(value).some((part) => part !== undefined)) add('addresses', property, value, types.has('work') ? 'Business' : types.has('home') ? 'Residence' : 'Other');
        break;
      }
      default:
        if (!silent.has(property.name)) unkept.add(property.name.toUpperCase(), property.line);
    }
  }
  if (!draft['familyName'] && !draft['givenName']) nameFromFull(draft, textOf(read.properties.find((one) => one.name === 'fn')?.values[0]));
  for (const [member, value] of Object.entries(draft)) if (value === '') delete draft[member];
  const input = fitInput(contactInputSchema, { name: cardName(card), line: card.line, input: draft, lineOf }, problems);
  return input === undefined ? [] : [{ line: card.line, name: cardName(card), input }];
}

/** One field only: the last word is the family, unless a comma says otherwise. */
function nameFromFull(draft: Record<string, unknown>, full: string): void {
  if (full === '' || full === draft['company']) return;
  const [family, given] = full.split(/\s*,\s*/, 2);
  if (given !== undefined && given !== '') Object.assign(draft, { familyName: family, givenName: given });
  else {
    const words = full.split(/\s+/);
    Object.assign(draft, words.length === 1 ? { givenName: full } : { givenName: words.slice(0, -1).join(' '), familyName: words.at(-1) });
  }
}

function cardName(card: RawComponent): string | undefined {
  const find = (name: string): string | undefined => card.lines.map(({ text }) => new RegExp(`^${name}[^:]*:(.*)$`, 'i').exec(text)?.[1]).find((found) => found !== undefined && found.trim() !== '');
  return (find('FN') ?? find('ORG') ?? find('EMAIL'))?.replace(/\\(.)/g, '$1').trim().slice(0, 100);
}

function parts(property: Property): string[] {
  const value = property.values[0];
  return (Array.isArray(value) ? value : [value]).map(textOf);
}

export function phoneType(types: ReadonlySet<string>): string {
  const has = (...names: string[]): boolean => [...types].some((type) => names.some((name) => type.includes(name)));
  if (has('fax')) return has('home') ? 'Residence Fax' : 'Business Fax';
  if (has('pager')) return 'Pager';
  if (has('cell', 'mobile', 'iphone')) return 'Mobile';
  if (has('home')) return 'Residence';
  if (has('work', 'main', 'business')) return 'Business';
  return 'Other';
}
