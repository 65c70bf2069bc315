// Words of the demo's guided path. In: states. Out: text.

export const demoText = {
  title: 'The story in five steps',
  intro: 'This is the demo: an office with people, meetings and tasks, and a simulated Google that holds some of the same, written differently.',
  hide: 'Hide this path',
  show: 'Show the five steps of the demo',
  done: 'done',
  steps: [
    { id: 'connect', title: 'Connect Google', help: 'Select Connect Google below, then Allow on the page of the simulated Google.' },
    { id: 'choose', title: 'Choose and save', help: 'Select Contact Synchronization and the SET “Google Sync”, then Run Synchronization, then Save. Nothing is written: a preview is made.' },
    { id: 'read', title: 'Read the Preview Report', help: 'It stands in the Report List at the end of this page. Open it; answer its questions or leave them for later.' },
    { id: 'approve', title: 'Approve', help: 'In the report, Options, then Approve Preview Synchronization. The initial synchronization runs at once.' },
    { id: 'live', title: 'Watch changes arrive', help: 'Change something in the office and look at Google, or play below what a person does in Google and see it arrive here within seconds.' },
  ],
  playTitle: 'Play in Google',
  playHelp: 'Each button does in the simulated Google what a person would do there.',
  plays: {
    'edit contact': 'Change a phone number',
    'move event': 'Move a meeting',
    'delete task': 'Delete a task',
    'accept invitation': 'Accept an invitation',
  },
  seeIt: 'See it in SmartOffice',
} as const;
