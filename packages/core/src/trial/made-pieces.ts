/** The rows that an arm made, read from wherever they lie. */

import type { Rows } from '../engine/port.ts';
import { giveBack } from '../math/give-back.ts';

/** Whole rows that lie next to one another, [n, columns] row-major, the first of them at `at`; valid until the next are asked for. */
interface MadePiece {
  readonly at: number;
  readonly features: Float32Array;
}

/** All rows in order, a piece at a time; each call begins anew. */
export type MadePieces = () => AsyncIterable<MadePiece>;

/** Values that are read at once: more take memory, fewer more calls of an engine. */
const PIECE = 1_000_000;

export const rowsOfPiece = (columns: number): number => Math.ceil(PIECE / columns);

/** Of the first `count` rows in an engine's memory. */
export function piecesInEngine(rows: Rows, count: number): MadePieces {
  const most = rowsOfPiece(rows.columns);
  return async function* () {
    for (let at = 0; at < count; at += most) {
      const features = await rows.read(at, Math.min(most, count - at));
      yield { at, features };
      giveBack(features);
    }
  };
}

/** Of rows that lie nowhere: they are made again at each call. `make` gives them in pieces of [n, columns]. */
export function piecesMadeAgain(make: () => Iterable<Float32Array>, columns: number): MadePieces {
  return async function* () {
    let at = 0;
    for (const features of make()) {
      const count = features.length / columns;
      yield { at, features };
      giveBack(features);
      at += count;
    }
  };
}

/**
 * Writes made rows to the places in `into`, [places, columns], whose number is theirs: `numbers[i]` is wanted at place `i`,
 * any of them as often as they like; a negative one is none of these rows. `count`: how many rows were made.
 */
export async function placeMade(
  { pieces, count }: { readonly pieces: MadePieces; readonly count: number },
  numbers: Int32Array,
  columns: number,
  into: Float32Array,
): Promise<void> {
  // The places of a row are chained: the first by the row's number, each further one by the place before it.
  const first = new Int32Array(count).fill(-1);
  const next = new Int32Array(numbers.length);
  for (const [place, number] of numbers.entries()) {
    if (number < 0) continue;
    next[place] = first[number]!;
    first[number] = place;
  }
  for await (const { at, features } of pieces()) {
    for (let from = 0, row = at; from < features.length; from += columns, row++) {
      for (let place = first[row]!; place >= 0; place = next[place]!) {
        into.set(features.subarray(from, from + columns), place * columns);
      }
    }
  }
}
