// In: person fields as a client sends them. Out: the fields as Google would keep and show them.
// Output-only members are computed and never taken from the client; singletons are enforced.
// Never here: etags, masks of a read, or storing.
import { parsePhoneNumberFromString } from 'libphonenumber-js';
import type { CountryCode } from 'libphonenumber-js';
import { isObject, isText, refuse } from '../wire.ts';
import type { Json } from '../wire.ts';

export const personFields = [
  'addresses', 'ageRanges', 'biographies', 'birthdays', 'calendarUrls', 'clientData', 'coverPhotos', 'emailAddresses', 'events',
  'externalIds', 'genders', 'imClients', 'interests', 'locales', 'locations', 'memberships', 'metadata', 'miscKeywords', 'names',
  'nicknames', 'occupations', 'organizations', 'phoneNumbers', 'photos', 'relations', 'sipAddresses', 'skills', 'urls', 'userDefined',
] as const;

const readOnlyFields = new Set<string>(['ageRanges', 'coverPhotos', 'metadata', 'photos', 'skills']);
export const writableFields = personFields.filter((field) => !readOnlyFields.has(field));

/** `fileAses` and some old fields are writable on create but no valid mask path; they are kept too. */
const creatable = new Set<string>([...writableFields, 'fileAses', 'braggingRights', 'residences', 'skills']);

const singletons = new Set(['names', 'biographies', 'birthdays', 'genders']);

const typeLabels: Record<string, string> = {
  home: 'Home', work: 'Work', other: 'Other', mobile: 'Mobile', homeFax: 'Home Fax', workFax: 'Work Fax', otherFax: 'Other Fax',
  pager: 'Pager', workMobile: 'Work Mobile', workPager: 'Work Pager', main: 'Main', googleVoice: 'Google Voice', blog: 'Blog',
  profile: 'Profile', homePage: 'Home Page', ftp: 'FTP', reservations: 'Reservations', appInstallPage: 'App Install Page',
  school: 'School', spouse: 'Spouse', child: 'Child', mother: 'Mother', father: 'Father', parent: 'Parent', brother: 'Brother',
  sister: 'Sister', friend: 'Friend', relative: 'Relative', domesticPartner: 'Domestic Partner', manager: 'Manager',
  assistant: 'Assistant', referredBy: 'Referred by', partner: 'Partner', anniversary: 'Anniversary', account: 'Account',
  customer: 'Customer', loginId: 'Login ID', network: 'Network', organization: 'Organization',
};

const withFormattedType = new Set(['addresses', 'calendarUrls', 'emailAddresses', 'events', 'externalIds', 'imClients', 'miscKeywords', 'organizations', 'phoneNumbers', 'relations', 'sipAddresses', 'urls']);
const outputOnly = ['formattedType', 'canonicalForm', 'displayNameLastFirst', 'formattedProtocol'];

const eastAsian = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]+$/u;

function text(entry: Json, key: string): string {
  return isText(entry[key]) ? entry[key].trim() : '';
}

function joinWords(...words: string[]): string {
  return words.filter((word) => word !== '').join(' ');
}

function computeName(entry: Json): Json {
  const name: Json = { ...entry };
  const isStructured = ['givenName', 'familyName', 'middleName', 'honorificPrefix', 'honorificSuffix'].some((part) => text(entry, part) !== '');
  if (!isStructured && text(entry, 'unstructuredName') !== '') {
    const words = text(entry, 'unstructuredName').split(/\s+/);
    name.givenName = words[0];
    if (words.length > 1) name.familyName = words.at(-1);
    if (words.length > 2) name.middleName = words.slice(1, -1).join(' ');
  }
  const [prefix, given, middle, family, suffix] = ['honorificPrefix', 'givenName', 'middleName', 'familyName', 'honorificSuffix'].map((part) => text(name, part));
  const core = eastAsian.test(family ?? '') && eastAsian.test(given ?? '') ? `${family}${given}` : joinWords(given ?? '', middle ?? '', family ?? '');
  const full = joinWords(prefix ?? '', core) + (suffix === '' || suffix === undefined ? '' : `, ${suffix}`);
  name.displayName = full;
  name.displayNameLastFirst = family === '' ? full : [family, joinWords(given ?? '', middle ?? '')].filter((part) => part !== '').join(', ');
  if (text(entry, 'unstructuredName') === '' || isStructured) name.unstructuredName = full;
  return name;
}

function formatAddress(entry: Json): string {
  const town = [joinWords(text(entry, 'postalCode'), text(entry, 'city')), text(entry, 'region')].filter((part) => part !== '').join(', ');
  return [text(entry, 'poBox'), text(entry, 'streetAddress'), text(entry, 'extendedAddress'), town, text(entry, 'country')].filter((part) => part !== '').join('\n');
}

const addressParts = ['poBox', 'streetAddress', 'extendedAddress', 'city', 'region', 'postalCode', 'country', 'countryCode'];

function computeAddress(entry: Json, before: readonly Json[], formattedWins: boolean): Json {
  const given = text(entry, 'formattedValue');
  if (given === '' || !formattedWins) return { ...entry, formattedValue: formatAddress(entry) };
  const known = before.find((old) => old.formattedValue === given);
  if (known === undefined) return entry;
  // The one recorded case: the formatted value wins over parts that were edited beside it.
  const address: Json = { ...entry };
  for (const part of addressParts) {
    if (known[part] === undefined) delete address[part];
    else address[part] = known[part];
  }
  return address;
}

function checkDate(value: unknown): void {
  if (!isObject(value)) return;
  const { month = 0, day = 0, year = 0 } = value as { month?: number; day?: number; year?: number };
  const valid = month >= 0 && month <= 12 && day >= 0 && day <= 31 && year >= 0 && year <= 9999;
  if (!valid || (day > 0 && month > 0 && day > new Date(Date.UTC(year === 0 ? 2000 : year, month, 0)).getUTCDate())) refuse(400, 'badRequest', 'Invalid date.');
}

function computeEntry(field: string, entry: Json, options: FieldOptions, before: readonly Json[]): Json {
  let result: Json = { ...entry };
  for (const key of outputOnly) delete result[key];
  if (field === 'names') delete result.displayName;
  if (withFormattedType.has(field) && text(result, 'type') !== '') result.formattedType = typeLabels[text(result, 'type')] ?? result.type;
  switch (field) {
    case 'names':
      result = computeName(result);
      break;
    case 'phoneNumbers': {
      const parsed = parsePhoneNumberFromString(text(result, 'value'), options.country as CountryCode);
      if (parsed?.isPossible() === true) result.canonicalForm = parsed.number;
      break;
    }
    case 'addresses':
      result = computeAddress(result, before, options.formattedWins);
      break;
    case 'genders': {
      const value = text(result, 'value');
      result.formattedValue = value === '' ? '' : value[0]?.toUpperCase() + value.slice(1);
      break;
    }
    case 'imClients':
      if (text(result, 'protocol') !== '') result.formattedProtocol = result.protocol;
      break;
    case 'biographies':
      result.contentType ??= 'TEXT_PLAIN';
      break;
    case 'birthdays':
    case 'events':
      checkDate(result.date);
      break;
    default:
  }
  return result;
}

export interface FieldOptions {
  readonly country: string;
  readonly sourceId: string;
  readonly formattedWins: boolean;
}

function attachMetadata(entries: readonly Json[], sourceId: string): Json[] {
  const wished = entries.findIndex((entry) => isObject(entry.metadata) && entry.metadata.sourcePrimary === true);
  const primary = Math.max(wished, 0);
  return entries.map((entry, index) => ({
    ...entry,
    metadata: {
      ...(index === primary ? { primary: true } : {}),
      source: { type: 'CONTACT', id: sourceId },
      ...(index === wished || (wished < 0 && index === 0) ? { sourcePrimary: true } : {}),
    },
  }));
}

/** One field as Google would keep it after a write. Memberships are not handled here (groups.ts). */
export function computeField(field: string, given: readonly Json[], options: FieldOptions, before: readonly Json[] = []): Json[] {
  if (singletons.has(field) && given.length > 1) {
    refuse(400, 'badRequest', `Invalid person: only one entry is allowed in person.${field} for a contact source.`);
  }
  return attachMetadata(given.map((entry) => computeEntry(field, entry, options, before)), options.sourceId);
}

export function isCreatable(field: string): boolean {
  return creatable.has(field) && field !== 'memberships';
}

/** Seeded fields keep what the seed computed (a display name, a canonical form) and only gain metadata. */
export function adoptField(field: string, given: readonly Json[], options: FieldOptions): Json[] {
  const kept = given.slice(0, singletons.has(field) ? 1 : given.length);
  const primary = kept.findIndex((entry) => isObject(entry.metadata) && (entry.metadata.sourcePrimary === true || entry.metadata.primary === true));
  const marked = kept.map((entry, index) => ({ ...entry, metadata: { sourcePrimary: index === primary } }));
  return computeField(field, marked, options).map((entry, index) => ({ ...entry, ...kept[index], metadata: entry.metadata }));
}
