import { brailleOf, type DotCanvas, dotCanvas, dotsBetween } from '@latentsweep/figures';
import type { Style } from './style.ts';

/** A line of a chart: a value an epoch, not finite where there is none. */
export interface Series {
  readonly label: string;
  readonly values: readonly number[];
}

interface Range {
  readonly low: number;
  readonly high: number;
}

/**
 * Series as lines of braille dots in a box of `width` x `height` characters, the range at the left, epochs below,
 * or what stands at their ends.
 * The first is solid, the others are dashed; where two meet in a cell, the later one gives the colour.
 */
export function lineChart(
  series: readonly Series[],
  size: { readonly width: number; readonly height: number },
  paints: readonly ((text: string) => string)[],
  label: (value: number) => string,
  ends?: readonly [first: string, last: string],
): string[] {
  const range = rangeOf(series);
  const epochs = Math.max(0, ...series.map((s) => s.values.length));
  if (!range || epochs === 0) return [];
  const labels = [label(range.high), label(range.low)];
  const margin = Math.max(...labels.map((l) => l.length));
  const columns = Math.max(2, size.width - margin - 2);
  const canvases = series.map((s, i) => plot(s.values, range, epochs, columns, size.height, i > 0));
  const lines = Array.from({ length: size.height }, (_, row) => {
    const left = row === 0 ? labels[0]! : row === size.height - 1 ? labels[1]! : '';
    return `${left.padStart(margin)} │${cells(canvases, row, columns, paints)}`.trimEnd();
  });
  const first = epochs === 1 ? '' : (ends?.[0] ?? '1');
  const last = ends?.[1] ?? String(epochs);
  const axis = first + last.padStart(Math.max(last.length, columns - first.length));
  return [...lines, `${' '.repeat(margin)} └${'─'.repeat(columns)}`, `${' '.repeat(margin + 2)}${axis}`];
}

/** `━━ train   ╍╍ validation`, in the colours of the lines. */
export function legend(series: readonly Series[], paints: readonly ((text: string) => string)[]): string {
  return series.map((s, i) => `${paints[i % paints.length]!(i === 0 ? '━━' : '╍╍')} ${s.label}`).join('   ');
}

export function chartPaints(style: Style): readonly ((text: string) => string)[] {
  return [style.cyan, style.yellow];
}

/** The span of all finite values, null without any; a constant gets a span around it. */
function rangeOf(series: readonly Series[]): Range | null {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const { values } of series) {
    for (const value of values) {
      if (!Number.isFinite(value)) continue;
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
  }
  if (low > high) return null;
  if (low < high) return { low, high };
  const around = Math.abs(low) * 0.05 || 0.05;
  return { low: low - around, high: high + around };
}

/** Dots of one series. */
function plot(
  values: readonly number[],
  { low, high }: Range,
  epochs: number,
  columns: number,
  height: number,
  dashed: boolean,
): DotCanvas {
  const canvas = dotCanvas(columns, height);
  const across = columns * 2 - 1;
  const down = height * 4 - 1;
  const dot = (x: number, y: number) => {
    if (!dashed || x % 6 <= 2) canvas.dot(x, y);
  };
  let before: { x: number; y: number } | null = null;
  values.forEach((value, epoch) => {
    if (!Number.isFinite(value)) {
      before = null;
      return;
    }
    const x = epochs === 1 ? 0 : Math.round((epoch / (epochs - 1)) * across);
    const y = Math.round(((high - value) / (high - low)) * down);
    if (before) dotsBetween(before.x, before.y, x, y, dot);
    else dot(x, y);
    before = { x, y };
  });
  return canvas;
}

/** One row of characters; neighbours of one colour share its codes. */
function cells(
  canvases: readonly DotCanvas[],
  row: number,
  columns: number,
  paints: readonly ((text: string) => string)[],
): string {
  let line = '';
  let piece = '';
  let pieceTop = -1;
  const flush = (top: number) => {
    line += pieceTop < 0 ? piece : paints[pieceTop % paints.length]!(piece);
    piece = '';
    pieceTop = top;
  };
  for (let column = 0; column < columns; column++) {
    let bits = 0;
    let top = -1;
    canvases.forEach((dots, i) => {
      const own = dots.bits[row * columns + column]!;
      if (own !== 0) top = i;
      bits |= own;
    });
    if (top !== pieceTop) flush(top);
    piece += top < 0 ? ' ' : brailleOf(bits);
  }
  flush(-1);
  return line;
}
