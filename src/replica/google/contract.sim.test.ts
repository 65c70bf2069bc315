// The contract of the port, held by the three replicas of Google against the simulator.

import { startSimulator } from '../../../sim/google/server.ts';
import { describeReplicaContract } from '../../../test/replica-contract.ts';
import type { ReplicaHarness } from '../../../test/replica-contract.ts';
import type { ContactItem, EventItem, Item, Kind, RemoteId, TaskItem } from '../../core/item.ts';
import { putContact } from './contact-lens.ts';
import { newBody } from './event-lens.ts';
import { openGoogleReplicas } from './replicas.ts';
import { openSimulatedAccount } from './simulated-account.ts';
import type { SimulatedAccount } from './simulated-account.ts';
import { putTask } from './task-wire.ts';

const email = 'ada@example.com';
const group = 'SmartOffice';

async function makeHarness(kind: Kind, parts: (account: SimulatedAccount, groupId: string) => Omit<ReplicaHarness, 'replica' | 'kind' | 'close'>): Promise<ReplicaHarness> {
  const simulator = await startSimulator();
  const account = await openSimulatedAccount(simulator.url, email);
  const made = await account.act({ action: 'group.create', name: group });
  const replicas = openGoogleReplicas({ connection: account.connection, calendarId: 'primary', groupName: group, country: 'US', zone: 'America/New_York' });
  return { replica: replicas[kind], kind, ...parts(account, String(made['resourceName'])), close: () => simulator.close() };
}

function contactParts(account: SimulatedAccount, groupId: string): Omit<ReplicaHarness, 'replica' | 'kind'> {
  return {
    sampleItem: (n): ContactItem => ({
      kind: 'contact',
      givenName: `Given${n}`,
      familyName: 'Sample',
      company: 'Sample & Co',
      jobTitle: 'Agent',
      phones: [
        { value: `+1 212 555 01${10 + n}`, type: 'mobile' },
        { value: `+1 212 555 02${10 + n}`, type: 'custom', label: 'Boat' },
      ],
      emails: [{ value: `sample${n}@example.org`, type: 'work' }],
      addresses: [{ value: { street: `${n} Main St`, city: 'Troy', region: 'NY', postalCode: '12180' }, type: 'home' }],
      member: true,
    }),
    personCreates: async (item: Item): Promise<RemoteId> => {
      const person = { ...putContact(undefined, { after: item as ContactItem }, groupId, { country: 'US' }).fields, userDefined: [{ key: 'shoe', value: '42' }] };
      return String((await account.act({ action: 'contact.create', person }))['resourceName']);
    },
    personEdits: async (id, patch) => {
      await account.act({ action: 'contact.edit', id, patch: { organizations: [{ name: 'Sample & Co', title: patch['jobTitle'] }] } });
    },
    personDeletes: async (id) => {
      await account.act({ action: 'contact.delete', id });
    },
    expireCursors: async () => {
      await account.door('clock', { advance: 'P8D' });
    },
    ownField: async (id) => (await account.state()).people.find((person) => person['resourceName'] === id)?.['userDefined'],
  };
}

function eventParts(account: SimulatedAccount): Omit<ReplicaHarness, 'replica' | 'kind'> {
  return {
    sampleItem: (n): EventItem => ({
      kind: 'event',
      title: `Sample ${n}`,
      location: 'Room',
      start: { local: `2026-03-${10 + n}T09:00:00`, zone: 'America/New_York' },
      end: { local: `2026-03-${10 + n}T10:00:00`, zone: 'America/New_York' },
      reminder: 20,
    }),
    personCreates: async (item: Item): Promise<RemoteId> => String((await account.act({ action: 'event.create', event: { ...newBody(item as EventItem, false, undefined, undefined), colorId: '7' } }))['id']),
    personEdits: async (id, patch) => {
      await account.act({ action: 'event.edit', id, patch: { summary: patch['title'] } });
    },
    personDeletes: async (id) => {
      await account.act({ action: 'event.delete', id });
    },
    expireCursors: async () => {
      await account.door('clock', { advance: 'P31D' });
    },
    ownField: async (id) => (await account.state()).calendars[0]?.events.find((event) => event['id'] === id)?.['colorId'],
  };
}

function taskParts(account: SimulatedAccount): Omit<ReplicaHarness, 'replica' | 'kind'> {
  return {
    sampleItem: (n): TaskItem => ({ kind: 'task', title: `Sample ${n}`, notes: 'Notes', dueDate: `2026-03-${10 + n}` }),
    personCreates: async (item: Item): Promise<RemoteId> => String((await account.act({ action: 'task.create', task: putTask(undefined, undefined, item as TaskItem).body }))['id']),
    personEdits: async (id, patch) => {
      await account.act({ action: 'task.edit', id, patch });
    },
    personDeletes: async (id) => {
      await account.act({ action: 'task.delete', id });
    },
  };
}

describeReplicaContract('Google Contacts', () => makeHarness('contact', contactParts));
describeReplicaContract('Google Calendar', () => makeHarness('event', eventParts));
describeReplicaContract('Google Tasks', () => makeHarness('task', taskParts));
