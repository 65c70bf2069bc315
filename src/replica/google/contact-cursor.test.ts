// When contacts are listed anew by our own clock, and which cursors are not used at all.

import { describe, expect, test } from 'vitest';
import { isRenewalDue, readContactCursor, writeContactCursor } from './contact-cursor.ts';

const day = 86_400_000;
const hour = 3_600_000;
const zone = 'America/New_York';
// Midnight in New York.
const listedAt = Date.parse('2026-03-02T05:00:00Z');
const due = (token: string, age: number): boolean => isRenewalDue({ token, listedAt }, listedAt + age, zone);
const tokens = Array.from({ length: 200 }, (_, n) => `token-${n}`);

describe('the token of contacts', () => {
  test('[G2] is renewed before its seven days are over, never before the fifth, and not for everybody at once', () => {
    for (const token of tokens) {
      expect(due(token, 5 * day - 1)).toBe(false);
      expect(due(token, 6.5 * day)).toBe(true);
    }
    const sixth = tokens.filter((token) => due(token, 6 * day + 6 * hour)).length;
    expect(sixth).toBeGreaterThan(50);
    expect(sixth).toBeLessThan(150);
  });

  test('[G2] is renewed in a night of its user where one comes in time, and not in the day before', () => {
    for (const token of tokens) expect(due(token, 5 * day + 15 * hour)).toBe(false);
    expect(tokens.filter((token) => due(token, 5 * day + 3 * hour)).length).toBeGreaterThan(20);
  });

  test('[G5] of another question, another group or no sense is expired by ourselves', () => {
    const text = writeContactCursor({ token: 't', groupId: 'contactGroups/a', listedAt });
    const now = { groupId: 'contactGroups/a', at: listedAt + hour, zone };
    expect(readContactCursor(text, now).token).toBe('t');
    expect(() => readContactCursor(text, { ...now, groupId: 'contactGroups/b' })).toThrow(expect.objectContaining({ kind: 'cursor-expired' }));
    expect(() => readContactCursor(JSON.stringify({ ...(JSON.parse(text) as object), query: 'other' }), now)).toThrow(expect.objectContaining({ kind: 'cursor-expired' }));
    expect(() => readContactCursor('nonsense', now)).toThrow(expect.objectContaining({ kind: 'cursor-expired' }));
  });
});
