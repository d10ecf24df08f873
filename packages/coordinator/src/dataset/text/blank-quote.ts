/** Quotes that stand behind blanks, at the start of a cell or behind another quote. */

import { createReadStream } from 'node:fs';
import type { Dialect } from './csv.ts';

const BLANK = 32;

/**
 * Whether a file has such a quote somewhere. Whether it opens a cell DuckDB finds out by looking at other rows, so that it may
 * be read either way, and behind a quote that closes one it may be taken into it: what has one is read by our own reader. `dialect`: letters that are a byte each.
 */
export async function hasBlankBeforeQuote(path: string, dialect: Dialect): Promise<boolean> {
  const look = blankQuoteFinder(dialect);
  for await (const piece of createReadStream(path) as AsyncIterable<Buffer>) {
    if (look(piece)) return true;
  }
  return false;
}

/** Is told the file piece by piece, and says whether one was found. */
export function blankQuoteFinder({ delimiter, quote }: Dialect): (piece: Uint8Array) => boolean {
  const mark = quote.charCodeAt(0);
  const starts = new Set([...Buffer.from(delimiter), 10, 13, mark]);
  /** What comes next stands in a cell, or behind a quote, of which nothing but blanks has come; whether some have. */
  let atStart = true;
  let blanks = false;
  return (piece) => {
    /** Whether all between a cell's start, or a quote, and `at` is blank, and how many blanks come right before it. */
    const before = (at: number) => {
      let from = at;
      while (from > 0 && piece[from - 1] === BLANK) from--;
      const isStart = from === 0 ? atStart : starts.has(piece[from - 1]!);
      return { isStart, blank: from < at || (from === 0 && blanks) };
    };
    for (let at = piece.indexOf(mark); at >= 0; at = piece.indexOf(mark, at + 1)) {
      const { isStart, blank } = before(at);
      if (isStart && blank) return true;
    }
    const end = before(piece.length);
    atStart = end.isStart;
    blanks = end.blank;
    return false;
  };
}
