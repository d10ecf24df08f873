import fc from 'fast-check';
import { expect, test } from 'vitest';
import { placeText, readPlace } from './place.ts';

const whole = fc.nat();

test('any place comes back from a URL', () => {
  const score = fc.option(fc.double());
  fc.assert(
    fc.property(score, whole, whole, whole, whole, (value, id, bestId, rank, position) => {
      const place = { score: value === 0 ? 0 : value, id, bestId, rank, position };
      const text = placeText(place);
      expect(encodeURIComponent(text)).toBe(text);
      expect(readPlace(text)).toEqual(place);
    }),
  );
});

const made = (...values: unknown[]) => Buffer.from(JSON.stringify(values)).toString('base64url');

test.each([
  ['no place', 'x'],
  ['no JSON', Buffer.from('{').toString('base64url')],
  ['an object', Buffer.from('{"id":1}').toString('base64url')],
  ['too little', made('0.5', '1', '1', '1')],
  ['numbers that are none', made(0.5, 1, 1, 1, 1)],
  ['SQL for an id', made('0.5', '1 or true', '1', '1', '1')],
  ['SQL for a score', made("0.5'; drop table sweeps; --", '1', '1', '1', '1')],
  ['an infinite id', made('0.5', 'Infinity', '1', '1', '1')],
  ['an empty score', made('', '1', '1', '1', '1')],
])('what is made by hand is refused: %s', (_, text) => {
  expect(() => readPlace(text)).toThrow(expect.objectContaining({ code: 'bad_place' }));
});
