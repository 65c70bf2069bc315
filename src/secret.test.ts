import { describe, expect, test } from 'vitest';
import { makeSecretKey, openSecret, parseSecretKeys, sealSecret, SecretTrouble } from './secret.ts';

describe('secret boxes', () => {
  const older = makeSecretKey();
  const newer = makeSecretKey();

  test('what was sealed opens again, and every box differs', () => {
    const keys = parseSecretKeys(newer);
    const one = sealSecret(keys, 'refresh ✓', 'user:1|google');
    expect(one).not.toEqual(sealSecret(keys, 'refresh ✓', 'user:1|google'));
    expect(one).toMatch(/^v1\.[0-9a-f]{8}\.[\w-]+\.[\w-]+$/);
    expect(openSecret(keys, one, 'user:1|google')).toEqual({ plain: 'refresh ✓', old: false });
  });

  test('a box copied to another row, cut short or changed does not open', () => {
    const keys = parseSecretKeys(newer);
    const box = sealSecret(keys, 'refresh', 'user:1|google');
    expect(() => openSecret(keys, box, 'user:2|google')).toThrow(SecretTrouble);
    expect(() => openSecret(keys, box.slice(0, -4), 'user:1|google')).toThrow(SecretTrouble);
    expect(() => openSecret(keys, 'refresh', 'user:1|google')).toThrow(SecretTrouble);
    expect(() => openSecret(keys, 'v1.' + keys.current + '..', 'user:1|google')).toThrow(SecretTrouble);
  });

  test('after a change of keys old boxes open and say that they are old', () => {
    const box = sealSecret(parseSecretKeys(older), 'refresh', 'a');
    expect(openSecret(parseSecretKeys(`${newer},${older}`), box, 'a')).toEqual({ plain: 'refresh', old: true });
    expect(() => openSecret(parseSecretKeys(newer), box, 'a')).toThrow(/not configured/);
  });

  test('a key of the wrong length is refused', () => {
    expect(() => parseSecretKeys('c2hvcnQ=')).toThrow(/32 bytes/);
    expect(() => parseSecretKeys(' , ')).toThrow(SecretTrouble);
  });
});
