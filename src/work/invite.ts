// Mails a person a link by which to choose a password. In: the person, who invites, and the
// time. Out: a mail in the transaction of what led to it. Never here: the secret of the link
// in the database, or in a part of an address that servers on the way are told.

import { invited } from '../mail/templates.ts';
import { ensureAccount } from '../store/account.ts';
import { invite } from '../store/invitation.ts';
import { addMail } from '../store/notice.ts';
import type { Sql } from '../store/open.ts';

const days = 7;

export async function mailInvitation(tx: Sql, person: { readonly userId: string; readonly email: string; readonly name: string }, inviting: { readonly by: string; readonly publicUrl: URL; readonly now: Date }): Promise<void> {
  const account = await ensureAccount(tx, person.userId);
  const secret = await invite(tx, person.userId, new Date(inviting.now.getTime() + days * 86_400_000));
  const { subject, text, html } = await invited({ link: new URL(`/welcome#${secret}`, inviting.publicUrl).href, name: person.name, by: inviting.by, days });
  await addMail(tx, account.id, { to: person.email, subject, text, html });
}
