import { afterAll, describe, test } from 'vitest';
import { examineStore } from './exam.ts';
import { makeFolder, makeStore, removeFolder } from './fixtures/folder.ts';
import { startPostgres } from './fixtures/postgres.ts';
import { makeRoles } from './fixtures/roles.ts';
import { openStore } from './open.ts';

const folder = makeFolder();
afterAll(() => removeFolder(folder));
examineStore(
  'embedded',
  async () => {
    await makeStore(folder);
    return openStore({ location: folder, lingerMs: 0 });
  },
  // The other one runs the same statements, faster.
  { histories: 4 },
);

const server = await startPostgres();
if (typeof server === 'string') {
  console.warn(`The exam over a Postgres server is skipped: ${server}.`);
  describe('Postgres', () => test.skip(`skipped: ${server}`, () => {}));
} else {
  afterAll(() => server.remove());
  // As the writer, whose rights are enough for all that the exam asks; or as the superuser where psql is not there.
  examineStore('Postgres', async () => {
    const urls = makeRoles(server, 'exam');
    if (!urls) return openStore({ location: server.url });
    await (await openStore({ location: urls.owner })).close();
    return openStore({ location: urls.writer });
  });
}
