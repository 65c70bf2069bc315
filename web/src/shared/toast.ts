// A short word of success at the edge of the window. Trouble is never shown here, since it
// would vanish before it is read: it stands at the field or on the page.

import { notifications } from '@mantine/notifications';
import { commonText } from '../text/common.ts';

export function toast(message: string): void {
  notifications.show({ message, color: 'green', withBorder: true, autoClose: 5000, closeButtonProps: { 'aria-label': commonText.close } });
}
