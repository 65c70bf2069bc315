import { expect, it } from 'vitest';
import { nextStep } from './demo-guide.tsx';

const setup = { state: 'off', google: { connected: false, missing: [] }, options: { runSynchronization: false, contacts: 'none', activities: 'two-way', recurring: false } } as const;

it('the path leads from connecting to watching, in the order of the story', () => {
  const connected = { ...setup, google: { connected: true, missing: [] } } as never as typeof setup;
  expect([
    nextStep(setup as never, false),
    nextStep(connected as never, false),
    ...(['previewing', 'preview ready', 'initial sync', 'active', 'paused by brake'] as const).map((state) => nextStep({ ...connected, state } as never, false)),
    nextStep({ ...connected, state: 'preview ready' } as never, true),
  ]).toEqual(['connect', 'choose', 'read', 'read', 'live', 'live', 'live', 'approve']);
});
