import { grouped } from '@latentsweep/core';
import { measured } from '../config-mark.ts';
import type { Drawn, Histogram, Spread } from '../data.ts';
import type { Drawing, Frame, Ink, Mark, Place } from '../drawing.ts';
import { emptyDrawing } from '../empty.ts';
import { seriesOfArm } from '../palette.ts';
import { type Panel, panelIn } from '../panel.ts';
import { choicesScale, isDrawable, linearScale, spanOf } from '../scale.ts';
import { measureTitle, sheetOf } from '../sheet.ts';
import type { FigureTable } from '../table.ts';
import { LINE, SIZE, textWidth } from '../text-width.ts';

/** How the metric is distributed in each arm. */
export interface ArmsData extends Drawn {
  readonly figure: 'arms';
  /** The best mean first. Over the means of configs, of which a million trials have few enough. */
  readonly arms: readonly {
    readonly arm: string;
    readonly spread: Spread;
    readonly histogram: Histogram;
    readonly collapsedShare: number | null;
  }[];
}

type Arm = ArmsData['arms'][number];

export function drawArms(data: ArmsData, frame: Frame): Drawing {
  const { by } = data;
  const title = `${by} by arm`;
  const arms = data.arms.filter(({ spread }) => spread.n > 0 && isDrawable(spread.mean));
  const span = spanOf(
    arms.flatMap(({ spread }) => [spread.least, spread.most, spread.mean, ...spread.quartiles]),
  );
  if (!span) return emptyDrawing(data, frame, title, `There is no value of ${by} yet.`);

  const room = sheetOf(data, frame, { title, notes: [KEY, ''] }).body.height;
  const shown = arms.slice(0, Math.max(1, Math.floor((room - 60) / (LINE * 1.5))));
  const more =
    shown.length < arms.length ? [`${arms.length - shown.length} arms further down are not shown.`] : [];
  const sheet = sheetOf(data, frame, { title, notes: [...more, KEY] });
  const said = shown.map(({ spread }) => measured(spread.mean));
  const beside = Math.max(...[...said, '88% collapsed'].map((text) => textWidth(text, SIZE.tick))) + 8;
  const panel = panelIn(
    { ...sheet.body, width: sheet.body.width - beside },
    {
      x: { scale: linearScale(span), title: measureTitle(by), column: by, grid: true },
      y: { scale: choicesScale(shown.map(({ arm }) => arm)), column: 'arm' },
    },
  );
  const best = shown[0]!;
  const band = panel.plot.height / shown.length;
  return {
    ...frame,
    title,
    description: `The distribution of ${by} over the ${data.sample.what} of each arm. Best mean: ${best.arm} with ${measured(best.spread.mean)}${shown.length > 1 ? `; last: ${shown.at(-1)!.arm} with ${measured(shown.at(-1)!.spread.mean)}` : ''}.`,
    marks: [
      ...sheet.marks,
      ...panel.marks,
      ...shown.flatMap((arm, i) => armMarks(arm, tipOf(arm, data), panel.y(i)!, band, panel)),
    ],
    selectable: panel.selectable,
  };
}

const KEY = 'Shape: how many. Line: least to most; bar: middle half; tick: median; diamond and number: mean.';

/** The shape above the middle of its band, the box below it. */
function armMarks(of: Arm, tip: string, middle: number, band: number, panel: Panel): Mark[] {
  const { arm, spread, histogram, collapsedShare } = of;
  const base = middle + band * 0.18;
  const ink: Ink = { series: seriesOfArm(arm) };
  const shape = ridge(histogram, panel, base, band * 0.6);
  const y = base + Math.min(8, band * 0.18);
  const at = (value: number) => panel.xWithin(value);
  const [least, most, mean] = [at(spread.least), at(spread.most), at(spread.mean)];
  const [lower, median, upper] = spread.quartiles.map(at);
  const marks: Mark[] = [];
  if (shape.length > 0) marks.push({ kind: 'area', around: shape, fill: ink, opacity: 0.55, tip });
  if (isPlace(least) && isPlace(most)) marks.push(across(least, most, y, ink, 1.5, tip));
  if (isPlace(lower) && isPlace(upper)) {
    const height = Math.min(8, Math.max(3, band * 0.16));
    const x = lower;
    marks.push({
      kind: 'rect',
      x,
      y: y - height / 2,
      width: Math.max(1, upper - lower),
      height,
      fill: ink,
      tip,
    });
    if (isPlace(median)) {
      const through: Place[] = [
        [median, y - height / 2 - 2],
        [median, y + height / 2 + 2],
      ];
      marks.push({ kind: 'line', through, stroke: 'text', width: 2, tip });
    }
  }
  if (isPlace(mean))
    marks.push({ kind: 'point', at: [mean, y], radius: 4, fill: 'text', shape: 'diamond', tip });
  const left = panel.plot.x + panel.plot.width + 8;
  const beside = { kind: 'text', size: SIZE.tick } as const;
  const collapse = collapseText(collapsedShare);
  const two = collapse !== null && band >= 2 * LINE;
  const line = middle + SIZE.tick * 0.35 - (two ? LINE / 2 : 0);
  marks.push({ ...beside, at: [left, line], text: measured(spread.mean), ink: 'text', bold: true });
  if (two) marks.push({ ...beside, at: [left, line + LINE], text: collapse, ink: 'muted' });
  return marks;
}

const isPlace = (place: number | null | undefined): place is number => typeof place === 'number';

function across(from: number, to: number, y: number, stroke: Ink, width: number, tip: string): Mark {
  const through: Place[] = [
    [from, y],
    [to, y],
  ];
  return { kind: 'line', through, stroke, width, tip };
}

/** Steps over the counts, the highest `height` pixels above the base. */
function ridge({ edges, counts }: Histogram, panel: Panel, base: number, height: number): Place[] {
  const most = Math.max(...counts, 0);
  if (!(most > 0) || !Number.isFinite(most)) return [];
  const places: Place[] = [];
  counts.forEach((count, i) => {
    const from = panel.xWithin(edges[i]);
    const to = panel.xWithin(edges[i + 1]);
    if (from === null || to === null || !(count >= 0)) return;
    const y = base - (count / most) * height;
    places.push([from, y], [to, y]);
  });
  if (places.length === 0) return [];
  return [[places[0]![0], base], ...places, [places.at(-1)![0], base]];
}

function tipOf({ arm, spread, collapsedShare }: Arm, { by, sample: { what } }: ArmsData): string {
  const { least, quartiles, most, mean, n } = spread;
  const lines = [
    `${arm}: ${grouped(n)} ${what}`,
    `${by}: mean ${measured(mean)}, median ${measured(quartiles[1])}`,
    `middle half ${measured(quartiles[0])} to ${measured(quartiles[2])}`,
    `${measured(least)} to ${measured(most)}`,
  ];
  const collapse = collapseText(collapsedShare);
  if (collapse !== null) lines.push(collapse);
  return lines.join('\n');
}

/** Null where nothing did, or nothing could. */
function collapseText(share: number | null): string | null {
  if (share === null || !(share > 0 && share <= 1)) return null;
  return `${share < 0.01 ? '<1' : Math.round(100 * share)}% collapsed`;
}

/** A row an arm. */
export function armsTable({ arms, sample }: ArmsData): FigureTable {
  return {
    columns: [
      'arm',
      sample.what,
      'mean',
      'least',
      'lower_quartile',
      'median',
      'upper_quartile',
      'most',
      'collapsed_share',
    ],
    rows: arms.map(({ arm, spread: s, collapsedShare }) => [
      ...[arm, s.n, s.mean, s.least, ...s.quartiles, s.most, collapsedShare],
    ]),
  };
}
