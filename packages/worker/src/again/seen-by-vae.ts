import { latentSpace, type TrainedGenerator } from '@latentsweep/core';

/** Features [n, D] row-major and a class each. */
export interface LabelledFeatures {
  readonly features: Float32Array;
  readonly labels: Uint8Array;
}

/** Pictures on the way, the ends included. */
const STEPS = 8;

/**
 * What a VAE makes of rows: of those of the classes that it was fitted on again, in their order; and of a class's first to
 * its last row, what it makes of places that divide the line between the two in its latent space evenly.
 */
export function seenByVae(
  generator: TrainedGenerator,
  features: Float32Array,
  labels: Uint8Array,
): { readonly reconstructed: LabelledFeatures; readonly interpolated: LabelledFeatures } {
  const size = generator.network.features;
  const { encode, decode } = latentSpace(generator);
  const rows = Array.from(labels, (label, row) => ({ label, row }));
  const encoded = rows
    .filter(({ label }) => generator.fittedOn.includes(label))
    .map(({ label, row }) => ({ label, z: encode(features.subarray(row * size, (row + 1) * size), label) }));
  const between = generator.fittedOn.flatMap((label) => {
    const own = encoded.filter((one) => one.label === label);
    const [first, last] = [own[0], own.at(-1)];
    if (!first || !last || first === last) return [];
    return Array.from({ length: STEPS }, (_, i) => {
      const t = i / (STEPS - 1);
      return { label, z: first.z.map((value, l) => (1 - t) * value + t * last.z[l]!) };
    });
  });
  const decoded = (places: readonly { readonly label: number; readonly z: Float64Array }[]) => {
    const made = new Float32Array(places.length * size);
    places.forEach(({ label, z }, i) => {
      made.set(decode(z, label), i * size);
    });
    return { features: made, labels: Uint8Array.from(places, ({ label }) => label) };
  };
  return { reconstructed: decoded(encoded), interpolated: decoded(between) };
}
