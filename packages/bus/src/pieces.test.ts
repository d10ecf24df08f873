import fc from 'fast-check';
import { expect, test } from 'vitest';
import { chunksOf, joined } from './pieces.ts';

async function* each(pieces: readonly Uint8Array[]) {
  yield* pieces;
}

test('chunks have one size but for the last, and hold the same bytes, however they came', async () => {
  const pieces = fc.array(fc.uint8Array({ maxLength: 20 }), { maxLength: 10 });
  await fc.assert(
    fc.asyncProperty(pieces, fc.integer({ min: 1, max: 16 }), async (given, size) => {
      const chunks = await Array.fromAsync(chunksOf(each(given), size));
      expect(Buffer.concat(chunks)).toEqual(Buffer.concat(given));
      expect(chunks.slice(0, -1).every(({ length }) => length === size)).toBe(true);
      expect(chunks.every(({ length }) => length > 0 && length <= size)).toBe(true);
    }),
  );
});

test('a file that grows while it is read is refused, and no more of it is handed on', async () => {
  const bytes = new Uint8Array(3);
  const growing = { name: 'log', bytes: 5, sha256: '', pieces: () => each([bytes, bytes, bytes]) };
  let handed = 0;
  const reading = (async () => {
    for await (const piece of joined([growing])) handed += piece.length;
  })();
  await expect(reading).rejects.toMatchObject({ code: 'content_mismatch' });
  expect(handed).toBe(3);
});
