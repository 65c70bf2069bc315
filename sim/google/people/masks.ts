// In: field masks of requests. Out: the checked list of field names, and a person cut to it.
// Never here: a default that Google does not have; a missing mask is refused.
import type { Call } from '../call.ts';
import { readText } from '../call.ts';
import { refuse } from '../wire.ts';
import type { Json } from '../wire.ts';
import { personFields, writableFields } from './fields.ts';
import type { ContactRecord, Version } from './records.ts';
import { formatPersonEtag, formatSourceEtag } from './records.ts';

const documentation = 'Please specify one or more valid paths. Valid paths are documented at https://developers.google.com/people/api/rest/v1/people.connections/list.';

function splitMask(text: string): string[] {
  return text.split(',').map((part) => part.trim()).filter((part) => part !== '');
}

export function parseMask(name: string, text: string, valid: readonly string[] = personFields): readonly string[] {
  const paths = splitMask(text);
  for (const path of paths) {
    if (!valid.includes(path)) refuse(400, 'badRequest', `Invalid ${name} mask path: "${path}". Valid paths are ${JSON.stringify(valid).replaceAll('"', '')}.`);
  }
  return [...new Set(paths)];
}

/** The mask of a read: required, in one of its two spellings. */
export function requireReadMask(call: Call, name = 'personFields'): readonly string[] {
  const text = readText(call, name) ?? '';
  const old = readText(call, 'requestMask.includeField');
  if (text === '' && old !== undefined) return parseMask('requestMask.includeField', old.replaceAll('person.', '').replaceAll(/([a-z])_([a-z])/g, (_, a: string, b: string) => a + b.toUpperCase()));
  if (text === '') refuse(400, 'badRequest', `${name} mask is required. ${documentation}`);
  return parseMask(name, text);
}

/** The mask of what a write answers: all fields when not given. */
export function readAnswerMask(call: Call): readonly string[] {
  const text = readText(call, 'personFields') ?? '';
  return text === '' ? personFields : parseMask('personFields', text);
}

export function requireWriteMask(name: string, text: unknown): readonly string[] {
  if (typeof text !== 'string' || splitMask(text).length === 0) refuse(400, 'badRequest', `${name} mask is required. ${documentation}`);
  return parseMask(name, text, writableFields);
}

export function renderMetadata(record: ContactRecord, version: Version, forSync: boolean): Json {
  return {
    sources: [{ type: 'CONTACT', id: record.sourceId, etag: formatSourceEtag(version), updateTime: new Date(version.updatedMs).toISOString() }],
    ...(forSync && record.previousNames.length > 0 ? { previousResourceNames: record.previousNames } : {}),
    ...(version.deleted ? { deleted: true } : {}),
    objectType: 'PERSON',
  };
}

export function renderPerson(record: ContactRecord, version: Version, mask: readonly string[], forSync = false): Json {
  const numbers = mask.map((field) => (personFields as readonly string[]).indexOf(field) + 1);
  const person: Json = { resourceName: record.resourceName, etag: formatPersonEtag(version, numbers) };
  if (mask.includes('metadata')) person.metadata = renderMetadata(record, version, forSync);
  if (version.deleted) return person;
  for (const field of mask) {
    const entries = version.fields[field];
    if (field === 'metadata' || !Array.isArray(entries) || entries.length === 0) continue;
    const isCapped = field === 'emailAddresses' || field === 'phoneNumbers';
    person[field] = isCapped && entries.length > 100 ? entries.slice(0, 100) : entries;
  }
  return person;
}
