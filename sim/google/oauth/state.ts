// In: consents, codes and tokens. Out: which account a token speaks for, with which scopes, until when.
// Tokens are random, not deterministic: two runs must never share one.
// Never here: HTTP.
import { randomBytes } from 'node:crypto';
import type { Account, World } from '../world.ts';
import { now } from '../world.ts';

export interface Client {
  readonly clientId: string;
  readonly clientSecret: string | undefined;
  readonly redirectUris: readonly string[] | undefined;
  /** A service account: its public key (PEM) and the scopes that an admin has delegated. */
  readonly publicKey: string | undefined;
  readonly delegatedScopes: readonly string[] | undefined;
}

export interface Code {
  readonly clientId: string;
  readonly account: string;
  readonly scopes: readonly string[];
  readonly redirectUri: string;
  readonly challenge: string | undefined;
  readonly nonce: string | undefined;
  readonly givesRefreshToken: boolean;
  readonly expires: number;
}

export interface RefreshToken {
  readonly token: string;
  readonly clientId: string;
  readonly account: string;
  readonly scopes: readonly string[];
  readonly created: number;
  readonly expires: number | undefined;
  lastUsed: number;
}

export interface AccessToken {
  readonly clientId: string;
  readonly account: string;
  readonly scopes: readonly string[];
  readonly expires: number;
}

export interface OauthState {
  readonly clients: Map<string, Client>;
  readonly codes: Map<string, Code>;
  readonly refreshTokens: Map<string, RefreshToken>;
  readonly accessTokens: Map<string, AccessToken>;
  /** Consents given: `client account` → granted scopes. */
  readonly consents: Map<string, readonly string[]>;
}

export function createOauthState(): OauthState {
  return { clients: new Map(), codes: new Map(), refreshTokens: new Map(), accessTokens: new Map(), consents: new Map() };
}

const longNames: Record<string, string> = {
  email: 'https://www.googleapis.com/auth/userinfo.email',
  profile: 'https://www.googleapis.com/auth/userinfo.profile',
};

/** The names in which Google reports granted scopes. */
export function expandScopes(scopes: readonly string[]): string[] {
  return [...new Set(scopes.filter((scope) => scope !== '').map((scope) => longNames[scope] ?? scope))];
}

const signIn = new Set(['openid', ...Object.values(longNames)]);

export function isSignInScope(scope: string): boolean {
  return signIn.has(longNames[scope] ?? scope);
}

export function consentKey(clientId: string, account: string): string {
  return `${clientId} ${account}`;
}

export interface TokenAnswer {
  readonly access_token: string;
  readonly expires_in: number;
  readonly refresh_token?: string;
  readonly refresh_token_expires_in?: number;
  readonly scope: string;
  readonly token_type: 'Bearer';
}

const testingDays = 7;

function capRefreshTokens(world: World, clientId: string, account: string): void {
  const own = [...world.oauth.refreshTokens.values()].filter((token) => token.clientId === clientId && token.account === account);
  // The oldest dies silently when there are too many.
  for (const token of own.slice(0, Math.max(0, own.length - world.switches.oauthRefreshTokenCap))) world.oauth.refreshTokens.delete(token.token);
}

export function issueAccessToken(world: World, clientId: string, account: string, scopes: readonly string[]): TokenAnswer {
  const accessToken = `ya29.${randomBytes(48).toString('base64url')}`;
  const seconds = world.switches.oauthAccessTokenSeconds;
  world.oauth.accessTokens.set(accessToken, { clientId, account, scopes, expires: now(world) + seconds * 1000 });
  return { access_token: accessToken, expires_in: seconds, scope: scopes.join(' '), token_type: 'Bearer' };
}

export function issueRefreshToken(world: World, clientId: string, account: string, scopes: readonly string[]): { refresh_token: string; refresh_token_expires_in?: number } {
  const token = `1//${randomBytes(48).toString('base64url')}`;
  // Testing apps lose access after a week, unless they only ask who the user is.
  const isTimed = world.switches.oauthTestingMode && !scopes.every(isSignInScope);
  const expires = isTimed ? now(world) + testingDays * 86_400_000 : undefined;
  world.oauth.refreshTokens.set(token, { token, clientId, account, scopes, created: now(world), expires, lastUsed: now(world) });
  capRefreshTokens(world, clientId, account);
  return { refresh_token: token, ...(isTimed ? { refresh_token_expires_in: testingDays * 86_400 } : {}) };
}

const unusedMs = 183 * 86_400_000;

export function findRefreshToken(world: World, text: string, clientId: string): RefreshToken | undefined {
  const token = world.oauth.refreshTokens.get(text);
  if (token === undefined || token.clientId !== clientId) return undefined;
  const time = now(world);
  if ((token.expires !== undefined && time >= token.expires) || time - token.lastUsed > unusedMs) return undefined;
  return token;
}

export function findAccessToken(world: World, text: string): AccessToken | undefined {
  const token = world.oauth.accessTokens.get(text);
  return token === undefined || now(world) >= token.expires || !world.accounts.has(token.account) ? undefined : token;
}

/** Ends the whole grant: every token that this client has for this account. */
export function revokeGrant(world: World, clientId: string | undefined, account: string): number {
  let count = 0;
  for (const tokens of [world.oauth.refreshTokens, world.oauth.accessTokens] as const) {
    for (const [text, token] of tokens) {
      if (token.account !== account || (clientId !== undefined && token.clientId !== clientId)) continue;
      tokens.delete(text);
      count += 1;
    }
  }
  for (const key of world.oauth.consents.keys()) {
    const [client, email] = key.split(' ');
    if (email === account && (clientId === undefined || client === clientId)) world.oauth.consents.delete(key);
  }
  return count;
}

export function rememberConsent(world: World, clientId: string, account: Account, scopes: readonly string[]): void {
  const key = consentKey(clientId, account.email);
  world.oauth.consents.set(key, expandScopes([...(world.oauth.consents.get(key) ?? []), ...scopes]));
}
