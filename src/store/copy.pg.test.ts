// Rows that enter by COPY are as they were given, and a refused one leaves the session usable.

import * as fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase } from '../../test/support/postgres.ts';
import type { TestDatabase } from '../../test/support/postgres.ts';
import { copyIn, copyLine } from './copy.ts';
import { withTransaction } from './transaction.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase({ migrated: false, poolSize: 2 });
  await sql`create table copied (id int primary key, word text, flag boolean, document json)`.execute(database.store.db);
});
afterAll(async () => database?.drop());

const statement = 'copy copied (id, word, flag, document) from stdin';
const stored = async () => (await sql<{ id: number; word: string | null; flag: boolean; document: unknown }>`select * from copied order by id`.execute(database.store.db)).rows;

test('whatever stands in a text or a document is stored as it was given', async () => {
  const text = fc.string({ unit: 'binary' }).filter((value) => !value.includes('\0') && value.isWellFormed());
  const awkward = fc.constantFrom('', '\\N', '\\.', 'a\tb', 'a\\nb', '\r\n', '\\', '"\\u0041"', '漢字 🙂');
  const row = fc.record({ word: fc.option(fc.oneof(text, awkward), { nil: undefined }), flag: fc.boolean(), document: fc.dictionary(fc.oneof(text, awkward), fc.oneof(text, awkward)) });
  await fc.assert(
    fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 20 }), async (rows) => {
      await sql`truncate copied`.execute(database.store.db);
      await copyIn(database.store.db, statement, rows.map(({ word, flag, document }, id) => copyLine([id, word, flag, JSON.stringify(document)])).join(''));
      expect(await stored()).toEqual(rows.map(({ word, flag, document }, id) => ({ id, word: word ?? null, flag, document: JSON.parse(JSON.stringify(document)) })));
    }),
    { numRuns: 50 },
  );
});

test('it belongs to its transaction, and what the server refuses is an error of that statement alone', async () => {
  const { db } = database.store;
  await sql`truncate copied`.execute(db);
  const line = copyLine([1, 'once', true, '{}']);
  await expect(withTransaction({ db }, async (tx) => {
    await copyIn(tx, statement, line);
    throw new Error('not after all');
  })).rejects.toThrow('not after all');
  expect(await stored()).toEqual([]);
  await expect(copyIn(db, statement, line + line)).rejects.toMatchObject({ code: '23505' });
  await expect(copyIn(db, statement, 'no row\n')).rejects.toThrow(/invalid input/);
  await expect(copyIn(db, 'copy nothing (id) from stdin', '1\n')).rejects.toMatchObject({ code: '42P01' });
  await withTransaction({ db }, (tx) => copyIn(tx, statement, line));
  expect(await stored()).toHaveLength(1);
  await Promise.all([2, 3, 4, 5].map((id) => copyIn(db, statement, copyLine([id, undefined, false, '[]']))));
  expect(await stored()).toHaveLength(5);
});
