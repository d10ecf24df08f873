import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { portableSha256, sha256Of } from './sha256.ts';

test('the host and the library have the same digits', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
      const expected = createHash('sha256').update(text).digest('hex');
      expect([sha256Of(text), portableSha256(text)]).toEqual([expected, expected]);
    }),
  );
});
