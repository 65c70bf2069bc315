// The office's own routes, as the app mounts them below /api. In: nothing. Out: a list.
// Never here: a route of the synchronization; those the app knows itself.

import type { RegisterRoutes } from '../http/app-types.ts';
import { registerActivityRoutes } from '../http/routes/office/activities.ts';
import { registerContactRoutes } from '../http/routes/office/contacts.ts';
import { registerImportExportRoutes } from '../http/routes/office/import-export.ts';
import { registerSetRoutes } from '../http/routes/office/sets.ts';
import { registerTaskRoutes } from '../http/routes/office/tasks.ts';

export const officeRoutes: readonly RegisterRoutes[] = [registerContactRoutes, registerSetRoutes, registerActivityRoutes, registerTaskRoutes, registerImportExportRoutes];
