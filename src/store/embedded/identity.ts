// What comes in: the folder of a cluster that exists or will exist.
// What goes out: the user id that the private server runs as, and whether we must become it.
// Never here: a server that runs as root (PostgreSQL refuses), or a change of owner of
// a cluster that already exists.

import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { userInfo } from 'node:os';
import { codeOf, StoreTrouble, USE_DATABASE_URL } from './trouble.ts';

export type ServerUser = {
  readonly uid: number;
  readonly gid: number;
  /** True when we are root and the server's processes must become this user. */
  readonly drop: boolean;
  /** initdb asks the system for the user's name and gives up without one. */
  readonly hasName: boolean;
};

type Account = { readonly name: string; readonly uid: number; readonly gid: number };

export function chooseServerUser(clusterFolder: string): ServerUser {
  const ownUid = process.getuid?.() ?? 0;
  if (ownUid !== 0) {
    return { uid: ownUid, gid: process.getgid?.() ?? ownUid, drop: false, hasName: currentUserHasName() };
  }
  const accounts = readAccounts();
  const withName = (uid: number, gid: number): ServerUser => ({
    uid,
    gid,
    drop: true,
    hasName: accounts.some((account) => account.uid === uid),
  });

  const owner = statSync(clusterFolder, { throwIfNoEntry: false });
  if (owner && owner.uid !== 0) return withName(owner.uid, owner.gid);

  const mapped = mappedUids();
  const postgres = accounts.find((account) => account.name === 'postgres');
  if (postgres && postgres.uid !== 0 && mapped(postgres.uid)) return withName(postgres.uid, postgres.gid);

  // Without such an account: a number of our own for each data folder, from the range that
  // systemd sets aside for dynamic users, so that no other program shares it.
  const taken = new Set(accounts.map((account) => account.uid));
  const first = 61184;
  const count = 4336;
  const start = createHash('sha256').update(clusterFolder).digest().readUInt32BE(0) % count;
  for (let step = 0; step < count; step++) {
    const uid = first + ((start + step) % count);
    if (!taken.has(uid) && mapped(uid)) return withName(uid, uid);
  }
  if (mapped(65534)) return withName(65534, 65534);
  throw new StoreTrouble(
    'PostgreSQL refuses to run as root, and this environment has no other user id to run it as.',
    `Start the program as an ordinary user. Or: ${USE_DATABASE_URL}`,
  );
}

function currentUserHasName(): boolean {
  try {
    return userInfo().username !== '';
  } catch (error) {
    // ENOENT: a numeric user without a passwd entry, as OpenShift and `docker -u` give out.
    if (codeOf(error) === 'ERR_SYSTEM_ERROR' || codeOf(error) === 'ENOENT') return false;
    throw error;
  }
}

function readAccounts(): readonly Account[] {
  let text: string;
  try {
    text = readFileSync('/etc/passwd', 'utf8');
  } catch (error) {
    // A minimal image may have no passwd file at all; then nobody has a name.
    if (codeOf(error) === 'ENOENT') return [];
    throw error;
  }
  return text.split('\n').flatMap((line) => {
    const [name, , uid, gid] = line.split(':');
    return name && uid && gid ? [{ name, uid: Number(uid), gid: Number(gid) }] : [];
  });
}

/** In a user namespace only some ids exist; setuid to another one fails. */
function mappedUids(): (uid: number) => boolean {
  let text: string;
  try {
    text = readFileSync('/proc/self/uid_map', 'utf8');
  } catch {
    // No /proc (macOS) or no user namespaces: every id exists.
    return () => true;
  }
  const ranges = text
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number));
  return (uid) => ranges.some(([inside = 0, , length = 0]) => uid >= inside && uid < inside + length);
}
