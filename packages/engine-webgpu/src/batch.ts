import { rowVectors } from './layout.ts';
import type { Instruction } from './program.ts';
import type { Tiles } from './tiles.ts';

/** The tiles of a batch's inputs. */
/** `classes`: inputs behind the features that say a row's class. One is the label itself, which lies there; more are one-hot. */
export function batchTiles(tiles: Tiles, features: number, classes = 0) {
  const chunks = rowVectors(features);
  const x = tiles.tile(Math.max(chunks * 4, features + classes));
  const weights = tiles.tile(1);
  const behind = x + features * tiles.pitch;
  const labels = classes > 1 ? tiles.tile(1) : behind;
  /** Writes the inputs that say a row's class. */
  const classRows = (to: number): readonly Instruction[] => {
    if (classes === 0 || to === labels) return [];
    return [classes === 1 ? ['COPY', to, labels, 1] : ['ONE_HOT', labels, classes, to]];
  };
  const load: readonly Instruction[] = [
    ['LOAD', chunks, x, weights],
    ...(labels === behind ? [] : [['COPY', labels, behind, 1] as const]),
    ...classRows(behind),
  ];
  return { x, labels, weights, classRows, load };
}
