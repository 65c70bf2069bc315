// The office's contacts over HTTP. In: requests of the contract. Out: answers of it. What a
// person may see is decided by the office that they belong to, never by the request.

import { z } from 'zod';
import { listName } from '../../../office/contact-record.ts';
import type { ContactRecord } from '../../../office/contact-record.ts';
import { createContact, deleteContact, getContact, listContacts, updateContact } from '../../../office/contacts.ts';
import {
  activityStatuses, activityTypes, addressTypes, clientStatuses, clientTypes, emailTypes, filterFields, filterTests, phoneTypes, priorities, taskStatuses, urlTypes,
} from '../../../office/input.ts';
import { signedIn } from '../../app-types.ts';
import type { App, RouteDeps } from '../../app-types.ts';
import { choicesAnswer, contactAnswer, contactCreateBody, contactPageAnswer, contactQuery, contactUpdateBody, idParams, versionQuery } from '../../contract/office.ts';
import type { Contact, ContactPage } from '../../contract/office.ts';
import { authorOf } from './author.ts';

const tags = ['contacts'];
/** Notes of a contact may be long. */
const bodyLimit = 4 * 1024 * 1024;

export function registerContactRoutes(app: App, { store: { db } }: RouteDeps): void {
  app.get('/choices', { schema: { tags: ['office'], summary: 'The lists that a person chooses from', response: { 200: choicesAnswer } } }, async () => ({
    phoneTypes: [...phoneTypes], emailTypes: [...emailTypes], addressTypes: [...addressTypes], urlTypes: [...urlTypes],
    clientStatuses: [...clientStatuses], clientTypes: [...clientTypes], activityTypes: [...activityTypes], activityStatuses: [...activityStatuses],
    taskStatuses: [...taskStatuses], priorities: [...priorities], filterFields: [...filterFields], filterTests: [...filterTests],
  }));

  app.get('/contacts', { schema: { tags, summary: 'Contacts by name', querystring: contactQuery, response: { 200: contactPageAnswer } } }, async (request) => {
    return (await listContacts(db, signedIn(request).officeId, request.query)) as ContactPage;
  });

  app.post('/contacts', { bodyLimit, schema: { tags, summary: 'Add a contact', body: contactCreateBody, response: { 201: contactAnswer } } }, async (request, reply) => {
    return reply.status(201).send(answerOf(await createContact(db, authorOf(request), request.body)));
  });

  app.get('/contacts/:id', { schema: { tags, summary: 'A contact', params: idParams, response: { 200: contactAnswer } } }, async (request) => {
    return answerOf(await getContact(db, signedIn(request).officeId, request.params.id));
  });

  app.put('/contacts/:id', { bodyLimit, schema: { tags, summary: 'Replace a contact', params: idParams, body: contactUpdateBody, response: { 200: contactAnswer } } }, async (request) => {
    return answerOf(await updateContact(db, authorOf(request), request.params.id, request.body.version, request.body.contact));
  });

  app.delete('/contacts/:id', { schema: { tags, summary: 'Delete a contact', params: idParams, querystring: versionQuery, response: { 204: z.undefined() } } }, async (request, reply) => {
    await deleteContact(db, authorOf(request), request.params.id, request.query.version);
    return reply.status(204).send();
  });
}

function answerOf(record: ContactRecord): Contact {
  return { ...record, name: listName(record) } as unknown as Contact;
}
