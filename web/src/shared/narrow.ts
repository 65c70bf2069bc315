// Whether the window is as narrow as a phone. Out: true or false, right from the first
// render. Tables leave out columns by it, since a hidden one would still take its width.

import { useMediaQuery } from '@mantine/hooks';

export function useNarrow(): boolean {
  return useMediaQuery('(max-width: 47.99em)', undefined, { getInitialValueInEffect: false }) === true;
}
