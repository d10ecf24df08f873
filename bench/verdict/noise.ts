import { stepNormals } from '@latentsweep/core';

/** Standard normals one after the other, the same ones for the same seed. */
export function normalsOf(seed: number): () => number {
  const SIZE = 4096;
  let [round, at] = [0, SIZE];
  let block: Float64Array = new Float64Array();
  return () => {
    if (at === SIZE) [block, at] = [stepNormals(SIZE, [seed, 0x5eed], 99, round++, 0), 0];
    return block[at++]!;
  };
}
