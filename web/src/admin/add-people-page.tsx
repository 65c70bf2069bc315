// Adds people, many at once, from a form or a pasted table. In: lines as typed. Out: POST
// /api/people; each mistake by its line, or who was added. A password that is shown here is
// kept nowhere, and gone with the page.

import { Button, Group, NativeSelect, Radio, SegmentedControl, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import type { AddedPeople } from '../../../src/http/contract/people.ts';
import { adminApi } from '../admin-api.ts';
import { useFormat } from '../format.ts';
import { Icon } from '../icons.tsx';
import { Page, Section } from '../shared/page.tsx';
import { ErrorNote, Note } from '../shared/states.tsx';
import { addText as text, userText } from '../text/users.ts';

type Line = { readonly key: number; readonly name: string; readonly email: string; readonly role: 'user' | 'administrator'; readonly zone: string };

const zones = Intl.supportedValuesOf('timeZone');
let lines = 0;
const emptyLine = (): Line => ({ key: (lines += 1), name: '', email: '', role: 'user', zone: '' });

function Lines({ people, change }: { readonly people: readonly Line[]; readonly change: (people: readonly Line[]) => void }) {
  return (
    <Stack gap="md">
      {people.map((line, index) => {
        const number = index + 1;
        const set = (part: Partial<Line>) => change(people.map((one) => (one.key === line.key ? { ...one, ...part } : one)));
        return (
          <div className="two" key={line.key} role="group" aria-label={text.person(number)}>
            <TextInput label={text.name(number)} value={line.name} autoComplete="off" onChange={(event) => set({ name: event.currentTarget.value })} />
            <TextInput label={text.email(number)} type="email" value={line.email} autoComplete="off" onChange={(event) => set({ email: event.currentTarget.value })} />
            <NativeSelect label={text.role(number)} value={line.role} data={Object.entries(userText.roles).map(([value, label]) => ({ value, label }))} onChange={(event) => set({ role: event.currentTarget.value as Line['role'] })} />
            <Group gap="xs" align="flex-end" wrap="nowrap">
              <NativeSelect style={{ flex: 1, minWidth: 0 }} label={text.zone(number)} value={line.zone} data={[{ value: '', label: text.defaultZone }, ...zones]} onChange={(event) => set({ zone: event.currentTarget.value })} />
              {people.length === 1 ? null : (
                <Button variant="default" px="xs" aria-label={text.remove(number)} onClick={() => change(people.filter((one) => one.key !== line.key))}>
                  <Icon name="trash" />
                </Button>
              )}
            </Group>
          </div>
        );
      })}
      <Button variant="default" leftSection={<Icon name="plus" />} style={{ alignSelf: 'flex-start' }} onClick={() => change([...people, emptyLine()])}>
        {text.more}
      </Button>
    </Stack>
  );
}

function Added({ added, again }: { readonly added: AddedPeople['added']; readonly again: () => void }) {
  const withPasswords = added.some(({ password }) => password !== undefined);
  return (
    <Stack gap="md">
      <Note tone="good" live="polite" title={text.added(added.length)} actions={<Button variant="default" size="xs" onClick={again}>{text.again}</Button>}>
        {withPasswords ? text.passwords : text.mailed}
      </Note>
      <div className="table-wrap section" tabIndex={0} role="group" aria-label={text.added(added.length)}>
        <table className="plain-table stack-table" aria-label={text.added(added.length)}>
          <thead>
            <tr>
              <th scope="col">{text.nameColumn}</th>
              <th scope="col">{text.emailColumn}</th>
              {withPasswords ? <th scope="col">{text.passwordColumn}</th> : null}
            </tr>
          </thead>
          <tbody>
            {added.map(({ userId, name, email, password }) => (
              <tr key={userId}>
                <th scope="row">{name}</th>
                <td>{email}</td>
                {withPasswords ? (
                  <td>
                    <code>{password}</code>
                  </td>
                ) : null}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Stack>
  );
}

export function AddPeoplePage() {
  const queries = useQueryClient();
  const format = useFormat();
  const [how, setHow] = useState<'form' | 'paste'>('form');
  const [people, setPeople] = useState<readonly Line[]>(() => [emptyLine()]);
  const [table, setTable] = useState('');
  const [by, setBy] = useState<'mail' | 'password'>('mail');
  const [zone, setZone] = useState(format.zone);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const [answer, setAnswer] = useState<AddedPeople>();

  const add = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setError(undefined);
    setAnswer(undefined);
    try {
      const lines = how === 'paste' ? { csv: table } : { people: people.map(({ key: _key, ...line }) => line) };
      setAnswer(await adminApi.addPeople({ ...lines, by, zone }));
      void queries.invalidateQueries({ queryKey: ['accounts'] });
    } catch (trouble) {
      setError(trouble);
    } finally {
      setBusy(false);
    }
  };
  const again = () => {
    setAnswer(undefined);
    setPeople([emptyLine()]);
    setTable('');
  };
  return (
    <Page title={text.title}>
      {answer !== undefined && answer.added.length > 0 ? (
        <Added added={answer.added} again={again} />
      ) : (
        <form onSubmit={(event) => void add(event)} noValidate>
          <Text c="dimmed" mb="md">
            {text.intro}
          </Text>
          <Section title={text.how} id="how">
            <SegmentedControl
              aria-label={text.how}
              mb="md"
              value={how}
              onChange={(value) => setHow(value as 'form' | 'paste')}
              data={[
                { value: 'form', label: text.form },
                { value: 'paste', label: text.paste },
              ]}
            />
            {how === 'form' ? <Lines people={people} change={setPeople} /> : <Textarea label={text.table} description={text.tableHelp} autosize minRows={6} maxRows={20} value={table} onChange={(event) => setTable(event.currentTarget.value)} placeholder={'email,name,role,zone\nann@example.com,Ann Adams,user,America/New_York'} />}
            <NativeSelect mt="md" label={text.defaultZone} value={zone} data={zones.includes(zone) ? zones : [zone, ...zones]} onChange={(event) => setZone(event.currentTarget.value)} />
          </Section>
          <Section title={text.by} id="by">
            <Radio.Group aria-labelledby="by" value={by} onChange={(value) => setBy(value as 'mail' | 'password')}>
              <Stack gap="sm">
                <Radio value="mail" label={text.byMail} description={text.byMailHelp} />
                <Radio value="password" label={text.byPassword} description={text.byPasswordHelp} />
              </Stack>
            </Radio.Group>
          </Section>
          {error === undefined ? null : <ErrorNote error={error} />}
          {answer === undefined || answer.problems.length === 0 ? null : (
            <Note tone="bad" live="assertive" title={text.problems(new Set(answer.problems.map(({ line }) => line)).size)}>
              <ul>
                {answer.problems.map(({ line, email, message }) => (
                  <li key={`${line} ${message}`}>{text.problem(line, email, message)}</li>
                ))}
              </ul>
            </Note>
          )}
          <Group justify="flex-end" mt="md">
            <Button type="submit" loading={busy}>
              {text.add}
            </Button>
          </Group>
        </form>
      )}
    </Page>
  );
}
