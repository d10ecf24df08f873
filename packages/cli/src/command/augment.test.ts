import { expect, test } from 'vitest';
import type { Context } from '../context.ts';
import { run } from './augment.ts';

test('--rows and --balance exclude each other, before anything is opened', async () => {
  const options = { to: 'a.csv', rows: 3, balance: true };
  await expect(run({} as Context, 'loans', options)).rejects.toMatchObject({
    code: 'bad_option',
    message: '--rows 3 and --balance say two things.',
  });
});
