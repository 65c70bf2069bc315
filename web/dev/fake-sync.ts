// Made-up synchronization for fake-api.ts: one person, one preview that becomes ready,
// reports with as many lines as FAKE_LINES says. In: calls. Out: answers of the contract.

import process from 'node:process';
import type { Alert, Mail, Report, ReportLine, ReportRow, Session, SetupDetail } from '../../src/http/contract/sync.ts';
import { tell, type Route } from './fake-api.ts';

let signedIn = false;
const session: Session = {
  user: { id: 'u1', fullName: 'Alice Adviser', email: 'alice@office.example', role: 'administrator', zone: 'America/New_York', locale: 'en-US' },
  csrfToken: 'token',
  demo: { google: 'http://localhost:9999/' },
  unreadAlerts: 2,
};
const setup: SetupDetail = {
  user: { fullName: 'Alice Adviser', email: 'alice@office.example' },
  options: { runSynchronization: false, contacts: 'none', activities: 'two-way', recurring: false },
  locked: false,
  googleGroupName: 'SmartOffice',
  google: { connected: true, account: 'alice@gmail.example', missing: ['tasks'] },
  sets: [
    { id: '11111111-1111-4111-8111-111111111111', name: 'Google contacts', members: 212 },
    { id: '22222222-2222-4222-8222-222222222222', name: 'Top clients', members: 31 },
  ],
  recurringActivities: { total: 38, withoutEnd: 12 },
  state: 'off',
  stateText: 'Run Synchronization is not selected. Choose the options, select Run Synchronization, then Save.',
  waiting: 0,
};
const reports: ReportRow[] = [];
const alerts: Alert[] = [
  { id: 'a1', at: '2026-11-22T13:00:00Z', kind: 'preview-ready', title: 'The Preview Report is available for review', text: 'Open it, then approve or reject it in the Options menu.', link: '/setup/google', read: false },
  { id: 'a2', at: '2026-11-21T13:00:00Z', kind: 'info', title: 'Welcome', text: 'Your office is ready.', read: true },
];
const mails: Mail[] = [
  {
    id: 'm1', at: '2026-11-22T13:00:00Z', to: 'alice@office.example', subject: 'Your SmartOffice/Google Preview synchronization has completed', state: 'kept',
    text: 'Your SmartOffice/Google Preview synchronization has completed and the report is now available for review.\n\nWithin SmartOffice, select SmartOffice Synchronization for Google from the left-hand Setup navigation.',
    html: '<p>Your SmartOffice/Google Preview synchronization has completed and the report is now <a href="/setup/google">available for review</a>.</p><script>document.body.innerHTML="bad"</script>',
  },
];

const first = ['Ann', 'José', 'Łukasz', 'Ελένη', '小明', 'محمد', 'Иван', 'Zoë'];
const last = ['Smith', 'García', 'Nowak', 'Παπαδοπούλου', '王', 'الأحمد', 'Петров', 'O’Neil'];
const sections = ['create', 'create', 'update', 'link', 'delete', 'left alone', 'update', 'create'] as const;

function makeLines(count: number): ReportLine[] {
  return Array.from({ length: count }, (_, n): ReportLine => {
    const kind = (['contact', 'event', 'task'] as const)[n % 3] ?? 'contact';
    const side = n % 4 === 1 ? 'office' : 'google';
    const name = kind === 'contact' ? `${first[n % 8]} ${last[(n * 3) % 8]} ${n}` : kind === 'event' ? `Review with ${first[n % 8]} ${n}` : `Call back ${last[n % 8]} ${n}`;
    if (n < 4) {
      return {
        id: `l${n}`, unit: `c${n}`, section: 'asked', kind: 'contact', name, text: `Both sides changed the phone of ${name}.`, why: 'Both sides changed the same field since they last agreed.', fields: [],
        values: [{ label: 'Phone (Mobile)', base: '+1 212 555 0100', office: '+1 212 555 0111', google: '+1 212 555 0122' }, { label: 'Company', base: 'Acme', office: 'Acme', google: 'Acme Ltd' }],
        alternatives: [{ id: 'office', label: 'Keep SmartOffice: +1 212 555 0111' }, { id: 'google', label: 'Keep Google: +1 212 555 0122' }],
        otherwise: 'nothing is written, and it is asked again in the next report',
      };
    }
    const section = sections[n % 8] ?? 'create';
    return {
      id: `l${n}`, unit: `o${n}`, section, ...(section === 'left alone' ? {} : { side }), kind, name,
      text: `${name} ${section === 'left alone' ? 'is the same on both sides' : `will be ${section}d on ${side === 'google' ? 'Google' : 'SmartOffice'}`}.`,
      why: section === 'update' ? 'Changed in SmartOffice on Nov 20.' : 'It stands on one side only.',
      fields: section === 'update' ? [{ label: 'Company', before: 'Acme', after: 'Acme Ltd' }, { label: 'Notes', before: 'old', after: 'A long note\nwith two lines and a very long text that goes on and on until it has to wrap on the screen, whatever its width.' }] : section === 'create' ? [{ label: 'Name', after: name }, { label: 'E-mail (Business)', after: 'x@example.com' }] : [],
    };
  });
}
const lines = makeLines(Number(process.env['FAKE_LINES'] ?? 320));

function makeReport(row: ReportRow): Report {
  return {
    row,
    account: { user: 'Alice Adviser', email: 'alice@office.example', google: 'alice@gmail.example' },
    settings: [{ label: 'Contacts', value: 'SET “Google contacts” (212)' }, { label: 'Activities', value: 'SmartOffice to Google and Vice Versa' }, { label: 'Synchronize Recurring Activities', value: 'No' }],
    summary: ['On Google: 112 contacts will be created, 31 updated, none deleted.', 'In SmartOffice: 12 activities will be created, 3 updated.', '4 questions wait for your answer.', '0 invitations will be sent.'],
    counts: (['contact', 'event', 'task'] as const).flatMap((kind) => (['office', 'google'] as const).map((side) => ({ kind, side, create: 1234, update: 31, delete: 0, link: 12, asked: kind === 'contact' ? 4 : 0, unchanged: 77 }))),
    brakes: row.kind === 'Preview Report' ? [{ key: 'share-delete-event-google', text: '18 of 90 activities (20 %) would be deleted on Google; the limit is 10 %.', released: false }] : [],
    invitations: 0, lines: lines.length, requests: 14, units: 40,
  };
}

const refused = (status: number, code: string, message: string, remedy: string, more: object = {}) => ({ status, json: { code, message, remedy, ...more } });

function run(row: ReportRow, phase: string, total: number, atEnd: () => void): void {
  let done = 0;
  const timer = setInterval(() => {
    done += total / 5;
    const progress = { phase, done: Math.min(total, Math.round(done)), total };
    row.progress = progress;
    setup.progress = progress;
    if (done >= total) {
      clearInterval(timer);
      delete row.progress;
      delete setup.progress;
      atEnd();
    }
    tell('setup');
    tell('reports');
  }, 700);
}

function startPreview(): void {
  Object.assign(setup, { locked: true, state: 'previewing', stateText: 'SmartOffice and Google are being read. Nothing is written.' });
  const row: ReportRow = { id: `r${reports.length + 1}`, kind: 'Preview Report', createdAt: new Date().toISOString(), status: 'in progress', summary: '', current: false, canUndo: false, progress: { phase: 'Reading Google', done: 0, total: 500 } };
  reports.unshift(row);
  run(row, 'Reading Google', 500, () => {
    Object.assign(row, { status: 'ready', digest: `d-${row.id}`, current: true, summary: 'On Google: 112 contacts will be created, 31 updated, none deleted. 0 invitations will be sent.' });
    Object.assign(setup, { state: 'preview ready', stateText: 'Review it, then approve or reject it in the Options menu.', currentReport: row.id });
    tell('alerts');
  });
}

export const syncRoutes: readonly Route[] = [
  ['POST', /^\/session$/, ({ body }) => {
    if (body['password'] !== 'demo') return refused(401, 'wrong-password', 'The e-mail address or the password is wrong.', 'Check both and try again.', { field: 'password' });
    signedIn = true;
    return { json: session };
  }],
  ['GET', /^\/session$/, () => (signedIn ? { json: session } : refused(401, 'not-signed-in', 'You are not signed in.', 'Sign in.'))],
  ['DELETE', /^\/session$/, () => { signedIn = false; return { status: 204 }; }],
  ['GET', /^\/setup$/, () => ({ json: setup })],
  ['PUT', /^\/setup$/, ({ body }) => {
    if (body['contacts'] === 'set' && body['setId'] === undefined) return refused(422, 'set-missing', 'A SET must be specified.', 'Choose one from the list.', { field: 'setId' });
    const was = setup.options.runSynchronization;
    setup.options = body as SetupDetail['options'];
    if (setup.options.runSynchronization && !was) startPreview();
    if (!setup.options.runSynchronization) Object.assign(setup, { locked: false, state: 'off', stateText: 'Run Synchronization is not selected.' });
    return { json: setup };
  }],
  ['POST', /^\/google\/connect$/, () => ({ json: { url: '/setup/google?connected=1' } })],
  ['POST', /^\/google\/disconnect$/, () => { setup.google = { connected: false, missing: [] }; return { json: setup }; }],
  ['POST', /^\/sync\/now$/, () => ({ json: setup })],
  ['GET', /^\/reports$/, () => ({ json: { reports } })],
  ['GET', /^\/reports\/([^/]+)$/, (_call, id) => { const row = reports.find((one) => one.id === id); return row && { json: makeReport(row) }; }],
  ['GET', /^\/reports\/([^/]+)\/lines$/, ({ query }, id) => {
    const offset = Number(query.get('offset') ?? 0);
    const done = reports.find((one) => one.id === id)?.kind === 'Initial Synchronization';
    const page = lines.slice(offset, offset + Number(query.get('limit') ?? 500));
    return { json: { total: lines.length, lines: done ? page.map((line, n) => ({ ...line, outcome: n % 9 === 3 ? 'stale' : 'applied', outcomeText: 'Written.' })) : page } };
  }],
  ['POST', /^\/reports\/([^/]+)\/open$/, (_call, id) => { const row = reports.find((one) => one.id === id); if (row === undefined) return undefined; Object.assign(row, { openedAt: new Date().toISOString(), status: 'opened' }); tell('reports'); return { json: row }; }],
  ['POST', /^\/reports\/([^/]+)\/approve$/, (_call, id) => {
    const row = reports.find((one) => one.id === id);
    if (row === undefined) return undefined;
    if (!row.current) return refused(409, 'not-current', 'This report is no longer the one that waits for approval.', 'Open the report that is current.', { currentReport: reports[0]?.id });
    Object.assign(row, { status: 'approved', current: false, decidedBy: 'Alice Adviser', decidedAt: new Date().toISOString() });
    Object.assign(setup, { state: 'initial sync', stateText: 'What you approved is being written.', currentReport: undefined });
    const next: ReportRow = { id: `r${reports.length + 1}`, kind: 'Initial Synchronization', createdAt: new Date().toISOString(), status: 'in progress', digest: 'd-run', summary: '', current: false, canUndo: false };
    reports.unshift(next);
    run(next, 'Writing to Google', 240, () => {
      Object.assign(next, { status: 'complete', canUndo: true, summary: '240 changes written. 3 changed meanwhile.' });
      Object.assign(setup, { state: 'active', stateText: 'Changes flow both ways within seconds.', lastCycle: { at: new Date().toISOString(), operations: 240 } });
      tell('alerts');
    });
    return { json: row };
  }],
  ['POST', /^\/reports\/([^/]+)\/reject$/, (_call, id) => { const row = reports.find((one) => one.id === id); if (row === undefined) return undefined; Object.assign(row, { status: 'rejected', current: false }); Object.assign(setup, { locked: false, state: 'off', currentReport: undefined, options: { ...setup.options, runSynchronization: false } }); return { json: setup }; }],
  ['POST', /^\/reports\/([^/]+)\/undo$/, () => { const row: ReportRow = { id: `r${reports.length + 1}`, kind: 'Undo Preview', createdAt: new Date().toISOString(), status: 'ready', digest: 'd-undo', summary: 'Undo.', current: true, canUndo: false }; reports.unshift(row); return { json: row }; }],
  ['GET', /^\/alerts$/, () => ({ json: { alerts, unread: alerts.filter((alert) => !alert.read).length } })],
  ['POST', /^\/alerts\/read$/, ({ body }) => { for (const alert of alerts) if (body['ids'] === undefined || body['ids'].includes(alert.id)) alert.read = true; return { json: { alerts, unread: alerts.filter((alert) => !alert.read).length } }; }],
  ['GET', /^\/mail$/, () => ({ json: { mails } })],
  ['GET', /^\/accounts$/, () => ({ json: { accounts: [
    { userId: 'u1', fullName: 'Alice Adviser', email: 'alice@office.example', googleAccount: 'alice@gmail.example', state: setup.state, stateText: setup.stateText, waiting: 2, lastCycleAt: '2026-11-22T13:00:00Z' },
    { userId: 'u2', fullName: 'Bob Broker', email: 'bob@office.example', state: 'off', stateText: 'Google is not connected.', waiting: 0 },
    { userId: 'u3', fullName: 'Carla Counsel', email: 'carla@office.example', googleAccount: 'carla@gmail.example', state: 'needs reconnect', stateText: 'Google refused the access. Connect again.', waiting: 0, lastCycleAt: '2026-11-20T13:00:00Z' },
  ] } })],
];
