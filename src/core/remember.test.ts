// A memory changes nothing but how often is computed.

import { expect, test } from 'vitest';
import { remember } from './remember.ts';

test('what was asked before is not computed again, and another context is another question', () => {
  const asked: string[] = [];
  const join = remember((value, context) => {
    asked.push(`${value}-${context}`);
    return `${value}-${context}`;
  });
  expect([join('a', 'x'), join('a', 'y'), join('a', 'x'), join('x a', 'y'), join('a', 'y')]).toEqual(['a-x', 'a-y', 'a-x', 'x a-y', 'a-y']);
  expect(asked).toEqual(['a-x', 'a-y', 'x a-y']);
});

test('when it is full it begins anew, and not a moment before', () => {
  let computed = 0;
  const double = remember((value) => {
    computed += 1;
    return value + value;
  }, 2);
  const ask = (...values: readonly string[]): number => {
    computed = 0;
    for (const value of values) expect(double(value, '')).toBe(value + value);
    return computed;
  };
  expect(ask('a', 'b', 'a', 'b')).toBe(2);
  expect(ask('c')).toBe(1);
  expect(ask('a', 'c')).toBe(1);
});
