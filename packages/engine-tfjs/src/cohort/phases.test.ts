import fc from 'fast-check';
import { expect, it } from 'vitest';
import { phases } from './phases.ts';

it('takes each lane through its first steps, in order, each once', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(12), { maxLength: 8 }), (steps) => {
      const taken = steps.map((): number[] => []);
      let at = 0;
      for (const { lanes, from, to } of phases(steps)) {
        expect(from).toBe(at);
        expect(to).toBeGreaterThan(from);
        expect(lanes.length).toBeGreaterThan(0);
        for (let t = from; t < to; t++) for (const lane of lanes) taken[lane]!.push(t);
        at = to;
      }
      expect(taken).toEqual(steps.map((count) => Array.from({ length: count }, (_, t) => t)));
    }),
  );
});
