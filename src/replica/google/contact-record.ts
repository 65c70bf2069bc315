// One person as the record that the port speaks of. In: the checked person and the raw
// one beside it. Out: the record; the raw form must leave as it came.

import type { Raw, RemoteRecord } from '../replica.ts';
import { revisedAt } from './revised.ts';
import { personToItem } from './contact-lens.ts';
import { isMember, personId, personMarker, personVersion } from './contact-wire.ts';
import type { Person } from './contact-wire.ts';

export function toContactRecord(person: Person, raw: Raw, groupId: string | undefined): RemoteRecord {
  const marker = personMarker(person);
  return {
    id: personId(person),
    version: personVersion(person),
    item: personToItem(person, groupId),
    raw,
    inScope: isMember(person, groupId),
    ...revisedAt(person.metadata?.sources?.find((source) => source.type === 'CONTACT')?.updateTime),
    ...(marker === undefined ? {} : { marker }),
  };
}
