import { describe, expect, test } from 'vitest';
import { TryAgain } from '../error.ts';
import { newSweep } from '../exam/samples.ts';
import { examineStore } from '../exam.ts';
import { createMemoryStore } from './store.ts';

const RANKS = 'a store in memory does not rank';
const SQL = 'the test asks in SQL';

/** As a database's: no two looks at it are the same. */
function clock(): () => number {
  let last = 0;
  return () => {
    last = Math.max(last + 1, Date.now());
    return last;
  };
}

examineStore('in memory', async () => createMemoryStore({ now: clock() }), {
  exceptions: [
    { test: 'histories', reason: 'it is the store that all others are compared with there' },
    { test: 'ranking', reason: RANKS },
    { test: 'standing', reason: RANKS },
    { test: 'the baseline', reason: RANKS },
    { test: 'a user’s SQL', reason: 'it has no SQL' },
    { test: 'inventory > what the store', reason: 'nothing has a size' },
    { test: 'inventory > every column', reason: 'nothing has a SQL type' },
    { test: 'sweeps > the time that it took', reason: 'only people ask for it' },
    { test: 'sweeps > a removed sweep is gone', reason: SQL },
    { test: 'trials > the checksum', reason: 'only people ask for it' },
    { test: 'deaths > a second result that differs', reason: SQL },
    { test: 'cluster > of bad messages', reason: SQL },
    { test: 'searches that learn > the reason of a proposal', reason: SQL },
  ],
});

describe('A store in memory', () => {
  test('is slow, away or broken as a test wants it', async () => {
    const away = new TryAgain('store_unreachable', 'It is away.', 'Wait.');
    const heard: string[] = [];
    const store = createMemoryStore({
      onCall: (method, when) => {
        heard.push(`${method} ${when}`);
        if (heard.length === 2) throw away;
      },
    });
    await expect(store.createSweep(newSweep())).rejects.toBe(away);
    // The answer was lost, not the call.
    expect(await store.listSweeps()).toHaveLength(1);
    expect(heard).toEqual(['createSweep asked', 'createSweep done', 'listSweeps asked', 'listSweeps done']);
  });
});
