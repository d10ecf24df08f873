import { concatenate } from '../dataset/rows.ts';
import { integer } from '../parameter/domain.ts';
import type { Parameter } from '../parameter/parameter.ts';
import { Purpose, shuffle } from '../random/stream.ts';
import { type ArmContext, type ArmSettings, minorityClasses } from './arm.ts';
import { balancedRows, type ClassSizes } from './sizes.ts';

const MOST = { maximum: 100_000 };

export const MIXING = [
  integer(
    'mixing.real',
    { minimum: 1, ...MOST, default: 60 },
    'Real rows of each minority class in a block.',
  ),
  {
    ...integer(
      'mixing.generated',
      { minimum: 0, ...MOST, default: 20 },
      'Generated rows of each minority class in a block; at most `mixing.real`.',
    ),
    atMost: 'mixing.real',
  },
  integer('mixing.majority', { minimum: 1, ...MOST, default: 80 }, 'Majority rows in a block.'),
] as const satisfies readonly Parameter[];

type Mixing = (typeof MIXING)[number];

/**
 * The deck's mixing recipe. A block holds, of each minority class, `real` rows and `generated` rows made from the
 * first of them, and `majority` rows, cycled. There are floor(n / real) blocks for the largest minority class's
 * target n, at least one; a smaller class is cycled too.
 */
export interface Blocks {
  readonly real: Uint32Array;
  /** Real rows that get a generated twin, with the class they belong to. */
  readonly twins: Uint32Array;
  readonly twinClasses: Uint8Array;
}

/** `oversampled`: row numbers by class. Throws RangeError where a block has more generated rows than real ones. */
export function buildBlocks(context: ArmContext<Mixing>, oversampled: readonly Uint32Array[]): Blocks {
  const { dataset, config, seed } = context;
  const { 'mixing.real': real, 'mixing.generated': generated, 'mixing.majority': majority } = config;
  if (generated > real) throw new RangeError(`mixing.generated is ${generated}, above mixing.real, ${real}`);
  const minorities = minorityClasses(context);
  const rows = oversampled.slice();
  for (const k of minorities) {
    rows[k] = rows[k]!.slice();
    shuffle(rows[k], seed, Purpose.mixing, k);
  }
  const largest = Math.max(...minorities.map((k) => rows[k]!.length));
  const blocks = Math.max(1, Math.floor(largest / real));

  const all = new Uint32Array(blocks * (real * minorities.length + majority));
  const twins = new Uint32Array(blocks * generated * minorities.length);
  const twinClasses = new Uint8Array(twins.length);
  let at = 0;
  let twinAt = 0;
  for (let block = 0; block < blocks; block++) {
    for (const k of minorities) {
      const source = rows[k]!;
      for (let i = 0; i < real; i++) {
        const row = source[(block * real + i) % source.length]!;
        all[at++] = row;
        if (i < generated) {
          twinClasses[twinAt] = k;
          twins[twinAt++] = row;
        }
      }
    }
    const source = rows[dataset.majority]!;
    for (let i = 0; i < majority; i++) all[at++] = source[(block * majority + i) % source.length]!;
  }
  return { real: all, twins, twinClasses };
}

/** Real rows, then for each twin the number that `generatedRow` gives it. */
export function mix({ real, twins }: Blocks, generatedRow: (twin: number) => number): Uint32Array {
  return concatenate([real, twins.map((_, twin) => generatedRow(twin))]);
}

/** Rows of all blocks, expected. */
export function blockRows(sizes: ClassSizes, config: ArmSettings<Mixing>): number {
  const { 'mixing.real': real, 'mixing.generated': generated, 'mixing.majority': majority } = config;
  const minorities = sizes.classes - 1;
  const each = (balancedRows(sizes) - sizes.majorityRows) / minorities;
  return Math.floor(each / real) * ((real + generated) * minorities + majority);
}
