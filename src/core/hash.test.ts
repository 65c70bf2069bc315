// Canonical JSON: equal texts exactly for equal values, and a plan's digest is that of its text.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sameValue } from './diff.ts';
import { canonicalJson, canonicalParts, digestText, shortHash } from './hash.ts';
import { digestPlan } from './plan.ts';
import type { Plan } from './plan.ts';
import { planText } from './plan-text.ts';

test('the order of members, and members that are not there, make no difference', () => {
  expect(canonicalJson({ b: 1, a: [{ d: undefined, c: null }, 'x"\u2028'] })).toBe(canonicalJson({ a: [{ c: null }, 'x"\u2028'], b: 1, z: undefined }));
  expect(canonicalJson({ a: { b: undefined } })).toBe('{"a":{}}');
  expect(canonicalJson([undefined, 1])).toBe('[null,1]');
});

test('the digest of a plan is the digest of the text that is stored', () => {
  const nothing = { contact: 0, event: 0, task: 0 };
  const plan: Plan = { format: 2, account: 'a', purpose: 'preview', setup: 's', operations: [], conflicts: [], brakes: [], problems: [], unchanged: nothing, invitations: 0 };
  expect(digestText([...planText(plan)].join(''))).toBe(digestPlan(plan));
});

test('two values are the same exactly when their canonical texts are', () => {
  const value = fc.letrec((tie) => ({
    any: fc.oneof({ depthSize: 'small' }, fc.constantFrom<unknown>(undefined, null, '', 'a', 0, 1, true, Number.NaN), fc.array(tie('any'), { maxLength: 2 }), fc.dictionary(fc.constantFrom('a', 'b', 'c'), tie('any'), { maxKeys: 2 })),
  })).any;
  fc.assert(
    fc.property(value, value, (left, right) => {
      expect(sameValue(left, right)).toBe(canonicalJson(left) === canonicalJson(right));
      expect(sameValue(left, structuredClone(left))).toBe(true);
    }),
    { numRuns: 3000 },
  );
});

/** As the text is defined: every name in the order of its code units, whatever it looks like. */
function define(value: unknown): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null';
  if (Array.isArray(value)) return `[${value.map(define).join(',')}]`;
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return `{${members.sort(([one], [two]) => (one < two ? -1 : 1)).map(([name, member]) => `${JSON.stringify(name)}:${define(member)}`).join(',')}}`;
}

const names = fc.oneof(fc.string({ maxLength: 3, unit: 'binary' }), fc.constantFrom('10', '9', '__proto__', 'ä', '\u{1f600}', 'a"b', 'toJSON', ''));
const json = fc.letrec((tie) => ({
  any: fc.oneof({ depthSize: 'small' }, fc.constantFrom<unknown>(undefined, null, -0, 1.5, true), fc.string({ unit: 'binary' }), fc.array(tie('any'), { maxLength: 3 }), fc.array(fc.tuple(names, tie('any')), { maxLength: 30 }).map((members) => Object.fromEntries(members))),
})).any;

test('the canonical text is the one that is defined, also for names that are numbers', () => {
  fc.assert(fc.property(json, (value) => {
    expect(canonicalJson(value)).toBe(define(value));
  }), { numRuns: 2000 });
});

test('the parts of a document are its canonical text', () => {
  const document = fc.dictionary(names, json, { maxKeys: 5 });
  fc.assert(fc.property(document, (value) => {
    expect([...canonicalParts(value)].join('')).toBe(canonicalJson(value));
  }), { numRuns: 2000 });
});

test('a long list is told in parts, so that it is never in memory as a whole', () => {
  const parts = [...canonicalParts({ b: 1, list: ['x', { z: 1, a: 2 }, 'y'], none: undefined })];
  expect(parts).toEqual(['{"b":1', ',"list":[', '"x"', ',{"a":2,"z":1}', ',"y"', ']', '}']);
});

test('a short hash is 128 bits, the same whatever the order of members', () => {
  expect(shortHash({ a: 1, b: 2 })).toBe(shortHash({ b: 2, a: 1 }));
  expect(shortHash(undefined)).toMatch(/^[0-9a-f]{32}$/);
});

test('many members are in order, too', () => {
  const members = Array.from({ length: 60 }, (_, n) => [`n${(n * 37) % 60}`, n] as const);
  expect(canonicalJson(Object.fromEntries(members))).toBe(define(Object.fromEntries(members)));
});
