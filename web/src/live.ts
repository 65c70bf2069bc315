// News from the server as they happen. In: the event stream GET /api/events. Out: queries
// marked as out of date, so that the screens read again. While the stream is down, the
// screens poll (see `pollEvery`); the stream itself never carries what is shown.

import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useEffect, useSyncExternalStore } from 'react';

let connected = false;
const listeners = new Set<() => void>();

function setConnected(value: boolean): void {
  if (connected === value) return;
  connected = value;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Milliseconds between reads: rare while the stream is up, frequent while it is down and something runs. */
export function usePollEvery(busy: boolean): number {
  const up = useSyncExternalStore(subscribe, () => connected);
  if (up) return busy ? 5_000 : 60_000;
  return busy ? 1_500 : 15_000;
}

const concerns: Readonly<Record<string, readonly string[]>> = {
  setup: ['setup', 'accounts', 'questions'],
  // What a run wrote into the office is shown in its lists; a record that is being edited stays.
  reports: ['reports', 'report', 'report-lines', 'questions', 'never', 'history', 'setup', 'contacts', 'calendar', 'tasks', 'sets'],
  alerts: ['alerts', 'session', 'mail'],
};

function markStale(queries: QueryClient, event: string): void {
  for (const key of concerns[event] ?? []) void queries.invalidateQueries({ queryKey: [key] });
}

export function useLiveNews(): void {
  const queries = useQueryClient();
  useEffect(() => {
    const stream = new EventSource('/api/events');
    stream.onopen = () => setConnected(true);
    stream.onerror = () => setConnected(false);
    for (const event of Object.keys(concerns)) stream.addEventListener(event, () => markStale(queries, event));
    return () => {
      stream.close();
      setConnected(false);
    };
  }, [queries]);
}
