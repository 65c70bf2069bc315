import { chmodSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestDatabase } from '../../test/support/postgres.ts';
import { makeSecretKey, parseSecretKeys } from '../secret.ts';
import { assertKeyFits, prepareDataFolder, readSecretKeys } from './data-folder.ts';
import { assertZoneRules } from './zone-check.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'smartoffice-sync-test-folder-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the data folder', () => {
  test('is made, for its owner alone', async () => {
    const data = join(folder, 'new', 'data');
    await prepareDataFolder(data);
    expect(statSync(data).mode & 0o777).toBe(0o700);
    await prepareDataFolder(data);
  });

  test('a place that cannot be written is refused by name, with the remedy', async () => {
    writeFileSync(join(folder, 'file'), '');
    await expect(prepareDataFolder(join(folder, 'file'))).rejects.toThrow(/The data folder .*file is not a folder\. Choose another one with --data-folder/);
    await expect(prepareDataFolder(join(folder, 'file', 'below'))).rejects.toThrow(/is below a file/);
    if (process.platform === 'linux') await expect(prepareDataFolder('/proc/nothing')).rejects.toThrow(/cannot be made there|may not be written/);
  });

  test.runIf(process.getuid?.() !== 0)('a folder without the right to write is refused', async () => {
    const closed = join(folder, 'closed');
    await prepareDataFolder(closed);
    chmodSync(closed, 0o500);
    await expect(prepareDataFolder(join(closed, 'below'))).rejects.toThrow(/may not be written by this user/);
  });
});

describe('the secret key', () => {
  test('is made once, also by several at the same moment, and read by its owner alone', async () => {
    const keys = await Promise.all(Array.from({ length: 8 }, () => readSecretKeys(folder, undefined)));
    expect(new Set(keys.map((each) => each.current)).size).toBe(1);
    expect(statSync(join(folder, 'secret-key')).mode & 0o777).toBe(0o600);
  });

  test('a damaged file is refused and kept', async () => {
    const other = mkdtempSync(join(folder, 'damaged-'));
    writeFileSync(join(other, 'secret-key'), 'nonsense');
    await expect(readSecretKeys(other, undefined)).rejects.toThrow(/Restore that file from a backup/);
  });

  test('a database is opened with its own key or a successor, and no other', async () => {
    const database = await createTestDatabase();
    const { db } = database.store;
    const [first, second] = [makeSecretKey(), makeSecretKey()];
    await assertKeyFits(db, parseSecretKeys(first));
    await assertKeyFits(db, parseSecretKeys(first));
    await expect(assertKeyFits(db, parseSecretKeys(second))).rejects.toThrow(/not the one that this database was written with.*SECRET_KEY/);
    await assertKeyFits(db, parseSecretKeys(`${second},${first}`));
    await assertKeyFits(db, parseSecretKeys(second));
    await database.drop();
  });
});

test('rules of time zones that are older than 2026c are refused, those of this Node.js are not', () => {
  assertZoneRules();
  expect(() => assertZoneRules(() => 4)).toThrow(/older than 2026c.*npm start/);
});
