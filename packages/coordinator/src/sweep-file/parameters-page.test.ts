import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ARM_NAMES, armNamed } from '@latentsweep/core';
import { expect, test } from 'vitest';
import { parametersPage } from './page.ts';

const page = fileURLToPath(new URL('../../../../docs/parameters.md', import.meta.url));

test('docs/parameters.md is what the table of parameters says', async () => {
  await expect(parametersPage()).toMatchFileSnapshot(page);
});

test('docs/arms.md describes the arms as their records do', () => {
  const text = readFileSync(new URL('../../../../docs/arms.md', import.meta.url), 'utf8');
  const rows = text.split('\n').filter((line) => line.startsWith('| `'));
  const cells = rows.map((line) => line.split('|').map((cell) => cell.trim()));
  expect(cells.slice(0, ARM_NAMES.length).map(([, name, description]) => [name, description])).toEqual(
    ARM_NAMES.map((name) => [`\`${name}\``, armNamed.get(name)!.description]),
  );
});
