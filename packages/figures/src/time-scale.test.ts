import fc from 'fast-check';
import { expect, test } from 'vitest';
import { momentText, timeScale, utcOffsets } from './time-scale.ts';

/** In the zone in which the tests run, whichever that is. */
const local = (day: number, hours: number, minutes = 0, seconds = 0) =>
  new Date(2026, 10, day, hours, minutes, seconds).getTime();

const ticksOf = (low: number, high: number, most: number) => {
  const [ticks = []] = timeScale({ low, high }).ticks(most);
  return ticks.map(({ label }) => label);
};

test.each([
  ['an hour', local(27, 13), local(27, 14), ['13:00', '13:15', '13:30', '13:45', '14:00']],
  [
    'a minute',
    local(27, 13, 5),
    local(27, 13, 6),
    ['13:05:00', '13:05:15', '13:05:30', '13:05:45', '13:06:00'],
  ],
  ['over midnight', local(27, 18), local(28, 6), ['18:00', '21:00', '28 Nov', '03:00', '06:00']],
  ['four days', local(24, 0), local(28, 0), ['24 Nov', '25 Nov', '26 Nov', '27 Nov', '28 Nov']],
  ['a second', local(27, 13, 5), local(27, 13, 5, 1), ['13:05:00', '13:05:00.5', '13:05:01']],
])('%s has ticks at round moments', (_, low, high, labels) => {
  expect(ticksOf(low, high, labels.length)).toEqual(labels);
});

test('what took milliseconds is not shown over years', () => {
  const { bounds } = timeScale({ low: local(27, 13), high: local(27, 13) + 29 });
  expect(bounds).toMatchObject({ from: local(27, 13), to: local(27, 13) + 29 });
  expect(ticksOf(local(27, 13), local(27, 13), 6)).toContain('13:00:00');
});

test('moments as text', () => {
  expect(momentText(local(27, 13, 5, 9))).toBe('27 Nov 13:05:09');
  expect(momentText(Number.NaN)).toBe('–');
  expect(utcOffsets({ low: local(27, 13), high: local(27, 14) })).toMatch(/^UTC([+-]\d\d:\d\d)?$/);
});

test('ticks are at most as many as asked for, in order, within the axis', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 4e12 }),
      fc.integer({ min: 0, max: 1e12 }),
      fc.integer({ min: 2, max: 20 }),
      (low, length, most) => {
        for (const ticks of timeScale({ low, high: low + length }).ticks(most)) {
          expect(ticks.length).toBeLessThanOrEqual(most);
          ticks.forEach(({ place }, i) => {
            expect(place).toBeGreaterThanOrEqual(i === 0 ? 0 : ticks[i - 1]!.place);
            expect(place).toBeLessThanOrEqual(1);
          });
        }
      },
    ),
  );
});
