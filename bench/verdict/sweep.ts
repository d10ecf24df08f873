/** Sweeps in which nothing differs but by chance, and sweeps with a known gain. */

import type { JudgedConfig } from '@latentsweep/core';

/**
 * A value of config k of arm a in replicate r, beside what all configs of the replicate have in common, which a paired
 * difference does not see. With F an arm's normal and U a config's own:
 *
 *     table      sqrt(q) · mix(F, U)       once a sweep: luck on the table that all replicates split; q = 0: drawn anew
 *     training   sqrt(m) · mix(F, U)       once a replicate, the same on validation and on test rows: one model
 *     rows       sqrt(1 - m) · mix(F, U)   once a replicate and kind of rows
 *
 *     mix(F, U) = sqrt(c) F + sqrt(1 - c) U
 *
 * So within the table a value has variance 1, m is the correlation of validation and test, c that of configs of an arm, and
 * q / (1 + q) that of replicates.
 */
export interface Strength {
  readonly m: number;
  readonly c: number;
  readonly q: number;
}

/** So many standard deviations for every config that makes rows, or for one of them. */
export interface Gain {
  readonly size: number;
  readonly of: 'all' | 'one';
}

/** Standard deviations of the paired difference of two configs of different arms in one replicate: one is sqrt(2). */
const ONE = Math.SQRT2;

const PLAIN = [
  ['none', 'ffn'],
  ['class_weight', 'ffn'],
  ['prior_shift', 'ffn'],
  ['oversample', 'ffn'],
  ['none', 'boosted_trees'],
] as const;

export function simulatedSweep(
  normal: () => number,
  configs: number,
  replicates: number,
  { m, c, q }: Strength,
  gain: Gain,
): JudgedConfig[] {
  const arms: (readonly [arm: string, classifier: string, configs: number])[] = [
    ...PLAIN.map((one) => [...one, 1] as const),
    ['smote', 'ffn', Math.floor((configs - PLAIN.length) / 2)],
    ['vae_mixing', 'ffn', Math.ceil((configs - PLAIN.length) / 2)],
  ];
  const [own, common] = [Math.sqrt(1 - c), Math.sqrt(c)];
  const [table, training, rows] = [Math.sqrt(q), Math.sqrt(m), Math.sqrt(1 - m)];
  const judged: JudgedConfig[] = [];
  for (const [arm, classifier, count] of arms) {
    const makesRows = arm === 'smote' || arm === 'vae_mixing';
    const armTable = normal();
    const armParts = Array.from({ length: replicates }, () => [normal(), normal(), normal()] as const);
    for (let k = 0; k < count; k++) {
      const has = makesRows && (gain.of === 'all' || (arm === 'vae_mixing' && k === count - 1));
      const base = (has ? gain.size * ONE : 0) + (q === 0 ? 0 : table * (common * armTable + own * normal()));
      const validation = new Map<number, number>();
      const test = new Map<number, number>();
      armParts.forEach(([f, v, t], r) => {
        const model = base + training * (common * f + own * normal());
        validation.set(r, model + rows * (common * v + own * normal()));
        test.set(r, model + rows * (common * t + own * normal()));
      });
      judged.push({ hash: `${arm} ${classifier} ${k}`, config: { arm, classifier }, validation, test });
    }
  }
  return judged;
}
