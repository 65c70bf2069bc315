// In: claims. Out: signed id tokens, and the public key in the two forms that clients fetch.
// One key for the life of the process: clients cache certificates.
// Never here: the simulated clock; clients check id tokens against their own.
import { createHash, createSign, generateKeyPairSync } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import type { Json } from '../wire.ts';

interface SigningKey {
  readonly id: string;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

let key: SigningKey | undefined;

function openKey(): SigningKey {
  if (key !== undefined) return key;
  const pair = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const id = createHash('sha1').update(pair.publicKey.export({ type: 'spki', format: 'der' })).digest('hex');
  key = { id, ...pair };
  return key;
}

function encodePart(value: Json): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

export function signToken(claims: Json): string {
  const { id, privateKey } = openKey();
  const content = `${encodePart({ alg: 'RS256', kid: id, typ: 'JWT' })}.${encodePart(claims)}`;
  return `${content}.${createSign('RSA-SHA256').update(content).sign(privateKey, 'base64url')}`;
}

/** The Node client fetches this form: key id → PEM. */
export function listPemKeys(): Json {
  const { id, publicKey } = openKey();
  return { [id]: publicKey.export({ type: 'spki', format: 'pem' }) };
}

export function listJwkKeys(): Json {
  const { id, publicKey } = openKey();
  return { keys: [{ ...publicKey.export({ format: 'jwk' }), kid: id, alg: 'RS256', use: 'sig' }] };
}

export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest().subarray(0, 16).toString('base64url');
}
