import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LineSplitter, MOST_LINE_BYTES } from './lines.ts';

function linesOf(chunks: readonly Buffer[]) {
  const lines: { readonly text: string; readonly whole: boolean }[] = [];
  const take = (text: string, whole: boolean) => lines.push({ text, whole });
  const splitter = new LineSplitter({
    line: (line, whole) => take(line.toString('latin1'), whole),
    lines: (block) => {
      expect(block).not.toContain('{');
      for (const text of block.toString('latin1').split('\n')) take(text, true);
    },
  });
  for (const chunk of chunks) splitter.push(chunk);
  splitter.end();
  return lines;
}

/** Cut at these places. */
function cut(bytes: Buffer, places: readonly number[]): Buffer[] {
  const ends = [...places.map((place) => place % (bytes.length + 1)), bytes.length].toSorted((a, b) => a - b);
  return ends.map((end, i) => bytes.subarray(ends[i - 1] ?? 0, end));
}

const piece = fc.oneof(
  fc.uint8Array({ maxLength: 20 }).map((bytes) => Buffer.from(bytes)),
  fc.constantFrom('\n', 'a\nb', '{', '\n\n').map((text) => Buffer.from(text)),
  fc
    .integer({ min: MOST_LINE_BYTES - 2, max: MOST_LINE_BYTES + 2 })
    .map((length) => Buffer.alloc(length, 'x')),
);

describe('Splitting output into lines', () => {
  it('gives the same however the bytes come in pieces', () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), fc.array(fc.nat()), (pieces, places) => {
        const bytes = Buffer.concat(pieces);
        const whole = bytes.toString('latin1').split('\n');
        if (whole.at(-1) === '') whole.pop();
        const expected = whole.map((text) => ({
          text: text.slice(0, MOST_LINE_BYTES),
          whole: text.length <= MOST_LINE_BYTES,
        }));
        expect(linesOf(cut(bytes, places))).toEqual(expected);
      }),
    );
  });

  it('keeps no more than a line may be, of output without a newline', () => {
    const [line, ...others] = linesOf(Array.from({ length: 1000 }, () => Buffer.alloc(10_000, 'x')));
    expect(line!.text).toHaveLength(MOST_LINE_BYTES);
    expect({ whole: line!.whole, others }).toEqual({ whole: false, others: [] });
  });
});
