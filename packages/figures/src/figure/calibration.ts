import { grouped, plural } from '@latentsweep/core';
import { classText } from '../class-text.ts';
import { measured } from '../config-mark.ts';
import type { Drawn } from '../data.ts';
import type { Drawing, Frame, Ink, Mark } from '../drawing.ts';
import { emptyDrawing } from '../empty.ts';
import type { LegendEntry } from '../legend.ts';
import { ofConfig } from '../of-config.ts';
import { type Panel, panelIn } from '../panel.ts';
import { isDrawable, linearScale, shareScale } from '../scale.ts';
import { MOST_SERIES, seriesInk } from '../series-ink.ts';
import { sheetOf } from '../sheet.ts';
import { lineMarks } from '../trace.ts';

/** Whether what is predicted with 80% comes true in 80%. */
export interface CalibrationData extends Drawn {
  readonly figure: 'calibration';
  readonly config: string;
  readonly split: 'test' | 'validation';
  readonly curves: readonly {
    readonly of: string;
    /** Bins of equal width over the predicted probability, all replicates together. */
    readonly bins: readonly {
      readonly predicted: number;
      readonly observed: number;
      readonly rows: number;
    }[];
    /** Expected calibration error. */
    readonly error: number;
  }[];
}

type Curve = CalibrationData['curves'][number];
type Bin = Curve['bins'][number];

/** Pixels for the sizes of the bins, below. */
const SIZES = 84;
/** Lower figures go without them. */
const ROOM_FOR_SIZES = 230;
const WIDEST_BAR = 5;
const FEWEST_BINS = 10;

export function drawCalibration(data: CalibrationData, frame: Frame): Drawing {
  const title = `Calibration on ${data.split} rows`;
  const all = data.curves
    .map((curve) => ({ ...curve, bins: curve.bins.filter(isBin) }))
    .filter(({ bins }) => bins.length > 0);
  if (all.length === 0) {
    return emptyDrawing(
      ofConfig(data),
      frame,
      title,
      'No predictions of this config are kept that could be compared with what came true.',
    );
  }
  // The least calibrated are what there is to look at.
  const curves =
    all.length <= MOST_SERIES ? all : all.toSorted((a, b) => b.error - a.error).slice(0, MOST_SERIES);
  const notes =
    curves.length < all.length
      ? [`${curves.length} of ${plural(all.length, 'class', 'classes')}: those with the largest error.`]
      : [];
  const { marks, body } = sheetOf(ofConfig(data), frame, { title, notes, legend: legendOf(curves) });
  const sizes = body.height >= ROOM_FOR_SIZES ? SIZES : 0;
  const width = Math.min(body.width, (body.height - sizes) * 1.6);
  const probability = shareScale();
  const most = Math.max(...curves.flatMap(({ bins }) => bins.map(({ rows }) => rows)));
  const upper = (left: number) =>
    panelIn(
      { ...body, width, height: body.height - sizes },
      {
        x: { scale: probability, title: sizes > 0 ? undefined : 'predicted probability', grid: true },
        y: { scale: shareScale(), title: 'share that came true' },
        left,
      },
    );
  const lower = (left: number) =>
    panelIn(
      { ...body, width, y: body.y + body.height - sizes, height: sizes },
      {
        x: { scale: probability, title: 'predicted probability', bare: true },
        y: { scale: linearScale({ low: 0, high: most }, { whole: true }), title: 'rows' },
        left,
      },
    );
  const firsts = sizes > 0 ? [upper(0), lower(0)] : [upper(0)];
  const left = Math.max(...firsts.map(({ plot }) => plot.x)) - body.x;
  const panel = upper(left);
  const below = sizes > 0 ? lower(left) : null;
  return {
    ...frame,
    title,
    description: curves
      .map(
        ({ of, error, bins }) =>
          `${classText(of)}: expected calibration error ${measured(error)} over ${plural(bins.length, 'bin')}.`,
      )
      .join(' '),
    marks: [
      ...marks,
      ...panel.marks,
      ...lineMarks(
        [
          [panel.x(0), panel.y(0)],
          [panel.x(1), panel.y(1)],
        ],
        { stroke: 'muted', width: 1, dashed: true },
      ),
      ...curves.flatMap((curve, i) => curveMarks(curve, seriesInk(i), most, panel)),
      ...(below
        ? [...below.marks, ...curves.flatMap((curve, i) => sizeMarks(curve, i, curves.length, below))]
        : []),
    ],
    selectable: [],
  };
}

const isBin = ({ predicted, observed, rows }: Bin): boolean =>
  [predicted, observed].every((share) => share >= 0 && share <= 1) && isDrawable(rows) && rows > 0;

function legendOf(curves: readonly Curve[]): LegendEntry[] {
  const entries = curves.map(({ of, error }, i): LegendEntry => {
    return { label: `${classText(of)}: error ${measured(error)}`, ink: seriesInk(i), like: 'point' };
  });
  return [...entries, { label: 'calibrated', ink: 'muted', like: 'dashes' }];
}

function curveMarks({ of, bins }: Curve, ink: Ink, most: number, panel: Panel): Mark[] {
  const line = lineMarks(
    bins.map(({ predicted, observed }) => [panel.x(predicted), panel.y(observed)] as const),
    { stroke: ink, width: 1.5 },
  );
  const points = bins.flatMap((bin): Mark[] => {
    const [x, y] = [panel.x(bin.predicted), panel.y(bin.observed)];
    if (x === null || y === null) return [];
    const radius = 2 + 3 * Math.sqrt(bin.rows / most);
    return [{ kind: 'point', at: [x, y], radius, fill: ink, tip: binText(of, bin) }];
  });
  return [...(bins.length > 1 ? line : []), ...points];
}

function sizeMarks({ of, bins }: Curve, i: number, n: number, panel: Panel): Mark[] {
  const bottom = panel.plot.y + panel.plot.height;
  const right = panel.plot.x + panel.plot.width;
  // Those of all curves stand side by side in the part of a bin.
  const width = Math.min(WIDEST_BAR, (0.8 * panel.plot.width) / (n * Math.max(bins.length, FEWEST_BINS)));
  return bins.flatMap((bin): Mark[] => {
    const [x, y] = [panel.x(bin.predicted), panel.y(bin.rows)];
    if (x === null || y === null) return [];
    const start = Math.max(panel.plot.x, Math.min(x + (i - n / 2) * width, right - width));
    return [
      {
        kind: 'rect',
        x: start,
        y,
        width,
        height: bottom - y,
        fill: seriesInk(i),
        tip: binText(of, bin),
      },
    ];
  });
}

const binText = (of: string, { predicted, observed, rows }: Bin): string =>
  `${classText(of)}: predicted ${percent(predicted)}, came true in ${percent(observed)} of ${grouped(rows)} rows`;

const percent = (share: number) => `${(100 * share).toFixed(1)}%`;
