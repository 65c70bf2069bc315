// Canonical JSON: equal texts exactly for equal values, and a plan's digest is that of its text.

import { expect, test } from 'vitest';
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
