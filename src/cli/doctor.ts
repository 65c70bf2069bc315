// The command doctor: works with any configuration, or none, and while the product runs. In:
// the environment. Out: checks in words or JSON; exit code 1 when there is a problem.
// Never here: a database, folder or key made by looking.

import { access, readFile, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { check, problem, toReport } from '../compose/doctor/finding.ts';
import { examine } from '../compose/doctor/examine.ts';
import { ConfigTrouble, readConfig } from '../config.ts';
import type { Config, Environment, Overrides } from '../config.ts';
import type { DoctorCheck, DoctorReport } from '../http/contract/doctor.ts';
import { parseSecretKeys } from '../secret.ts';
import type { SecretKeys } from '../secret.ts';
import { openStore } from '../store/open.ts';
import type { Store } from '../store/open.ts';
import { describeZones } from './zone-check.ts';

export async function doctor(environment: Environment, overrides: Overrides, { json }: { readonly json: boolean }): Promise<void> {
  const report = await look(environment, overrides);
  process.stdout.write(json ? `${JSON.stringify(report)}\n` : `${inLines(report).join('\n')}\n`);
  if (report.result === 'problem') process.exitCode = 1;
}

async function look(environment: Environment, overrides: Overrides): Promise<DoctorReport> {
  let config: Config;
  try {
    config = readConfig(environment, overrides);
  } catch (error) {
    if (!(error instanceof ConfigTrouble)) throw error;
    // Nothing else can be told before this is right.
    return toReport([await check('configuration', 'Configuration', () => problem(error.message.replace(` ${error.remedy}`, ''), error.remedy))], new Date());
  }
  const { store, trouble } = await openPresent(config);
  try {
    const report = await examine({
      publicUrl: config.publicUrl ?? new URL(`http://${config.host === '0.0.0.0' ? '127.0.0.1' : config.host}:${config.port}`),
      isPublicUrlConfigured: config.publicUrl !== undefined,
      pushAddress: config.pushAddress,
      google: config.google,
      delegation: config.delegation,
      mail: config.mail,
      limits: config.limits,
      dataFolder: await presentFolder(config.dataFolder),
      zones: describeZones(),
      keys: await presentKeys(config),
      store,
    });
    if (trouble === undefined) return report;
    const database: DoctorCheck = { id: 'database', title: 'Database', result: 'problem', found: trouble, steps: ['Put that right, then run this again.'] };
    return toReport(report.checks.map((one) => (one.id === 'database' ? database : one)), new Date());
  } finally {
    await store?.close();
  }
}

/** Without an installation there is nothing to open, and nothing is made. */
async function openPresent(config: Config): Promise<{ store?: Store; trouble?: string }> {
  if (config.databaseUrl === undefined && !(await isThere(join(config.dataFolder, 'postgres')))) return {};
  try {
    return { store: await openStore({ databaseUrl: config.databaseUrl, dataFolder: config.dataFolder, poolSize: 4 }) };
  } catch (error) {
    return { trouble: error instanceof Error ? error.message : String(error) };
  }
}

async function presentKeys(config: Config): Promise<SecretKeys | undefined> {
  if (config.secretKey !== undefined) return parseSecretKeys(config.secretKey);
  const file = join(config.dataFolder, 'secret-key');
  return (await isThere(file)) ? parseSecretKeys(await readFile(file, 'utf8')) : undefined;
}

/** The folder, or the nearest one above it that is there: it lies on the same disk. */
async function presentFolder(folder: string): Promise<string> {
  return (await stat(folder).catch(() => undefined)) === undefined && dirname(folder) !== folder ? presentFolder(dirname(folder)) : folder;
}

function isThere(path: string): Promise<boolean> {
  return access(path).then(() => true, () => false);
}

const marks = { ok: 'ok     ', warning: 'WARNING', problem: 'PROBLEM' } as const;

function inLines({ checks, result }: DoctorReport): string[] {
  const lines = checks.flatMap(({ title, result: mark, found, steps }) => [`${marks[mark]}  ${title}: ${found}`, ...steps.map((step, index) => `           ${index + 1}. ${step}`)]);
  const counted = (mark: 'problem' | 'warning'): string => {
    const many = checks.filter((one) => one.result === mark).length;
    return `${many} ${mark}${many === 1 ? '' : 's'}`;
  };
  return [...lines, '', result === 'ok' ? 'Everything is well.' : `${counted('problem')}, ${counted('warning')}.`];
}
