// Why Google no longer lets us in, and what helps. In: the account, Google's own words and
// the time. Out: the likely cause and its remedy in plain words. Google mostly says only
// "expired or revoked"; when the access was given tells more.

import type { Account } from '../store/account.ts';

export interface LostAccess {
  readonly cause: string;
  readonly remedy: string;
}

const day = 86_400_000;
const again = 'Connect Google again in the Setup Detail.';
const testing = 'The application of your installation is in “Testing” at Google, which ends every access after seven days.';
const publish = 'So that it does not happen again each week, your administrator publishes the application (Google Cloud console, Google Auth Platform, Audience: “Publish app”), or makes it “Internal” in a Google Workspace.';

export function explainLostAccess(account: Pick<Account, 'googleConnectedAt' | 'googleAccessEndsAt'>, said: string, now: Date): LostAccess {
  if (/rapt/i.test(said)) return { cause: 'Your organization asks for a new sign-in after some hours or days (session control of Google Cloud).', remedy: `${again} Your administrator can exempt the application: mark it as trusted in the Admin console.` };
  if (/admin_policy|access_not_configured|restricted|org_internal|policy/i.test(said)) return { cause: 'The administrator of your Google Workspace does not allow this application.', remedy: `Ask for it to be trusted (Admin console, Security, API controls, App access control). Then: ${again}` };
  if (/account has been (deleted|disabled)|user_disabled|disabled/i.test(said)) return { cause: 'This Google account was deleted or suspended.', remedy: 'Have it restored, or connect another one; another account is previewed anew before anything is written.' };
  if (/scope|insufficient/i.test(said)) return { cause: 'A permission that the synchronization needs was taken away.', remedy: `${again} Leave the boxes ticked on the page of Google.` };
  const ended = account.googleAccessEndsAt;
  if (ended !== null && now.getTime() >= ended.getTime() - day / 24) return { cause: testing, remedy: `${again} ${publish}` };
  const age = account.googleConnectedAt === null ? Number.NaN : (now.getTime() - account.googleConnectedAt.getTime()) / day;
  if (age > 6.9 && age < 7.6) return { cause: `The access was given seven days ago. Most likely: ${testing}`, remedy: `${again} ${publish}` };
  return {
    cause: 'Most likely the access was taken back on the page of your Google account, or its password was changed. It also happens when the same account was connected more than 100 times, or when an administrator restricted it.',
    remedy: again,
  };
}
