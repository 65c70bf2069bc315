// The product met from outside: its HTTP API, and Google's consent page as a browser walks
// it. In: an address and credentials. Out: states and reports. Nothing of src is imported
// but types, so that what is timed is what a person or a program would wait for.

import { consent } from '../scenarios/consent.ts';
import type { SetupOptions } from '../src/http/contract/setup.ts';
import type { ReportRow, Session, SetupDetail } from '../src/http/contract/sync.ts';
import { until } from './figures.ts';

export interface Client {
  readonly userId: string;
  ask<T>(method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, body?: unknown): Promise<T>;
  connect(googleAccount: string): Promise<void>;
  setup(): Promise<SetupDetail>;
  /** Saves with Run Synchronization selected; answers the id of the report once it is ready. */
  preview(options: Partial<SetupOptions>, phaseBegan?: (phase: string) => void): Promise<string>;
  /** Opens and approves; answers when the run has ended. */
  approve(reportId: string): Promise<void>;
}

export async function signIn(app: string, email: string, password: string): Promise<Client> {
  const answer = await fetch(new URL('/api/session?token=1', app), { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ email, password }) });
  const session = (await answer.json()) as Session & { token: string };
  if (!answer.ok) throw new Error(`Sign-in: ${JSON.stringify(session)}`);
  const authorization = `Bearer ${session.token}`;

  async function send(method: string, path: string, body?: unknown): Promise<Response> {
    const headers = { authorization, ...(body === undefined ? {} : { 'content-type': 'application/json' }) };
    const response = await fetch(new URL(path, app), { method, headers, body: body === undefined ? undefined : JSON.stringify(body), redirect: 'manual' });
    if (response.status >= 400) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return response;
  }
  const ask: Client['ask'] = async <T>(method: string, path: string, body?: unknown) => (await (await send(method, path, body)).json()) as T;

  return {
    userId: session.user.id,
    ask,

    async connect(googleAccount) {
      const begun = await send('POST', '/api/google/connect', {});
      const cookie = begun.headers.getSetCookie().map((line) => line.split(';')[0]).join('; ');
      const { url } = (await begun.json()) as { url: string };
      const back = await consent(url, googleAccount);
      const done = await fetch(back, { headers: { authorization, cookie }, redirect: 'manual' });
      const where = done.headers.get('location') ?? '';
      if (!where.includes('connected=1')) throw new Error(`Connecting did not succeed: ${done.status} ${where}`);
    },

    setup: () => ask('GET', '/api/setup'),

    async preview(options, phaseBegan) {
      const { options: present } = await ask<SetupDetail>('GET', '/api/setup');
      let phase = '';
      await ask('PUT', '/api/setup', { ...present, ...options, runSynchronization: true });
      return until('a ready preview', async () => {
        if (phaseBegan !== undefined) {
          const now = (await ask<SetupDetail>('GET', '/api/setup')).progress?.phase ?? phase;
          if (now !== phase) phaseBegan((phase = now));
        }
        // The list is the cheapest thing that tells: what is measured is not the asking.
        const { reports } = await ask<{ reports: ReportRow[] }>('GET', '/api/reports');
        const mine = reports.find((report) => report.kind === 'Preview Report' && report.status !== 'replaced');
        if (mine?.status === 'failed') throw new Error(mine.summary);
        return mine?.status === 'ready' && mine.id;
        // The Setup Detail counts what its choices mean: asked often, it would be measured too.
      }, { everyMs: phaseBegan === undefined ? 20 : 100 });
    },

    async approve(reportId) {
      const { digest } = await ask<ReportRow>('POST', `/api/reports/${reportId}/open`, {});
      await ask('POST', `/api/reports/${reportId}/approve`, { digest, decisions: {}, choices: {}, released: [] });
      await until('the end of the run', async () => {
        const { reports } = await ask<{ reports: ReportRow[] }>('GET', '/api/reports');
        const run = reports.find((report) => report.id === `${reportId}.run`);
        if (run?.status === 'failed') throw new Error(run.summary);
        return run?.status === 'complete';
      }, { everyMs: 25 });
    },
  };
}
