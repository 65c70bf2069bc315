// What an administrator decides for the whole office: for each setting the default, whether
// users may change it, what is not offered, and guidance. In: GET /api/office/setup. Out: a
// save, after a question that says how many users get a new preview.

import { Accordion, Button, Checkbox, Stack, Switch, Text, Textarea } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Confirm } from '../shared/confirm.tsx';
import { Page } from '../shared/page.tsx';
import { ErrorNote, RowsSkeleton } from '../shared/states.tsx';
import { toast } from '../shared/toast.ts';
import { adminApi, officeSetupQuery } from '../admin-api.ts';
import type { OfficeSetupAnswer, OfficeSetupBody, SettingName } from '../sync-types.ts';
import { officeText as text, settingNames, settingOrder, settingValues } from '../text/admin.ts';
import { commonText } from '../text/common.ts';
import { DefaultOf, defaultInWords } from './office-defaults.tsx';

function summaryOf(name: SettingName, answer: OfficeSetupAnswer, draft: OfficeSetupBody): string {
  const withdrawn = draft.withdrawn[name]?.length ?? 0;
  return [
    defaultInWords(name, answer, draft.defaults),
    draft.locked.includes(name) ? text.locked : text.decided,
    withdrawn === 0 ? undefined : text.withdrawn(withdrawn),
    (draft.guidance[name] ?? '') === '' ? undefined : text.hasGuidance,
  ]
    .filter((part) => part !== undefined)
    .join(' · ');
}

function Setting({ name, answer, draft, change }: { readonly name: SettingName; readonly answer: OfficeSetupAnswer; readonly draft: OfficeSetupBody; readonly change: (part: Partial<OfficeSetupBody>) => void }) {
  const locked = draft.locked.includes(name);
  const withdrawn = draft.withdrawn[name] ?? [];
  const values = settingValues[name];
  const withdraw = (value: string, gone: boolean) => {
    const { [name]: _former, ...others } = draft.withdrawn;
    const next = gone ? [...withdrawn, value] : withdrawn.filter((one) => one !== value);
    change({ withdrawn: next.length === 0 ? others : { ...others, [name]: next } });
  };
  const guide = (words: string) => {
    const { [name]: _former, ...others } = draft.guidance;
    // An empty text is kept: it takes the place of the guidance that the product brings.
    change({ guidance: { ...others, [name]: words } });
  };
  return (
    <Accordion.Item value={name}>
      <Accordion.Control>
        <Text fw={600}>{settingNames[name]}</Text>
        <Text size="sm" c="dimmed">
          {summaryOf(name, answer, draft)}
        </Text>
      </Accordion.Control>
      <Accordion.Panel>
        <Stack gap="md">
          <DefaultOf name={name} answer={answer} defaults={draft.defaults} change={(defaults) => change({ defaults })} />
          <Switch
            label={text.mayChange}
            description={text.mayChangeHelp}
            checked={!locked}
            onChange={(event) => change({ locked: event.currentTarget.checked ? draft.locked.filter((one) => one !== name) : [...draft.locked, name] })}
          />
          {values === undefined ? null : (
            <Checkbox.Group label={text.notOffered} description={text.notOfferedHelp} value={[...withdrawn]}>
              <Stack gap={6} mt={6}>
                {Object.entries(values).map(([value, word]) => (
                  <Checkbox key={value} value={value} label={word} onChange={(event) => withdraw(value, event.currentTarget.checked)} />
                ))}
              </Stack>
            </Checkbox.Group>
          )}
          <Textarea label={text.guidance} autosize minRows={2} maxLength={2000} value={draft.guidance[name] ?? ''} onChange={(event) => guide(event.currentTarget.value)} />
        </Stack>
      </Accordion.Panel>
    </Accordion.Item>
  );
}

function Form({ answer }: { readonly answer: OfficeSetupAnswer }) {
  const queries = useQueryClient();
  const [draft, setDraft] = useState<OfficeSetupBody>(answer.setup);
  const [dirty, setDirty] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const [users, setUsers] = useState<number>();
  const change = (part: Partial<OfficeSetupBody>) => {
    setDraft((now) => ({ ...now, ...part }));
    setDirty(true);
    setError(undefined);
  };
  const ask = async () => {
    setBusy(true);
    setError(undefined);
    try {
      setUsers((await adminApi.officeSetupEffect(draft)).users);
    } catch (trouble) {
      setError(trouble);
    } finally {
      setBusy(false);
    }
  };
  const save = async () => {
    const saved = await adminApi.saveOfficeSetup(draft);
    queries.setQueryData(officeSetupQuery.queryKey, saved);
    void queries.invalidateQueries({ queryKey: ['setup'] });
    setDraft(saved.setup);
    setDirty(false);
    toast(text.saved);
  };
  return (
    <>
      <Accordion variant="separated" order={2} mb="md" multiple>
        {settingOrder.map((name) => (
          <Setting key={name} name={name} answer={answer} draft={draft} change={change} />
        ))}
      </Accordion>
      <div className="form-bar">
        <div className="grow">{error !== undefined ? <ErrorNote error={error} /> : dirty ? <Text size="sm">{text.unsaved}</Text> : null}</div>
        <Button
          variant="default"
          disabled={!dirty || busy}
          onClick={() => {
            setDraft(answer.setup);
            setDirty(false);
            setError(undefined);
          }}
        >
          {commonText.cancel}
        </Button>
        <Button disabled={!dirty} loading={busy} onClick={() => void ask()}>
          {commonText.save}
        </Button>
      </div>
      <Confirm opened={users !== undefined} onClose={() => setUsers(undefined)} title={text.question} confirmLabel={commonText.save} onConfirm={save}>
        <Stack gap="xs">
          <Text>{users === undefined || users === 0 ? text.nobody : text.concerned(users)}</Text>
          {users === undefined || users === 0 ? null : <Text>{text.newPreview}</Text>}
        </Stack>
      </Confirm>
    </>
  );
}

export function OfficePage() {
  const { data, error, refetch } = useQuery(officeSetupQuery);
  return (
    <Page title={text.title}>
      <Text c="dimmed" mb="md">
        {text.intro}
      </Text>
      {error !== null && data === undefined ? <ErrorNote error={error} retry={() => void refetch()} /> : null}
      {data === undefined && error === null ? <RowsSkeleton rows={10} height={64} /> : null}
      {data === undefined ? null : <Form answer={data} />}
    </Page>
  );
}
