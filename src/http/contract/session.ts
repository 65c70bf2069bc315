// What a person sends about their own sign-in. No behaviour here.

import { z } from 'zod';

export const newPassword = z.object({
  current: z.string().min(1, 'Type your present password.').max(1000),
  password: z.string().min(10, 'Take ten characters or more.').max(1000, 'Take less than a thousand characters.'),
});
export type NewPassword = z.infer<typeof newPassword>;
