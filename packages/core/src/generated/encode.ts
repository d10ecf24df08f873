import type { TableColumn } from './table-column.ts';

/**
 * Two tables of the same columns as features [n, D] row-major, for a classifier that tells one from the other: a number as it
 * is, missing as the mean of the first table's; a category as one feature a level of the first table's.
 */
export function encodeBoth(first: readonly TableColumn[], second: readonly TableColumn[]) {
  const encoders = first.flatMap(({ kind, values }) =>
    kind === 'number' ? [filled(values)] : oneHot(values),
  );
  const at = first.flatMap(({ kind, values }, c) =>
    kind === 'number' ? [c] : levelsOf(values).map(() => c),
  );
  const encode = (table: readonly TableColumn[]) => {
    const count = table[0]?.values.length ?? 0;
    const features = new Float32Array(count * encoders.length);
    for (const [d, encoder] of encoders.entries()) {
      const { values } = table[at[d]!]!;
      for (let row = 0; row < count; row++) features[row * encoders.length + d] = encoder(values[row]!);
    }
    return features;
  };
  return { width: encoders.length, first: encode(first), second: encode(second) };
}

type Encoder = (value: number) => number;

function filled(values: Float64Array): Encoder {
  let sum = 0;
  let count = 0;
  for (const value of values) {
    if (Number.isNaN(value)) continue;
    sum += value;
    count++;
  }
  const mean = count === 0 ? 0 : sum / count;
  return (value) => (Number.isNaN(value) ? mean : value);
}

/** What is missing is a level. */
const oneHot = (values: Float64Array): Encoder[] =>
  levelsOf(values).map((level) => (value) => (Object.is(value, level) ? 1 : 0));

const levelsOf = (values: Float64Array): number[] => [...new Float64Array(new Set(values)).sort()];
