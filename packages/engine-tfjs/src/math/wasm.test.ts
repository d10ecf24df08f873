import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { loadBackend } from '../backend/load.ts';

it('takes no step without all of its state', async () => {
  const { math } = await loadBackend('wasm', {});
  const given = tf.ones<tf.Rank.R2>([1, 4]);
  const rates = tf.ones<tf.Rank.R2>([1, 1]);
  expect(() => math.rmsprop([given], given, rates)).toThrow(TypeError);
  expect(() => math.adam([given, given], given, rates)).toThrow(TypeError);
});
