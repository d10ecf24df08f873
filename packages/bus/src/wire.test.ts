import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkResult } from './check.ts';
import { decode, encode, encodeText } from './wire.ts';

const numbers = fc.double({ noDefaultInfinity: false, noNaN: false });
const messages = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    numbers,
    fc.integer(),
    fc.string(),
    fc.boolean(),
    fc.constant(null),
    fc.array(numbers, { maxLength: 40 }),
    fc.array(fc.integer(), { maxLength: 40 }),
    fc.array(tie('value'), { maxLength: 10 }),
    fc.dictionary(
      fc.string().filter((key) => !key.startsWith('$') && key !== '__proto__'),
      tie('value'),
      {
        noNullPrototype: true,
      },
    ),
  ),
})).value;

describe('The wire', () => {
  it('carries every value as it is, every number to its last bit', () => {
    fc.assert(
      fc.property(messages, (message) => {
        expect(decode(encode(message))).toEqual(message);
      }),
    );
  });

  it('carries lists of numbers that JSON cannot write', () => {
    const odd = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0, 5e-324, 0.1];
    for (const list of [odd, [...odd, ...odd]]) {
      const got = decode(encode(list)) as number[];
      expect(got.every((value, i) => Object.is(value, list[i]))).toBe(true);
    }
  });

  it('never fails but by an error on bytes that are no message', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        try {
          checkResult(decode(bytes));
        } catch (error) {
          expect(error).toBeInstanceOf(Error);
        }
      }),
    );
  });

  it('takes less room than JSON would', () => {
    const curve = Array.from({ length: 200 }, (_, i) => Math.sqrt(i + 0.5));
    expect(encodeText(curve).length).toBeLessThan(0.65 * JSON.stringify(curve).length);
  });
});
