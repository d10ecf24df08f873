import { expect, test } from 'vitest';
import { heard, lost, UNLINKED } from './link.ts';

test('what comes back is what was away: the server, or its store', () => {
  const live = heard(UNLINKED);
  expect(live).toMatchObject({ link: 'live', returns: 0 });
  const server = heard(lost(live, null));
  expect(server).toEqual({ link: 'live', why: null, missed: 'server', returns: 1 });
  const store = lost(server, 'The store cannot be reached.');
  expect(store).toMatchObject({ link: 'away', why: 'The store cannot be reached.', missed: 'store' });
  // The stream may end as well, which says nothing new.
  expect(lost(store, null)).toEqual(store);
  expect(heard(store)).toEqual({ link: 'live', why: null, missed: 'store', returns: 2 });
});
