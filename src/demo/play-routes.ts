// The demo's own route: plays what a person does in Google. In: which play. Out: what was
// done. Mounted by the demo alone; a real installation has no such address.

import { z } from 'zod';
import { signedIn } from '../http/app-types.ts';
import type { RegisterRoutes } from '../http/app-types.ts';
import { AppError } from '../http/errors.ts';
import { loadAccount } from '../store/account.ts';
import { NothingToPlay, play, plays } from './plays.ts';

export function playRoutes(google: string, accounts: readonly string[]): RegisterRoutes {
  return (app, deps) => {
    app.post(
      '/demo/play',
      { schema: { tags: ['demo'], summary: 'Plays what a person does in Google', body: z.strictObject({ what: z.enum(plays) }), response: { 200: z.object({ text: z.string(), link: z.string() }) } } },
      async (request) => {
        const { googleEmail: account, googleGroup } = await loadAccount(deps.store.db, signedIn(request).id);
        if (account === null) throw new AppError('not-connected');
        const host = accounts.find((other) => other !== account) ?? account;
        try {
          return await play(google, request.body.what, { account, host, group: googleGroup ?? undefined, now: deps.now() });
        } catch (error) {
          if (error instanceof NothingToPlay) throw new AppError('not-found', { message: error.message, remedy: 'Choose another one, or do it by hand in Google (simulated).', cause: error });
          throw error;
        }
      },
    );
  };
}
