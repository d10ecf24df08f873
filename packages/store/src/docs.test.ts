import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  COLLAPSED,
  completed,
  diverged,
  failed,
  LEASE_MS,
  OWNER,
  ownedSweep,
  sampleTrials,
  sampleValue,
} from './exam/samples.ts';
import { makeFolder, makeStore, removeFolder } from './fixtures/folder.ts';
import { openStore } from './open.ts';
import type { Store } from './port.ts';

const PAGE = readFileSync(new URL('../../../docs/sql.md', import.meta.url), 'utf8');
const QUERIES = [...PAGE.matchAll(/^## (.+)\n+```sql\n([\s\S]+?)```/gm)].map(([, title, text]) => ({
  title,
  text,
}));

const folder = makeFolder();
let store: Store;

beforeAll(async () => {
  await makeStore(folder);
  store = await openStore({ location: folder, lingerMs: 0 });
  const sweep = await ownedSweep(store, { name: 'deck-mixing' });
  await store.expand(sweep.id, sampleTrials(12, 4), null, true, OWNER);
  const trials = await store.claim(sweep.id, 48, OWNER, LEASE_MS);
  await store.record(
    trials.map((trial, i) => {
      if (i === 5) return failed(trial);
      if (i === 6) return diverged(trial);
      return completed(trial, sampleValue(trial), trial.config['latent_size'] === 2 ? COLLAPSED : {});
    }),
  );
});

afterAll(async () => {
  await store.close();
  await removeFolder(folder);
});

describe('docs/sql.md', () => {
  test('has ten queries', () => expect(QUERIES).toHaveLength(10));

  test.for(QUERIES)('$title', async ({ text }) => {
    const { columns, rows } = await store.query(text!);
    expect(rows.length).toBeGreaterThan(0);
    expect(columns.every((_, i) => rows.some((row) => row[i] !== null))).toBe(true);
  });
});
