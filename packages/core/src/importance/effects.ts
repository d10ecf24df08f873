import type { Kind } from './kind.ts';
import { MOST_BINS, type Tree } from './tree.ts';

/** What a tree says of one kind of config, whose parameters vary independently: the terms of its functional ANOVA. */
export interface Effects {
  readonly mean: number;
  /** Mean of its squared values. */
  readonly square: number;
  /** How far the mean of a bin lies from `mean`, parameter by parameter; null where no split is by it. */
  readonly single: readonly (Float64Array | null)[];
  /** What a cell has beyond both, at `MOST_BINS` times one bin plus the other; by `pairKey`, null where no leaf bounds both. */
  readonly pairs: readonly (Float64Array | null)[];
}

export const pairKey = (i: number, j: number, parameters: number) => i * parameters + j;

/**
 * A leaf of value c whose box has the share W of a kind's configs adds c times the share of the *other* parameters to the
 * mean of each bin that it covers (Hutter, Hoos, Leyton-Brown 2014, algorithm 1): W/m in its bins of a parameter whose share
 * is m. Less cW, its part of the mean, that is its part of the parameter's effect, zero for a parameter that the box does not
 * bound; and of a pair's interaction cW (1/m 1/m' - 1/m - 1/m' + 1) in cells, with 1/m for 0 outside of the box. What is
 * returned of a tree holds until the next one is asked of.
 */
export function effectsIn({ spread }: Kind): (tree: Tree) => Effects {
  const full = spread.map((shares) =>
    shares ? shares.reduce((bits, m, bin) => (m > 0 ? bits | (1 << bin) : bits), 0) : 0,
  );
  const width = full.length;
  const inside = [...full];
  const single = new Sums(width, MOST_BINS);
  const pairs = new Sums(width * width, MOST_BINS * MOST_BINS);
  let mean = 0;
  let square = 0;

  // Of each bin of a parameter that the box of a leaf bounds: 1/m - 1 inside of the box, -1 outside.
  const factors = spread.map(() => new Float64Array(MOST_BINS));
  const bounding = new Int32Array(width);

  const addLeaf = (value: number, fraction: number) => {
    let bounds = 0;
    let weight = fraction;
    for (let p = 0; p < width; p++) {
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
      const ofP = factors[p]!;
      const bins = spread[p]!.length;
      const own = single.at(p);
      for (let b = 0; b < bins; b++) own[b]! += part * ofP[b]!;
      for (let j = i + 1; j < bounds; j++) {
        const q = bounding[j]!;
        const ofQ = factors[q]!;
        const across = spread[q]!.length;
        const cells = pairs.at(pairKey(p, q, width));
        for (let b = 0; b < bins; b++) {
          const by = part * ofP[b]!;
          const line = b * MOST_BINS;
          for (let c = 0; c < across; c++) cells[line + c]! += by * ofQ[c]!;
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

  return (tree) => {
    [mean, square] = [0, 0];
    single.clear();
    pairs.clear();
    descend(tree, 1);
    return { mean, square, single: single.used, pairs: pairs.used };
  };
}

/** Lists of sums that begin at 0 when they are first asked for: of one tree after the other, without a list anew for each. */
class Sums {
  readonly used: (Float64Array | null)[];
  readonly #kept: (Float64Array | null)[];
  readonly #length: number;

  constructor(count: number, length: number) {
    this.used = new Array(count).fill(null);
    this.#kept = new Array(count).fill(null);
    this.#length = length;
  }

  at(place: number): Float64Array {
    const own = this.used[place];
    if (own) return own;
    const kept = this.#kept[place];
    const sums = kept ? kept.fill(0) : new Float64Array(this.#length);
    this.#kept[place] = sums;
    this.used[place] = sums;
    return sums;
  }

  clear(): void {
    this.used.fill(null);
  }
}

function massOf(spread: Float64Array, inside: number): number {
  let mass = 0;
  for (let b = 0; b < spread.length; b++) if ((inside >>> b) & 1) mass += spread[b]!;
  return mass;
}
