// Boxes for what must not be read in the database: refresh tokens above all.
// In: a text, the keys, and what the box belongs to ("user:<id>|google").
// Out: v1.<kid>.<iv>.<ciphertext+tag>, which opens only with that key and for that owner.
// Never here: a key or a plain text in a message.

import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';

export interface SecretKeys {
  /** Id of the key that new boxes are closed with. */
  readonly current: string;
  readonly byId: ReadonlyMap<string, Uint8Array>;
}

/** Why a box could not be opened, in words for an operator. */
export class SecretTrouble extends Error {}

const KEY_BYTES = 32;
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** One key, or several with commas between them, the newest first; each base64 of 32 bytes. */
export function parseSecretKeys(text: string): SecretKeys {
  const keys = text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => {
      const bytes = Buffer.from(part, 'base64');
      if (bytes.length !== KEY_BYTES) throw new SecretTrouble('A secret key must be 32 bytes written in base64.');
      // The id says which key closed a box and gives nothing of the key away.
      return [createHash('sha256').update('key id').update(bytes).digest('hex').slice(0, 8), new Uint8Array(bytes)] as const;
    });
  const first = keys[0];
  if (!first) throw new SecretTrouble('There is no secret key.');
  return { current: first[0], byId: new Map(keys) };
}

export function makeSecretKey(): string {
  return randomBytes(KEY_BYTES).toString('base64');
}

export function sealSecret(keys: SecretKeys, plain: string, belongsTo: string): string {
  const key = keys.byId.get(keys.current);
  if (!key) throw new SecretTrouble('There is no secret key.');
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, iv, { authTagLength: TAG_BYTES });
  cipher.setAAD(Buffer.from(belongsTo, 'utf8'));
  const closed = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return `v1.${keys.current}.${iv.toString('base64url')}.${closed.toString('base64url')}`;
}

export interface OpenedSecret {
  readonly plain: string;
  /** It was closed with an older key: seal it again and store that. */
  readonly old: boolean;
}

export function openSecret(keys: SecretKeys, box: string, belongsTo: string): OpenedSecret {
  const [version, kid = '', iv = '', closed = ''] = box.split('.');
  if (version !== 'v1') throw new SecretTrouble('A stored secret has a form that this version does not know.');
  const key = keys.byId.get(kid);
  if (!key) throw new SecretTrouble(`A stored secret was closed with the key ${kid}, which is not configured. Add that key to SECRET_KEY.`);
  const bytes = Buffer.from(closed, 'base64url');
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(iv, 'base64url'), { authTagLength: TAG_BYTES });
    decipher.setAAD(Buffer.from(belongsTo, 'utf8'));
    decipher.setAuthTag(bytes.subarray(bytes.length - TAG_BYTES));
    const plain = Buffer.concat([decipher.update(bytes.subarray(0, bytes.length - TAG_BYTES)), decipher.final()]).toString('utf8');
    return { plain, old: kid !== keys.current };
  } catch {
    throw new SecretTrouble('A stored secret does not belong to this place, or was changed.');
  }
}
