// The three groups of options of the Setup Detail, each with its guidance beside it. In:
// the draft and what is locked. Out: changes of the draft. "All SmartOffice contacts" is
// shown and can never be chosen.

import { Checkbox, Group, NativeSelect, Radio, Stack, Text, TextInput } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { SetupOptions } from '../../../src/http/contract/setup.ts';
import type { SetupDetail } from '../../../src/http/contract/sync.ts';
import { useFormat } from '../format.ts';
import { Section } from '../shared/page.tsx';
import { setupText as text } from '../text/setup.ts';
import { choiceText } from '../text/setup-choices.ts';
import { CalendarChoice } from './calendar-choice.tsx';

type Parts = {
  readonly draft: SetupOptions;
  readonly change: (part: Partial<SetupOptions>) => void;
  readonly locked: boolean;
  readonly setup: SetupDetail;
};

function Guidance({ id, children, plain = false }: { readonly id: string; readonly children: ReactNode; readonly plain?: boolean }) {
  return (
    <div className={plain ? 'guidance plain' : 'guidance'} id={id}>
      {plain ? null : <b>{text.guidance}</b>}
      {children}
    </div>
  );
}

const ruleOf = (setup: SetupDetail, name: 'contacts' | 'activities' | 'recurring') => setup.policy.rules.find((rule) => rule.name === name);

/** What the office does not offer is not shown, unless it is what holds. */
function isOffered(setup: SetupDetail, name: 'contacts' | 'activities' | 'recurring', value: string): boolean {
  return ruleOf(setup, name)?.withdrawn.includes(value) !== true || String(setup.options[name]) === value;
}

function OfficeGuidance({ setup, name }: { readonly setup: SetupDetail; readonly name: 'contacts' | 'activities' | 'recurring' }) {
  const rule = ruleOf(setup, name);
  return (
    <>
      {(rule?.guidance ?? '').split('\n').filter(Boolean).map((line) => (
        <p key={line}>{line}</p>
      ))}
      {rule?.locked === true ? <p>{choiceText.lockedByOffice}</p> : null}
    </>
  );
}

export function ContactOptions({ draft, change, locked, setup }: Parts) {
  const fixed = locked || ruleOf(setup, 'contacts')?.locked === true || !isOffered(setup, 'contacts', 'set');
  return (
    <Section title={text.contactOptions} id="contact-options">
      <div className="option">
        <Checkbox name="contacts" label={text.contactSync} checked={draft.contacts === 'set'} disabled={fixed} onChange={(event) => change({ contacts: event.currentTarget.checked ? 'set' : 'none' })} aria-describedby="contact-guidance" />
        <div>
          <Guidance id="contact-guidance">
            <OfficeGuidance setup={setup} name="contacts" />
          </Guidance>
          <div className="guidance plain" style={{ marginTop: 10 }}>
            <p>{text.contactNote}</p>
          </div>
        </div>
      </div>
    </Section>
  );
}

export function ActivityOptions({ draft, change, locked, setup }: Parts) {
  const { total, withoutEnd } = setup.recurringActivities;
  const fixed = locked || ruleOf(setup, 'activities')?.locked === true;
  const recurringFixed = locked || ruleOf(setup, 'recurring')?.locked === true || !isOffered(setup, 'recurring', 'true');
  const directions = (
    [
      { value: 'two-way', label: text.twoWay, help: text.twoWayHelp },
      { value: 'to-google', label: choiceText.toGoogle, help: choiceText.toGoogleHelp },
      { value: 'to-office', label: choiceText.toOffice, help: choiceText.toOfficeHelp },
      { value: 'none', label: text.noActivities, help: text.noActivitiesHelp },
    ] as const
  ).filter(({ value }) => isOffered(setup, 'activities', value));
  return (
    <Section title={text.activityOptions} id="activity-options">
      <Radio.Group aria-labelledby="activity-options" value={draft.activities} onChange={(value) => change({ activities: value as SetupOptions['activities'] })}>
        {directions.map(({ value, label, help }) => (
          <div className="option" key={value}>
            <Radio value={value} label={label} disabled={fixed} aria-describedby={`${value}-help`} />
            <Guidance id={`${value}-help`} plain>
              <p>{help}</p>
            </Guidance>
          </div>
        ))}
      </Radio.Group>
      <div className="option" style={{ marginTop: 16 }}>
        <div>
          <Checkbox name="recurring" label={text.recurring} checked={draft.recurring} disabled={recurringFixed || draft.activities === 'none'} onChange={(event) => change({ recurring: event.currentTarget.checked })} aria-describedby="recurring-help recurring-counts" />
          <Text size="sm" c="dimmed" mt={4} pl={32} id="recurring-counts">
            {text.recurringCounts(total, withoutEnd)}
          </Text>
        </div>
        <Guidance id="recurring-help">
          <OfficeGuidance setup={setup} name="recurring" />
        </Guidance>
      </div>
      {draft.activities === 'none' ? null : <CalendarChoice draft={draft} change={change} locked={locked} setup={setup} />}
    </Section>
  );
}

export function ContactsToSynchronize({ draft, change, locked, setup, setError }: Parts & { readonly setError: string | undefined }) {
  const format = useFormat();
  const contactsOff = draft.contacts === 'none';
  return (
    <Section title={text.contactsToSynchronize} id="contacts-to-synchronize">
      <Radio.Group aria-labelledby="contacts-to-synchronize" value={contactsOff ? '' : 'set'} onChange={() => change({ contacts: 'set' })}>
        <div className="option">
          <Stack gap={10}>
            <Radio value="all" label={text.all} description={text.allHelp} disabled />
            <Radio value="set" label={text.aSet} disabled={locked || ruleOf(setup, 'contacts')?.locked === true || !isOffered(setup, 'contacts', 'set')} aria-describedby="a-set-help" />
          </Stack>
          <Guidance id="a-set-help">
            <p>{text.contactsGuidance}</p>
            <p>{text.aSetHelp}</p>
          </Guidance>
        </div>
      </Radio.Group>
      <div className="two" style={{ marginTop: 16 }}>
        <div>
          <NativeSelect
            name="setId"
            label={text.set}
            withAsterisk={!contactsOff}
            value={draft.setId ?? ''}
            disabled={locked || contactsOff}
            error={setError}
            onChange={(event) => change({ setId: event.currentTarget.value === '' ? undefined : event.currentTarget.value })}
            data={[{ value: '', label: text.chooseSet }, ...setup.sets.map((set) => ({ value: set.id, label: text.setOption(set.name, format.number(set.members)) }))]}
          />
          {setup.sets.length > 0 ? null : (
            <Group gap={6} mt={6}>
              <Text size="sm">{text.noSets}</Text>
              <Link to="/sets" className="link">
                {text.makeSet}
              </Link>
            </Group>
          )}
        </div>
        <TextInput label={text.group} description={text.groupHelp} inputWrapperOrder={['label', 'input', 'description', 'error']} value={setup.googleGroupName} readOnly />
      </div>
    </Section>
  );
}
