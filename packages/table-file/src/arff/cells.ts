/** Cells of a dense row of ARFF, and pairs of a sparse one, as they are written. */

import { arffFault, shownValue } from './refuse.ts';
import { isBlank, isQuote, pastBlanks, quotedWord } from './words.ts';

export interface Cell {
  readonly text: string;
  readonly quoted: boolean;
}

/** Cells between commas or tabs; a comment behind them is none. Throws InputError with the line. */
export function cellsOf(label: string, line: number, text: string): Cell[] {
  const cells: Cell[] = [];
  let at = pastBlanks(text, 0);
  for (;;) {
    const cell = cellAt(label, line, text, at);
    cells.push(cell);
    at = cell.next;
    const tab = skipsTab(text, at);
    at = pastBlanks(text, at);
    if (at >= text.length || text[at] === '%') return cells;
    if (text[at] === ',') at = pastBlanks(text, at + 1);
    else if (!tab) {
      const behind = shownValue(text.slice(at));
      throw arffFault(label, line, `has ${behind} behind a closing quote`, 'Put a comma between cells.');
    }
    if (text[at] === '%') at = text.length;
  }
}

function skipsTab(text: string, from: number): boolean {
  for (let at = from; at < text.length && isBlank(text[at]!); at++) if (text[at] === '\t') return true;
  return false;
}

function cellAt(label: string, line: number, text: string, from: number): Cell & { next: number } {
  if (isQuote(text[from])) {
    const word = quotedWord(text, from);
    if (word !== null) return word;
    throw arffFault(
      label,
      line,
      'opens a quote that never closes',
      "Close it, or write \\' inside of quotes.",
    );
  }
  let end = from;
  while (end < text.length && text[end] !== ',' && text[end] !== '\t') {
    if (text[end] === '%') {
      if (end === from || isBlank(text[end - 1]!)) break;
      const value = shownValue(text.slice(from, end + 1));
      throw arffFault(
        label,
        line,
        `has % in ${value}, which begins a comment elsewhere`,
        "Put the value in quotes ('50%'), or a blank before a comment.",
      );
    }
    end += 1;
  }
  return { text: text.slice(from, end).trimEnd(), quoted: false, next: end };
}

/** Index (from 0) and value of each cell that a sparse row names. Throws InputError with the line. */
export function pairsOf(label: string, line: number, text: string): (Cell & { readonly index: number })[] {
  const fault = (what: string) =>
    arffFault(
      label,
      line,
      what,
      'A sparse row is {INDEX VALUE, INDEX VALUE}, with indices from 0 that go up.',
    );
  const pairs: (Cell & { index: number })[] = [];
  let at = pastBlanks(text, 1);
  while (text[at] !== '}') {
    const found = /^(\d+)[ \t]+/.exec(text.slice(at, at + 40));
    if (!found)
      throw fault(
        at >= text.length
          ? 'has a sparse row that never closes'
          : `has ${shownValue(text.slice(at))} where an index belongs`,
      );
    const index = Number(found[1]);
    at += found[0].length;
    let cell: Cell & { next: number };
    if (isQuote(text[at])) cell = cellAt(label, line, text, at);
    else {
      const bare = /^[^,}]*/.exec(text.slice(at))![0];
      cell = { text: bare.trim(), quoted: false, next: at + bare.length };
    }
    if (pairs.length > 0 && index <= pairs.at(-1)!.index) {
      throw fault(`has the index ${index} behind ${pairs.at(-1)!.index}`);
    }
    pairs.push({ index, text: cell.text, quoted: cell.quoted });
    at = pastBlanks(text, cell.next);
    if (text[at] === ',') at = pastBlanks(text, at + 1);
    else if (text[at] !== '}') throw fault('has a sparse row that never closes');
  }
  const behind = text.slice(at + 1).trim();
  if (behind !== '' && !behind.startsWith('%')) throw weighted(label, line, behind);
  return pairs;
}

/** What stands behind the last cell of a row. */
export function weighted(label: string, line: number, behind: string): Error {
  return /^,?\s*\{[^}]*\}$/.test(behind)
    ? arffFault(
        label,
        line,
        `has a weight, ${behind.replace(/^,\s*/, '')}`,
        'Rows are not weighted: take weights out.',
      )
    : arffFault(label, line, `has ${shownValue(behind)} behind its row`, 'Take it out.');
}
