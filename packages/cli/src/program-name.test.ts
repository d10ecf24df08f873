import { expect, test } from 'vitest';
import { programName } from './program-name.ts';

const nowhere = () => false;

test.each([
  ['/usr/bin:/home/u/bin', '/home/u', (file: string) => file === '/home/u/bin/sweep', 'sweep'],
  [
    '/clone/node_modules/.bin:/usr/bin',
    '/clone/sweeps',
    (file: string) => file.includes('.bin'),
    'npx sweep',
  ],
  ['/usr/bin', '/clone', nowhere, 'npx sweep'],
  ['', '/clone/..data', nowhere, 'npx sweep'],
  ['/usr/bin', '/home/u', nowhere, 'node /clone/packages/cli/bin/sweep.mjs'],
])('PATH %s in %s', (path, folder, exists, name) => {
  expect(programName(path, folder, '/clone', exists)).toBe(name);
});
