// Tasks: quick add, list by due date, done with one click, edit and delete. In: search and
// which tasks to show. Out: changed tasks. Ticking "done" shows at once, can be undone, and
// is taken back when the server refuses it.

import { ActionIcon, Button, Checkbox, Group, NativeSelect, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { useCallback, useMemo, useState } from 'react';
import { useFormat } from '../format.ts';
import { Icon } from '../icons.tsx';
import { officeApi, refreshOffice, tasksQuery, type Task } from '../office-api.ts';
import { useNarrow } from '../shared/narrow.ts';
import { Page } from '../shared/page.tsx';
import { EmptyNote, ErrorNote, RowsSkeleton, Tag } from '../shared/states.tsx';
import { toast } from '../shared/toast.ts';
import { VirtualTable, type Column } from '../shared/virtual-table.tsx';
import { taskText as text } from '../text/office.ts';
import { QuickAdd } from './quick-add.tsx';
import { TaskDialog, toTaskInput } from './task-dialog.tsx';

function today(zone: string): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(new Date());
}

type GroupName = keyof typeof text.groups;
/** A heading between the tasks: a row of its own, so that only those in sight exist. */
type Line = Task & { readonly heading?: GroupName };

function groupOf(task: Task, day: string): GroupName {
  if (task.dueDate === undefined) return 'none';
  return task.dueDate < day ? 'overdue' : task.dueDate === day ? 'today' : 'later';
}

function grouped(tasks: readonly Task[], day: string): Line[] {
  return tasks.flatMap((task, index) => {
    const group = groupOf(task, day);
    const before = tasks[index - 1];
    return before !== undefined && groupOf(before, day) === group ? [task] : [{ ...task, heading: group }, task];
  });
}

const keyOf = (line: Line) => line.heading ?? line.id;
const headingOf = (line: Line) => (line.heading === undefined ? undefined : text.groups[line.heading]);

export function TasksPage() {
  const format = useFormat();
  const queries = useQueryClient();
  const [status, setStatus] = useState<string>('active');
  const [words, setWords] = useState('');
  const [q] = useDebouncedValue(words, 250);
  const [editing, setEditing] = useState<Task>();
  const { data, error, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery({ ...tasksQuery(q, status), placeholderData: keepPreviousData });
  const rows = useMemo(() => data?.pages.flatMap((page) => page.tasks), [data]);
  const more = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  const [ticking, setTicking] = useState<{ readonly id: string; readonly done: boolean }>();
  const tick = useMutation({
    mutationFn: ({ task, done }: { task: Task; done: boolean }) => officeApi.saveTask(task.id, task.version, { ...toTaskInput(task), status: done ? 'done' : 'active' }),
    onSuccess: (saved, { task, done }) =>
      toast(done ? text.completed(task.subject) : text.reopened(task.subject), async () => {
        await officeApi.saveTask(saved.id, saved.version, toTaskInput(task));
        refreshOffice(queries, 'tasks');
      }),
    onSettled: async () => {
      await queries.invalidateQueries({ queryKey: ['tasks'] });
      setTicking(undefined);
    },
  });
  const day = today(format.zone);
  const narrow = useNarrow();
  const lines = useMemo(() => (rows === undefined || status !== 'active' ? (rows ?? []) : grouped(rows, day)), [rows, status, day]);

  const columns: readonly Column<Task>[] = [
    {
      id: 'done',
      label: <span className="visually-hidden">{text.statuses.done}</span>,
      width: '48px',
      cell: (task) => <Checkbox aria-label={text.done(task.subject)} checked={ticking?.id === task.id ? ticking.done : task.status === 'done'} disabled={task.status === 'canceled'} onChange={(event) => {
            setTicking({ id: task.id, done: event.currentTarget.checked });
            tick.mutate({ task, done: event.currentTarget.checked });
          }}
        />,
    },
    {
      id: 'subject',
      label: text.subject,
      header: true,
      cell: (task) => (
        <button type="button" className="cell-button" onClick={() => setEditing(task)}>
          <span className={task.status === 'active' ? 'wrap-words' : 'wrap-words done-words'}>{task.subject}</span>
        </button>
      ),
    },
    {
      id: 'due',
      label: text.due,
      width: narrow ? '116px' : '26%',
      cell: (task) => (
        <Group gap={6}>
          <span>{task.dueDate === undefined ? <Text component="span" size="sm" c="dimmed">{text.noDue}</Text> : `${format.plainDate(task.dueDate)}${task.dueTime === undefined ? '' : ` ${format.plainTime(task.dueTime)}`}`}</span>
          {status !== 'active' && task.status === 'active' && task.dueDate !== undefined && task.dueDate < day ? <Tag tone="warning">{text.overdue}</Tag> : null}
        </Group>
      ),
    },
    { id: 'priority', label: text.priority, width: '110px', wideOnly: true, cell: (task) => (task.priority === 'Normal' ? task.priority : <Tag tone={task.priority === 'High' ? 'bad' : 'quiet'}>{task.priority}</Tag>) },
    { id: 'status', label: text.status, width: '100px', wideOnly: true, cell: (task) => text.statuses[task.status] },
    {
      id: 'edit',
      label: <span className="visually-hidden">{text.editTitle}</span>,
      width: '56px',
      wideOnly: true,
      cell: (task) => (
        <ActionIcon variant="subtle" color="gray" aria-label={text.edit(task.subject)} onClick={() => setEditing(task)}>
          <Icon name="options" size={16} />
        </ActionIcon>
      ),
    },
  ];
  return (
    <Page title={text.title}>
      <QuickAdd />
      <div className="toolbar">
        <TextInput className="grow" type="search" label={text.search} leftSection={<Icon name="search" />} value={words} onChange={(event) => setWords(event.currentTarget.value)} />
        <NativeSelect label={text.show} value={status} onChange={(event) => setStatus(event.currentTarget.value)} data={Object.entries(text.shows).map(([value, label]) => ({ value, label }))} />
      </div>
      {tick.error === null ? null : <ErrorNote error={tick.error} />}
      {error !== null && rows === undefined ? <ErrorNote error={error} retry={() => void refetch()} /> : null}
      {rows === undefined && error === null ? <RowsSkeleton /> : null}
      {rows?.length === 0 ? (
        <EmptyNote
          icon="tasks"
          title={q === '' ? text.empty : text.noMatch}
          action={
            status === 'active' ? undefined : (
              <Button variant="default" onClick={() => setStatus('active')}>
                {text.shows.active}
              </Button>
            )
          }
        >
          {q === '' ? text.emptyHelp : undefined}
        </EmptyNote>
      ) : null}
      {rows === undefined || rows.length === 0 ? null : <VirtualTable label={text.title} rows={lines} columns={columns} keyOf={keyOf} headingOf={headingOf} onEnd={more} height="max(320px, calc(100dvh - 350px))" />}
      {editing === undefined ? null : <TaskDialog key={editing.id} task={editing} onClose={() => setEditing(undefined)} />}
    </Page>
  );
}
