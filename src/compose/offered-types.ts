// The TYPEs of phones, e-mails, addresses and web pages that an administrator may choose for
// each side. In: the office's own words in their order, Google's, and the tables of both
// adapters. Out: tokens, list by list. Never here: a TYPE that a side could not carry.

import { addressTypes, emailTypes, phoneTypes, urlTypes } from '../office/input.ts';
import type { OfficeSetupAnswer } from '../http/contract/setup.ts';
import { googleTypes } from '../replica/google/contact-types.ts';
import { tokenOf } from '../replica/office/entry-type.ts';
import type { TypedList } from '../replica/office/entry-type.ts';

const officeWords: Readonly<Record<TypedList, readonly string[]>> = { phones: phoneTypes, emails: emailTypes, addresses: addressTypes, urls: urlTypes };

function ofEach(typesOf: (list: TypedList) => readonly string[]): Record<string, string[]> {
  return Object.fromEntries((Object.keys(officeWords) as TypedList[]).map((list) => [list, [...typesOf(list)]]));
}

export const offeredTypes: OfficeSetupAnswer['types'] = {
  office: ofEach((list) => officeWords[list].map((word) => tokenOf(list, word))),
  // Behind Google's own stands a label of the person's own.
  google: ofEach((list) => [...googleTypes[list], 'custom']),
};
