// Canonical JSON: equal texts exactly for equal values, and a plan's digest is that of its text.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sameValue } from './diff.ts';
import { canonicalJson, digestText } from './hash.ts';
import { digestPlan } from './plan.ts';
import type { Plan } from './plan.ts';

test('the order of members, and members that are not there, make no difference', () => {
  expect(canonicalJson({ b: 1, a: [{ d: undefined, c: null }, 'x"\u2028'] })).toBe(canonicalJson({ a: [{ c: null }, 'x"\u2028'], b: 1, z: undefined }));
  expect(canonicalJson({ a: { b: undefined } })).toBe('{"a":{}}');
  expect(canonicalJson([undefined, 1])).toBe('[null,1]');
});

test('the digest of a plan is the digest of the text that is stored', () => {
  const nothing = { contact: 0, event: 0, task: 0 };
  const plan: Plan = { format: 1, account: 'a', purpose: 'preview', setup: 's', operations: [], conflicts: [], brakes: [], problems: [], unchanged: nothing, invitations: 0 };
  expect(digestText(canonicalJson(plan))).toBe(digestPlan(plan));
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
