import { expect, test } from 'vitest';
import { packed, unpacked } from './pack.ts';
import type { ShownTrial } from './train-again.ts';

const shown: ShownTrial = {
  trial: 12,
  replicate: 3,
  note: null,
  classes: ['stayed\n"', 'f32', '{"array":"u8"}'],
  test: { probabilities: Float32Array.of(0, 1, 0.1), labels: Uint8Array.of(0, 1, 255) },
  validation: { probabilities: new Float32Array(), labels: new Uint8Array() },
  images: {
    ...{ width: 2, height: 1, channels: 1, shrunk: 1 },
    real: { pixels: Uint8Array.of(0, 255), labels: Uint8Array.of(1), of: 5 },
    ...{ made: null, reconstructed: null, interpolated: null },
    mistaken: {
      ...{ pixels: new Uint8Array(), labels: new Uint8Array(), of: 0 },
      ...{ taken: new Uint8Array(), certainty: new Float32Array() },
    },
  },
  latent: {
    ...{ coordinates: 3, explained: [0.5, 0.25], of: 7 },
    ...{ places: Float32Array.of(0.1, -2), labels: Uint8Array.of(1) },
  },
  rows: {
    made: { count: 1, of: 5 },
    real: { count: 0, of: 0 },
    columns: [
      { name: 'a', levels: null, made: Float64Array.of(Number.NaN, -0, 5e-324), real: new Float64Array() },
      { name: 'b', levels: ['x', 'y'], made: Float64Array.of(1), real: Float64Array.of(0) },
    ],
    moreColumns: 0,
    projection: { explained: [0.75, 0.125], made: Float32Array.of(1, 2), real: new Float32Array() },
  },
};

test('what is packed comes back, each bit of it', async () => {
  expect(await unpacked(await packed(shown))).toEqual(shown);
  const less = { ...shown, rows: null, images: null, latent: null };
  expect(await unpacked(await packed(less))).toEqual(less);
});

test('bytes that are damaged, cut off or of another version are none', async () => {
  const bytes = await packed(shown);
  for (const bad of [new Uint8Array(), bytes.subarray(0, bytes.length - 4), bytes.map((b) => b ^ 0x55)]) {
    expect(await unpacked(bad)).toBeNull();
  }
});

test('predictions shrink', async () => {
  const labels = new Uint8Array(20_000).fill(1, 19_000);
  const bytes = await packed({
    ...shown,
    test: { probabilities: new Float32Array(20_000).fill(0.25), labels },
  });
  expect(bytes.length).toBeLessThan(5000);
});
