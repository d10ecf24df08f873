import { expect, it } from 'vitest';
import { rowsFrom } from '../../dataset/rows.ts';
import { type BinnedRows, binRows } from './bins.ts';
import { drawnRows } from './fixtures.ts';
import { Grower } from './grow.ts';
import type { NodeRows } from './histogram.ts';
import { Histograms } from './histograms.ts';
import { BOOSTING_DEFAULTS } from './settings.ts';

/** How many are in use at once, and how many are built. */
class Watched extends Histograms {
  most = 0;
  built = 0;
  #used = 0;

  override build(node: NodeRows): Float64Array {
    this.built++;
    this.most = Math.max(this.most, ++this.#used);
    return super.build(node);
  }

  override release(histogram: Float64Array): void {
    this.#used--;
    super.release(histogram);
  }

  override spare(histogram: Float64Array): void {
    this.#used--;
    super.spare(histogram);
  }
}

/** As if each were needed to the end of its tree. */
class Hoarding extends Watched {
  override spare(): void {}
}

const rows = drawnRows(3000, 4, 2, 5);
/** Of all magnitudes, so that a sum that is subtracted has other bits than one that is built. */
const derivatives = {
  gradients: Float32Array.from(rows.labels, (label, i) => (0.3 - label) * 0.3 ** (i % 30)),
  hessians: Float32Array.from(rows.labels, (_, i) => 0.1 + 0.3 ** (i % 30)),
};

/** Two trees; `kept`: how many histograms there is room for. */
function grown(Kind: typeof Watched, maxLeafNodes: number | null, kept: number) {
  const settings = { ...BOOSTING_DEFAULTS, minSamplesLeaf: 5, maxLeafNodes };
  const binned: BinnedRows = binRows(rows, rowsFrom(0, rows.count), null, settings);
  const histograms = new Kind(binned, kept * binned.starts[binned.columns]! * 24);
  const grower = new Grower(binned, settings, histograms);
  const trees = [1, 2].map(() => grower.grow(derivatives).tree);
  const leaves = trees[0]!.value.filter((value) => value !== 0).length;
  return { trees, leaves, most: histograms.most, built: histograms.built };
}

it('keeps the histograms of half the leaves at most: of the others no split can follow', () => {
  for (const leaves of [2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 31, 64]) {
    const one = grown(Watched, leaves, 1000);
    expect(one.leaves).toBe(leaves);
    expect(one.most).toBeLessThanOrEqual(leaves / 2 + 1);
    // The root's, and one of two children's at each split but the last: none is missed.
    expect(one.built).toBeLessThanOrEqual(2 * (leaves - 1));
    const all = grown(Hoarding, leaves, 1000);
    expect(one.trees).toEqual(all.trees);
    if (leaves > 4) expect(all.most).toBeGreaterThan(one.most);
  }
});

it('grows the same trees, however early histograms are given back, where there is room for few', () => {
  for (const kept of [0, 1, 2, 5, 9, 16, 20, 24]) {
    for (const leaves of [6, 31, null])
      expect(grown(Watched, leaves, kept).trees).toEqual(grown(Hoarding, leaves, kept).trees);
  }
});
