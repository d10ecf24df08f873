import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { watchForStall } from './stall.ts';

describe('The watch for threads that hang', () => {
  it('calls when the sign has stayed the same for as long as allowed, and not before', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 1, max: 10 }), (ticks, tickMs) => {
        const watch = watchForStall(ticks * tickMs);
        const calls = Array.from({ length: ticks + 1 }, () => watch(tickMs, '0 1'));
        expect(calls.indexOf(true)).toBe(ticks);
      }),
    );
  });

  it('never calls while the sign changes often enough', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 20 }), fc.array(fc.nat(1000)), (ticks, quiet) => {
        const watch = watchForStall(ticks);
        for (const [epoch, length] of quiet.entries()) {
          for (let tick = 0; tick < 1 + (length % ticks); tick++) {
            expect(watch(1, `0 ${epoch}`)).toBe(false);
          }
        }
      }),
    );
  });
});
