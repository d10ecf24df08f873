import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type ConfigAtBand, judgeBand } from './judge-band.ts';

const RULE = { type: 'hyperband', eta: 3, strict: true } as const;
const AT = { band: 3, rule: RULE, words: { metric: 'val_accuracy', sign: 1 } } as const;

const waiting = (run: string, value: number | null, more: Partial<ConfigAtBand> = {}): ConfigAtBand => ({
  ...{ hash: `of ${run}`, run, epochs: 30, waiting: true, values: [value] },
  ...more,
});
const three = [waiting('a', 0.9), waiting('b', 0.8), waiting('c', 0.7)];

const kept = (...given: Parameters<typeof judgeBand>) =>
  Object.fromEntries(judgeBand(...given).map((one) => [one.hash, one.kept]));

test('stops what is worse than the threshold, and says why', () => {
  const decisions = judgeBand(three, [], AT);
  expect(decisions.map((one) => one.kept)).toEqual([true, true, false]);
  expect(decisions.map(({ reason }) => reason)).toEqual([
    'After 3 epochs its val_accuracy is 0.9000, no worse than the 0.8000 that is place 2 of 3.',
    'After 3 epochs its val_accuracy is 0.8000, no worse than the 0.8000 that is place 2 of 3.',
    'After 3 epochs its val_accuracy is 0.7000, worse than the 0.8000 that is place 2 of 3.',
  ]);
  expect(decisions[2]).toMatchObject({ by: 'of c', value: 0.7, threshold: 0.8, behind: 0.8 - 0.7 });
});

test('tells values as the metric has them where less is better', () => {
  const turned = three.map((one) => ({ ...one, values: one.values.map((value) => value! - 1) }));
  const [, , worst] = judgeBand(turned, [], { ...AT, words: { metric: 'val_log_loss', sign: -1 } });
  expect(worst!.reason).toBe(
    'After 3 epochs its val_log_loss is 0.3000, worse than the 0.2000 that is place 2 of 3.',
  );
});

test('judges a run by the mean over its replicates, and without a value not at all', () => {
  const mixed = [waiting('a', 0.9, { values: [0.9, 0.1] }), ...three.slice(1)];
  expect(kept(mixed, [], AT)).toEqual({ 'of a': false, 'of b': true, 'of c': true });
  const gap = [waiting('a', 0.9, { values: [null, 0.9] }), ...three.slice(1)];
  expect(kept(gap, [], AT)).toEqual({ 'of a': true, 'of b': true, 'of c': false });
  const none = [waiting('d', null), ...three];
  expect(judgeBand(none, [], AT)[0]).toMatchObject({
    ...{ kept: true, value: null, behind: null },
    reason: 'After 3 epochs it has no value, and has not reached the band.',
  });
});

test('means that differ by rounding alone are as good as each other', () => {
  const pairs = [
    [0.9, 0.9],
    [0.1, 0.2],
    [0.15, 0.15],
  ];
  const runs = pairs.map((values, i) => waiting('abc'[i]!, null, { values }));
  const [, b, c] = judgeBand(runs, [], AT);
  expect(b!.value).not.toBe(c!.value);
  expect([b!.kept, c!.kept]).toEqual([true, true]);
  expect([b!.behind, c!.behind]).toEqual([0, 0]);
});

test('all milestones of a run behind the band share its fate', () => {
  const milestones = [...three, { ...three[2]!, hash: 'longer', epochs: 60 }];
  expect(kept(milestones, [], AT)).toMatchObject({ 'of c': false, longer: false });
});

test('what ends at the band counts, and what ended before it does not', () => {
  const ends = waiting('d', 0.6, { epochs: 3, waiting: false });
  const decisions = judgeBand([...three, ends, waiting('e', 0.95, { epochs: 2, waiting: false })], [], AT);
  expect(decisions.map(({ hash, kept }) => [hash, kept])).toEqual([
    ['of a', true],
    ['of b', true],
    ['of c', false],
    ['of d', true],
  ]);
  expect(decisions[3]!.reason).toContain('place 2 of 4; it trains for no longer.');
});

test('counts what earlier blocks had at the band, once', () => {
  const earlier = [0.99, 0.98, 0.97, 0.96].map((value, i) => ({ run: `earlier ${i}`, epochs: 3, value }));
  expect(kept(three, earlier, AT)).toEqual({ 'of a': false, 'of b': false, 'of c': false });
  // One of them ended at the band: it is given as a config again, with more replicates by now.
  const again = waiting('earlier 0', 0.1, { epochs: 3, waiting: false });
  expect(judgeBand([...three, again], earlier, AT)).toHaveLength(3);
  expect(judgeBand([...three, again], earlier, AT)[0]!.threshold).toBe(0.97);
});

test('the best so far is that of bands and milestones until then', () => {
  const lenient = { ...AT, rule: { ...RULE, strict: false } };
  expect(kept(three, [], lenient)).toMatchObject({ 'of c': false });
  const milestone = waiting('c', 0.85, { hash: 'shorter', epochs: 2, waiting: false });
  expect(kept([...three, milestone], [], lenient)).toMatchObject({ 'of c': true });
  expect(kept([...three, milestone], [], AT)).toMatchObject({ 'of c': false });
  const band = [{ run: 'c', epochs: 1, value: 0.8 }];
  expect(kept(three, band, lenient)).toMatchObject({ 'of c': true });
  expect(judgeBand(three, band, lenient)[2]!.reason).toBe(
    'After 3 epochs its best val_accuracy so far is 0.8000, no worse than the 0.8000 that is place 2 of 3.',
  );
});

test('too few for a median stops none', () => {
  const median = { ...AT, rule: { ...RULE, type: 'median' } } as const;
  expect(judgeBand(three, [], median)[2]).toMatchObject({
    ...{ kept: true, threshold: null, behind: null },
    reason: 'After 3 epochs its val_accuracy is 0.7000: 3 runs are too few for a median.',
  });
  const five = [...three, waiting('d', 0.6), waiting('e', 0.5)];
  expect(judgeBand(five, [], median)[3]).toMatchObject({
    kept: false,
    reason: 'After 3 epochs its val_accuracy is 0.6000, worse than the 0.7000 that is the median of 5 runs.',
  });
});

test('the order in which configs are given decides nothing', () => {
  const configs = fc.array(
    fc.record({
      run: fc.integer({ min: 0, max: 12 }).map((i) => `run ${i}`),
      value: fc.option(fc.integer({ min: 0, max: 9 })),
      waiting: fc.boolean(),
    }),
    { maxLength: 20 },
  );
  fc.assert(
    fc.property(configs, fc.infiniteStream(fc.nat()), fc.boolean(), (given, keys, strict) => {
      // Milestones behind a band have the result of the band, all of them.
      const values = new Map(given.map(({ run, value }) => [run, value]));
      const all = given.map(({ run, ...one }, i) =>
        waiting(run, values.get(run)!, {
          ...{ hash: `config ${i}`, waiting: one.waiting },
          epochs: one.waiting ? 30 + i : 3,
        }),
      );
      const order = new Map(all.map((one) => [one, keys.next().value]));
      const at = { ...AT, rule: { ...RULE, strict } };
      const sorted = all.toSorted((a, b) => order.get(a)! - order.get(b)!);
      expect(kept(sorted, [], at)).toEqual(kept(all, [], at));
    }),
  );
});
