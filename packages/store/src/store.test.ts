import { afterAll, describe, test } from 'vitest';
import { examineStore } from './exam.ts';
import { makeFolder, makeStore, removeFolder } from './fixtures/folder.ts';
import { startPostgres } from './fixtures/postgres.ts';
import { openStore } from './open.ts';

const folder = makeFolder();
afterAll(() => removeFolder(folder));
examineStore('embedded', async () => {
  await makeStore(folder);
  return openStore({ location: folder, lingerMs: 0 });
});

const server = await startPostgres();
if (typeof server === 'string') {
  console.warn(`The exam over a Postgres server is skipped: ${server}.`);
  describe('Postgres', () => test.skip(`skipped: ${server}`, () => {}));
} else {
  afterAll(() => server.remove());
  examineStore('Postgres', () => openStore({ location: server.url }));
}
