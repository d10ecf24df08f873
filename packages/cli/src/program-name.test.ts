import { expect, test } from 'vitest';
import { programName } from './program-name.ts';

const inHome = (file: string) => file === '/home/u/bin/sweep';
const inProject = (file: string) => file === '/project/node_modules/.bin/sweep';

test.each([
  ['/usr/bin:/home/u/bin', '/home/u', inHome, 'sweep'],
  ['/project/node_modules/.bin:/usr/bin', '/project/sweeps', inProject, 'npx sweep'],
  ['/usr/bin', '/project', inProject, 'npx sweep'],
  ['', '/project/..data', inProject, 'npx sweep'],
  ['/usr/bin', '/home/u', inProject, 'node /clone/bin/sweep.mjs'],
])('PATH %s in %s', (path, folder, exists, name) => {
  expect(programName(path, folder, '/clone/bin/sweep.mjs', exists)).toBe(name);
});
