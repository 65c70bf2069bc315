// Participants of an activity. In: the list. Out: one more or one less. Answers that were
// given stay with the person; adding somebody sends nothing.

import { ActionIcon, Button, Group, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { Icon } from '../icons.tsx';
import type { Activity } from '../office-api.ts';
import { activityText as text } from '../text/calendar.ts';

type People = Activity['participants'];
let made = 0;

export function ParticipantsEditor({ people, onChange }: { readonly people: People; readonly onChange: (people: People) => void }) {
  const [email, setEmail] = useState('');
  const [wrong, setWrong] = useState(false);
  const add = () => {
    const address = email.trim();
    if (!/^[^\s@]+@[^\s@]+$/.test(address)) return setWrong(true);
    if (!people.some((one) => one.email?.toLowerCase() === address.toLowerCase())) {
      made += 1;
      onChange([...people, { id: `new-${made}`, email: address }]);
    }
    setEmail('');
    setWrong(false);
  };
  return (
    <div role="group" aria-label={text.participants}>
      <Text size="sm" fw={500}>
        {text.participants}
      </Text>
      <ul className="plain-list">
        {people.map((one) => {
          const who = one.name ?? one.email ?? '';
          const more = [one.name === undefined ? undefined : one.email, one.organizer === true ? text.organizer : undefined, one.response === undefined ? undefined : text.responses[one.response]].filter((part) => part !== undefined);
          return (
            <li key={one.id}>
              <Group justify="space-between" wrap="nowrap" py={4}>
                <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
                  {who}
                  {more.length === 0 ? null : <Text component="span" size="sm" c="dimmed">{` · ${more.join(' · ')}`}</Text>}
                </Text>
                <ActionIcon variant="subtle" color="gray" aria-label={text.removeParticipant(who)} onClick={() => onChange(people.filter((other) => other.id !== one.id))}>
                  <Icon name="trash" size={16} />
                </ActionIcon>
              </Group>
            </li>
          );
        })}
      </ul>
      <Group gap="sm" align="flex-start" mt={4}>
        <TextInput
          style={{ flex: 1 }}
          type="email"
          label={text.participantEmail}
          value={email}
          error={wrong ? text.badEmail : undefined}
          onChange={(event) => setEmail(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter') return;
            event.preventDefault();
            add();
          }}
        />
        <Button variant="default" mt={25} onClick={add}>
          {text.addParticipant}
        </Button>
      </Group>
    </div>
  );
}
