import fc from 'fast-check';
import { expect, test } from 'vitest';
import { loggedReason, tellDeaths } from './deaths.ts';

test('deaths are told in one line, with who, when and why', () => {
  const at = '2026-01-02T12:01:03.456789+01:00';
  expect(
    tellDeaths([
      { at, worker: 'host-a', reason: 'thread ended with out of memory' },
      { at, worker: null, reason: ' ' },
    ]),
  ).toBe(
    '2 workers died at it: host-a at 2026-01-02 11:01:03 UTC (thread ended with out of memory), ' +
      'an unknown worker at 2026-01-02 11:01:03 UTC (no reason given)',
  );
  expect(tellDeaths([{ at, worker: 'a', reason: 'x' }])).toMatch(/^1 worker died at it: a /);
});

test('whatever the reason, it is kept as text that Postgres takes and told in a line of bounded length', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', size: 'large', maxLength: 5000 }), (reason) => {
      const logged = loggedReason(reason);
      expect(logged.isWellFormed()).toBe(true);
      expect(logged).not.toContain('\0');
      expect(logged.length).toBeLessThanOrEqual(2000);
      const told = tellDeaths([{ at: '2026-01-02T12:01:03Z', worker: 'a', reason: logged }]);
      expect(told).not.toMatch(/[\r\n]/);
      expect(told.isWellFormed()).toBe(true);
      expect(told.length).toBeLessThan(400);
    }),
  );
});
