import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { FAILURE_WORDS } from './failure.ts';

/** The words in the first column of the table of failures. */
function wordsOf(page: string): string[] {
  const [, table] = /\| word \| what happened \|\n\|[-|]+\|\n((?:\|.*\n)+)/.exec(page)!;
  const cells = table!.split('\n').map((line) => line.split('|')[1] ?? '');
  return cells.flatMap((cell) => Array.from(cell.matchAll(/`(\w+)`/g), ([, word]) => word!));
}

test('docs/programs.md lists every word, and no other', () => {
  const page = readFileSync(new URL('../../../docs/programs.md', import.meta.url), 'utf8');
  expect(wordsOf(page).sort()).toEqual([...FAILURE_WORDS].sort());
});
