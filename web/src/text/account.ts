// Words of the pages Change password and Doctor.

export const passwordText = {
  title: 'Change password',
  intro: 'Whoever is signed in as you on another device is signed out. You stay signed in here.',
  current: 'Present password',
  next: 'New password',
  again: 'New password again',
  button: 'Change password',
  show: 'Show password',
  currentMissing: 'Type your present password.',
  tooShort: 'Take ten characters or more.',
  different: 'The two new passwords are not the same.',
  done: 'Your password was changed.',
} as const;

export const doctorText = {
  title: 'Doctor',
  intro: 'Everything that a synchronization needs, and what to do where something is missing. Nothing is changed by looking.',
  again: 'Check again',
  steps: 'What to do',
  results: { ok: 'Well', warning: 'Warning', problem: 'Problem' },
  summary: { ok: 'Everything is well.', warning: 'It works; some things deserve a look.', problem: 'Something must be put right.' },
} as const;
