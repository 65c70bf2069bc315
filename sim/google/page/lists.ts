// In: an account and a search. Out: its contacts, tasks, mails and grants with forms to change them.
// Never here: a change.
import { html } from '../html.ts';
import type { Markup } from '../html.ts';
import type { GroupRecord } from '../people/records.ts';
import { latest, listMembers, membershipsOf } from '../people/records.ts';
import { listSiblings } from '../tasks/records.ts';
import type { TaskListRecord, TaskRecord } from '../tasks/records.ts';
import type { Account, World } from '../world.ts';
import type { Json } from '../wire.ts';
import { hiddenFields } from './calendar.ts';

const mostContacts = 50;

function firstOf(fields: Json, field: string, member = 'value'): string {
  const entries = Array.isArray(fields[field]) ? (fields[field] as Json[]) : [];
  const value = entries[0]?.[member];
  return typeof value === 'string' ? value : '';
}

function contactFields(key: string, fields: Json): Markup {
  const row = (name: string, label: string, value: string): Markup => html`<label for="${key}-${name}">${label} <input id="${key}-${name}" name="${name}" value="${value}"></label>`;
  return html`${row('given', 'First name', firstOf(fields, 'names', 'givenName'))}${row('family', 'Last name', firstOf(fields, 'names', 'familyName'))}${row('email', 'E-mail', firstOf(fields, 'emailAddresses'))}${row('phone', 'Phone', firstOf(fields, 'phoneNumbers'))}${row('company', 'Company', firstOf(fields, 'organizations', 'name'))}`;
}

function renderGroups(account: Account, groups: readonly GroupRecord[]): Markup {
  return html`<table><caption>Labels</caption><thead><tr><th scope="col">Label</th><th scope="col">Contacts</th><th scope="col">Do</th></tr></thead><tbody>${groups.map((group) => {
    const hidden = hiddenFields({ account: account.email, group: group.resourceName });
    return html`<tr><td>${group.name}</td><td>${listMembers(account.contacts, group.resourceName).length}</td><td><form class="inline" method="post" action="/act">${hidden}<button class="quiet" name="action" value="group.empty">Empty</button> <button class="quiet" name="action" value="group.delete">Delete</button></form></td></tr>`;
  })}</tbody></table>`;
}

export function renderContacts(account: Account, query: string): Markup {
  const groups = [...account.contacts.groups.values()].filter((group) => !group.isSystem && !group.deleted);
  const wanted = query.toLowerCase();
  const all = [...account.contacts.contacts.values()].filter((record) => !latest(record).deleted);
  const found = all.filter((record) => {
    const { fields } = latest(record);
    return wanted === '' || [firstOf(fields, 'names', 'displayName'), firstOf(fields, 'emailAddresses'), firstOf(fields, 'phoneNumbers')].some((text) => text.toLowerCase().includes(wanted));
  });
  const hidden = (id: string): Markup[] => hiddenFields({ account: account.email, id });
  return html`<form method="get" action="/">${hiddenFields({ account: account.email, tab: 'contacts' })}<label for="q">Search contacts <input id="q" name="q" value="${query}"></label><button class="quiet">Show</button></form>
<details><summary>New contact</summary><form method="post" action="/act">${hiddenFields({ account: account.email, action: 'contact.create' })}${contactFields('new', {})}<button>Create</button></form></details>
<table><caption>${found.length} of ${all.length} contacts${found.length > mostContacts ? `, the first ${mostContacts}` : ''}</caption><thead><tr><th scope="col">Name</th><th scope="col">E-mail</th><th scope="col">Phone</th><th scope="col">Labels</th><th scope="col">Do</th></tr></thead><tbody>${found.slice(0, mostContacts).map((record) => {
    const { fields } = latest(record);
    const key = record.sourceId;
    const member = membershipsOf(fields);
    return html`<tr><td>${firstOf(fields, 'names', 'displayName') || '(no name)'}</td><td>${firstOf(fields, 'emailAddresses')}</td><td>${firstOf(fields, 'phoneNumbers')}</td><td>${groups.filter(({ resourceName }) => member.includes(resourceName)).map(({ name }) => name).join(', ')}</td>
<td><details><summary>Change</summary><form method="post" action="/act">${hidden(record.resourceName)}${contactFields(key, fields)}<button name="action" value="contact.edit">Save</button> <button class="quiet" name="action" value="contact.delete">Delete</button></form>
${groups.length === 0 ? '' : html`<form method="post" action="/act">${hidden(record.resourceName)}<label for="g-${key}">Label <select id="g-${key}" name="group">${groups.map((group) => html`<option value="${group.resourceName}">${group.name}</option>`)}</select></label><button class="quiet" name="action" value="group.addMember">Add</button> <button class="quiet" name="action" value="group.removeMember">Take off</button></form>`}</details></td></tr>`;
  })}</tbody></table>
${renderGroups(account, groups)}
<details><summary>New label</summary><form method="post" action="/act">${hiddenFields({ account: account.email, action: 'group.create' })}<label for="new-group">Name <input id="new-group" name="name" required></label><button>Create</button></form></details>`;
}

function taskFields(key: string, task: Partial<TaskRecord>): Markup {
  return html`<label for="${key}-t">Title <input id="${key}-t" name="title" value="${task.title ?? ''}" required></label><label for="${key}-d">Due <input id="${key}-d" type="date" name="due" value="${task.due?.slice(0, 10) ?? ''}"></label><label for="${key}-n">Notes <input id="${key}-n" name="notes" value="${task.notes ?? ''}"></label>`;
}

function renderTaskList(account: Account, list: TaskListRecord): Markup {
  const top = listSiblings(list, undefined).filter((task) => !task.hidden);
  const tasks = top.flatMap((task) => [task, ...listSiblings(list, task.id).filter((child) => !child.hidden)]);
  return html`<h3>${list.title}</h3>
<details><summary>New task</summary><form method="post" action="/act">${hiddenFields({ account: account.email, list: list.id, action: 'task.create' })}${taskFields(`new-${list.id}`, {})}<button>Create</button></form></details>
<table><caption>${tasks.length} tasks</caption><thead><tr><th scope="col">Task</th><th scope="col">Due</th><th scope="col">Do</th></tr></thead><tbody>${tasks.slice(0, 100).map((task) => html`<tr><td>${task.parent === undefined ? '' : '↳ '}${task.title}${task.status === 'completed' ? ' ✓' : ''}</td><td>${task.due?.slice(0, 10)}</td>
<td><details><summary>Change</summary><form method="post" action="/act">${hiddenFields({ account: account.email, list: list.id, id: task.id })}${taskFields(task.id, task)}<button name="action" value="task.edit">Save</button> <button name="action" value="task.complete">Complete</button> <button class="quiet" name="action" value="task.delete">Delete</button></form></details></td></tr>`)}</tbody></table>`;
}

export function renderTasks(account: Account): Markup {
  return html`${[...account.tasks.lists.values()].map((list) => renderTaskList(account, list))}`;
}

export function renderMail(world: World, account: Account): Markup {
  const mails = world.mail.filter((mail) => mail.from === account.email || mail.to === account.email).slice(-100).reverse();
  return html`<p>Nothing is sent: these are the mails that Google would have sent.</p>
<table><caption>${mails.length} mails</caption><thead><tr><th scope="col">Time</th><th scope="col">Kind</th><th scope="col">From</th><th scope="col">To</th><th scope="col">Event</th><th scope="col">Caused by</th></tr></thead><tbody>${mails.map((mail) => html`<tr><td>${mail.time.slice(0, 19).replace('T', ' ')}</td><td>${mail.kind}</td><td>${mail.from}</td><td>${mail.to}</td><td>${mail.summary}</td><td>${mail.by}</td></tr>`)}</tbody></table>`;
}

export function renderAccess(world: World, account: Account): Markup {
  const grants = [...world.oauth.refreshTokens.values()].filter((token) => token.account === account.email);
  const entries = world.log.filter((entry) => entry.account === account.email).slice(-50).reverse();
  return html`<table><caption>Apps with access</caption><thead><tr><th scope="col">App</th><th scope="col">Scopes</th><th scope="col">Do</th></tr></thead><tbody>${grants.map((token) => html`<tr><td>${token.clientId}</td><td>${token.scopes.map((scope) => scope.replace('https://www.googleapis.com/auth/', '')).join(', ')}</td><td><form class="inline" method="post" action="/act">${hiddenFields({ account: account.email, clientId: token.clientId, action: 'access.revoke' })}<button class="quiet">Remove access</button></form></td></tr>`)}</tbody></table>
<table><caption>Last requests</caption><thead><tr><th scope="col">Time</th><th scope="col">Request</th><th scope="col">Status</th></tr></thead><tbody>${entries.map((entry) => html`<tr><td>${entry.time.slice(11, 19)}</td><td>${entry.method} ${entry.path}</td><td>${entry.status}</td></tr>`)}</tbody></table>`;
}
