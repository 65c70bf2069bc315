// In: a browser's requests on `/` and `/act`. Out: the page on which a person plays Google's own apps.
// A form's act goes the same way as the control door's; afterwards the browser returns to the list.
// Never here: script, or anything that a client program of Google would see.
import type { Incoming, Outgoing } from '../dispatch.ts';
import { performAct } from '../doors/act.ts';
import { html, renderPage } from '../html.ts';
import type { Markup } from '../html.ts';
import { findAccount, isoNow } from '../world.ts';
import type { Account, World } from '../world.ts';
import { Refusal } from '../wire.ts';
import { renderCalendar } from './calendar.ts';
import { readAct } from './forms.ts';
import { renderAccess, renderContacts, renderMail, renderTasks } from './lists.ts';

const tabs = [['calendar', 'Calendar'], ['contacts', 'Contacts'], ['tasks', 'Tasks'], ['mail', 'Mail'], ['access', 'Access']] as const;

function renderTab(world: World, account: Account, query: URLSearchParams): Markup {
  const search = query.get('q') ?? '';
  switch (query.get('tab')) {
    case 'contacts': return renderContacts(account, search);
    case 'tasks': return renderTasks(account);
    case 'mail': return renderMail(world, account);
    case 'access': return renderAccess(world, account);
    default: return renderCalendar(world, account, query.get('calendar') ?? undefined, search);
  }
}

function answerHtml(status: number, title: string, body: Markup): Outgoing {
  return { status, headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' }, text: renderPage(title, body) };
}

function showPage(world: World, query: URLSearchParams): Outgoing {
  const accounts = [...world.accounts.values()];
  const account = findAccount(world, query.get('account') ?? '') ?? accounts[0];
  const current = query.get('tab') ?? 'calendar';
  const notice = query.get('notice');
  const link = (email: string, tab: string): string => `/?${new URLSearchParams({ account: email, tab })}`;
  const body = html`<header><h1>Google simulator</h1><p class="muted">Not Google: a stand-in on this computer. Here you do what a person would do in Google’s own apps. Its clock says ${isoNow(world).slice(0, 19).replace('T', ' ')} UTC.</p></header>
${notice === null ? '' : html`<p role="status">${notice}</p>`}
${account === undefined ? html`<main><p>There is no account yet. Seed one through <code>POST /_sim/seed</code>.</p></main>` : html`
<nav aria-label="Accounts">${accounts.map((other) => html`<a href="${link(other.email, current)}"${other === account ? html` aria-current="true"` : ''}>${other.name} (${other.email})</a>`)}</nav>
<nav aria-label="Apps">${tabs.map(([tab, title]) => html`<a href="${link(account.email, tab)}"${tab === current ? html` aria-current="page"` : ''}>${title}</a>`)}</nav>
<main><h2>${tabs.find(([tab]) => tab === current)?.[1] ?? 'Calendar'} of ${account.email}</h2>${renderTab(world, account, query)}</main>`}`;
  return answerHtml(200, 'Google simulator', body);
}

function tabOf(action: string): string {
  if (action.startsWith('contact.') || action.startsWith('group.')) return 'contacts';
  if (action.startsWith('task.')) return 'tasks';
  return action === 'access.revoke' ? 'access' : 'calendar';
}

function act(world: World, form: URLSearchParams): Outgoing {
  const action = form.get('action') ?? '';
  let notice = `Done: ${action}.`;
  try {
    performAct(world, readAct(world, form));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    notice = `Not done: ${error.message}`;
  }
  const calendar = form.get('calendar');
  const back = new URLSearchParams({ account: form.get('account') ?? '', tab: tabOf(action), ...(calendar === null ? {} : { calendar }), notice });
  return { status: 303, headers: { location: `/?${back}` }, text: '' };
}

export function answerPage(world: World, { method, pathname, query, text, headers }: Incoming): Outgoing | undefined {
  if (method === 'GET' && pathname === '/') return showPage(world, query);
  if (method === 'GET' && pathname === '/calendar/event') return { status: 302, headers: { location: '/?tab=calendar' }, text: '' };
  if (method !== 'POST' || pathname !== '/act') return undefined;
  // A page of another site must not act here on behalf of the person at this browser.
  const origin = headers.origin;
  if (typeof origin === 'string' && origin !== 'null' && origin !== world.url && new URL(origin).host !== headers.host) return answerHtml(403, 'Refused', html`<main><p>This form came from another site.</p></main>`);
  return act(world, new URLSearchParams(text));
}
