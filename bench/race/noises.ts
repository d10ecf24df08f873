import type { Stream } from '@latentsweep/core';

/** Noise of variance 1, by its name. */
export const NOISES = {
  normal: (stream: Stream) => stream.normal(),
  // Now and then far out, as a run that collapsed.
  'heavy tails': (stream: Stream) => stream.normal() * (stream.uniform() < 0.1 ? 2.29 : 0.73),
};
