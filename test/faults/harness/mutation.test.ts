import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { MUTATIONS } from './mutation.ts';

const ROOT = join(import.meta.dirname, '../../..');

test.each(MUTATIONS)('the safeguard is there, once, that this takes out: $name', ({ file, from }) => {
  expect(readFileSync(join(ROOT, file), 'utf8').split(from).length - 1).toBe(1);
});
