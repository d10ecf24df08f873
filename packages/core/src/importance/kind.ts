import type { BinnedParameter } from './binned.ts';

/** Configs that have the same parameters, as those of one arm do. */
export interface Kind {
  /** Of all configs. */
  readonly share: number;
  /** How its configs spread over the bins of each parameter, which sums to 1; null for one that they lack. */
  readonly spread: readonly (Float64Array | null)[];
}

/** The kinds among `rows`, numbers of configs that may repeat. */
export function kindsOf(parameters: readonly BinnedParameter[], rows: Int32Array): Kind[] {
  const members = new Map<string, number[]>();
  for (const row of rows) {
    const has = parameters.map(({ codes }) => (codes[row]! < 0 ? '0' : '1')).join('');
    const own = members.get(has);
    if (own) own.push(row);
    else members.set(has, [row]);
  }
  return [...members]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([has, own]) => ({
      share: own.length / rows.length,
      spread: parameters.map(({ codes, bins }, p) => {
        if (has[p] === '0') return null;
        const spread = new Float64Array(bins);
        for (const row of own) spread[codes[row]!]! += 1;
        return spread.map((n) => n / own.length);
      }),
    }));
}
