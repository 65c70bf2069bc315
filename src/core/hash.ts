// Canonical JSON and short hashes. In: JSON values. Out: strings that are equal exactly
// when the values are. Key order, absent and undefined members make no difference.

import { createHash, hash } from 'node:crypto';

export function canonicalJson(value: unknown): string {
  if (isInOrder(value)) return JSON.stringify(value) ?? 'null';
  const ordered = inOrder(value);
  return ordered === untellable ? spell(value) : (JSON.stringify(ordered) ?? 'null');
}

/** The text of an object without those of its members. */
export function canonicalWithout(record: object, names: readonly string[]): string {
  const kept: Record<string, unknown> = {};
  for (const name of sortNames(Object.keys(record))) if (!names.includes(name)) kept[name] = (record as Record<string, unknown>)[name];
  return canonicalJson(kept);
}

/** Nothing to copy: all that makes a text is in the order of the text. */
function isInOrder(value: unknown): boolean {
  if (value === null || typeof value !== 'object') return true;
  if (Array.isArray(value)) {
    for (const part of value) if (part !== null && typeof part === 'object' && !isInOrder(part)) return false;
    return true;
  }
  if (Object.getPrototypeOf(value) !== Object.prototype) return false;
  let before = '';
  for (const name in value) {
    if (name < before || name === '__proto__' || name.charCodeAt(0) <= 57) return false;
    before = name;
    const member = (value as Record<string, unknown>)[name];
    if (member !== null && typeof member === 'object' && !isInOrder(member)) return false;
  }
  return true;
}

const untellable = Symbol('an object that does not keep the order of these names');

/**
 * A copy whose members stand in order: the engine's own writer is several times faster than
 * one made of small strings. It puts names that are numbers first, whatever the order.
 */
function inOrder(value: unknown): unknown {
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) {
    const list: unknown[] = [];
    for (const part of value) {
      const copy = inOrder(part);
      if (copy === untellable) return untellable;
      list.push(copy);
    }
    return list;
  }
  const record = value as Record<string, unknown>;
  const copy: Record<string, unknown> = {};
  for (const name of sortNames(Object.keys(record))) {
    if (name.charCodeAt(0) <= 57 || name === '__proto__') return untellable;
    const member = inOrder(record[name]);
    if (member === untellable) return untellable;
    if (member !== undefined) copy[name] = member;
  }
  return copy;
}

/** By code unit. Names are few and often in order already: no call for each comparison. */
export function sortNames(names: string[]): string[] {
  if (names.length > 24) return names.sort();
  for (let at = 1; at < names.length; at += 1) {
    const name = names[at] as string;
    let to = at - 1;
    for (; to >= 0 && (names[to] as string) > name; to -= 1) names[to + 1] = names[to] as string;
    names[to + 1] = name;
  }
  return names;
}

function spell(value: unknown): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null';
  if (Array.isArray(value)) return `[${value.map((part) => spell(part)).join(',')}]`;
  const record = value as Record<string, unknown>;
  const members: string[] = [];
  for (const key of Object.keys(record).sort()) {
    const member = record[key];
    if (member !== undefined) members.push(`${JSON.stringify(key)}:${spell(member)}`);
  }
  return `{${members.join(',')}}`;
}

/** The same text in parts, for a document with long lists: it is never in memory as a whole. */
export function* canonicalParts(document: object): Generator<string> {
  const record = document as Record<string, unknown>;
  let before = '{';
  for (const name of Object.keys(record).sort()) {
    const member = record[name];
    if (member === undefined) continue;
    const start = `${before}${JSON.stringify(name)}:`;
    before = ',';
    if (!Array.isArray(member)) {
      yield start + canonicalJson(member);
      continue;
    }
    yield `${start}[`;
    for (const [index, part] of member.entries()) yield index === 0 ? canonicalJson(part) : `,${canonicalJson(part)}`;
    yield ']';
  }
  yield before === '{' ? '{}' : '}';
}

/** SHA-256 in hex of a text that is made in parts. */
export function digestParts(parts: Iterable<string>): string {
  const digest = createHash('sha256');
  for (const part of parts) digest.update(part);
  return digest.digest('hex');
}

/** SHA-256 in hex: of a canonical text that is at hand already, so that it is not made twice. */
export function digestText(text: string): string {
  return hash('sha256', text, 'hex');
}

/** 128 bits of SHA-256 in hex: enough to name content, short enough for a key. */
export function shortHash(value: unknown): string {
  return digestText(canonicalJson(value)).slice(0, 32);
}
