import { cosTurn, log, sinTurn } from '../math/elementary.ts';
import { sha256Of } from '../sha256.ts';
import { philox } from './philox.ts';

/** A 64-bit key: two unsigned 32-bit words. */
export type Seed = readonly [number, number];

/** What a stream is for: the fourth counter word, so that no two uses ever share a block. */
export const Purpose = {
  data: 1,
  split: 2,
  cut: 3,
  oversample: 4,
  smote: 5,
  vaeWeights: 6,
  vaeShuffle: 7,
  vaeNoise: 8,
  vaeDropout: 9,
  generateNoise: 10,
  evaluateNoise: 11,
  classifierWeights: 12,
  classifierShuffle: 13,
  mixing: 14,
  search: 15,
  shown: 16,
  boostingBins: 17,
  boostingHeld: 18,
  classifierSteps: 30,
  vaeSteps: 31,
  outputNormals: 32,
  outputUniforms: 33,
  smotenc: 34,
  undersample: 35,
  placeboColumns: 36,
  generatedFolds: 40,
  generatedColumns: 41,
  generatedRows: 42,
  transform: 43,
  mixup: 44,
  importance: 60,
  raceExpected: 61,
  classifierDropout: 70,
} as const;

/** A seed from a parent and a path of names: the first 64 bits of SHA-256 over their JSON. */
export function deriveSeed(parent: Seed | number, ...path: (string | number)[]): Seed {
  const digest = sha256Of(JSON.stringify([parent, ...path]));
  const bytes = Uint8Array.from({ length: 8 }, (_, i) => Number.parseInt(digest.slice(2 * i, 2 * i + 2), 16));
  const words = new DataView(bytes.buffer);
  return [words.getUint32(0, true), words.getUint32(4, true)];
}

export function seedToHex(seed: Seed): string {
  return seed.map((word) => word.toString(16).padStart(8, '0')).join('');
}

export function seedFromHex(hex: string): Seed {
  return [Number.parseInt(hex.slice(0, 8), 16), Number.parseInt(hex.slice(8, 16), 16)];
}

/**
 * Draws of one stream in order. Block b of the stream is Philox of the counter (b, step, round, purpose)
 * under the seed; its four words are used first to last.
 */
export class Stream {
  readonly #words = new Uint32Array(4);
  readonly #seed: Seed;
  readonly #purpose: number;
  readonly #round: number;
  readonly #step: number;
  #block = 0;
  #used = 4;

  constructor(seed: Seed, purpose: number, round = 0, step = 0) {
    this.#seed = seed;
    this.#purpose = purpose;
    this.#round = round;
    this.#step = step;
  }

  /** 32 random bits, unsigned. */
  word(): number {
    if (this.#used === 4) {
      const [k0, k1] = this.#seed;
      philox(this.#block++, this.#step, this.#round, this.#purpose, k0, k1, this.#words);
      this.#used = 0;
    }
    return this.#words[this.#used++]!;
  }

  /** Uniform on [0, 1), 53 bits. */
  uniform(): number {
    const high = this.word() >>> 5;
    const low = this.word() >>> 6;
    return (high * 67108864 + low) / 9007199254740992;
  }

  /** Uniform on 0 .. n-1 (multiply-shift; off uniform by less than n / 2^32). One word. */
  below(n: number): number {
    return Math.floor((this.word() * n) / 4294967296);
  }

  /** Standard normal (Box-Muller, the cosine half). */
  normal(): number {
    const u = 1 - this.uniform();
    return Math.sqrt(-2 * log(u)) * cosTurn(this.uniform());
  }
}

/** Fisher-Yates in place, from the last element down, one word of the stream an element. */
export function shuffle(order: Uint32Array, seed: Seed, purpose: number, round: number): void {
  const stream = new Stream(seed, purpose, round);
  for (let i = order.length - 1; i > 0; i--) {
    const j = stream.below(i + 1);
    const moved = order[i]!;
    order[i] = order[j]!;
    order[j] = moved;
  }
}

/**
 * `count` random words of one training step (dropout compares them with the rate), laid out so that four blocks of
 * Philox run side by side in SIMD lanes: element e belongs to chunk c = e div 16; inside it, w = (e mod 16) div 4 is
 * the word and e mod 4 the lane, and the block is 4c + lane.
 */
export function stepWords(
  count: number,
  seed: Seed,
  purpose: number,
  round: number,
  step: number,
): Uint32Array {
  const out = new Uint32Array(count);
  const words = new Uint32Array(4);
  for (let chunk = 0; chunk * 16 < count; chunk++) {
    for (let lane = 0; lane < 4; lane++) {
      philox(chunk * 4 + lane, step, round, purpose, seed[0], seed[1], words);
      // What would lie past the end is dropped, as typed arrays do.
      for (let w = 0; w < 4; w++) out[chunk * 16 + w * 4 + lane] = words[w]!;
    }
  }
  return out;
}

/**
 * `count` standard normals of one step. Words 0 and 1 of a block make a Box-Muller pair (cosine, sine),
 * words 2 and 3 the next: u = ((a >>> 8) + 1) / 2^24 in (0, 1], v = (b >>> 8) / 2^24,
 * r = sqrt(-2 ln u), (r cos 2 pi v, r sin 2 pi v).
 */
export function stepNormals(
  count: number,
  seed: Seed,
  purpose: number,
  round: number,
  step: number,
): Float64Array {
  const padded = Math.ceil(count / 16) * 16;
  const words = stepWords(padded, seed, purpose, round, step);
  const out = new Float64Array(padded);
  for (let chunk = 0; chunk < padded; chunk += 16) {
    for (let pair = 0; pair < 16; pair += 8) {
      for (let lane = 0; lane < 4; lane++) {
        const a = chunk + pair + lane;
        const b = a + 4;
        const r = Math.sqrt(-2 * log(((words[a]! >>> 8) + 1) / 16777216));
        const v = (words[b]! >>> 8) / 16777216;
        out[a] = r * cosTurn(v);
        out[b] = r * sinTurn(v);
      }
    }
  }
  return out.subarray(0, count);
}
