import { plural } from '@latentsweep/core';
import type { Drawn } from '../data.ts';
import type { Drawing, Frame, Mark } from '../drawing.ts';
import { emptyDrawing } from '../empty.ts';
import type { LegendEntry } from '../legend.ts';
import { sheetWithList } from '../list-beside.ts';
import { ofConfig } from '../of-config.ts';
import { type Panel, panelIn } from '../panel.ts';
import { isDrawable, linearScale, spanOf } from '../scale.ts';
import { MOST_SERIES, seriesInk } from '../series-ink.ts';
import type { FigureTable } from '../table.ts';

/** Where a VAE puts training rows in its latent space. */
export interface LatentData extends Drawn {
  readonly figure: 'latent';
  readonly config: string;
  readonly trial: number;
  readonly arm: string;
  readonly classes: readonly string[];
  /** How many the space has. */
  readonly coordinates: number;
  /** Of the variance of the means, by each of the two components that they are drawn on. */
  readonly explained: readonly [number, number];
  /** The mean of a row's posterior each; `of`: a place among the classes. */
  readonly points: readonly { readonly of: number; readonly at: readonly [number, number] }[];
}

/** The prior is 1 wide: of a VAE that tells no row from another a dot is left. */
const PRIOR = [-2, 2];
const SHAPES = ['round', 'square', 'diamond'] as const;

export function drawLatent(data: LatentData, frame: Frame): Drawing {
  const title = 'Training rows in the latent space';
  const points = data.points.filter(({ at }) => at.every(isDrawable));
  if (points.length === 0) {
    return emptyDrawing(
      ofConfig(data),
      frame,
      title,
      'No row of this config has a place that could be drawn.',
    );
  }
  const classes = [...new Set(points.map(({ of }) => of))].sort((a, b) => a - b);
  const legend = classes.map(
    (k, i): LegendEntry => ({ label: nameOf(data, k), ink: seriesInk(i), like: keyOf(i) }),
  );
  const { marks, plot, list } = sheetWithList(ofConfig(data), frame, {
    title,
    notes: [],
    legend,
    aspect: 1.2,
  });
  const along = (axis: 0 | 1) => linearScale(spanOf([...PRIOR, ...points.map(({ at }) => at[axis])])!);
  const [first, second] = data.explained;
  const panel = panelIn(plot, {
    x: { scale: along(0), title: `first component (${percent(first)} of variance)`, grid: true },
    y: { scale: along(1), title: `second component (${percent(second)} of variance)` },
  });
  return {
    ...frame,
    title,
    description: described(data, points, classes),
    marks: [...marks, ...panel.marks, ...pointMarks(data, points, classes, panel), ...list(panel.plot.y)],
    selectable: [],
  };
}

const nameOf = ({ classes }: LatentData, k: number) => classes[k] ?? `class ${k}`;
const percent = (share: number) => `${(100 * share).toFixed(1)}%`;

/** Where there are more classes than colours, the next ones have another shape. */
const shapeOf = (i: number) => SHAPES[Math.floor(i / MOST_SERIES) % SHAPES.length]!;
const keyOf = (i: number): LegendEntry['like'] => {
  const shape = shapeOf(i);
  return shape === 'round' ? 'point' : shape;
};

/** Rare classes over the others. */
function pointMarks(
  data: LatentData,
  points: LatentData['points'],
  classes: readonly number[],
  panel: Panel,
): Mark[] {
  const own = classes.map((k, i) => ({ k, i, places: points.filter(({ of }) => of === k) }));
  return own
    .toSorted((a, b) => b.places.length - a.places.length)
    .flatMap(({ k, i, places }) => {
      const opacity = places.length > 100 ? 0.65 : 0.9;
      const look = { radius: 3, fill: seriesInk(i), shape: shapeOf(i), opacity } as const;
      return places.flatMap(({ at: [x, y] }): Mark[] => {
        const [left, top] = [panel.x(x), panel.y(y)];
        if (left === null || top === null) return [];
        return [{ kind: 'point', at: [left, top], ...look, tip: nameOf(data, k) }];
      });
    });
}

function described(data: LatentData, points: LatentData['points'], classes: readonly number[]): string {
  const space = `a latent space of ${plural(data.coordinates, 'coordinate')}`;
  const rows = `${plural(points.length, 'training row')} of ${plural(classes.length, 'class', 'classes')} in ${space} of ${data.arm}.`;
  return `${rows} Two components have ${percent(data.explained[0] + data.explained[1])} of the variance.`;
}

/** A row a row. */
export function latentTable(data: LatentData): FigureTable {
  return {
    columns: ['class', 'component_1', 'component_2'],
    rows: data.points.map(({ of, at: [x, y] }) => [nameOf(data, of), x, y]),
  };
}
