// In: requests on the OAuth paths. Out: pages, tokens, keys and profiles.
// Issuer is the simulator's own origin, so that OpenID discovery works on loopback.
// Never here: an API answer, or a token check for the APIs (dispatch.ts).
import { setTimeout as sleep } from 'node:timers/promises';
import type { Incoming, Outgoing } from '../dispatch.ts';
import { describeFault, spoil, takeFault } from '../faults.ts';
import { findAccount, recordViolation } from '../world.ts';
import type { Account, World } from '../world.ts';
import type { Json } from '../wire.ts';
import { findSchemaFault } from '../discovery.ts';
import { decideConsent, showConsent } from './consent.ts';
import { listJwkKeys, listPemKeys } from './keys.ts';
import { findAccessToken } from './state.ts';
import type { OauthReply } from './tokens.ts';
import { answerRevoke, answerToken, answerTokenInfo } from './tokens.ts';

export interface OauthOutcome {
  readonly outgoing: Outgoing;
  readonly account: Account | undefined;
  readonly fault?: string;
}

const json = { 'content-type': 'application/json; charset=utf-8' };

function toOutcome({ status, body, account }: OauthReply): OauthOutcome {
  return { outgoing: { status, headers: json, text: JSON.stringify(body) }, account };
}

function answerJson(body: Json): OauthOutcome {
  return toOutcome({ status: 200, body });
}

function describeIssuer(world: World): Json {
  const { url } = world;
  return {
    issuer: url,
    authorization_endpoint: `${url}/o/oauth2/v2/auth`,
    token_endpoint: `${url}/token`,
    userinfo_endpoint: `${url}/v1/userinfo`,
    revocation_endpoint: `${url}/revoke`,
    jwks_uri: `${url}/oauth2/v3/certs`,
    response_types_supported: ['code'],
    response_modes_supported: ['query'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256'],
    scopes_supported: ['openid', 'email', 'profile'],
    token_endpoint_auth_methods_supported: ['client_secret_post', 'client_secret_basic'],
    claims_supported: ['aud', 'email', 'email_verified', 'exp', 'family_name', 'given_name', 'iat', 'iss', 'name', 'sub'],
    code_challenge_methods_supported: ['plain', 'S256'],
    grant_types_supported: ['authorization_code', 'refresh_token', 'urn:ietf:params:oauth:grant-type:jwt-bearer'],
  };
}

function answerProfile(world: World, incoming: Incoming, form: 'v2' | 'openid'): OauthOutcome {
  const authorization = incoming.headers.authorization;
  const text = /^Bearer (.+)$/i.exec(typeof authorization === 'string' ? authorization : '')?.[1] ?? incoming.query.get('access_token') ?? '';
  const token = findAccessToken(world, text);
  const account = token === undefined ? undefined : findAccount(world, token.account);
  const has = (name: string): boolean => token?.scopes.includes(`https://www.googleapis.com/auth/userinfo.${name}`) === true;
  if (token === undefined || account === undefined) {
    const message = 'Request is missing required authentication credential. Expected OAuth 2 access token, login cookie or other valid authentication credential.';
    return toOutcome({ status: 401, body: { error: { code: 401, message, status: 'UNAUTHENTICATED' } } });
  }
  const [given, ...rest] = account.name.split(' ');
  const profile = has('profile') ? { name: account.name, given_name: given, ...(rest.length === 0 ? {} : { family_name: rest.join(' ') }) } : {};
  const body = form === 'v2'
    ? { id: account.sub, ...(has('email') ? { email: account.email, verified_email: true } : {}), ...profile }
    : { sub: account.sub, ...(has('email') ? { email: account.email, email_verified: true } : {}), ...profile };
  const fault = form === 'v2' ? findSchemaFault('oauth', 'answer', 'Userinfo', body) : undefined;
  if (fault !== undefined) recordViolation(world, 'oauth2.userinfo.get', fault.message ?? '', body);
  return toOutcome({ status: 200, body, account });
}

function route(world: World, incoming: Incoming): OauthOutcome | undefined {
  const form = (): URLSearchParams => new URLSearchParams(incoming.text);
  const pick = (name: string): string => incoming.query.get(name) ?? form().get(name) ?? '';
  const page = (outgoing: Outgoing): OauthOutcome => ({ outgoing, account: undefined });
  switch (`${incoming.method} ${incoming.pathname}`) {
    case 'GET /o/oauth2/v2/auth':
      return page(showConsent(world, incoming.query));
    case 'POST /o/oauth2/v2/auth':
      return page(decideConsent(world, form()));
    case 'POST /token': {
      const authorization = incoming.headers.authorization;
      return toOutcome(answerToken(world, form(), typeof authorization === 'string' ? authorization : undefined));
    }
    case 'GET /revoke':
    case 'POST /revoke':
      return toOutcome(answerRevoke(world, pick('token')));
    case 'GET /tokeninfo':
    case 'POST /tokeninfo': {
      // The Node client sends the token as a bearer, older ones in the query.
      const bearer = /^Bearer (.+)$/i.exec(typeof incoming.headers.authorization === 'string' ? incoming.headers.authorization : '')?.[1];
      return toOutcome(answerTokenInfo(world, bearer ?? pick('access_token')));
    }
    case 'GET /oauth2/v1/certs':
      return answerJson(listPemKeys());
    case 'GET /oauth2/v3/certs':
      return answerJson(listJwkKeys());
    case 'GET /.well-known/openid-configuration':
      return answerJson(describeIssuer(world));
    case 'GET /oauth2/v2/userinfo':
    case 'GET /userinfo/v2/me':
      return answerProfile(world, incoming, 'v2');
    case 'GET /v1/userinfo':
    case 'POST /v1/userinfo':
      return answerProfile(world, incoming, 'openid');
    default:
      return undefined;
  }
}

const paths = ['/o/oauth2/', '/token', '/revoke', '/oauth2/', '/.well-known/', '/v1/userinfo', '/userinfo/'];
/** What an OAuth endpoint says with a status; only the first two are of the grant or the client. */
const usualErrors: Readonly<Record<number, string>> = { 400: 'invalid_grant', 401: 'invalid_client', 403: 'access_denied', 429: 'rate_limit_exceeded' };
const dropped: Outgoing = { status: 0, headers: {}, text: '', drop: true };

export async function answerOauth(world: World, incoming: Incoming): Promise<OauthOutcome | undefined> {
  if (!paths.some((path) => incoming.pathname.startsWith(path))) return undefined;
  const fault = takeFault(world, { api: 'oauth', call: undefined, method: incoming.method, pathAndQuery: incoming.pathname, account: undefined });
  if (fault === undefined) return route(world, incoming);
  const { rule } = fault;
  const what = { fault: describeFault(fault) };
  if (rule.delayMs !== undefined) await sleep(rule.delayMs);
  if (rule.drop === 'before') return { outgoing: dropped, account: undefined, ...what };
  const done = rule.status === undefined || rule.applied ? route(world, incoming) : undefined;
  if (rule.drop === 'after') return { outgoing: dropped, account: done?.account, ...what };
  if (rule.status === undefined) return done === undefined ? undefined : { ...done, outgoing: spoil(done.outgoing, fault), ...what };
  const body = rule.body ?? { error: rule.reason ?? usualErrors[rule.status] ?? 'internal_failure', error_description: rule.message ?? 'Fault of the simulator.' };
  const headers: Record<string, string> = rule.retryAfter === undefined ? json : { ...json, 'retry-after': String(rule.retryAfter) };
  return { outgoing: { status: rule.status, headers, text: typeof body === 'string' ? body : JSON.stringify(body) }, account: undefined, ...what };
}
