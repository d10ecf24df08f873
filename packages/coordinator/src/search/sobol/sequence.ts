import { DIRECTIONS } from './directions.ts';

const BITS = 32;

/** So many dimensions have numbers of their own. */
export const MOST_DIMENSIONS = DIRECTIONS.length + 1;

/**
 * Number `index` (0 .. 2^32 - 1) of Sobol's sequence in a dimension from 0, as 32 bits of a fraction: the exclusive or of
 * the direction numbers of the index's bits (Bratley & Fox, Algorithm 659, 1988; in plain order rather than Gray's, so
 * that number i needs none before it).
 */
export function sobol(dimension: number, index: number): number {
  const directions = directionsOf(dimension);
  let bits = 0;
  for (let i = 0, rest = index; rest !== 0; i++, rest >>>= 1) {
    if (rest & 1) bits ^= directions[i]!;
  }
  return bits >>> 0;
}

/**
 * The same number after Owen's nested uniform scrambling, which flips each bit by a random function of those above it: a
 * (t, m, s)-net stays one, and each number by itself is uniform (Owen, "Randomly permuted (t,m,s)-nets and (t,s)-sequences",
 * 1995). Here the function is a hash (Laine & Karras, "Stratified sampling for stochastic transparency", 2011; Burley,
 * "Practical hash-based Owen scrambling", JCGT 9(4), 2020), with Vegdahl's constants of 2021.
 */
export function scrambled(bits: number, seed: number): number {
  let x = reversed(bits);
  // Each step changes a bit by those below it alone.
  x ^= Math.imul(x, 0x3d20adea);
  x = (x + seed) | 0;
  x = Math.imul(x, (seed >>> 16) | 1);
  x ^= Math.imul(x, 0x05526c56);
  x ^= Math.imul(x, 0x53a22864);
  return reversed(x);
}

function reversed(x: number): number {
  x = ((x >>> 1) & 0x55555555) | ((x & 0x55555555) << 1);
  x = ((x >>> 2) & 0x33333333) | ((x & 0x33333333) << 2);
  x = ((x >>> 4) & 0x0f0f0f0f) | ((x & 0x0f0f0f0f) << 4);
  x = ((x >>> 8) & 0x00ff00ff) | ((x & 0x00ff00ff) << 8);
  return ((x >>> 16) | (x << 16)) >>> 0;
}

const known: Uint32Array[] = [];

/** v_i = m_i / 2^i, as 32 bits of a fraction; those beyond the given ones follow from the primitive polynomial. */
function directionsOf(dimension: number): Uint32Array {
  const made = known[dimension];
  if (made) return made;
  if (dimension >= MOST_DIMENSIONS) throw new RangeError(`dimension ${dimension} of ${MOST_DIMENSIONS}`);
  const directions = new Uint32Array(BITS);
  // The first dimension is van der Corput's sequence.
  const [coefficients, ...given] = dimension === 0 ? [0, 1] : DIRECTIONS[dimension - 1]!;
  const degree = given.length;
  for (let i = 0; i < BITS; i++) {
    if (dimension === 0) directions[i] = 2 ** (BITS - 1 - i);
    else if (i < degree) directions[i] = given[i]! * 2 ** (BITS - 1 - i);
    else {
      let v = directions[i - degree]! ^ (directions[i - degree]! >>> degree);
      for (let k = 1; k < degree; k++) {
        if ((coefficients! >>> (degree - 1 - k)) & 1) v ^= directions[i - k]!;
      }
      directions[i] = v;
    }
  }
  known[dimension] = directions;
  return directions;
}
