// One task in a dialog: edit and delete. In: the task. Out: the saved task, or a message at
// the field. The contact that a task belongs to is kept as it is.

import { Button, Group, Modal, NativeSelect, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { asApiError, fieldOf, inWords, type ApiError } from '../api.ts';
import { HistoryButton } from '../history/history-button.tsx';
import { choicesQuery, officeApi, refreshOffice, type Task, type TaskInput } from '../office-api.ts';
import { useAfterDeletion } from '../shared/after-deletion.ts';
import { Confirm } from '../shared/confirm.tsx';
import { ErrorNote } from '../shared/states.tsx';
import { toast } from '../shared/toast.ts';
import { commonText } from '../text/common.ts';
import { taskText as text } from '../text/office.ts';

export function toTaskInput({ subject, notes, dueDate, dueTime, priority, status, contactId }: Task): TaskInput {
  return { subject, notes, dueDate, dueTime, priority, status, contactId };
}

const blank = (value: string | undefined) => (value === undefined || value === '' ? undefined : value);

export function TaskDialog({ task, onClose }: { readonly task: Task; readonly onClose: () => void }) {
  const queries = useQueryClient();
  const choices = useQuery(choicesQuery).data;
  const [draft, setDraft] = useState<TaskInput>(toTaskInput(task));
  const [error, setError] = useState<ApiError>();
  const [busy, setBusy] = useState(false);
  const [asking, setAsking] = useState(false);
  const afterDeletion = useAfterDeletion({ kind: 'task' });
  const field = fieldOf(error, 'task');
  const errorAt = (path: string) => (error !== undefined && field === path ? inWords(error) : undefined);
  const change = (part: Partial<TaskInput>) => setDraft((now) => ({ ...now, ...part }));
  const save = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setError(undefined);
    try {
      await officeApi.saveTask(task.id, task.version, { ...draft, notes: blank(draft.notes), dueDate: blank(draft.dueDate), dueTime: blank(draft.dueTime) });
      refreshOffice(queries, 'tasks');
      toast(text.saved);
      onClose();
    } catch (trouble) {
      setError(asApiError(trouble));
    } finally {
      setBusy(false);
    }
  };
  const known = ['subject', 'dueDate', 'dueTime', 'notes'];
  return (
    <>
      <Modal opened={!asking} onClose={onClose} title={text.editTitle} size="lg">
        <form onSubmit={(event) => void save(event)} noValidate>
          <Stack gap="sm">
            <TextInput label={text.subject} value={draft.subject} onChange={(event) => change({ subject: event.currentTarget.value })} error={errorAt('subject')} data-autofocus />
            <div className="two">
              <TextInput type="date" label={text.due} value={draft.dueDate ?? ''} onChange={(event) => change({ dueDate: event.currentTarget.value })} error={errorAt('dueDate')} />
              <TextInput type="time" label={text.dueTime} value={draft.dueTime ?? ''} onChange={(event) => change({ dueTime: event.currentTarget.value })} error={errorAt('dueTime')} />
              <NativeSelect label={text.priority} value={draft.priority} data={[...(choices?.priorities ?? ['High', 'Normal', 'Low'])]} onChange={(event) => change({ priority: event.currentTarget.value as Task['priority'] })} />
              <NativeSelect label={text.status} value={draft.status} data={Object.entries(text.statuses).map(([value, label]) => ({ value, label }))} onChange={(event) => change({ status: event.currentTarget.value as Task['status'] })} />
            </div>
            <Text size="sm" c="dimmed">
              {text.googleNote}
            </Text>
            <Textarea label={text.notes} autosize minRows={3} maxRows={12} value={draft.notes ?? ''} onChange={(event) => change({ notes: event.currentTarget.value })} error={errorAt('notes')} />
            {error === undefined || known.includes(field ?? '') ? null : <ErrorNote error={error} />}
            <Group justify="space-between" gap="sm" className="form-bar" mb={-16}>
              <Group gap="xs">
                <Button variant="subtle" color="red" onClick={() => setAsking(true)}>
                  {commonText.delete}
                </Button>
                <HistoryButton record={{ kind: 'task', side: 'office', id: task.id }} name={task.subject} />
              </Group>
              <Group gap="sm">
                <Button variant="default" onClick={onClose}>
                  {commonText.cancel}
                </Button>
                <Button type="submit" loading={busy}>
                  {commonText.save}
                </Button>
              </Group>
            </Group>
          </Stack>
        </form>
      </Modal>
      <Confirm
        opened={asking}
        onClose={() => setAsking(false)}
        title={text.deleteTitle(task.subject)}
        confirmLabel={commonText.delete}
        danger
        onConfirm={async () => {
          await officeApi.deleteTask(task.id, task.version);
          refreshOffice(queries, 'tasks');
          toast(text.deleted);
          onClose();
        }}
      >
        {`${text.deleteBody} ${afterDeletion}`}
      </Confirm>
    </>
  );
}
