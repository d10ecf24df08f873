import * as tf from '@tensorflow/tfjs-core';

/** Scalars as tensors, made once: TF.js makes a tensor of each number that it is given, at the price of a kernel. */
export interface Constants {
  of(value: number): tf.Scalar;
  free(): void;
}

export function createConstants(): Constants {
  const made = new Map<number, tf.Scalar>();
  return {
    of(value) {
      let scalar = made.get(value);
      if (!scalar) {
        scalar = tf.keep(tf.scalar(value));
        made.set(value, scalar);
      }
      return scalar;
    },
    free() {
      tf.dispose([...made.values()]);
      made.clear();
    },
  };
}
