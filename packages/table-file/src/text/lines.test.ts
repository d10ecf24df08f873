import fc from 'fast-check';
import { expect, test } from 'vitest';
import { inPieces, told } from '../fixtures.ts';
import { linesOf } from './lines.ts';

async function all(text: string, size: number, longest?: number) {
  const lines: [number, string][] = [];
  for await (const some of linesOf('t', inPieces(text, size), longest)) {
    for (const { number, text: line } of some) lines.push([number, line]);
  }
  return lines;
}

test('lines are the same in pieces of any length', async () => {
  const letter = fc.constantFrom('a', 'b', '\r', '\n', '\r\n');
  await fc.assert(
    fc.asyncProperty(fc.array(letter), fc.integer({ min: 1, max: 9 }), async (letters, size) => {
      const text = letters.join('');
      const whole = text.split(/\r\n|\n|\r/);
      if (whole.at(-1) === '') whole.pop();
      expect(await all(text, size)).toEqual(whole.map((line, i) => [i + 1, line]));
    }),
  );
});

test('a file without line ends is refused before it fills the memory', async () => {
  expect(await told(all(`a\n${'x'.repeat(200)}`, 50, 100))).toContain('[line_too_long] Line 2 of t');
});
