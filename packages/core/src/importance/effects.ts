import type { Kind } from './kind.ts';
import { MOST_BINS, type Tree } from './tree.ts';

/** What a tree says of one kind of config, whose parameters vary independently: the terms of its functional ANOVA. */
export interface Effects {
  readonly mean: number;
  /** Mean of its squared values. */
  readonly square: number;
  /** How far the mean of a bin lies from `mean`, parameter by parameter; null where no split is by it. */
  readonly single: readonly (Float64Array | null)[];
  /** What a cell has beyond both, at `MOST_BINS` times one bin plus the other; by `pairKey`. */
  readonly pairs: ReadonlyMap<number, Float64Array>;
}

export const pairKey = (i: number, j: number, parameters: number) => i * parameters + j;

/**
 * A leaf of value c whose box has the share W of a kind's configs adds c times the share of the *other* parameters to the
 * mean of each bin that it covers (Hutter, Hoos, Leyton-Brown 2014, algorithm 1): W/m in its bins of a parameter whose share
 * is m. Less cW, its part of the mean, that is its part of the parameter's effect, zero for a parameter that the box does not
 * bound; and of a pair's interaction cW (1/m 1/m' - 1/m - 1/m' + 1) in cells, with 1/m for 0 outside of the box.
 */
export function effectsOf(tree: Tree, { spread }: Kind): Effects {
  const full = spread.map((shares) =>
    shares ? shares.reduce((bits, m, bin) => (m > 0 ? bits | (1 << bin) : bits), 0) : 0,
  );
  const inside = [...full];
  const single = spread.map((): Float64Array | null => null);
  const pairs = new Map<number, Float64Array>();
  let mean = 0;
  let square = 0;

  // Of each bin of a parameter that the box of a leaf bounds: 1/m - 1 inside of the box, -1 outside.
  const factors = spread.map(() => new Float64Array(MOST_BINS));
  const bounding = new Int32Array(full.length);

  const addLeaf = (value: number, fraction: number) => {
    let bounds = 0;
    let weight = fraction;
    for (let p = 0; p < full.length; p++) {
      if (inside[p] === full[p]) continue;
      const mass = massOf(spread[p]!, inside[p]!);
      weight *= mass;
      bounding[bounds++] = p;
      const own = factors[p]!;
      for (let b = 0; b < spread[p]!.length; b++) own[b] = (inside[p]! >>> b) & 1 ? 1 / mass - 1 : -1;
    }
    const part = value * weight;
    mean += part;
    square += value * part;
    for (let i = 0; i < bounds; i++) {
      const p = bounding[i]!;
      single[p] ??= new Float64Array(MOST_BINS);
      addTo(single[p]!, 0, part, factors[p]!, spread[p]!.length);
      for (let j = i + 1; j < bounds; j++) {
        const q = bounding[j]!;
        const key = pairKey(p, q, full.length);
        const cells = pairs.get(key) ?? new Float64Array(MOST_BINS * MOST_BINS);
        pairs.set(key, cells);
        for (let b = 0; b < spread[p]!.length; b++) {
          addTo(cells, b * MOST_BINS, part * factors[p]![b]!, factors[q]!, spread[q]!.length);
        }
      }
    }
  };

  const descend = (node: Tree, fraction: number): void => {
    if ('value' in node) {
      addLeaf(node.value, fraction);
      return;
    }
    const { parameter: p, bins, share, left, right } = node;
    if (spread[p] === null) {
      descend(left, fraction * share);
      descend(right, fraction * (1 - share));
      return;
    }
    const before = inside[p]!;
    for (const [side, bits] of [
      [left, before & bins],
      [right, before & ~bins],
    ] as const) {
      if (bits === 0) continue;
      inside[p] = bits;
      descend(side, fraction);
    }
    inside[p] = before;
  };

  descend(tree, 1);
  return { mean, square, single, pairs };
}

function massOf(spread: Float64Array, inside: number): number {
  let mass = 0;
  for (let b = 0; b < spread.length; b++) if ((inside >>> b) & 1) mass += spread[b]!;
  return mass;
}

function addTo(sums: Float64Array, from: number, by: number, factors: Float64Array, count: number): void {
  for (let b = 0; b < count; b++) sums[from + b]! += by * factors[b]!;
}
