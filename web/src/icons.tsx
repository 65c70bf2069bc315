// The few pictures that the screens use, as inline drawings of one line width. In: a name
// and a size. Out: an SVG hidden from screen readers; the text beside it carries the name.

const paths = {
  contacts: 'M16 19v-1a4 4 0 0 0-4-4H7a4 4 0 0 0-4 4v1M9.5 10.5a3.25 3.25 0 1 0 0-6.5a3.25 3.25 0 0 0 0 6.5M21 19v-1a4 4 0 0 0-3-3.85M15.5 4.15a3.25 3.25 0 0 1 0 6.2',
  calendar: 'M4 6.5h16v13H4zM4 10.5h16M8 4v4M16 4v4',
  tasks: 'M4 6.5l1.5 1.5L8 5M4 13l1.5 1.5L8 11.5M11 7h9M11 13.5h9M4 19.5h4M11 19.5h9',
  sets: 'M12 4l8 4-8 4-8-4zM4 12l8 4 8-4M4 16l8 4 8-4',
  alerts: 'M6 16.5V11a6 6 0 1 1 12 0v5.5l1.5 1.5h-15zM10 20.5h4',
  question: 'M12 3.5a8.5 8.5 0 1 0 0 17a8.5 8.5 0 0 0 0-17M9.6 9.6a2.5 2.5 0 1 1 3.4 2.3c-.7.3-1 .8-1 1.6M12 16.6v.01',
  setup: 'M5 7h8M17 7h2M5 17h2M11 17h8M15 5v4M9 15v4',
  users: 'M12 11a3.5 3.5 0 1 0 0-7a3.5 3.5 0 0 0 0 7M5 20v-1a5 5 0 0 1 5-5h4a5 5 0 0 1 5 5v1',
  mail: 'M4 6h16v12H4zM4 7l8 6 8-6',
  open: 'M13 5h6v6M19 5l-8 8M10 6H5v13h13v-5',
  report: 'M7 3.5h7l4 4V20.5H7zM14 3.5v4h4M10 12h5M10 15.5h5',
  options: 'M5 12h.01M12 12h.01M19 12h.01',
  sun: 'M12 8a4 4 0 1 0 0 8a4 4 0 0 0 0-8M12 3v1.5M12 19.5V21M3 12h1.5M19.5 12H21M5.6 5.6l1 1M17.4 17.4l1 1M5.6 18.4l1-1M17.4 6.6l1-1',
  moon: 'M19 14.5A7.5 7.5 0 0 1 9.5 5a7.5 7.5 0 1 0 9.5 9.5z',
  signOut: 'M14 5h5v14h-5M10 8l-4 4 4 4M6 12h9',
  plus: 'M12 5v14M5 12h14',
  trash: 'M5 7h14M10 7V4.5h4V7M7 7l1 13h8l1-13',
  chevron: 'M9 6l6 6-6 6',
  close: 'M6 6l12 12M18 6L6 18',
  check: 'M5 12.5l4.5 4.5L19 7',
  search: 'M10.5 4a6.5 6.5 0 1 0 0 13a6.5 6.5 0 0 0 0-13M15.5 15.5L20 20',
  undo: 'M8 6L4 10l4 4M4 10h10a5 5 0 0 1 0 10h-3',
  history: 'M4 5v4h4M4.6 9a8 8 0 1 1-.5 5M12 8v4.5l3 2',
  star: 'M12 4l2.4 5.1 5.6.7-4.1 3.9 1 5.6L12 16.6 7.1 19.3l1-5.6L4 9.8l5.6-.7z',
  upload: 'M12 15V4M8 8l4-4 4 4M4 15v5h16v-5',
  download: 'M12 4v11M8 11l4 4 4-4M4 15v5h16v-5',
  lock: 'M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3',
  warning: 'M12 4.5l9 15.5H3zM12 10v4.5M12 17.2v.01',
  repeat: 'M5 12V10a3 3 0 0 1 3-3h11M16 4l3 3-3 3M19 12v2a3 3 0 0 1-3 3H5M8 20l-3-3 3-3',
} as const;

export type IconName = keyof typeof paths;

export function Icon({ name, size = 18 }: { readonly name: IconName; readonly size?: number }) {
  return (
    <svg aria-hidden="true" focusable="false" width={size} height={size} viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth={name === 'options' ? 3 : 1.8} strokeLinecap="round" strokeLinejoin="round" style={{ flex: 'none' }}>
      <path d={paths[name]} />
    </svg>
  );
}
