import { plural } from '@latentsweep/core';
import { arranged } from '../arrange.ts';
import type { Drawn } from '../data.ts';
import type { Drawing, Frame, Ink, Mark, Place } from '../drawing.ts';
import { emptyDrawing } from '../empty.ts';
import type { LegendEntry } from '../legend.ts';
import { ofConfig } from '../of-config.ts';
import { type Box, type Panel, panelIn } from '../panel.ts';
import { choicesScale, isDrawable, linearScale, numberText, spanOf } from '../scale.ts';
import { sheetOf } from '../sheet.ts';

/** What was generated beside what is real: column by column, and in two dimensions. */
export interface GeneratedData extends Drawn {
  readonly figure: 'generated';
  readonly config: string;
  readonly trial: number;
  readonly columns: readonly {
    readonly column: string;
    /** Of a category: what its bars are, one between two edges, which count from 0. Null for numbers. */
    readonly choices: readonly string[] | null;
    readonly edges: readonly number[];
    /** Shares of the rows of each kind: what they lack to 1 is missing in the rows. */
    readonly real: readonly number[];
    readonly generated: readonly number[];
  }[];
  readonly moreColumns: number;
  /** On the first two principal components of the real rows. */
  readonly projection: {
    readonly explained: readonly [number, number];
    readonly real: readonly (readonly [number, number])[];
    readonly generated: readonly (readonly [number, number])[];
  };
}

type Column = GeneratedData['columns'][number];

const REAL: Ink = { series: 6 };
const GENERATED: Ink = { series: 1 };
const LEGEND: readonly LegendEntry[] = [
  { label: 'real rows', ink: REAL, like: 'area' },
  { label: 'generated rows', ink: GENERATED, like: 'line' },
];

/** From this width on the projection stands beside the columns, else below them. */
const BESIDE = 560;
const GAP = 20;
const LOWEST_PROJECTION = 110;
const COLUMN = { aspect: 1.5, narrowest: 96, lowest: 72 };

export function drawGenerated(data: GeneratedData, frame: Frame): Drawing {
  const title = 'Real and generated rows';
  const columns = data.columns.filter((column) => bins(column).length > 0);
  const points = [...data.projection.real, ...data.projection.generated].filter(isPlace);
  if (columns.length === 0 && points.length === 0) {
    return emptyDrawing(ofConfig(data), frame, title, 'No generated rows of this config are kept.');
  }
  // How many columns have room decides whether the others are named, which takes a line.
  const first = sheetOf(ofConfig(data), frame, { title, notes: ['more'], legend: LEGEND });
  const room = boxesFor(first.body, columns.length, points.length > 0).columns.length;
  const hidden = columns.length - Math.min(room, columns.length) + Math.max(0, data.moreColumns || 0);
  const notes = hidden > 0 ? [`${plural(hidden, 'more column')} not shown.`] : [];
  const { marks, body } = sheetOf(ofConfig(data), frame, { title, notes, legend: LEGEND });
  const boxes = boxesFor(body, columns.length, points.length > 0);
  return {
    ...frame,
    title,
    description: described(data, columns),
    marks: [
      ...marks,
      ...boxes.columns.flatMap((box, i) => columnMarks(columns[i]!, box)),
      ...(boxes.projection ? projectionMarks(data.projection, boxes.projection) : []),
    ],
    selectable: [],
  };
}

function boxesFor(
  body: Box,
  columns: number,
  projects: boolean,
): { readonly columns: Box[]; readonly projection: Box | null } {
  if (columns === 0) return { columns: [], projection: body };
  if (!projects) return { columns: arranged(body, columns, COLUMN), projection: null };
  if (body.width >= BESIDE) {
    const width = Math.min(body.width * 0.45, Math.max(220, body.height * 1.1));
    const left = { ...body, width: body.width - width - GAP };
    return {
      columns: arranged(left, columns, COLUMN),
      projection: { ...body, x: body.x + left.width + GAP, width },
    };
  }
  const height = Math.min(body.height * 0.5, body.width);
  if (height < LOWEST_PROJECTION) return { columns: arranged(body, columns, COLUMN), projection: null };
  const above = { ...body, height: Math.max(1, body.height - height - GAP) };
  return {
    columns: arranged(above, columns, COLUMN),
    projection: { ...body, y: body.y + above.height + GAP, height },
  };
}

interface Bin {
  readonly low: number;
  readonly high: number;
  /** What is counted in it. */
  readonly what: string;
  readonly real: number;
  readonly generated: number;
}

/** A choice takes half of one to both sides of its place in the list. */
function bins({ column, choices, edges, real, generated }: Column): Bin[] {
  return edges.slice(1).flatMap((end, i): Bin[] => {
    const start = edges[i]!;
    const counts = { real: shareOf(real[i]), generated: shareOf(generated[i]) };
    if (choices) {
      const choice = choices[i];
      return choice === undefined
        ? []
        : [{ low: i - 0.5, high: i + 0.5, what: `${column}: ${choice}`, ...counts }];
    }
    if (!isDrawable(start) || !isDrawable(end) || start > end) return [];
    const what = `${column} from ${numberText(start)} to ${numberText(end)}`;
    return [{ low: start, high: end, what, ...counts }];
  });
}

const shareOf = (share: number | undefined): number => (isDrawable(share) ? Math.max(0, share) : 0);

function columnMarks(column: Column, box: Box): Mark[] {
  const all = bins(column);
  const span = spanOf(all.flatMap(({ low, high }) => [low, high]))!;
  const most = Math.max(...all.flatMap(({ real, generated }) => [real, generated]), Number.MIN_VALUE);
  const panel = panelIn(box, {
    title: column.column,
    x: { scale: column.choices ? choicesScale(column.choices) : linearScale(span, { exact: true }) },
    y: { scale: linearScale({ low: 0, high: most }, { exact: true }), bare: true },
  });
  const bottom = panel.plot.y + panel.plot.height;
  const outline: Place[] = [];
  const bars = all.flatMap(({ low, high, what, real, generated }): Mark[] => {
    const [left, right] = [panel.xWithin(low)!, panel.xWithin(high)!];
    const width = Math.max(0.5, Math.min(right - left, panel.plot.x + panel.plot.width - left));
    const [top, line] = [panel.yWithin(real)!, panel.yWithin(generated)!];
    outline.push([left, line], [left + width, line]);
    const tip = `${what}\nreal ${percent(real)}\ngenerated ${percent(generated)}`;
    return [{ kind: 'rect', x: left, y: top, width, height: bottom - top, fill: REAL, opacity: 0.4, tip }];
  });
  const [first, last] = [outline[0]!, outline.at(-1)!];
  const through: Place[] = [[first[0], bottom], ...outline, [last[0], bottom]];
  return [...panel.marks, ...bars, { kind: 'line', through, stroke: GENERATED, width: 1.5 }];
}

const percent = (share: number) => `${(100 * share).toFixed(1)}%`;

const isPlace = ([x, y]: readonly [number, number]): boolean => isDrawable(x) && isDrawable(y);

function projectionMarks({ explained, real, generated }: GeneratedData['projection'], box: Box): Mark[] {
  const all = [...real, ...generated].filter(isPlace);
  const across = spanOf(all.map(([x]) => x)) ?? { low: 0, high: 1 };
  const up = spanOf(all.map(([, y]) => y)) ?? { low: 0, high: 1 };
  const panel = panelIn(box, {
    title: 'Projection on two principal components',
    x: { scale: linearScale(across), title: `first (${percent(explained[0])} of variance)`, grid: true },
    y: { scale: linearScale(up), title: `second (${percent(explained[1])} of variance)` },
  });
  return [
    ...panel.marks,
    ...pointMarks(real, panel, { fill: REAL, radius: 2, shape: 'round', opacity: opacityOf(real.length) }),
    ...pointMarks(generated, panel, {
      fill: GENERATED,
      radius: 2.5,
      shape: 'diamond',
      opacity: opacityOf(generated.length),
    }),
  ];
}

/** A thousand points lie over one another. */
const opacityOf = (n: number): number => (n > 500 ? 0.35 : n > 150 ? 0.55 : 0.8);

interface PointLook {
  readonly fill: Ink;
  readonly radius: number;
  readonly shape: 'round' | 'diamond';
  readonly opacity: number;
}

function pointMarks(places: readonly (readonly [number, number])[], panel: Panel, look: PointLook): Mark[] {
  return places.flatMap(([x, y]): Mark[] => {
    const at = [panel.x(x), panel.y(y)] as const;
    return at[0] === null || at[1] === null ? [] : [{ kind: 'point', at: [at[0], at[1]], ...look }];
  });
}

/** Half the sum of the differences of two histograms, from 0 (alike) to 1 (apart): the total variation distance. */
function distance(column: Column): number {
  return bins(column).reduce((sum, { real, generated }) => sum + Math.abs(real - generated), 0) / 2;
}

function described({ projection }: GeneratedData, columns: readonly Column[]): string {
  const rows = `${plural(projection.real.length, 'real row')} and ${plural(projection.generated.length, 'generated row')}.`;
  const far = columns.toSorted((a, b) => distance(b) - distance(a))[0];
  if (!far) return rows;
  return `${rows} Their histograms differ most in ${far.column}, by ${percent(Math.min(1, distance(far)))} of the rows.`;
}
