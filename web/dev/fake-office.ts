// Made-up office for fake-api.ts. In: calls. Out: answers of the office contract.

import type { Route } from './fake-api.ts';

export const officeRoutes: readonly Route[] = [];
