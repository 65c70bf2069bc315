// Which tone (colour and frame) each state and status has, everywhere the same. The words
// stand beside it always: a tone alone says nothing.

import type { ReportRow, SyncState } from '../sync-types.ts';
import type { Tone } from './states.tsx';

export const statusTones: Readonly<Record<ReportRow['status'], Tone>> = {
  'in progress': 'info',
  ready: 'warning',
  opened: 'warning',
  approved: 'info',
  rejected: 'quiet',
  replaced: 'quiet',
  complete: 'good',
  failed: 'bad',
};

export const stateTones: Readonly<Record<SyncState, Tone>> = {
  off: 'quiet',
  previewing: 'info',
  'preview ready': 'warning',
  'initial sync': 'info',
  active: 'good',
  'needs reconnect': 'bad',
  'paused by brake': 'warning',
  'paused by Google': 'warning',
  'calendar gone': 'bad',
  'calendar read-only': 'warning',
  failed: 'bad',
};
