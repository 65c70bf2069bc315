// A password that is made for a person and shown once. In: nothing. Out: text that is read
// out and typed without mistakes. Never here: a password that is kept.

import { randomInt } from 'node:crypto';

/** 16 letters and digits without those that look alike: 78 bits. */
export function makePassword(): string {
  const letters = 'abcdefghijkmnpqrstuvwxyz23456789';
  const groups = Array.from({ length: 4 }, () => Array.from({ length: 4 }, () => letters[randomInt(letters.length)]).join(''));
  return groups.join('-');
}
