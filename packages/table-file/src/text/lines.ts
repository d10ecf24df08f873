import { InputError } from '@latentsweep/core';

/** The text of a file in pieces, from its start; `line` says where its reader is, for what goes wrong on the way. */
export type TextPieces = (line: () => number) => AsyncIterable<string>;

export interface Line {
  /** From 1. */
  readonly number: number;
  /** Without its end. */
  readonly text: string;
}

/** A longer line is none: a file without line ends, or one that was packed to fill memory. */
const LONGEST_LINE = 64 * 1024 * 1024;

/** Cuts text that comes in pieces at LF, CR LF and CR. An empty last line is none. */
export async function* linesOf(
  label: string,
  pieces: TextPieces,
  longest = LONGEST_LINE,
): AsyncGenerator<readonly Line[]> {
  let number = 1;
  /** What has come of a line that goes on, in the parts in which it came: joining them each time would be quadratic. */
  let open: string[] = [];
  let held = 0;
  let afterCr = false;
  for await (const raw of pieces(() => number)) {
    if (raw === '') continue;
    const piece = afterCr && raw.startsWith('\n') ? raw.slice(1) : raw;
    afterCr = raw.endsWith('\r');
    const parts = piece.split(/\r\n|\n|\r/);
    const lines: Line[] = [];
    for (const [i, part] of parts.entries()) {
      open.push(part);
      held += part.length;
      if (held > longest) throw tooLong(label, number);
      if (i === parts.length - 1) break;
      lines.push({ number, text: open.join('') });
      number += 1;
      open = [];
      held = 0;
    }
    if (lines.length > 0) yield lines;
  }
  const last = open.join('');
  if (last !== '') yield [{ number, text: last }];
}

function tooLong(label: string, line: number): InputError {
  return new InputError(
    'line_too_long',
    `Line ${line} of ${label} is longer than ${LONGEST_LINE} letters.`,
    'Rows are lines. Is it the right file?',
  );
}
