// The demo's guided path: where the story stands, and buttons that play what a person does
// in Google. In: the setup. Out: steps with their state. Shown in the demo only; what is
// hidden once stays hidden in this browser.

import { Button, Group, Text, Title } from '@mantine/core';
import { useLocalStorage } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useState } from 'react';
import type { SetupDetail } from '../../../src/http/contract/sync.ts';
import { api } from '../api.ts';
import { Icon } from '../icons.tsx';
import { ErrorNote, Note } from '../shared/states.tsx';
import { reportsQuery } from '../sync-api.ts';
import { demoText as text } from '../text/demo.ts';

type StepId = (typeof text.steps)[number]['id'];
type Play = keyof typeof text.plays;
interface Played {
  readonly text: string;
  readonly link: string;
}

const order = text.steps.map(({ id }) => id);
const plays = Object.keys(text.plays) as Play[];

/** The step that is next; everything before it is done. */
export function nextStep(setup: Pick<SetupDetail, 'state' | 'google' | 'options'>, opened: boolean): StepId {
  if (!setup.google.connected) return 'connect';
  switch (setup.state) {
    case 'off':
    case 'failed':
    case 'calendar gone':
      return 'choose';
    case 'previewing':
      return 'read';
    case 'preview ready':
      return opened ? 'approve' : 'read';
    case 'initial sync':
    case 'active':
    case 'needs reconnect':
    case 'paused by brake':
    case 'paused by Google':
    case 'calendar read-only':
      return 'live';
    default:
      return setup.state satisfies never;
  }
}

export function DemoGuide({ setup }: { readonly setup: SetupDetail }) {
  const [hidden, setHidden] = useLocalStorage({ key: 'demo-guide-hidden', defaultValue: false, getInitialValueInEffect: false });
  const opened = useQuery(reportsQuery).data?.some(({ current, openedAt }) => current && openedAt !== undefined) ?? false;
  const next = nextStep(setup, opened);
  if (hidden) {
    return (
      <Button variant="subtle" size="compact-sm" onClick={() => setHidden(false)} style={{ alignSelf: 'flex-start' }}>
        {text.show}
      </Button>
    );
  }
  const position = order.indexOf(next);
  return (
    <section className="section demo-guide" aria-labelledby="demo-guide">
      <Group justify="space-between" gap="xs" mb={4}>
        <Title order={2} id="demo-guide">
          {text.title}
        </Title>
        <Button variant="subtle" size="compact-sm" onClick={() => setHidden(true)}>
          {text.hide}
        </Button>
      </Group>
      <Text size="sm" c="dimmed" mb="sm">
        {text.intro}
      </Text>
      <ol className="demo-steps">
        {text.steps.map((step, index) => (
          <li key={step.id} className={index < position ? 'demo-done' : index === position ? 'demo-now' : undefined} aria-current={index === position ? 'step' : undefined}>
            <span className="demo-step-mark">{index < position ? <Icon name="check" size={16} /> : index + 1}</span>
            <Text fw={600} size="sm">
              {step.title}
              {index < position ? <span className="visually-hidden"> ({text.done})</span> : null}
            </Text>
          </li>
        ))}
      </ol>
      <Text size="sm" mt={8}>
        {text.steps[position]?.help}
      </Text>
      {next === 'live' ? <Plays /> : null}
    </section>
  );
}

function Plays() {
  const router = useRouter();
  const [busy, setBusy] = useState<Play>();
  const [played, setPlayed] = useState<Played>();
  const [error, setError] = useState<unknown>();
  const run = async (what: Play) => {
    setBusy(what);
    setError(undefined);
    setPlayed(undefined);
    try {
      setPlayed(await api.post<Played>('/demo/play', { what }));
    } catch (trouble) {
      setError(trouble);
    } finally {
      setBusy(undefined);
    }
  };
  return (
    <div className="demo-plays">
      <Text fw={600} component="h3" size="sm">
        {text.playTitle}
      </Text>
      <Text size="sm" c="dimmed" mb={8}>
        {text.playHelp}
      </Text>
      <Group gap="xs">
        {plays.map((what) => (
          <Button key={what} variant="default" size="sm" loading={busy === what} disabled={busy !== undefined && busy !== what} onClick={() => void run(what)}>
            {text.plays[what]}
          </Button>
        ))}
      </Group>
      {error === undefined ? null : <ErrorNote error={error} />}
      {played === undefined ? null : (
        <Note
          tone="good"
          live="polite"
          actions={
            <Button size="xs" variant="default" onClick={() => void router.navigate({ href: played.link })}>
              {text.seeIt}
            </Button>
          }
        >
          {played.text}
        </Note>
      )}
    </div>
  );
}
