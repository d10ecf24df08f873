import { displayWidth } from './text.ts';

const CLEAR_BELOW = '\u001B[J';
const HIDE_CURSOR = '\u001B[?25l';
const SHOW_CURSOR = '\u001B[?25h';
/** Terminals that know it show a frame at once; others ignore it. */
const BEGIN_FRAME = '\u001B[?2026h';
const END_FRAME = '\u001B[?2026l';

/** Rows that lines take on a terminal of that width: after a narrowing, what was drawn wraps. */
export function rowsOf(lines: readonly string[], width: number): number {
  return lines.reduce((rows, line) => rows + Math.max(1, Math.ceil(displayWidth(line) / width)), 0);
}

/** A block of lines that is redrawn in place, as text to write. The cursor rests below the block. */
export class Screen {
  #drawn: readonly string[] = [];

  draw(lines: readonly string[], width: number): string {
    const text = `${BEGIN_FRAME}${HIDE_CURSOR}${this.#back(width)}${lines.map((l) => `${l}\n`).join('')}${END_FRAME}`;
    this.#drawn = lines;
    return text;
  }

  /** Takes the block away, so that other text can be written in its place. */
  clear(width: number): string {
    const text = `${this.#back(width)}${SHOW_CURSOR}`;
    this.#drawn = [];
    return text;
  }

  #back(width: number): string {
    const rows = rowsOf(this.#drawn, width);
    return rows === 0 ? '' : `\u001B[${rows}A\r${CLEAR_BELOW}`;
  }
}
