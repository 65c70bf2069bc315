// One line to add a task: type, Enter, done. In: a subject and perhaps a date. Out: a task.

import { Button, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState, type FormEvent } from 'react';
import { asApiError, inWords } from '../api.ts';
import { Icon } from '../icons.tsx';
import { officeApi, refreshOffice } from '../office-api.ts';
import { toast } from '../shared/toast.ts';
import { taskText as text } from '../text/office.ts';

export function QuickAdd() {
  const queries = useQueryClient();
  const [subject, setSubject] = useState('');
  const [due, setDue] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string>();
  const input = useRef<HTMLInputElement>(null);
  const add = async (event: FormEvent) => {
    event.preventDefault();
    setError(undefined);
    if (subject.trim() === '') {
      setError(text.subjectMissing);
      input.current?.focus();
      return;
    }
    setBusy(true);
    try {
      await officeApi.addTask({ subject: subject.trim(), ...(due === '' ? {} : { dueDate: due }) });
      setSubject('');
      setDue('');
      toast(text.added);
      refreshOffice(queries, 'tasks');
    } catch (trouble) {
      setError(inWords(asApiError(trouble)));
    } finally {
      setBusy(false);
      input.current?.focus();
    }
  };
  return (
    <form onSubmit={(event) => void add(event)} noValidate className="toolbar" style={{ alignItems: 'flex-start' }}>
      <TextInput ref={input} className="grow" label={text.quick} placeholder={text.quickHint} value={subject} onChange={(event) => setSubject(event.currentTarget.value)} error={error} />
      <TextInput type="date" label={text.due} value={due} onChange={(event) => setDue(event.currentTarget.value)} />
      <Button type="submit" loading={busy} leftSection={<Icon name="plus" />} mt={25}>
        {text.add}
      </Button>
    </form>
  );
}
