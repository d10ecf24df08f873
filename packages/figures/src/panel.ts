import { type Laid, laidAcross, laidUp } from './axis.ts';
import type { Ink, Mark, Selectable } from './drawing.ts';
import type { Scale } from './scale.ts';
import { LINE, SIZE, shortened } from './text-width.ts';

/** A part of a drawing, in its pixels. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface PanelAxis {
  readonly scale: Scale;
  /** With its unit: `test_log_loss (nats)`. */
  readonly title?: string | undefined;
  /** A column that a condition may name; with one, a span can be chosen along the axis. */
  readonly column?: string | undefined;
  /** Lines across the plot at its ticks; by default those of the upward axis of numbers. */
  readonly grid?: boolean;
  /** Without labels: where the panel beside it has them, or they would say nothing. */
  readonly bare?: boolean;
  /** What differs stands at the end of its labels (`loss_weights.kl`): they are cut at the start. */
  readonly cut?: 'start' | 'end';
}

/** A plot area with its axes. What is drawn in it stands between `plot`'s edges. */
export interface Panel {
  readonly plot: Box;
  /** Grid, axes, labels and titles, to be drawn first. */
  readonly marks: readonly Mark[];
  readonly selectable: readonly Selectable[];
  /** Pixels of a value; null for what has no place in the plot. */
  x(value: number | null | undefined): number | null;
  y(value: number | null | undefined): number | null;
  /** The same, with what lies beyond an end at that end. */
  xWithin(value: number | null | undefined): number | null;
  yWithin(value: number | null | undefined): number | null;
}

const TICK = 4;
/** From the axis to the top of the labels under it: a row of a terminal away, letters included. */
const UNDER = 9;
const BESIDE = 6;
/** Between the outermost marks of an axis and its neighbours. */
const MARGIN = 8;

/** A panel that fills `box`. Numbers go up and to the right, choices downwards and to the right. */
export function panelIn(
  box: Box,
  {
    title,
    x,
    y,
    left = 0,
  }: {
    readonly title?: string | undefined;
    readonly x: PanelAxis;
    readonly y: PanelAxis;
    /** Pixels that the labels of y take at least: those of the panel above, which the plot stands below. */
    readonly left?: number;
  },
): Panel {
  const above = (title ? LINE + 2 : 0) + (y.title ? LINE + 2 : 0) + (title || y.title ? 6 : MARGIN);
  const widest = Math.max(24, box.width * 0.36);
  const xTitle = x.title ? LINE + 2 : 0;
  const laid = layOut(box, above, xTitle, widest, left, x, y);
  const { plot } = laid;
  const upwards = (place: number | null) =>
    place === null ? null : plot.y + plot.height * (y.scale.bounds.kind === 'choices' ? place : 1 - place);
  const rightwards = (place: number | null) => (place === null ? null : plot.x + plot.width * place);
  return {
    plot,
    marks: [
      ...gridMarks(plot, laid.across, laid.up, x, y),
      ...labelMarks(box, plot, laid.across, laid.up),
      ...titleMarks(box, plot, title, x.title, y.title),
    ],
    selectable: [
      ...(x.column === undefined
        ? []
        : [{ column: x.column, along: 'x' as const, ...plot, scale: x.scale.bounds }]),
      ...(y.column === undefined
        ? []
        : [{ column: y.column, along: 'y' as const, ...plot, scale: y.scale.bounds }]),
    ],
    x: (value) => rightwards(x.scale.place(value)),
    y: (value) => upwards(y.scale.place(value)),
    xWithin: (value) => rightwards(x.scale.clamped(value)),
    yWithin: (value) => upwards(y.scale.clamped(value)),
  };
}

const NONE: Laid = { labels: [], upright: false, thickness: 0 };

/** Labels of one axis take room from the other: laid out twice, the second time with what the first one found. */
function layOut(
  box: Box,
  above: number,
  xTitle: number,
  widest: number,
  least: number,
  x: PanelAxis,
  y: PanelAxis,
) {
  let left = least;
  let below = x.bare ? MARGIN : LINE + UNDER;
  let across = NONE;
  let up = NONE;
  let plot = box;
  for (let turn = 0; turn < 2; turn++) {
    const height = Math.max(1, box.height - above - below - xTitle - 2);
    up = y.bare ? NONE : laidUp(y.scale, height, widest, y.cut);
    left = Math.max(left, y.bare ? 1 : up.thickness + BESIDE);
    const width = Math.max(1, box.width - left - MARGIN);
    across = x.bare ? NONE : laidAcross(x.scale, width, left, MARGIN, box.height * 0.36);
    below = x.bare ? MARGIN : across.thickness + UNDER;
    plot = {
      x: box.x + left,
      y: box.y + above,
      width,
      height: Math.max(1, box.height - above - below - xTitle - 2),
    };
  }
  if (!y.bare) up = laidUp(y.scale, plot.height, left - BESIDE + 0.01, y.cut);
  return { plot, across, up };
}

function gridMarks(plot: Box, across: Laid, up: Laid, x: PanelAxis, y: PanelAxis): Mark[] {
  const bottom = plot.y + plot.height;
  const marks: Mark[] = [];
  const line = (x1: number, y1: number, x2: number, y2: number, stroke: Ink): Mark => ({
    kind: 'line',
    through: [
      [x1, y1],
      [x2, y2],
    ],
    stroke,
    width: 1,
  });
  if (y.grid ?? y.scale.bounds.kind !== 'choices') {
    for (const { tick } of up.labels)
      marks.push(line(plot.x, plot.y + tick, plot.x + plot.width, plot.y + tick, 'grid'));
  }
  for (const { tick } of across.labels) {
    if (x.grid) marks.push(line(plot.x + tick, plot.y, plot.x + tick, bottom, 'grid'));
    marks.push(line(plot.x + tick, bottom, plot.x + tick, bottom + TICK, 'muted'));
  }
  // Lengths that are told beside them need no axis.
  if (!(x.bare && y.scale.bounds.kind === 'choices')) {
    marks.push(line(plot.x, bottom, plot.x + plot.width, bottom, 'muted'));
  }
  return marks;
}

function labelMarks(box: Box, plot: Box, across: Laid, up: Laid): Mark[] {
  const below = plot.y + plot.height + UNDER;
  const marks: Mark[] = up.labels.map(({ at, text }) => ({
    kind: 'text',
    at: [plot.x - BESIDE, plot.y + at + SIZE.tick * 0.35],
    text,
    ink: 'muted',
    size: SIZE.tick,
    anchor: 'end',
  }));
  for (const { at, text } of across.labels) {
    const x = plot.x + at;
    const label = { kind: 'text', text, ink: 'muted', size: SIZE.tick } as const;
    if (across.upright)
      marks.push({ ...label, at: [x + SIZE.tick * 0.35, below - 1], anchor: 'end', upright: true });
    else marks.push({ ...label, at: [Math.max(box.x, x), below + SIZE.tick], anchor: 'middle' });
  }
  return marks;
}

/** What goes up is named above its axis, lying: it is read without turning one's head, in a terminal too. */
function titleMarks(
  box: Box,
  plot: Box,
  title: string | undefined,
  x: string | undefined,
  y: string | undefined,
): Mark[] {
  const marks: Mark[] = [];
  const text = { kind: 'text', size: SIZE.text, ink: 'text' } as const;
  if (title) {
    marks.push({
      ...text,
      at: [box.x, box.y + SIZE.text],
      text: shortened(title, box.width, SIZE.text, true),
      bold: true,
    });
  }
  if (y) {
    const line = box.y + SIZE.text + (title ? LINE + 2 : 0);
    marks.push({ ...text, at: [box.x, line], text: shortened(y, box.width, SIZE.text) });
  }
  if (x) {
    const at = [plot.x + plot.width, box.y + box.height - 4] as const;
    marks.push({ ...text, at, text: shortened(x, plot.x + plot.width - box.x, SIZE.text), anchor: 'end' });
  }
  return marks;
}

/**
 * Boxes for `n` panels side by side and below one another, in rows: as many columns as are at least `narrowest` wide,
 * and as many boxes as are at least `lowest` high; those that have no room get none.
 */
export function boxesIn(
  box: Box,
  n: number,
  {
    narrowest,
    lowest,
    gap = 16,
  }: { readonly narrowest: number; readonly lowest: number; readonly gap?: number },
): Box[] {
  const most = Math.max(1, Math.floor((box.width + gap) / (narrowest + gap)));
  const rows = Math.min(
    Math.ceil(n / Math.min(n, most)) || 1,
    Math.max(1, Math.floor((box.height + gap) / (lowest + gap))),
  );
  const columns = Math.min(most, Math.max(1, Math.ceil(n / rows)));
  const width = (box.width - gap * (columns - 1)) / columns;
  const height = (box.height - gap * (rows - 1)) / rows;
  return Array.from({ length: Math.min(n, rows * columns) }, (_, i) => ({
    x: box.x + (i % columns) * (width + gap),
    y: box.y + Math.floor(i / columns) * (height + gap),
    width,
    height,
  }));
}
