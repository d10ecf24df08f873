import { deriveSeed, Purpose, philox, type Seed } from '@latentsweep/core';

const ROUNDS = 6;

/**
 * A pseudo-random bijection of 0 .. size-1 onto itself, computed point by point in constant memory: a Feistel network
 * over the next power of 4, with cycle walking (Black & Rogaway, "Ciphers with arbitrary finite domains", 2002).
 * `size` is at most 2^52.
 */
export function permutation(size: number, sweepSeed: number): (index: number) => number {
  let bits = 1;
  while (4 ** bits < size) bits++;
  const half = 2 ** bits;
  const seed = deriveSeed(sweepSeed, 'search', 'order');
  const step = feistel(half, seed);
  return (index) => {
    let at = step(index);
    while (at >= size) at = step(at);
    return at;
  };
}

function feistel(half: number, [k0, k1]: Seed): (index: number) => number {
  const words = new Uint32Array(4);
  return (index) => {
    let left = Math.floor(index / half);
    let right = index % half;
    for (let round = 0; round < ROUNDS; round++) {
      philox(right, round, 0, Purpose.search, k0, k1, words);
      const mixed = (left ^ words[0]!) & (half - 1);
      left = right;
      right = mixed;
    }
    return left * half + right;
  };
}
