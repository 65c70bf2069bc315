// Tells a person what happened: one mail and one alert from the same words, stored in the
// transaction of the fact. Never twice for the same fact: the caller holds `told`.

import { sql } from 'kysely';
import * as templates from '../mail/templates.ts';
import type { Account } from '../store/account.ts';
import { addAlert, addMail } from '../store/notice.ts';
import type { Tx } from '../store/open.ts';

export type Notice =
  | { readonly kind: 'preview ready'; readonly planId: string }
  | { readonly kind: 'undo ready'; readonly planId: string }
  | { readonly kind: 'initial complete'; readonly planId: string }
  | { readonly kind: 'brake'; readonly planId: string; readonly why: string }
  | { readonly kind: 'reconnect'; readonly why: string }
  | { readonly kind: 'paused'; readonly until: Date; readonly why: string }
  | { readonly kind: 'failed'; readonly why: string }
  | { readonly kind: 'unreachable'; readonly why: string }
  | { readonly kind: 'doubt'; readonly why: string };
