// What comes in: an open store and the list of migrations that this program knows.
// What goes out: a database that has all of them, whoever ran them.
// Never here: work on a database that a newer program has already changed.

import { sql } from 'kysely';
import { Migrator } from 'kysely/migration';
import type { Migration } from 'kysely/migration';
import type { Sql } from './open.ts';
import { StoreTrouble } from './embedded/trouble.ts';
import { migrations as ownMigrations } from './migrations/index.ts';

/** Safe from several processes at once: Kysely holds a lock, one migrates and the others wait. */
export async function migrateStore(
  store: { readonly db: Sql },
  migrations: Record<string, Migration> = ownMigrations,
): Promise<readonly string[]> {
  await assertNotNewer(store.db, migrations);
  const migrator = new Migrator({ db: store.db, provider: { getMigrations: async () => migrations } });
  const { error, results = [] } = await migrator.migrateToLatest();
  if (error !== undefined) {
    // Another process with a newer program may have migrated while we waited for the lock.
    await assertNotNewer(store.db, migrations);
    const failed = results.find((result) => result.status === 'Error')?.migrationName;
    const what = failed === undefined ? 'The database could not be brought up to date' : `The change ${failed} of the database failed`;
    throw new StoreTrouble(`${what}: ${error instanceof Error ? error.message : JSON.stringify(error)}.`, 'Nothing of this change was kept. Start the version that ran before, or report this message.', { cause: error });
  }
  return results.filter((result) => result.status === 'Success').map((result) => result.migrationName);
}

async function assertNotNewer(db: Sql, migrations: Record<string, Migration>): Promise<void> {
  const found = await sql<{ exists: boolean }>`select to_regclass('kysely_migration') is not null as exists`.execute(db);
  if (!found.rows[0]?.exists) return;
  const done = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(db);
  const unknown = done.rows.map((row) => row.name).filter((name) => !(name in migrations));
  if (unknown.length === 0) return;
  throw new StoreTrouble(
    `The database is newer than this program: it has been changed by ${unknown.join(', ')}, which this version does not know.`,
    'Start the newer version of the program, or restore a backup from before the update.',
  );
}
