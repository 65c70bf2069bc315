// Files into the office and out of it over HTTP. In: one uploaded file, or the choice of what
// to take out. Out: the report of the import, or the file. Importing goes through the same
// change as typing does; nothing is half written.

import { z } from 'zod';
import { exportCalendar, exportCsv, exportVcards } from '../../../office/import-export/export-office.ts';
import { importFile } from '../../../office/import-export/import-file.ts';
import { signedIn } from '../../app-types.ts';
import type { App, RouteDeps } from '../../app-types.ts';
import { exportContactsQuery, importQuery, importReportAnswer } from '../../contract/office.ts';
import type { ImportReport } from '../../contract/office.ts';
import { AppError } from '../../errors.ts';
import { authorOf } from './author.ts';

const tags = ['import and export'];
const file = { 200: z.string().describe('The file') };

export function registerImportExportRoutes(app: App, { store: { db }, now }: RouteDeps): void {
  app.post(
    '/import',
    { schema: { tags, summary: 'Import a vCard, iCalendar or CSV file (multipart, one file)', consumes: ['multipart/form-data'], querystring: importQuery, response: { 200: importReportAnswer } } },
    async (request) => {
      const upload = await request.file();
      if (upload === undefined) throw new AppError('invalid', { field: 'file', message: 'There is no file in the request.', remedy: 'Choose a vCard, iCalendar or CSV file.' });
      const bytes = await upload.toBuffer();
      return (await importFile(db, authorOf(request), bytes, { ...request.query, zone: signedIn(request).zone })) as ImportReport;
    },
  );

  app.get('/export/contacts.vcf', { schema: { tags, summary: 'Contacts as vCards', querystring: exportContactsQuery, produces: ['text/vcard'], response: file } }, async (request, reply) => {
    void reply.type('text/vcard; charset=utf-8').header('content-disposition', 'attachment; filename="contacts.vcf"').serializer(String);
    return exportVcards(db, signedIn(request).officeId, request.query);
  });

  app.get('/export/contacts.csv', { schema: { tags, summary: 'Contacts as CSV', querystring: exportContactsQuery.pick({ setId: true }), produces: ['text/csv'], response: file } }, async (request, reply) => {
    void reply.type('text/csv; charset=utf-8').header('content-disposition', 'attachment; filename="contacts.csv"').serializer(String);
    return exportCsv(db, signedIn(request).officeId, request.query);
  });

  app.get('/export/calendar.ics', { schema: { tags, summary: 'Own activities and tasks as iCalendar', produces: ['text/calendar'], response: file } }, async (request, reply) => {
    void reply.type('text/calendar; charset=utf-8').header('content-disposition', 'attachment; filename="calendar.ics"').serializer(String);
    const person = signedIn(request);
    return exportCalendar(db, person.id, { zone: person.zone, now: now() });
  });
}
