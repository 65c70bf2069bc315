// In: an authorisation request in a browser. Out: the consent page, and the redirect after it.
// A bad client or redirect address gets an error page and never a redirect.
// Never here: a password. The person at the simulator is whoever they choose to be.
import { randomBytes } from 'node:crypto';
import type { Outgoing } from '../dispatch.ts';
import { html, renderPage } from '../html.ts';
import type { Markup } from '../html.ts';
import { findAccount, now } from '../world.ts';
import type { Account, World } from '../world.ts';
import { consentKey, expandScopes, isSignInScope, rememberConsent } from './state.ts';

const codeMinutes = 10;

const scopeTexts: Record<string, string> = {
  'https://www.googleapis.com/auth/calendar': 'See, edit, share, and permanently delete all the calendars you can access using Google Calendar',
  'https://www.googleapis.com/auth/calendar.events': 'View and edit events on all your calendars',
  'https://www.googleapis.com/auth/calendar.events.owned': 'See, create, change, and delete events on Google calendars you own',
  'https://www.googleapis.com/auth/calendar.readonly': 'See and download any calendar you can access using your Google Calendar',
  'https://www.googleapis.com/auth/calendar.calendarlist': 'See, add, and remove Google calendars you’re subscribed to',
  'https://www.googleapis.com/auth/calendar.calendarlist.readonly': 'See the list of Google calendars you’re subscribed to',
  'https://www.googleapis.com/auth/calendar.app.created': 'Make secondary Google calendars, and see, create, change, and delete events on them',
  'https://www.googleapis.com/auth/contacts': 'See, edit, download, and permanently delete your contacts',
  'https://www.googleapis.com/auth/contacts.readonly': 'See and download your contacts',
  'https://www.googleapis.com/auth/tasks': 'Create, edit, organize, and delete all your tasks',
  'https://www.googleapis.com/auth/tasks.readonly': 'View your tasks',
};

function answerHtml(status: number, title: string, body: Markup): Outgoing {
  return { status, headers: { 'content-type': 'text/html; charset=utf-8', 'x-frame-options': 'DENY' }, text: renderPage(title, body) };
}

function refusePage(error: string, text: string): Outgoing {
  return answerHtml(400, 'Error', html`<main class="narrow"><h1>Access blocked: this request is invalid</h1><p>${text}</p><p id="error">Error 400: ${error}</p></main>`);
}

interface Ask {
  readonly clientId: string;
  readonly redirectUri: string;
  readonly scopes: readonly string[];
  readonly state: string | undefined;
  readonly prompts: readonly string[];
  readonly parameters: URLSearchParams;
}

function readAsk(world: World, parameters: URLSearchParams): Ask | Outgoing {
  const clientId = parameters.get('client_id') ?? '';
  const redirectUri = parameters.get('redirect_uri') ?? '';
  if (clientId === '') return refusePage('invalid_request', 'Missing required parameter: client_id');
  const client = world.oauth.clients.get(clientId);
  if (world.oauth.clients.size > 0 && client === undefined) return refusePage('invalid_client', 'The OAuth client was not found.');
  if (redirectUri === '') return refusePage('invalid_request', 'Missing required parameter: redirect_uri');
  // Exactly as registered: scheme, case and trailing slash count.
  const isUrl = URL.canParse(redirectUri) && !redirectUri.includes('#');
  if (!isUrl || (client?.redirectUris !== undefined && !client.redirectUris.includes(redirectUri))) return refusePage('redirect_uri_mismatch', `The redirect address ${redirectUri} is not registered for this client.`);
  if (parameters.get('response_type') !== 'code') return refusePage(parameters.has('response_type') ? 'unsupported_response_type' : 'invalid_request', 'The response_type must be "code".');
  const scopes = expandScopes((parameters.get('scope') ?? '').split(/\s+/));
  if (scopes.length === 0) return refusePage('invalid_request', 'Missing required parameter: scope');
  const method = parameters.get('code_challenge_method');
  if (method !== null && method !== 'S256' && method !== 'plain') return refusePage('invalid_request', 'Invalid code_challenge_method.');
  return { clientId, redirectUri, scopes, state: parameters.get('state') ?? undefined, prompts: (parameters.get('prompt') ?? '').split(' '), parameters };
}

function redirect(ask: Ask, given: Record<string, string>): Outgoing {
  const url = new URL(ask.redirectUri);
  if (ask.state !== undefined) url.searchParams.set('state', ask.state);
  for (const [name, value] of Object.entries(given)) url.searchParams.set(name, value);
  return { status: 302, headers: { location: url.href }, text: '' };
}

function isCovered(world: World, ask: Ask, account: Account): boolean {
  const granted = world.oauth.consents.get(consentKey(ask.clientId, account.email)) ?? [];
  return ask.scopes.every((scope) => granted.includes(scope));
}

function redirectWithCode(world: World, ask: Ask, account: Account, scopes: readonly string[], wasShown: boolean): Outgoing {
  const key = consentKey(ask.clientId, account.email);
  const isFirst = !world.oauth.consents.has(key);
  rememberConsent(world, ask.clientId, account, scopes);
  const granted = ask.parameters.get('include_granted_scopes') === 'true' ? (world.oauth.consents.get(key) ?? scopes) : scopes;
  const challenge = ask.parameters.get('code_challenge');
  const code = `4/0${randomBytes(40).toString('base64url')}`;
  world.oauth.codes.set(code, {
    clientId: ask.clientId,
    account: account.email,
    scopes: expandScopes(granted),
    redirectUri: ask.redirectUri,
    challenge: challenge === null ? undefined : `${ask.parameters.get('code_challenge_method') ?? 'plain'}:${challenge}`,
    nonce: ask.parameters.get('nonce') ?? undefined,
    // Only with offline access and a consent that was really shown.
    givesRefreshToken: ask.parameters.get('access_type') === 'offline' && wasShown && (isFirst || ask.prompts.includes('consent')),
    expires: now(world) + codeMinutes * 60_000,
  });
  return redirect(ask, { code, scope: expandScopes(granted).join(' '), authuser: '0', prompt: wasShown ? 'consent' : 'none' });
}

function renderConsent(world: World, ask: Ask): Outgoing {
  const hint = ask.parameters.get('login_hint')?.toLowerCase();
  const accounts = [...world.accounts.values()];
  const optional = ask.scopes.filter((scope) => !isSignInScope(scope));
  const hidden = [...ask.parameters].map(([name, value]) => html`<input type="hidden" name="ask.${name}" value="${value}">`);
  const boxes = optional.map((scope, index) => html`<label for="scope-${index}"><input type="checkbox" id="scope-${index}" name="scope" value="${scope}" checked> ${scopeTexts[scope] ?? scope}</label>`);
  const chooser = html`<label for="account">Account</label><select id="account" name="account" required>${accounts.map((account) => (account.email === hint || account.sub === hint ? html`<option value="${account.email}" selected>${account.name} (${account.email})</option>` : html`<option value="${account.email}">${account.name} (${account.email})</option>`))}</select>`;
  const note = world.switches.oauthTestingMode ? html`<p role="status">Google hasn’t verified this app: it is in testing, and access ends after 7 days.</p>` : html``;
  return answerHtml(200, 'Sign in – Google simulator', html`<main class="narrow">
<p class="muted">Google simulator</p>
<h1>${ask.clientId} wants access to your Google Account</h1>
${note}
${accounts.length === 0 ? html`<p role="status">There is no account yet. Seed one first.</p>` : html``}
<form method="post" action="/o/oauth2/v2/auth">${hidden}
${chooser}
<fieldset><legend>Select what the app can access</legend>
${optional.length < ask.scopes.length ? html`<p>Your name, e-mail address and profile picture</p>` : html``}
${boxes}</fieldset>
<button type="submit" id="approve" name="decision" value="approve">Allow</button>
<button type="submit" id="deny" class="quiet" name="decision" value="deny" formnovalidate>Cancel</button>
</form></main>`);
}

export function showConsent(world: World, parameters: URLSearchParams): Outgoing {
  const ask = readAsk(world, parameters);
  if ('status' in ask) return ask;
  const hinted = findAccount(world, parameters.get('login_hint') ?? '');
  const only = world.accounts.size === 1 ? [...world.accounts.values()][0] : undefined;
  const known = hinted ?? only;
  const isKnown = known !== undefined && isCovered(world, ask, known);
  if (ask.prompts.includes('none')) return isKnown ? redirectWithCode(world, ask, known, ask.scopes, false) : redirect(ask, { error: 'interaction_required' });
  const mustShow = ask.prompts.includes('consent') || ask.prompts.includes('select_account');
  // A person who has agreed to all of it already is not asked again.
  if (isKnown && !mustShow) return redirectWithCode(world, ask, known, ask.scopes, false);
  return renderConsent(world, ask);
}

export function decideConsent(world: World, form: URLSearchParams): Outgoing {
  const parameters = new URLSearchParams();
  for (const [name, value] of form) if (name.startsWith('ask.')) parameters.append(name.slice('ask.'.length), value);
  const ask = readAsk(world, parameters);
  if ('status' in ask) return ask;
  if (form.get('decision') !== 'approve') return redirect(ask, { error: 'access_denied' });
  const account = findAccount(world, form.get('account') ?? '');
  if (account === undefined) return refusePage('invalid_request', 'Choose an account.');
  const ticked = form.getAll('scope');
  const granted = ask.scopes.filter((scope) => isSignInScope(scope) || ticked.includes(scope));
  return granted.length === 0 ? redirect(ask, { error: 'access_denied' }) : redirectWithCode(world, ask, account, granted, true);
}
