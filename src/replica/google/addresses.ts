// Where Google is met. In: configuration. Out: base addresses; nothing else in this
// product may contain an address of Google, so that the simulator is met in the same way.

export interface GoogleAddresses {
  readonly auth: string;
  readonly token: string;
  readonly revoke: string;
  readonly userinfo: string;
  /** The PEM certificates that sign id tokens. */
  readonly certs: string;
  readonly issuers: readonly string[];
  /** Origins: the client libraries keep their own paths and drop any path given here. */
  readonly calendar: string;
  readonly people: string;
  readonly tasks: string;
}

export const googleAddresses: GoogleAddresses = {
  auth: 'https://accounts.google.com/o/oauth2/v2/auth',
  token: 'https://oauth2.googleapis.com/token',
  revoke: 'https://oauth2.googleapis.com/revoke',
  userinfo: 'https://www.googleapis.com/oauth2/v2/userinfo',
  certs: 'https://www.googleapis.com/oauth2/v1/certs',
  issuers: ['accounts.google.com', 'https://accounts.google.com'],
  calendar: 'https://www.googleapis.com/',
  people: 'https://people.googleapis.com/',
  tasks: 'https://tasks.googleapis.com/',
};

/** One origin that serves everything under Google's own paths. */
export function addressesAt(origin: string): GoogleAddresses {
  const at = (address: string): string => new URL(new URL(address).pathname, origin).href;
  return {
    auth: at(googleAddresses.auth),
    token: at(googleAddresses.token),
    revoke: at(googleAddresses.revoke),
    userinfo: at(googleAddresses.userinfo),
    certs: at(googleAddresses.certs),
    issuers: [...googleAddresses.issuers, new URL(origin).origin],
    calendar: at('https://x/'),
    people: at('https://x/'),
    tasks: at('https://x/'),
  };
}
