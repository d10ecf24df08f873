import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Log } from './log.ts';

function logOf(lines: readonly (Buffer | string)[]): Log {
  const log = new Log();
  for (const line of lines) log.add(line);
  return log;
}

const line = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 200 }),
  fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
  fc.integer({ min: 0, max: 70_000 }).map((length) => 'ü'.repeat(length)),
);

describe("A trial's log", () => {
  it('is all of it where that fits', () => {
    expect(logOf(['a', '', 'ü']).text()).toBe('a\n\nü\n');
    expect(logOf(['a', '  ']).lastLine).toBe('a');
  });

  it('is its beginning and its end, in 32 KiB, whatever is said', () => {
    fc.assert(
      fc.property(fc.array(line, { maxLength: 300 }), (lines) => {
        const text = logOf([...lines, 'the end']).text();
        expect(Buffer.byteLength(text)).toBeLessThanOrEqual(32 * 1024);
        expect(text.endsWith('the end\n')).toBe(true);
        const all = lines.map((each) => `${each.toString()}\n`).join('');
        expect(text.slice(0, 1000)).toBe(`${all}the end\n`.slice(0, 1000));
      }),
    );
  });

  it('says how much it left out', () => {
    const lines = Array.from({ length: 10_000 }, (_, i) => `line ${i}`);
    const text = logOf(lines).text();
    const leftOut = Number(/… (\d+) bytes left out …\n/.exec(text)![1]);
    const all = lines.join('\n').length + 1;
    expect(text.replace(/\n… .*\n/, '').length + leftOut).toBe(all);
  });
});
