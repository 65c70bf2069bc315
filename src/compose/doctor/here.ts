// The checks of this machine: addresses, time zones, database, disk, key, mail. In: what is
// configured. Out: findings. Reads only: nothing is made, sealed or migrated by looking.

import { statfs } from 'node:fs/promises';
import { sql } from 'kysely';
import { createMailTransport } from '../../mail/transport.ts';
import { openSecret, SecretTrouble } from '../../secret.ts';
import type { SecretKeys } from '../../secret.ts';
import { delegatedMark } from '../../store/account.ts';
import { migrations } from '../../store/migrations/index.ts';
import type { Sql, Store } from '../../store/open.ts';
import { ok, problem, said, warning } from './finding.ts';
import type { Finding } from './finding.ts';

const own = new Set(['localhost', '127.0.0.1', '[::1]']);

export function checkAddress(publicUrl: URL, isConfigured: boolean, simulated: boolean): Finding {
  const redirect = new URL('/api/google/callback', publicUrl).href;
  const register = `Registered at Google must be exactly this redirect address: ${redirect}`;
  const where = 'In the Google Cloud console, under Google Auth Platform, Clients, your client, Authorised redirect URIs: enter it to the letter.';
  if (own.has(publicUrl.hostname)) {
    const found = `Browsers reach the product at ${publicUrl.origin}, which works on this machine only. ${register}`;
    return simulated || isConfigured ? ok(found) : warning(found, 'For a trial on this machine nothing needs to be done.', 'For others to use it, set PUBLIC_URL to the https address at which they reach it.', where);
  }
  if (publicUrl.protocol !== 'https:') return problem(`Browsers reach the product at ${publicUrl.origin}. Google takes redirect addresses with https only, except for this machine itself.`, 'Put a reverse proxy with a certificate before the product.', 'Set PUBLIC_URL to its https address and start the product again.');
  if (/^[\d.]+$|^\[/.test(publicUrl.hostname)) return problem(`The address ${publicUrl.origin} is a number. Google takes host names only.`, 'Give the machine a name in the DNS and set PUBLIC_URL to it.');
  return ok(`Browsers reach the product at ${publicUrl.origin}. ${register}`);
}

export function checkZones(zones: { readonly version: string; readonly fresh: boolean }): Finding {
  if (zones.fresh) return ok(`Time zone rules ${zones.version}; British Columbia's change of 2026 is known.`);
  return problem(`The time zone rules of this Node.js (${zones.version}) are too old: appointments would be written at wrong times.`, 'Start the product with npm, which brings its own Node.js, or update Node.js to 26.10 or later.');
}

export async function checkDatabase(store: Store | undefined): Promise<Finding> {
  if (store === undefined) return warning('There is no database yet.', 'Start the product once (npm start): it makes its own database, or set DATABASE_URL to an existing PostgreSQL.');
  const { rows } = await sql<{ version: string; migrated: boolean }>`select current_setting('server_version') as version, to_regclass('kysely_migration') is not null as migrated`.execute(store.db);
  const { version = '', migrated = false } = rows[0] ?? {};
  const done = new Set(migrated ? (await sql<{ name: string }>`select name from kysely_migration`.execute(store.db)).rows.map(({ name }) => name) : []);
  const known = Object.keys(migrations);
  const newer = [...done].filter((name) => !known.includes(name));
  const open = known.filter((name) => !done.has(name));
  if (newer.length > 0) return problem(`PostgreSQL ${version}. The database was changed by a newer version of the product (${newer.join(', ')}).`, 'Start that newer version, or restore the backup from before the update.');
  if (open.length > 0) return warning(`PostgreSQL ${version}. ${open.length} changes of the database are still to be made (${open.join(', ')}).`, 'Start the product, or run: npm run cli -- migrate');
  return ok(`PostgreSQL ${version} with all ${known.length} changes of this version.`);
}

const gigabyte = 1024 ** 3;

export async function checkDisk(folder: string): Promise<Finding> {
  const { bavail, bsize } = await statfs(folder);
  const free = (bavail * bsize) / gigabyte;
  const words = `${free.toFixed(1)} GB are free where the data folder ${folder} lies.`;
  if (free < 0.2) return problem(words, 'Free space, or move the data folder (DATA_FOLDER) to a larger disk. A full disk stops the database.');
  return free < 1 ? warning(words, 'Free space before it runs out.') : ok(words);
}

const remedyForKey = 'Give every process the SECRET_KEY (or the file secret-key of the data folder) that this database was written with; it belongs to your backup.';

export async function checkKey(keys: SecretKeys | undefined, db: Sql | undefined): Promise<Finding> {
  if (keys === undefined) return warning('There is no secret key yet.', 'Start the product once: it makes a key and keeps it in the data folder. Or set SECRET_KEY.');
  if (db === undefined) return ok(`There are ${keys.byId.size === 1 ? 'one key' : `${keys.byId.size} keys`}.`);
  const { rows } = await sql<{ id: string; email: string; tokens: string }>`select id, google_email as email, google_tokens as tokens from account where google_tokens is not null and google_tokens <> ${delegatedMark}`.execute(db);
  let old = 0;
  for (const { id, tokens } of rows) {
    try {
      if (openSecret(keys, tokens, `account:${id}|google`).old) old += 1;
    } catch (error) {
      if (error instanceof SecretTrouble) return problem(`The tokens of ${rows.length} Google accounts cannot all be opened: ${error.message}`, remedyForKey);
      throw error;
    }
  }
  if (old > 0) return warning(`${old} of ${rows.length} Google accounts are still sealed with an older key.`, 'Run: npm run cli -- rotate-key', 'Then leave the older key out of SECRET_KEY.');
  return ok(`The tokens of ${rows.length} Google accounts open with the present key.`);
}

export async function checkMail(mail: { readonly smtpUrl?: string; readonly from: string }): Promise<Finding> {
  if (mail.smtpUrl === undefined) return warning('No mail leaves the product; it is kept in it. Alerts are shown in the product.', 'Set SMTP_URL (smtp://user:password@host:587) and MAIL_FROM.');
  const transport = createMailTransport(mail);
  try {
    await transport.verify();
  } catch (error) {
    return problem(`The mail server cannot be used: ${said(error).replaceAll(mail.smtpUrl, 'SMTP_URL')}`, 'Correct host, port, user and password in SMTP_URL.', 'See that this machine may reach the mail server (firewall).');
  } finally {
    transport.close();
  }
  return /@localhost\b/.test(mail.from) ? warning('The mail server answers and accepts us, but mail is sent from an address at localhost.', 'Set MAIL_FROM to an address of yours.') : ok('The mail server answers and accepts us.');
}
