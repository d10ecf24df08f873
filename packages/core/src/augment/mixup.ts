import { readRow, rowsFrom } from '../dataset/rows.ts';
import { exp, log } from '../math/elementary.ts';
import { number } from '../parameter/domain.ts';
import { Purpose, Stream, shuffle } from '../random/stream.ts';
import { fixedArm, oversampledRows } from './arm.ts';
import { balancedRows } from './sizes.ts';

const ALPHA = number(
  'mixup.alpha',
  { exclusiveMinimum: 0, maximum: 2, default: 0.2 },
  'Two rows are mixed by a share from Beta(alpha, alpha): 1 is uniform, less is mostly one of the two.',
);

/**
 * Zhang et al., 2018: x = m x_a + (1 - m) x_b with the loss m l(x, y_a) + (1 - m) l(x, y_b). A row has one class here, so a mixed
 * row stands there twice, once of each class, with the weights 2m and 2 (1 - m): as many rows as `oversample` has.
 */
export const mixup = fixedArm({
  name: 'mixup',
  kind: 'fixed',
  description:
    'the rows of `oversample` in pairs, mixed by a share from Beta(`mixup.alpha`, `mixup.alpha`), features and loss alike, anew in each epoch',
  uses: [ALPHA],
  plan(context) {
    const { dataset, config, seed } = context;
    const { features: size, train } = dataset;
    const rows = oversampledRows(context);
    const pairs = Math.floor(rows.length / 2);
    const other = new Float32Array(size);
    return {
      kind: 'renewed',
      count: 2 * pairs,
      of(epoch) {
        const shuffled = rows.slice();
        shuffle(shuffled, seed, Purpose.mixup, 2 * epoch);
        const shares = Float64Array.from({ length: pairs }, (_, pair) =>
          symmetricBeta(config['mixup.alpha'], new Stream(seed, Purpose.mixup, 2 * epoch + 1, pair)),
        );
        const labels = new Uint8Array(2 * pairs);
        const weights = new Float32Array(train.count + 2 * pairs);
        for (let pair = 0; pair < pairs; pair++) {
          const [a, b] = [shuffled[2 * pair]!, shuffled[2 * pair + 1]!];
          const m = shares[pair]!;
          labels[2 * pair] = train.labels[a]!;
          labels[2 * pair + 1] = train.labels[b]!;
          weights[train.count + 2 * pair] = 2 * m;
          weights[train.count + 2 * pair + 1] = 2 * (1 - m);
        }
        const set = { order: rowsFrom(train.count, 2 * pairs), weights };
        return {
          set,
          labels,
          write(i, into) {
            const first = i & ~1;
            const m = shares[first >> 1]!;
            readRow(train, size, shuffled[first]!, into);
            readRow(train, size, shuffled[first + 1]!, other);
            for (let d = 0; d < size; d++) into[d] = m * into[d]! + (1 - m) * other[d]!;
          },
        };
      },
    };
  },
  passRows: balancedRows,
});

/** Jöhnk, 1964: of x = u^(1/a), y = v^(1/a) with x + y <= 1, x / (x + y); by logarithms, since x and y may be very small. */
export function symmetricBeta(alpha: number, stream: Pick<Stream, 'uniform'>): number {
  for (;;) {
    const x = log(1 - stream.uniform()) / alpha;
    const y = log(1 - stream.uniform()) / alpha;
    if (exp(x) + exp(y) <= 1) return 1 / (1 + exp(y - x));
  }
}
