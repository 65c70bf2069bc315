// Import of a file: it is checked first, its remarks are shown line by line, then it is
// imported. In: one file. Out: what was imported. Nothing is written by the check.

import { Button, FileInput, Group, NativeSelect, Stack, Text } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useFormat } from '../format.ts';
import { Icon } from '../icons.tsx';
import { officeApi, refreshOffice, setsQuery, type ImportReport } from '../office-api.ts';
import { Page, Section } from '../shared/page.tsx';
import { ErrorNote, Note, Tag } from '../shared/states.tsx';
import { commonText } from '../text/common.ts';
import { contactText, importText as text } from '../text/office.ts';

export function ContactsImportPage() {
  return <ImportPage title={text.contactsTitle} intro={text.contactsIntro} accept=".vcf,.vcard,.csv,text/vcard,text/csv" back="/contacts" withSet />;
}

export function CalendarImportPage() {
  return <ImportPage title={text.calendarTitle} intro={text.calendarIntro} accept=".ics,.ical,text/calendar" back="/calendar" withSet={false} />;
}

function Remarks({ report }: { readonly report: ImportReport }) {
  const format = useFormat();
  if (report.problems.length === 0) return <Text size="sm">{text.allGood}</Text>;
  const caption = text.problems(format.number(report.problems.length));
  return (
    <div className="table-wrap" tabIndex={0} role="group" aria-label={caption} style={{ maxHeight: 420, overflow: 'auto' }}>
      <table className="plain-table" aria-label={caption}>
        <thead>
          <tr>
            <th scope="col" className="num">{text.line}</th>
            <th scope="col">{text.name}</th>
            <th scope="col">{text.reason}</th>
            <th scope="col">{text.remedy}</th>
            <th scope="col">{text.effect}</th>
          </tr>
        </thead>
        <tbody>
          {report.problems.map((problem, index) => (
            <tr key={`${problem.line} ${index}`}>
              <td className="num">{format.number(problem.line)}</td>
              <td>{problem.name ?? commonText.none}</td>
              <td>{problem.reason}</td>
              <td>{problem.remedy}</td>
              <td>
                <Tag tone={problem.effect === 'left out' ? 'bad' : 'warning'}>{text.effects[problem.effect]}</Tag>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

type ImportProps = { readonly title: string; readonly intro: string; readonly accept: string; readonly back: '/contacts' | '/calendar'; readonly withSet: boolean };

function ImportPage({ title, intro, accept, back, withSet }: ImportProps) {
  const format = useFormat();
  const queries = useQueryClient();
  const sets = useQuery({ ...setsQuery, enabled: withSet }).data?.filter((set) => set.kind === 'plain');
  const [file, setFile] = useState<File | null>(null);
  const [setId, setSetId] = useState('');
  const [missing, setMissing] = useState(false);
  const [busy, setBusy] = useState(false);
  const [report, setReport] = useState<ImportReport>();
  const [error, setError] = useState<unknown>();

  const run = async (dryRun: boolean) => {
    if (file === null) return setMissing(true);
    setBusy(true);
    setError(undefined);
    try {
      setReport(await officeApi.importFile(file, dryRun, setId === '' ? undefined : setId));
      if (!dryRun) refreshOffice(queries, 'contacts', 'sets', 'calendar', 'tasks');
    } catch (trouble) {
      setError(trouble);
      if (dryRun) setReport(undefined);
    } finally {
      setBusy(false);
    }
  };
  const total = report === undefined ? 0 : report.contacts + report.activities + report.tasks;
  const numbers = report === undefined ? undefined : ([format.number(report.contacts), format.number(report.activities), format.number(report.tasks)] as const);
  const imported = report?.dryRun === false;
  return (
    <Page title={title}>
      <Text mb="md">{intro}</Text>
      <Section title={text.file} id="import-file">
        <Stack gap="md">
          <FileInput
            label={text.choose}
            placeholder={text.choose}
            accept={accept}
            value={file}
            leftSection={<Icon name="upload" />}
            error={missing ? text.fileMissing : undefined}
            onChange={(next) => {
              setFile(next);
              setMissing(false);
              setReport(undefined);
              setError(undefined);
            }}
          />
          {withSet ? <NativeSelect label={text.into} value={setId} onChange={(event) => setSetId(event.currentTarget.value)} data={[{ value: '', label: text.noSet }, ...(sets ?? []).map((set) => ({ value: set.id, label: set.name }))]} /> : null}
          <Group>
            <Button variant={report === undefined ? 'filled' : 'default'} loading={busy && report === undefined} onClick={() => void run(true)}>
              {text.check}
            </Button>
            <Link to={back} className="link">
              {back === '/contacts' ? contactText.back : commonText.calendar}
            </Link>
          </Group>
          {error === undefined ? null : <ErrorNote error={error} />}
        </Stack>
      </Section>
      {report === undefined || numbers === undefined ? null : (
        <Section title={text.found} id="import-found">
          <Stack gap="md">
            <Note tone={imported ? 'good' : total === 0 && report.alreadyThere === 0 ? 'warning' : 'info'} live="polite">
              {imported ? text.imported(...numbers) : total > 0 ? text.counts(...numbers) : report.alreadyThere > 0 ? text.allThere : text.nothing}
              {report.alreadyThere === 0 ? null : <p>{text.alreadyThere(format.number(report.alreadyThere))}</p>}
            </Note>
            <Remarks report={report} />
            {imported || total === 0 ? null : (
              <Group>
                <Button loading={busy} onClick={() => void run(false)}>
                  {text.import}
                </Button>
              </Group>
            )}
          </Stack>
        </Section>
      )}
    </Page>
  );
}
