import fc from 'fast-check';
import { expect, test } from 'vitest';
import { blankQuoteFinder } from './blank-quote.ts';

const dialect = { delimiter: ',', quote: '"' };

test('a quote behind blanks at the start of a cell, or behind a quote, is found, in pieces of any length', () => {
  const text = fc.array(fc.constantFrom('a', '"', ' ', ',', '\n', '\r', 'é'), { maxLength: 20 });
  fc.assert(
    fc.property(text, fc.integer({ min: 1, max: 7 }), (letters, length) => {
      const bytes = Buffer.from(letters.join(''));
      const look = blankQuoteFinder(dialect);
      let found = false;
      for (let at = 0; at < bytes.length; at += length) {
        found ||= look(bytes.subarray(at, at + length));
      }
      expect(found).toBe(/(^|[,\n\r"]) +"/.test(letters.join('')));
    }),
    { numRuns: 1000 },
  );
});
