import type { Dataset } from '@latentsweep/core';
import { expect, test } from 'vitest';
import { shownImages } from './shown-images.ts';

const split = (images: readonly number[][], labels: readonly number[]) => ({
  features: Float32Array.from(images.flat()),
  labels: Uint8Array.from(labels),
  count: labels.length,
});

const datasetOf = (more: Partial<Dataset>): Dataset => {
  const none = split([], []);
  return {
    ...{ features: 2, shape: [1, 2, 1], white: 4, classes: 3, classNames: ['a', 'b', 'c'], majority: 0 },
    ...{ balance: 'majority', train: none, validation: none, test: none },
    ...more,
  };
};

const NOTHING = { probabilities: new Float32Array(), labels: new Uint8Array() };

test('training images are those that the cut left, and made ones stand beside them by class', () => {
  const images = [
    [0, 1],
    [0.5, 0.25],
    [1, 1],
    [0, 0],
  ];
  const dataset = datasetOf({ train: split(images, [0, 1, 1, 2]) });
  const features = Float32Array.of(-0.5, 2, 0.5, 0.5, 0, 1);
  const made = { features, labels: Uint8Array.of(2, 1, 2), of: 9 };
  const shown = shownImages(dataset, [Uint32Array.of(0), Uint32Array.of(2), new Uint32Array()], {
    test: NOTHING,
    rows: { made, real: { features: new Float32Array(), labels: new Uint8Array(), of: 0 } },
  })!;
  expect(shown).toMatchObject({ width: 2, height: 1, channels: 1, shrunk: 1 });
  expect(shown.real).toEqual({
    ...{ pixels: Uint8Array.of(0, 255, 255, 255), labels: Uint8Array.of(0, 1), of: 2 },
  });
  expect(shown.made).toEqual({
    ...{ pixels: Uint8Array.of(128, 128, 0, 255, 0, 255), labels: Uint8Array.of(1, 2, 2), of: 9 },
  });
});

test('mistakes come the surest first, with what they are taken for', () => {
  const images = [
    [0, 0],
    [0, 1],
    [1, 0],
    [1, 1],
  ];
  const labels = Uint8Array.of(0, 1, 2, 0);
  const dataset = datasetOf({ test: split(images, [...labels]) });
  const probabilities = Float32Array.of(0.75, 0.25, 0, 0.5, 0.25, 0.25, 0.125, 0.875, 0, 0.25, 0.25, 0.5);
  const { mistaken } = shownImages(dataset, [], { test: { probabilities, labels }, rows: null })!;
  expect(mistaken).toEqual({
    pixels: Uint8Array.of(255, 0, 0, 255, 255, 255),
    labels: Uint8Array.of(2, 1, 0),
    taken: Uint8Array.of(1, 0, 2),
    certainty: Float32Array.of(0.875, 0.5, 0.5),
    of: 3,
  });
  const two = datasetOf({ test: split(images, [0, 0, 1, 1]), classes: 2 });
  const ofTwo = shownImages(two, [], {
    test: { probabilities: Float32Array.of(0.75, 0.25, 0.125, 0.5), labels: Uint8Array.of(0, 0, 1, 1) },
    rows: null,
  })!.mistaken;
  expect([[...ofTwo.labels], [...ofTwo.taken], [...ofTwo.certainty]]).toEqual([
    [1, 0],
    [0, 1],
    [0.875, 0.75],
  ]);
});

test('what is kept does not grow with the images, their size or the classes', () => {
  const [height, width] = [100, 31];
  const size = height * width * 3;
  const classes = 40;
  const count = classes * 20;
  const labels = Uint8Array.from({ length: count }, (_, i) => i % classes);
  // 3 x 3 pixels of these are one: 0, 0.25, 0.5, …, and what is left at the edges alone.
  const image = Array.from({ length: size }, (_, at) => {
    const [row, column] = [Math.floor(at / (3 * width)), Math.floor(at / 3) % width];
    return (Math.floor(row / 3) + Math.floor(column / 3)) % 2;
  });
  const read = (_: number, into: Float32Array) => into.set(image);
  const rows = { labels, count, read, features: new Float32Array() };
  const kept = Array.from({ length: classes }, (_, k) =>
    Uint32Array.from({ length: 20 }, (__, i) => k + classes * i),
  );
  const wrong = new Float32Array(count * classes);
  labels.forEach((label, row) => {
    wrong[row * classes + ((label + 1) % classes)] = 1;
  });
  const dataset = datasetOf({ shape: [height, width, 3], features: size, train: rows, test: rows, classes });
  const shown = shownImages(dataset, kept, { test: { probabilities: wrong, labels }, rows: null })!;
  expect(shown).toMatchObject({ height: 34, width: 11, channels: 3, shrunk: 3 });
  expect([shown.real.of, shown.mistaken.of]).toEqual([800, 800]);
  expect([shown.real.labels.length, shown.mistaken.labels.length]).toEqual([96, 24]);
  expect(shown.real.pixels.length).toBe(96 * 34 * 11 * 3);
  expect([...shown.real.pixels.subarray(0, 9)]).toEqual([0, 0, 0, 255, 255, 255, 0, 0, 0]);
  expect([...shown.real.pixels.subarray(-6)]).toEqual([0, 0, 0, 255, 255, 255]);
});

test('data without a shape have none', () => {
  const { shape: _, ...table } = datasetOf({});
  expect(shownImages(table, [], { test: NOTHING, rows: null })).toBeNull();
});
