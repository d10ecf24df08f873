import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalConfig } from '../../config/config.ts';
import { cutMinority } from '../../dataset/cut.ts';
import type { Dataset } from '../../dataset/dataset.ts';
import { cosTurn, sinTurn } from '../../math/elementary.ts';
import type { ImageShape } from '../../model/layer/window.ts';
import type { Values } from '../../parameter/parameter.ts';
import { Purpose, type Seed, Stream } from '../../random/stream.ts';
import type { RenewedPlan } from '../arm.ts';
import { oversample } from '../oversample.ts';
import { transform } from './transform.ts';
import { type Warp, warp } from './warp.ts';

const NONE: Warp = {
  mirrored: { across: false, down: false },
  shift: { down: 0, across: 0 },
  rotation: 0,
  zoom: 1,
  contrast: 1,
};

function warped(shape: readonly [number, number, number], image: readonly number[], given: Partial<Warp>) {
  const to = new Float32Array(image.length);
  warp(shape, { ...NONE, ...given }, Float32Array.from(image), to);
  return [...to].map((value) => Math.round(value * 1e5) / 1e5);
}

/** 3 x 4. */
const IMAGE = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12].map((value) => value / 16);
const GREY = [3, 4, 1] as const;
const sixteenths = (...values: number[]) => values.map((value) => value / 16);

describe('A warp', () => {
  test('of nothing leaves an image as it is', () => {
    expect(warped(GREY, IMAGE, {})).toEqual(IMAGE);
  });

  test('mirrors', () => {
    expect(warped(GREY, IMAGE, { mirrored: { across: true, down: false } })).toEqual(
      sixteenths(4, 3, 2, 1, 8, 7, 6, 5, 12, 11, 10, 9),
    );
    expect(warped(GREY, IMAGE, { mirrored: { across: false, down: true } })).toEqual(
      sixteenths(9, 10, 11, 12, 5, 6, 7, 8, 1, 2, 3, 4),
    );
  });

  test('moves, with the edge beyond the edge', () => {
    expect(warped(GREY, IMAGE, { shift: { down: 1 / 3, across: 0 } })).toEqual(
      sixteenths(1, 2, 3, 4, 1, 2, 3, 4, 5, 6, 7, 8),
    );
    expect(warped(GREY, IMAGE, { shift: { down: 0, across: -1 / 8 } })).toEqual(
      sixteenths(1.5, 2.5, 3.5, 4, 5.5, 6.5, 7.5, 8, 9.5, 10.5, 11.5, 12),
    );
  });

  test('turns counter-clockwise', () => {
    const square = [1, 2, 3, 4, 5, 6, 7, 8, 9].map((value) => value / 16);
    expect(warped([3, 3, 1], square, { rotation: 0.25 })).toEqual(sixteenths(3, 6, 9, 2, 5, 8, 1, 4, 7));
    expect(warped([3, 3, 1], square, { rotation: -0.25 })).toEqual(sixteenths(7, 4, 1, 8, 5, 2, 9, 6, 3));
    expect(warped([3, 3, 1], square, { rotation: 0.5 })).toEqual(sixteenths(9, 8, 7, 6, 5, 4, 3, 2, 1));
  });

  test('makes larger about the middle', () => {
    expect(warped([1, 5, 1], sixteenths(0, 1, 2, 3, 4), { zoom: 2 })).toEqual(sixteenths(1, 1.5, 2, 2.5, 3));
    expect(warped([1, 5, 1], sixteenths(0, 1, 2, 3, 4), { zoom: 0.5 })).toEqual(sixteenths(0, 0, 2, 4, 4));
  });

  test('stretches each channel about its mean', () => {
    const colours = [0.2, 0.9, 0.4, 0.9, 0.6, 0.9];
    expect(warped([1, 3, 2], colours, { contrast: 2 })).toEqual([0, 0.9, 0.4, 0.9, 0.8, 0.9]);
    expect(warped([1, 3, 2], colours, { contrast: 0 })).toEqual([0.4, 0.9, 0.4, 0.9, 0.4, 0.9]);
  });

  test('of any kind stays in [0, 1], and leaves one colour as it is', () => {
    const any = fc.double({ min: -1, max: 1, noNaN: true });
    const side = fc.integer({ min: 1, max: 7 });
    fc.assert(
      fc.property(
        side,
        side,
        fc.constantFrom(1, 3),
        any,
        any,
        any,
        any,
        fc.nat(1000),
        (height, width, channels, a, b, c, d, seed) => {
          const given: Warp = {
            mirrored: { across: a > 0, down: b > 0 },
            shift: { down: a, across: b },
            rotation: c / 2,
            zoom: 1 + 0.99 * d,
            contrast: 1 + a,
          };
          const size = height * width * channels;
          const image = Float32Array.from({ length: size }, (_, i) => ((i * 37 + seed * 11) % 101) / 100);
          const to = new Float32Array(size);
          warp([height, width, channels], given, image, to);
          expect(to.every((value) => value >= 0 && value <= 1)).toBe(true);
          image.fill(0.25);
          warp([height, width, channels], given, image, to);
          expect(to.every((value) => Math.abs(value - 0.25) < 1e-6)).toBe(true);
        },
      ),
    );
  });
});

/** The formula of `warp` as it reads, without contrast. */
function plainly([height, width, channels]: ImageShape, by: Warp, from: Float32Array): Float32Array {
  const turn = by.rotation < 0 ? by.rotation + 1 : by.rotation;
  const [cos, sin] = [cosTurn(turn) / by.zoom, sinTurn(turn) / by.zoom];
  const [cy, cx] = [(height - 1) / 2, (width - 1) / 2];
  const [signY, signX] = [by.mirrored.down ? -1 : 1, by.mirrored.across ? -1 : 1];
  return Float32Array.from(from, (_, i) => {
    const pixel = Math.floor(i / channels);
    const v = Math.floor(pixel / width) - (cy + by.shift.down * height);
    const u = (pixel % width) - (cx + by.shift.across * width);
    const y = Math.min(Math.max(cy + signY * cos * v + signY * sin * u, 0), height - 1);
    const x = Math.min(Math.max(cx - signX * sin * v + signX * cos * u, 0), width - 1);
    const [top, left] = [Math.floor(y), Math.floor(x)];
    const at = (row: number, column: number) =>
      from[(Math.min(row, height - 1) * width + Math.min(column, width - 1)) * channels + (i % channels)]!;
    const between = (a: number, b: number, share: number) => a + (b - a) * share;
    const upper = between(at(top, left), at(top, left + 1), x - left);
    return between(upper, between(at(top + 1, left), at(top + 1, left + 1), x - left), y - top);
  });
}

test('A warp of images of any sizes, one after the other, has the bits of its formula', () => {
  const stream = new Stream([3, 4], Purpose.data);
  const within = (most: number) => most * (2 * stream.uniform() - 1);
  for (let round = 0; round < 400; round++) {
    const shape = [1 + stream.below(9), 1 + stream.below(9), round % 3 === 0 ? 3 : 1] as const;
    const image = Float32Array.from({ length: shape[0] * shape[1] * shape[2] }, () => stream.uniform());
    const by: Warp = {
      mirrored: { across: round % 2 === 0, down: round % 5 === 0 },
      shift: { down: within(0.6), across: within(0.6) },
      ...{ rotation: round % 7 === 0 ? 0 : within(0.5), zoom: 1 + within(0.9), contrast: 1 },
    };
    const to = new Float32Array(image.length);
    warp(shape, by, image, to);
    expect(to).toEqual(plainly(shape, by, image));
  }
});

const SEED: Seed = [5, 6];
const split = (count: number) => ({
  features: Float32Array.from({ length: 12 * count }, (_, i) => ((i * 7) % 97) / 96),
  labels: Uint8Array.from({ length: count }, (_, i) => (i % 4 === 0 ? 1 : 0)),
  count,
});
const data: Dataset = {
  ...{ features: 12, shape: GREY, classes: 2, classNames: ['a', 'b'], majority: 0, balance: 'majority' },
  ...{ train: split(40), validation: split(8), test: split(8) },
};

function planOf(given: Values, dataset = data, seed = SEED): RenewedPlan {
  const config = canonicalConfig({ arm: 'transform', minority_rate: 1, ...given });
  if (config.arm !== 'transform') throw new Error('another arm');
  const training = cutMinority(dataset, 1, seed);
  const plan = transform.plan({ dataset, training, config: config as never, seed });
  if (plan.kind !== 'renewed') throw new Error('it makes none anew');
  return plan;
}

const STILL = { 'transform.shift': 0, 'transform.rotate': 0, 'transform.zoom': 0 };
function made(plan: RenewedPlan, epoch: number): Float32Array {
  const { write } = plan.of(epoch);
  const features = new Float32Array(12 * plan.count);
  for (let i = 0; i < plan.count; i++) write(i, features.subarray(12 * i, 12 * i + 12));
  return features;
}

describe('The arm', () => {
  test('that changes nothing has the rows of oversample', () => {
    const training = cutMinority(data, 1, SEED);
    const { set } = oversample.plan({
      dataset: data,
      training,
      config: canonicalConfig({}) as never,
      seed: SEED,
    }) as {
      set: { order: Uint32Array };
    };
    const plan = planOf(STILL);
    const { labels, set: own } = plan.of(1);
    const features = made(plan, 1);
    expect([...own.order]).toEqual(Array.from({ length: set.order.length }, (_, i) => 40 + i));
    expect([...labels]).toEqual([...set.order].map((row) => data.train.labels[row]));
    set.order.forEach((row, i) => {
      expect(features.subarray(12 * i, 12 * i + 12)).toEqual(
        data.train.features.subarray(12 * row, 12 * row + 12),
      );
    });
  });

  test('turns images anew in each epoch, the same for a seed', () => {
    const one = made(planOf({}), 1);
    expect(made(planOf({}), 1)).toEqual(one);
    const plan = planOf({});
    const two = made(plan, 2);
    expect(two).not.toEqual(one);
    // Epochs do not hang on what came before them.
    expect(made(plan, 1)).toEqual(one);
    expect(made(planOf({}, data, [5, 7]), 1)).not.toEqual(one);
  });

  test('mirrors half of the images', () => {
    const plan = planOf({ ...STILL, 'transform.flip': 'horizontal' });
    const still = made(planOf(STILL), 1);
    let mirrored = 0;
    for (let epoch = 1; epoch <= 20; epoch++) {
      const rows = made(plan, epoch);
      for (let i = 0; i < plan.count; i++) if (rows[12 * i] !== still[12 * i]) mirrored += 1;
    }
    expect(mirrored / (20 * plan.count)).toBeGreaterThan(0.45);
    expect(mirrored / (20 * plan.count)).toBeLessThan(0.55);
  });

  test('does the same further with a wider range', () => {
    const [near, far] = [0.1, 0.2].map((contrast) =>
      made(planOf({ ...STILL, 'transform.contrast': contrast }), 3),
    );
    const still = made(planOf(STILL), 3);
    still.forEach((value, i) => {
      const [a, b] = [near![i]! - value, far![i]! - value];
      if (far![i]! > 0 && far![i]! < 1) expect(Math.abs(2 * a - b)).toBeLessThan(1e-6);
    });
  });

  test('is refused data without a shape', () => {
    const { shape: _, ...plain } = data;
    expect(() => planOf({}, plain)).toThrow('transform is for images');
  });
});
