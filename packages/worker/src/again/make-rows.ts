import { InputError, type LabelledRows, type Maker, type RowDecoder } from '@latentsweep/core';
import type { MadePart } from './task.ts';

/** Rows that are decoded and handed over at once. */
const PART_ROWS = 4096;
/** Rounds in a row without any after which it is given up: an arm may keep few of the rows that it makes. */
const MOST_EMPTY = 100;

interface MakerTools {
  readonly decode: RowDecoder;
  /** 1 for rows that equal one that was trained on. */
  readonly isCopy: (rows: LabelledRows) => Uint8Array;
  readonly onMade: (part: MadePart) => Promise<boolean>;
}

/**
 * Makes rows round by round and hands them over in parts, until no more are wanted; each part is made while the one before
 * is taken, and in vain where that was the last. Throws InputError `no_rows_made`.
 */
export async function makeRows(make: Maker | null, { decode, isCopy, onMade }: MakerTools): Promise<void> {
  if (make === null) throw nothingMade();
  let more: Promise<boolean> = Promise.resolve(true);
  let empty = 0;
  for (let round = 0; empty < MOST_EMPTY; round++) {
    const { features, labels } = await make(round);
    empty = labels.length === 0 ? empty + 1 : 0;
    if (empty > 0 && !(await more)) return;
    const width = labels.length === 0 ? 0 : features.length / labels.length;
    for (let from = 0; from < labels.length; from += PART_ROWS) {
      const to = Math.min(labels.length, from + PART_ROWS);
      const rows = {
        columns: decode(features.subarray(from * width, to * width)),
        labels: labels.slice(from, to),
      };
      const part = { ...rows, copies: isCopy(rows) };
      if (!(await more)) return;
      more = onMade(part);
    }
  }
  throw nothingMade();
}

function nothingMade(): InputError {
  return new InputError(
    'no_rows_made',
    'The arm of this config makes no rows from these data.',
    'Name another config with --config RANK. Of an arm that keeps rows near the boundary, a wider `band` keeps more.',
  );
}
