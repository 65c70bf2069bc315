// The questions of a running synchronization, each with its values side by side. In: GET
// /api/questions. Out: answers, sent together and bound to the digest that was on the screen.
// Never here: an answer that the person did not choose.

import { Button, Checkbox, Group, Stack, Text } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect, useMemo, useState, type ReactNode } from 'react';
import { ApiError } from '../api.ts';
import { decisionApi, questionsQuery } from '../decision-api.ts';
import { useFormat } from '../format.ts';
import { usePollEvery } from '../live.ts';
import { waysInCommon } from '../report/choices.ts';
import { Page } from '../shared/page.tsx';
import { EmptyNote, ErrorNote, Note, RowsSkeleton } from '../shared/states.tsx';
import { toast } from '../shared/toast.ts';
import { syncApi } from '../sync-api.ts';
import type { QuestionList, ReportLine } from '../sync-types.ts';
import { questionText as text } from '../text/decisions.ts';
import { QuestionCard } from './question-card.tsx';

const AT_ONCE = 20;

export function QuestionsPage() {
  // What was sent and what is still open then: the rest comes back with the next plan.
  const [left, setLeft] = useState<number>();
  const pollEvery = usePollEvery(left !== undefined && left > 0);
  const { data: list, error, refetch } = useQuery({ ...questionsQuery, refetchInterval: pollEvery });
  const asked = list?.total ?? 0;
  useEffect(() => {
    if (asked > 0) setLeft(undefined);
  }, [asked]);
  return (
    <Page title={text.title}>
      <Text c="dimmed" mt={-12} mb="md">
        {text.intro}
      </Text>
      {list === undefined ? error === null ? <RowsSkeleton rows={3} height={180} /> : <ErrorNote error={error} retry={() => void refetch()} /> : null}
      {list === undefined ? null : list.total === 0 ? <NoQuestions left={left} /> : list.answerable ? <Questions key={list.digest} list={list} onSent={setLeft} /> : <InReport list={list} />}
    </Page>
  );
}

function NoQuestions({ left }: { readonly left: number | undefined }) {
  const format = useFormat();
  if (left !== undefined && left > 0) {
    return (
      <Note tone="info" live="polite" title={text.sentTitle}>
        {text.sentRest(format.number(left))}
      </Note>
    );
  }
  return (
    <EmptyNote icon="check" title={text.none}>
      {text.noneHelp}
    </EmptyNote>
  );
}

function ReportLink({ id, label }: { readonly id: string; readonly label: string }): ReactNode {
  return (
    <Link to="/setup/google/reports/$reportId" params={{ reportId: id }} className="link">
      {label}
    </Link>
  );
}

function InReport({ list }: { readonly list: QuestionList }) {
  return (
    <Stack gap="md">
      <Note tone="warning" title={text.inReport} actions={list.report === undefined ? null : <ReportLink id={list.report} label={text.openReport} />}>
        {text.inReportHelp}
      </Note>
      <ul className="question-list">
        {list.questions.slice(0, AT_ONCE).map((line) => (
          <QuestionCard key={line.id} line={line} chosen={undefined} selected={false} />
        ))}
      </ul>
    </Stack>
  );
}

function Questions({ list, onSent }: { readonly list: QuestionList; readonly onSent: (left: number) => void }) {
  const format = useFormat();
  const queries = useQueryClient();
  const [choices, setChoices] = useState<Readonly<Record<string, string>>>({});
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [shown, setShown] = useState(AT_ONCE);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const lines = list.questions;
  const chosenLines = useMemo(() => lines.filter((line) => selected.has(line.id)), [lines, selected]);
  const ways = useMemo(() => waysInCommon(chosenLines), [chosenLines]);
  const answers = Object.keys(choices).length;
  const choose = (some: readonly ReportLine[], alternative: string) =>
    setChoices((now) => {
      const next = { ...now };
      for (const { unit, otherwise } of some) {
        if (alternative === otherwise) delete next[unit];
        else next[unit] = alternative;
      }
      return next;
    });
  const select = (id: string, on: boolean) =>
    setSelected((now) => {
      const next = new Set(now);
      if (on) next.add(id);
      else next.delete(id);
      return next;
    });

  const send = async () => {
    if (list.digest === undefined || list.report === undefined) return;
    setBusy(true);
    setError(undefined);
    try {
      // They were read here; the server takes an answer only to what was opened.
      if (!list.opened) await syncApi.openReport(list.report);
      const next = await decisionApi.answer(list.digest, choices);
      onSent(list.total - answers);
      queries.setQueryData(questionsQuery.queryKey, next);
      toast(text.sent);
    } catch (trouble) {
      setError(trouble);
    } finally {
      setBusy(false);
      for (const key of ['setup', 'reports', 'report', 'report-lines']) void queries.invalidateQueries({ queryKey: [key] });
    }
  };
  const again = () => void queries.invalidateQueries({ queryKey: questionsQuery.queryKey });

  return (
    <>
      <Group gap="xs" mb="sm" mih={36} role="group" aria-label={text.withSelected}>
        <Checkbox
          label={text.selectAll}
          checked={selected.size === lines.length}
          indeterminate={selected.size > 0 && selected.size < lines.length}
          onChange={(event) => setSelected(event.currentTarget.checked ? new Set(lines.map((line) => line.id)) : new Set())}
        />
        <span role="status">{text.selected(format.number(selected.size))}</span>
        {ways.map(({ id, label }) => (
          <Button key={id} size="xs" variant="default" onClick={() => choose(chosenLines, id)}>
            {label}
          </Button>
        ))}
        {selected.size === 0 ? null : (
          <Button size="xs" variant="subtle" onClick={() => setSelected(new Set())}>
            {text.clear}
          </Button>
        )}
      </Group>
      <ul className="question-list">
        {lines.slice(0, shown).map((line) => (
          <QuestionCard key={line.id} line={line} chosen={choices[line.unit]} selected={selected.has(line.id)} onSelect={(on) => select(line.id, on)} onChoose={(alternative) => choose([line], alternative)} />
        ))}
      </ul>
      {lines.length <= shown ? null : (
        <Button variant="subtle" mt="sm" onClick={() => setShown((now) => now + AT_ONCE)}>
          {text.more(format.number(Math.min(AT_ONCE, lines.length - shown)))}
        </Button>
      )}
      <div className="decide-bar">
        {error === undefined ? null : (
          <div style={{ flex: '1 1 100%' }}>
            {error instanceof ApiError && error.status === 409 ? (
              <Note tone="warning" live="assertive" title={text.outdated} actions={<Button size="xs" variant="default" onClick={again}>{text.changed}</Button>}>
                {text.outdatedHelp}
              </Note>
            ) : (
              <ErrorNote error={error} />
            )}
          </div>
        )}
        <span role="status" style={{ flex: '1 1 0', minWidth: 0 }}>
          {text.chosen(format.number(answers), format.number(list.total))}
        </span>
        <Button loading={busy} disabled={answers === 0} onClick={() => void send()}>
          {text.send(format.number(answers))}
        </Button>
      </div>
    </>
  );
}
