export type Collapse = ReturnType<typeof measureCollapse>;

/** A latent coordinate is active above this KL, in nats, mean over rows. */
const ACTIVE_KL = 0.01;

/**
 * Whether the VAE generates anything that depends on its input, from the KL of each latent coordinate (nats, mean over
 * the minority's real rows) and the rows generated from real rows, both row-major with `features` columns. The ratio is
 * that of their SDs, mean over features; those that are constant among the real rows do not count, and it is NaN where
 * all are (one row, say).
 */
export function measureCollapse(
  klPerLatent: ArrayLike<number>,
  generated: Float32Array,
  real: Float32Array,
  features: number,
) {
  const kl = Array.from(klPerLatent);
  return {
    klPerDim: kl.reduce((sum, value) => sum + value, 0) / kl.length,
    activeUnits: kl.filter((value) => value > ACTIVE_KL).length,
    generatedSdRatio: meanSdRatio(generated, real, features),
  };
}

function meanSdRatio(generated: Float32Array, real: Float32Array, features: number): number {
  let sum = 0;
  let varying = 0;
  for (let feature = 0; feature < features; feature++) {
    const sd = standardDeviation(real, feature, features);
    if (sd === 0) continue;
    sum += standardDeviation(generated, feature, features) / sd;
    varying++;
  }
  return sum / varying;
}

/** Over rows, divided by their number. Exactly 0 for a constant column, whatever its mean rounds to. */
function standardDeviation(rows: Float32Array, feature: number, features: number): number {
  const first = rows[feature]!;
  let shifted = 0;
  let squares = 0;
  for (let at = feature; at < rows.length; at += features) {
    const d = rows[at]! - first;
    shifted += d;
    squares += d * d;
  }
  const count = rows.length / features;
  const mean = shifted / count;
  return Math.sqrt(Math.max(0, squares / count - mean * mean));
}
