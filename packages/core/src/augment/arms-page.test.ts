import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { ARMS } from './arms.ts';

it('docs/arms.md describes the arms as their records do', () => {
  const page = readFileSync(new URL('../../../../docs/arms.md', import.meta.url), 'utf8');
  const rows = page
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) => line.split('|').map((cell) => cell.trim()));
  expect(rows.map(([, name, description]) => [name, description]).slice(0, ARMS.length)).toEqual(
    ARMS.map(({ name, description }) => [`\`${name}\``, description]),
  );
});
