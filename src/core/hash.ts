// Canonical JSON and short hashes. In: JSON values. Out: strings that are equal exactly
// when the values are. Key order, absent and undefined members make no difference.

import { hash } from 'node:crypto';

export function canonicalJson(value: unknown): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null';
  if (Array.isArray(value)) return `[${value.map((part) => canonicalJson(part)).join(',')}]`;
  const record = value as Record<string, unknown>;
  const members: string[] = [];
  for (const key of Object.keys(record).sort()) {
    const member = record[key];
    if (member !== undefined) members.push(`${JSON.stringify(key)}:${canonicalJson(member)}`);
  }
  return `{${members.join(',')}}`;
}

/** SHA-256 in hex: of a canonical text that is at hand already, so that it is not made twice. */
export function digestText(text: string): string {
  return hash('sha256', text, 'hex');
}

/** 128 bits of SHA-256 in hex: enough to name content, short enough for a key. */
export function shortHash(value: unknown): string {
  return digestText(canonicalJson(value)).slice(0, 32);
}
