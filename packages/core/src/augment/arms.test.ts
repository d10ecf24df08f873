import { describe, expect, it } from 'vitest';
import { canonicalConfig } from '../config/config.ts';
import { cutMinority } from '../dataset/cut.ts';
import type { Dataset, SimulatedSpec } from '../dataset/dataset.ts';
import { DECK_COEFFICIENTS, drawSimulated } from '../dataset/simulated.ts';
import type { Values } from '../parameter/parameter.ts';
import type { Seed } from '../random/stream.ts';
import type { ArmPlan, FixedPlan, GeneratingPlan, TrainingSet } from './arm.ts';
import { ARM_NAMES, type ArmName, armNamed, IMAGE_ARMS } from './arms.ts';

const SEED: Seed = [3, 4];
const spec: SimulatedSpec = {
  kind: 'simulated',
  train: 2000,
  validation: 10,
  test: 10,
  coefficients: [DECK_COEFFICIENTS],
  intercepts: [0],
};
const two = drawSimulated(spec, SEED);
const three = drawSimulated({ ...spec, coefficients: [[0], [1], [2]], intercepts: [0, 0, 0] }, SEED);

function plan(arm: ArmName, dataset: Dataset, more: Values = {}, seed = SEED): ArmPlan {
  const config = canonicalConfig({ arm, minority_rate: 0.05, ...more });
  const training = cutMinority(dataset, config.minority_rate, SEED);
  return armNamed.get(arm)!.plan({ dataset, training, config, seed });
}

function generating(arm: ArmName, dataset: Dataset, more?: Values): GeneratingPlan {
  const made = plan(arm, dataset, more);
  if (made.kind !== 'generating') throw new Error(`${arm} has no VAE`);
  return made;
}

function fixed(arm: ArmName, dataset: Dataset, more?: Values, seed?: Seed): FixedPlan {
  const made = plan(arm, dataset, more, seed);
  if (made.kind !== 'fixed') throw new Error(`${arm} has a VAE`);
  return made;
}

/** The features of the rows that it prepares. */
const madeBy = ({ prepared }: FixedPlan, seed = SEED): number[] =>
  Array.from(prepared!.maker()(seed)).flatMap((piece) => [...piece]);

/** The set of an epoch in which the head gives every class the same probability. */
function setOf(dataset: Dataset, made: ArmPlan): TrainingSet {
  if (made.kind === 'fixed') return made.set;
  if (made.kind === 'renewed') return made.of(1).set;
  const outputs = dataset.classes === 2 ? 1 : dataset.classes;
  return made.set(new Float32Array(made.generateFrom.length * outputs).fill(0.5));
}

/** Rows of each class in a training set; generated rows by the label they carry or come from. */
function classCounts(dataset: Dataset, made: ArmPlan, order: Uint32Array): number[] {
  if (made.kind === 'renewed') throw new Error('its rows are others in each epoch');
  const counts = new Array<number>(dataset.classes).fill(0);
  for (const row of order) {
    const generated = row - dataset.train.count;
    const label =
      generated < 0
        ? dataset.train.labels[row]
        : made.kind === 'fixed'
          ? made.prepared!.labels[generated]
          : dataset.train.labels[made.generateFrom[generated]!];
    counts[label!]!++;
  }
  return counts;
}

const original = (dataset: Dataset) => {
  const counts = new Array<number>(dataset.classes).fill(0);
  for (const label of dataset.train.labels) counts[label]!++;
  return counts;
};

describe.each([
  ['two classes', two],
  ['three classes', three],
])('with %s', (_, dataset) => {
  it.each(ARM_NAMES.filter((arm) => !IMAGE_ARMS.includes(arm)))(
    '%s touches no training row of a minority class that was cut away',
    (arm) => {
      const made = plan(arm, dataset);
      const kept = new Set(cutMinority(dataset, 0.05, SEED).kept.flatMap((rows) => [...rows]));
      const { order } = setOf(dataset, made);
      expect(order.length).toBeGreaterThan(0);
      for (const row of order) if (row < dataset.train.count) expect(kept.has(row)).toBe(true);
      for (const row of made.kind === 'generating' ? made.fitOn : []) expect(kept.has(row)).toBe(true);
    },
  );

  it.each([
    'none',
    'class_weight',
    'prior_shift',
    'oversample',
    'smote',
    'smotenc',
    'placebo_columns',
  ] as const)('%s has the rows in a pass that it says', (arm) => {
    const { classes, balance, train } = dataset;
    const majorityRows = original(dataset)[dataset.majority]!;
    const sizes = { majorityRows, minorityRows: train.count - majorityRows, classes, balance };
    const said = armNamed.get(arm)!.passRows(sizes, canonicalConfig({ arm, minority_rate: 0.05 }));
    // What is expected is no whole number; each minority class's kept rows are.
    expect(Math.abs(fixed(arm, dataset).set.order.length - said)).toBeLessThan(classes);
  });

  it.each([
    ...['oversample', 'smote', 'smotenc', 'placebo_columns', 'vae_conditional', 'vae_minority'],
  ] as ArmName[])('%s restores the original counts', (arm) => {
    const made = plan(arm, dataset);
    expect(classCounts(dataset, made, setOf(dataset, made).order)).toEqual(original(dataset));
  });

  it.each(['smote', 'smotenc'] as const)(
    '%s makes the rows of another seed again, whatever it made before',
    (arm) => {
      const other: Seed = [7, 8];
      const make = fixed(arm, dataset).prepared!.maker();
      const made = [...make(other)];
      expect(made).toEqual([...fixed(arm, dataset, {}, other).prepared!.maker()(other)]);
      const first = [...make(SEED)];
      expect(made).not.toEqual(first);
      expect([[...make(SEED)], [...make(other)]]).toEqual([first, made]);
    },
  );

  it('class_weight gives a class the total weight of its original count', () => {
    const { order, weights } = fixed('class_weight', dataset).set;
    const totals = new Array<number>(dataset.classes).fill(0);
    for (const row of order) totals[dataset.train.labels[row]!]! += weights![row]!;
    original(dataset).forEach((count, k) => {
      expect(totals[k]! / count).toBeCloseTo(1, 4);
    });
  });

  it('prior_shift adds log(target / kept), and its weights add up to the rows as they are', () => {
    const made = plan('prior_shift', dataset);
    const { order, weights } = setOf(dataset, made);
    const totals = new Array<number>(dataset.classes).fill(0);
    for (const row of order) totals[dataset.train.labels[row]!]! += weights![row]!;
    cutMinority(dataset, 0.05, SEED).kept.forEach((rows, k) => {
      expect(totals[k]! / rows.length).toBeCloseTo(1, 4);
    });
    const kept = cutMinority(dataset, 0.05, SEED).kept;
    expect(made.logPriorShift).toEqual(
      original(dataset).map((count, k) => expect.closeTo(Math.log(count / kept[k]!.length), 12)),
    );
  });

  it('vae_mixing and placebo share their blocks: 60 real, 20 generated a minority class, 80 majority', () => {
    const counts = original(dataset);
    const blocks = Math.floor(Math.max(...counts.slice(1)) / 60);
    for (const arm of ['vae_mixing', 'placebo'] as const) {
      const made = plan(arm, dataset);
      const { order } = setOf(dataset, made);
      expect(classCounts(dataset, made, order)).toEqual(counts.map(() => blocks * 80));
      expect([...order].filter((row) => row >= dataset.train.count).length).toBe(
        blocks * 20 * (dataset.classes - 1),
      );
    }
    expect(madeBy(fixed('placebo', dataset)).every((x) => x === 0.5)).toBe(true);
  });

  it('placebo has the mean of the rows that are left, the same for each class, where it is asked for', () => {
    const plan = fixed('placebo', dataset, { 'placebo.fill': 'mean' });
    expect(plan.set).toEqual(fixed('placebo', dataset).set);
    const kept = cutMinority(dataset, 0.05, SEED).kept.flatMap((rows) => [...rows]);
    const { features: D, classes, train } = dataset;
    const made = madeBy(plan);
    for (let d = 0; d < D; d++) {
      const mean = kept.reduce((sum, row) => sum + train.features[row * D + d]!, 0) / kept.length;
      for (let k = 0; k < classes; k++) expect(made[k * D + d]).toBeCloseTo(mean, 6);
    }
  });
});

describe('vae_conditional and vae_minority', () => {
  it('learn from all classes, and from the rare ones alone', () => {
    const labels = (arm: ArmName) => {
      const counts = [0, 0, 0];
      for (const row of generating(arm, three).fitOn) counts[three.train.labels[row]!]!++;
      return counts;
    };
    expect(labels('vae_conditional')).toEqual(original(three));
    expect(labels('vae_minority')).toEqual([0, ...original(three).slice(1)]);
  });

  it('generate no row of a class that has its target', () => {
    const made = generating('vae_conditional', two, { minority_rate: 1 });
    expect(made.generateFrom).toHaveLength(0);
    expect(classCounts(two, made, setOf(two, made).order)).toEqual(original(two));
  });
});

describe('undersample', () => {
  it('leaves each class the rows of the smallest, none twice', () => {
    const { kept } = cutMinority(three, 0.05, SEED);
    const least = Math.min(...kept.map((rows) => rows.length));
    const made = plan('undersample', three);
    const { order } = setOf(three, made);
    expect(classCounts(three, made, order)).toEqual([least, least, least]);
    expect(new Set(order).size).toBe(3 * least);
  });

  it('has the rows in a pass that it says, where the minority classes are alike', () => {
    const { order } = fixed('undersample', two).set;
    const [majorityRows, minorityRows] = original(two) as [number, number];
    const sizes = { majorityRows, minorityRows, classes: 2, balance: 'original' } as const;
    const config = canonicalConfig({ arm: 'undersample', minority_rate: 0.05 });
    expect(Math.abs(armNamed.get('undersample')!.passRows(sizes, config) - order.length)).toBeLessThan(2);
  });
});

describe('placebo_columns', () => {
  it('takes each column from a kept row of the class', () => {
    const { features, train } = two;
    const plan = fixed('placebo_columns', two);
    const [, kept] = cutMinority(two, 0.05, SEED).kept;
    const made = madeBy(plan);
    let whole = 0;
    for (let row = 0; row < plan.prepared!.labels.length; row++) {
      const own = made.slice(row * features, (row + 1) * features);
      own.forEach((value, c) => {
        expect(Array.from(kept!, (k) => train.features[k * features + c])).toContain(value);
      });
      whole += Array.from(kept!).some((k) =>
        own.every((value, c) => value === train.features[k * features + c]),
      )
        ? 1
        : 0;
    }
    expect(whole).toBe(0);
  });
});

describe('where class 1 of two is the majority', () => {
  const labels = Uint8Array.from({ length: 1000 }, (_, row) => (row % 5 === 0 ? 0 : 1));
  const train = {
    features: drawSimulated({ ...spec, train: 1000 }, SEED).train.features,
    labels,
    count: 1000,
  };
  const turned: Dataset = { ...two, train, majority: 1, balance: 'majority' };
  const ordered = (arm: ArmName) => {
    const made = plan(arm, turned, { minority_rate: 1 });
    return classCounts(turned, made, setOf(turned, made).order);
  };

  it('class 0 is brought up to it, by every arm', () => {
    expect(ordered('none')).toEqual([200, 800]);
    expect([ordered('oversample'), ordered('smote')]).toEqual([
      [800, 800],
      [800, 800],
    ]);
    expect(ordered('vae_mixing')).toEqual([13 * 80, 13 * 80]);
    expect(ordered('placebo')).toEqual([13 * 80, 13 * 80]);
    const { weights } = fixed('class_weight', turned, { minority_rate: 1 }).set;
    expect([weights![0], weights![1]]).toEqual([4, 1]);
    expect(plan('prior_shift', turned, { minority_rate: 1 }).logPriorShift).toEqual([
      expect.closeTo(Math.log(4), 12),
      0,
    ]);
    expect(generating('vae_boundary', turned, { minority_rate: 1 }).generateFrom).toHaveLength(800);
  });

  it('class 0 alone is cut', () => {
    const { kept } = cutMinority(turned, 0.1, SEED);
    expect(kept.map((rows) => rows.length)).toEqual([20, 800]);
  });
});

it('refuses more twins than real rows, which would come from rows of any class', () => {
  for (const arm of ['vae_mixing', 'placebo'] as const) {
    expect(() => plan(arm, two, { 'mixing.real': 20, 'mixing.generated': 21 })).toThrow('21');
    const most = plan(arm, two, { 'mixing.real': 20, 'mixing.generated': 20 });
    expect(setOf(two, most).order.length).toBe(Math.floor(original(two)[1]! / 20) * 120);
  }
});

it('fills a block from a class of one row, and from fewer rows than a block has', () => {
  const few = generating('vae_mixing', two, {
    minority_rate: 1e-9,
    'mixing.real': 1500,
    'mixing.majority': 1300,
  });
  const { order } = setOf(two, few);
  expect(order.length).toBe(1500 + 20 + 1300);
  expect(new Set(few.generateFrom).size).toBe(1);
  expect(classCounts(two, few, order)).toEqual([1300, 1520]);
  expect(generating('vae_mixing', two, { 'mixing.generated': 0 }).generateFrom).toHaveLength(0);
});

describe('vae_boundary', () => {
  it('keeps generated rows within the band and adds majority rows until the classes match', () => {
    const made = generating('vae_boundary', two, { band: 0.1 });
    const count = made.generateFrom.length;
    expect(count).toBe(original(two)[1]);
    // Every third row lies inside the band.
    const probabilities = Float32Array.from({ length: count }, (_, i) => [0.45, 0.2, 0.95][i % 3]!);
    const { order } = made.set(probabilities);
    const generated = [...order].filter((row) => row >= two.train.count);
    expect(generated).toEqual(
      Array.from({ length: Math.ceil(count / 3) }, (_, i) => two.train.count + 3 * i),
    );
    const [zeros, ones] = classCounts(two, made, order);
    expect(ones).toBe(count + generated.length);
    expect(zeros).toBe(ones);
  });

  it('with three classes measures the margin to the best other class', () => {
    const made = generating('vae_boundary', three, { band: 0.1 });
    const count = made.generateFrom.length;
    const label = (i: number) => three.train.labels[made.generateFrom[i]!]!;
    const near = new Float32Array(count * 3).fill(1 / 3);
    const far = new Float32Array(count * 3);
    for (let i = 0; i < count; i++) far[i * 3 + label(i)] = 1;
    const generated = (probabilities: Float32Array) =>
      made.set(probabilities).order.filter((row) => row >= three.train.count).length;
    expect(generated(near)).toBe(count);
    expect(generated(far)).toBe(0);
  });
});
