import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { parametersPage } from './page.ts';

const page = fileURLToPath(new URL('../../../../docs/parameters.md', import.meta.url));

test('docs/parameters.md is what the table of parameters says', async () => {
  await expect(parametersPage()).toMatchFileSnapshot(page);
});
