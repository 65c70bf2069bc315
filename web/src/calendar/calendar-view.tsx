// The grid of the calendar: FullCalendar with our entries. In: entries, view, date. Out:
// the range in sight, a picked time, an opened or moved entry. Times are wall-clock times of
// the person's zone; the grid never decides what is saved.

import { Calendar, useCalendarController, type EventInput } from '@fullcalendar/react';
import dayGrid from '@fullcalendar/react/daygrid';
import interaction from '@fullcalendar/react/interaction';
import list from '@fullcalendar/react/list';
import classic from '@fullcalendar/react/themes/classic';
import timeGrid from '@fullcalendar/react/timegrid';
import '@fullcalendar/react/skeleton.css';
import '@fullcalendar/react/themes/classic/theme.css';
import '@fullcalendar/react/themes/classic/palette.css';
import './calendar.css';

import { useComputedColorScheme } from '@mantine/core';
import { useEffect, useMemo, useRef, type RefObject } from 'react';
import type { CalendarEntry } from '../office-api.ts';
import { calendarText as text } from '../text/calendar.ts';
import type { Picked } from './activity-draft.ts';
import { firstDayOfWeek } from './range-title.ts';

const plugins = [dayGrid, timeGrid, list, interaction, classic];

export type Range = { readonly from: string; readonly to: string };
type ViewProps = {
  readonly entries: readonly CalendarEntry[];
  readonly view: string;
  readonly date: string;
  readonly zone: string;
  readonly locale: string;
  readonly onRange: (range: Range) => void;
  readonly onPick: (picked: Picked) => void;
  readonly onOpen: (entry: CalendarEntry) => void;
  readonly onMove: (entry: CalendarEntry, to: Picked, revert: () => void) => void;
};

export function keyOf(entry: CalendarEntry): string {
  return `${entry.activityId} ${entry.original ?? ''}`;
}

function toEvent(entry: CalendarEntry): EventInput {
  const start = entry.allDay && 'date' in entry.start ? entry.start.date : entry.startsAt;
  const end = entry.allDay && 'date' in entry.end ? entry.end.date : entry.endsAt;
  return { id: keyOf(entry), title: entry.subject, start: start ?? '', ...(end === undefined ? {} : { end }), allDay: entry.allDay, editable: entry.organizedBy === undefined && entry.calendar === undefined, extendedProps: { entry } };
}

const look = (entry: CalendarEntry | undefined) => `activity activity-${entry?.status ?? 'active'} activity-${(entry?.type ?? '').toLowerCase()}`;

/** What scrolls in the grid can be scrolled with the keyboard, also on a day without entries. */
function useScrollableByKeyboard(box: RefObject<HTMLDivElement | null>): void {
  useEffect(() => {
    const grid = box.current;
    if (grid === null) return;
    let waiting = 0;
    const mark = () => {
      for (const part of grid.querySelectorAll<HTMLElement>('div:not([tabindex])')) {
        if (part.scrollHeight <= part.clientHeight || !/auto|scroll/.test(getComputedStyle(part).overflowY)) continue;
        if (part.querySelector('[tabindex="0"], a[href], button') !== null) continue;
        // A part of the table takes the focus: the box around it has no role that may.
        (part.querySelector<HTMLElement>('[role="gridcell"], [role="row"]') ?? part).tabIndex = 0;
      }
    };
    const later = () => {
      cancelAnimationFrame(waiting);
      waiting = requestAnimationFrame(mark);
    };
    const observer = new MutationObserver(later);
    // What scrolls is known only when the grid has its heights, which come as styles, and with another window.
    observer.observe(grid, { childList: true, subtree: true, attributeFilter: ['style', 'class'] });
    const sizes = new ResizeObserver(later);
    sizes.observe(grid);
    later();
    return () => {
      observer.disconnect();
      sizes.disconnect();
      cancelAnimationFrame(waiting);
    };
  }, [box]);
}

export function CalendarView({ entries, view, date, zone, locale, onRange, onPick, onOpen, onMove }: ViewProps) {
  const controller = useCalendarController();
  const scheme = useComputedColorScheme('light');
  const events = useMemo(() => entries.map(toEvent), [entries]);
  useEffect(() => {
    if (controller.view !== undefined && controller.view.type !== view) controller.changeView(view);
  }, [controller, view]);
  useEffect(() => {
    controller.gotoDate(date);
  }, [controller, date]);
  const box = useRef<HTMLDivElement>(null);
  useScrollableByKeyboard(box);
  const entryOf = (props: Record<string, unknown>) => props['entry'] as CalendarEntry;
  return (
    <div ref={box} className={view === 'timeGridWeek' ? 'calendar-grid calendar-week' : 'calendar-grid'}>
      <Calendar
        controller={controller}
        plugins={plugins}
        initialView={view}
        initialDate={date}
        timeZone={zone}
        locale={locale}
        colorScheme={scheme}
        headerToolbar={false}
        height="100%"
        events={events}
        firstDay={firstDayOfWeek(locale)}
        nowIndicator
        eventMinHeight={26}
        eventShortHeight={36}
        slotEventOverlap={false}
        selectable
        editable
        eventInteractive
        dayMaxEvents
        scrollTime="07:30:00"
        allDayText={text.allDay}
        noEventsText={text.noEvents}
        eventClass={({ event }) => look(entryOf(event.extendedProps))}
        eventDidMount={({ el, event }) => {
          const entry = entryOf(event.extendedProps);
          const marks = [entry.location, entry.recurring ? text.recurringMark : undefined, entry.private ? text.privateMark : undefined, entry.organizedBy === undefined ? undefined : text.notMovable(entry.organizedBy), entry.calendar === undefined ? undefined : text.shownFrom(entry.calendar)].filter((mark) => mark !== undefined);
          el.title = [event.title, ...marks].join(' · ');
        }}
        datesSet={(info) => onRange({ from: info.startStr.slice(0, 10), to: info.endStr.slice(0, 10) })}
        select={(info) => onPick({ start: info.startStr, end: info.endStr, allDay: info.allDay })}
        eventClick={(info) => {
          info.jsEvent.preventDefault();
          onOpen(entryOf(info.event.extendedProps));
        }}
        eventDrop={(info) => onMove(entryOf(info.event.extendedProps), { start: info.event.startStr, end: info.event.endStr === '' ? info.event.startStr : info.event.endStr, allDay: info.event.allDay }, info.revert)}
        eventResize={(info) => onMove(entryOf(info.event.extendedProps), { start: info.event.startStr, end: info.event.endStr, allDay: info.event.allDay }, info.revert)}
      />
    </div>
  );
}
