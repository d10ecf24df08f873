import { bestOf, measured } from '../config-mark.ts';
import type { Axis, Drawn } from '../data.ts';
import type { Drawing, Frame, Mark } from '../drawing.ts';
import { emptyDrawing } from '../empty.ts';
import { type Panel, panelIn } from '../panel.ts';
import { focusedSpan, isDrawable, numberText, type Span, scaleOf } from '../scale.ts';
import { beyondNote, measureTitle, sheetOf } from '../sheet.ts';
import type { FigureTable } from '../table.ts';
import { LINE, SIZE, textWidth } from '../text-width.ts';

/** The metric over two parameters. */
export interface ContourData extends Drawn {
  readonly figure: 'contour';
  readonly x: Axis;
  readonly y: Axis;
  /** Edges of the bins of a number, or as many places as there are choices and one. */
  readonly xEdges: readonly number[];
  readonly yEdges: readonly number[];
  /** Bins that hold a config. */
  readonly cells: readonly {
    readonly x: number;
    readonly y: number;
    readonly mean: number;
    readonly configs: number;
  }[];
}

type Cell = ContourData['cells'][number];

export function drawContour(data: ContourData, frame: Frame): Drawing {
  const { by, x, y, maximize } = data;
  const title = `${by} over ${x.parameter} and ${y.parameter}`;
  const focus = focusedSpan(data.cells.map(({ mean }) => mean));
  if (!focus) {
    return emptyDrawing(data, frame, title, `No config with both parameters has a value of ${by} yet.`);
  }
  const { span } = focus;
  const [worst, best] = maximize ? [span.low, span.high] : [span.high, span.low];
  const sheet = sheetOf(data, frame, {
    title,
    bar: { title: `mean ${measureTitle(by)}`, from: measured(worst), to: measured(best) },
    notes: beyondNote(focus.beyond, 'cell'),
  });
  const panel = panelIn(sheet.body, {
    x: { scale: scaleOf(x), title: x.parameter, column: x.column },
    y: { scale: scaleOf(y), title: y.parameter, column: y.column, grid: false },
  });
  const cells = data.cells.flatMap((cell) => {
    const box = boxOf(cell, data, panel);
    return box && isDrawable(cell.mean) ? [{ cell, box }] : [];
  });
  const top = bestOf(
    cells.map(({ cell }) => cell),
    maximize,
  );
  const marks = cells.flatMap(({ cell, box }): Mark[] => [
    { kind: 'rect', ...box, fill: { scale: quality(cell.mean, span, maximize) }, tip: tipOf(cell, data) },
    ...valueMarks(cell, box),
  ]);
  const outlined = cells
    .filter(({ cell }) => cell === top)
    .flatMap(({ box, cell }): Mark[] => outline(box, `the best of them\n${tipOf(cell, data)}`));
  return {
    ...frame,
    title,
    description: `The mean of ${by} in bins of ${x.parameter} and ${y.parameter}.${top ? ` The best, ${measured(top.mean)}, is at ${placeText(top, data)}.` : ''}`,
    marks: [...sheet.marks, ...panel.marks, ...marks, ...outlined],
    selectable: panel.selectable,
  };
}

/** From 0, the worst, to 1. */
function quality(mean: number, { low, high }: Span, maximize: boolean): number {
  if (low === high) return 1;
  const share = Math.min(Math.max((mean - low) / (high - low), 0), 1);
  return maximize ? share : 1 - share;
}

interface CellBox {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Between the edges of its bins; a hair apart from its neighbours. */
function boxOf(cell: Cell, { x, y, xEdges, yEdges }: ContourData, panel: Panel): CellBox | null {
  const [x0, x1] = endsOf(x, xEdges, cell.x).map((value) => panel.xWithin(value));
  const [y0, y1] = endsOf(y, yEdges, cell.y).map((value) => panel.yWithin(value));
  if (x0 == null || x1 == null || y0 == null || y1 == null) return null;
  const left = Math.min(x0, x1);
  const top = Math.min(y0, y1);
  const width = Math.abs(x1 - x0);
  const height = Math.abs(y1 - y0);
  return { x: left, y: top, width: Math.max(0.5, width - 1), height: Math.max(0.5, height - 1) };
}

function endsOf(axis: Axis, edges: readonly number[], bin: number): (number | undefined)[] {
  return axis.kind === 'choices' ? [bin - 0.5, bin + 0.5] : [edges[bin], edges[bin + 1]];
}

/** In cells that have room for it. */
function valueMarks({ mean }: Cell, { x, y, width, height }: CellBox): Mark[] {
  const text = measured(mean).replace(/^(-?\d+\.\d{3})\d$/, '$1');
  if (height < LINE || width < textWidth(text, SIZE.tick) + 6) return [];
  return [
    {
      kind: 'text',
      at: [x + width / 2, y + height / 2 + SIZE.tick * 0.35],
      text,
      ink: 'surface',
      size: SIZE.tick,
      anchor: 'middle',
    },
  ];
}

function outline({ x, y, width, height }: CellBox, tip: string): Mark[] {
  const [right, bottom] = [x + width, y + height];
  const through = [
    [x, y],
    [right, y],
    [right, bottom],
    [x, bottom],
    [x, y],
  ] as const;
  return [{ kind: 'line', through, stroke: 'accent', width: 2.5, tip }];
}

function tipOf(cell: Cell, data: ContourData): string {
  return `${placeText(cell, data)}\nmean ${data.by} ${measured(cell.mean)} of ${cell.configs} configs`;
}

function placeText(cell: Cell, { x, y, xEdges, yEdges }: ContourData): string {
  return `${x.parameter} ${binText(x, xEdges, cell.x)}, ${y.parameter} ${binText(y, yEdges, cell.y)}`;
}

function binText(axis: Axis, edges: readonly number[], bin: number): string {
  if (axis.kind === 'choices') return axis.choices[bin] ?? '';
  return `${numberText(edges[bin] ?? Number.NaN)} to ${numberText(edges[bin + 1] ?? Number.NaN)}`;
}

/** A row a bin that holds a config. */
export function contourTable({ by, x, y, xEdges, yEdges, cells }: ContourData): FigureTable {
  const columns = (axis: Axis) =>
    axis.kind === 'choices' ? [axis.column] : [`${axis.column}_from`, `${axis.column}_to`];
  const ends = (axis: Axis, edges: readonly number[], bin: number) =>
    axis.kind === 'choices' ? [axis.choices[bin] ?? null] : [edges[bin] ?? null, edges[bin + 1] ?? null];
  return {
    columns: [...columns(x), ...columns(y), `mean_${by}`, 'configs'],
    rows: cells.map((cell) => [
      ...ends(x, xEdges, cell.x),
      ...ends(y, yEdges, cell.y),
      ...[cell.mean, cell.configs],
    ]),
  };
}
