import { plural } from '@latentsweep/core';
import { classText } from '../class-text.ts';
import type { Drawn } from '../data.ts';
import type { Drawing, Frame, Ink, Mark, Place } from '../drawing.ts';
import { emptyDrawing } from '../empty.ts';
import { estimateText } from '../estimate.ts';
import type { LegendEntry } from '../legend.ts';
import { sheetWithList } from '../list-beside.ts';
import { type Between, meanCurve, type PlacedCurve } from '../mean-curve.ts';
import { type Panel, panelIn } from '../panel.ts';
import { isDrawable, shareScale } from '../scale.ts';
import { MOST_SERIES, seriesInk } from '../series-ink.ts';
import { lineMarks } from '../trace.ts';

/** Curves of shares over shares, from 0 to 1 both, one a class, with the area below each. */

export interface UnitCurve {
  readonly of: string;
  readonly replicates: readonly (PlacedCurve & { readonly trial: number; readonly area: number })[];
  readonly area: number;
  readonly half: number | null;
}

export interface UnitCurves<Curve extends UnitCurve> {
  readonly title: string;
  readonly x: string;
  readonly y: string;
  readonly curves: readonly Curve[];
  readonly between: Between;
  /** What the area is called: `AUC`. */
  readonly area: string;
  /** The line that guessing gives. */
  guessing(curve: Curve): readonly [from: Place, to: Place];
}

export function drawUnitCurves<Curve extends UnitCurve>(
  data: Drawn,
  frame: Frame,
  what: UnitCurves<Curve>,
): Drawing {
  const { title } = what;
  const drawable = what.curves.filter(({ replicates }) => replicates.some((one) => placesOf(one).length > 1));
  if (drawable.length === 0) {
    return emptyDrawing(
      data,
      frame,
      title,
      'No predictions of this config are kept that a curve could be drawn of.',
    );
  }
  const chosen = chooseCurves(drawable);
  const left = drawable.length - chosen.length;
  const notes =
    left > 0
      ? [`${chosen.length} of ${plural(drawable.length, 'class', 'classes')}: those with the least area.`]
      : [];
  const entries = chosen.map(
    (curve, i): LegendEntry => ({
      label: entryText(curve, what.area, chosen.length),
      ink: seriesInk(i),
      like: 'line',
    }),
  );
  const legend: LegendEntry[] = [...entries, { label: 'guessing', ink: 'muted', like: 'dashes' }];
  const { marks, plot, list } = sheetWithList(data, frame, { title, notes, legend, aspect: 1.3 });
  const panel = panelIn(plot, {
    x: { scale: shareScale(), title: what.x, grid: true },
    y: { scale: shareScale(), title: what.y },
  });
  return {
    ...frame,
    title,
    description: described(drawable, what),
    marks: [
      ...marks,
      ...panel.marks,
      ...guessingMarks(chosen, what, panel),
      ...chosen.flatMap((curve, i) => curveMarks(curve, seriesInk(i), what.between, panel)),
      ...list(panel.plot.y),
    ],
    selectable: [],
  };
}

/** No more than there are colours, those with the least area: they are what there is to look at. */
function chooseCurves<Curve extends UnitCurve>(curves: readonly Curve[]): Curve[] {
  if (curves.length <= MOST_SERIES) return [...curves];
  return curves.toSorted((a, b) => a.area - b.area).slice(0, MOST_SERIES);
}

function entryText({ of, area, half }: UnitCurve, name: string, n: number): string {
  return `${n === 1 ? `${name} of ${classText(of)}` : of}: ${estimateText(area, half)}`;
}

/** One line for all that guess alike. */
function guessingMarks<Curve extends UnitCurve>(
  curves: readonly Curve[],
  what: UnitCurves<Curve>,
  panel: Panel,
): Mark[] {
  const lines = new Map(
    curves.map((curve, i) => [JSON.stringify(what.guessing(curve)), { ends: what.guessing(curve), i }]),
  );
  return [...lines.values()].flatMap(({ ends, i }) => {
    const stroke: Ink = lines.size === 1 ? 'muted' : seriesInk(i);
    return lineMarks(
      ends.map(([x, y]) => [panel.x(x), panel.y(y)] as const),
      { stroke, width: 1, dashed: true },
    );
  });
}

function curveMarks(curve: UnitCurve, ink: Ink, between: Between, panel: Panel): Mark[] {
  const { replicates } = curve;
  const inPixels = (places: Iterable<readonly [number, number | null]>) =>
    Array.from(places, ([x, y]) => [panel.x(x), panel.y(y)] as const);
  const steps = (one: PlacedCurve) => (between === 'steps' ? stepped(placesOf(one)) : placesOf(one));
  if (replicates.length === 1) {
    const [{ trial }] = replicates as readonly [UnitCurve['replicates'][number]];
    return lineMarks(
      inPixels(steps(replicates[0]!)),
      { stroke: ink, width: 2 },
      { tip: tipOf(curve), leadsTo: { trial } },
    );
  }
  const mean = meanCurve(replicates, between);
  const places = mean.x.map((x, i) => [x, mean.y[i]!] as const);
  return [
    ...replicates.flatMap((one) => {
      const tip = `${classText(curve.of)}: area ${estimateText(one.area, null)}`;
      return lineMarks(
        inPixels(steps(one)),
        { stroke: ink, width: 1 },
        { opacity: 0.3, tip, leadsTo: { trial: one.trial } },
      );
    }),
    ...lineMarks(inPixels(places), { stroke: ink, width: 2 }, { tip: tipOf(curve) }),
  ];
}

const tipOf = ({ of, area, half }: UnitCurve): string => `${classText(of)}: area ${estimateText(area, half)}`;

function placesOf({ x, y }: PlacedCurve): Place[] {
  return x.flatMap((at, i): Place[] => {
    const height = y[i];
    return isDrawable(at) && isDrawable(height) ? [[at, height]] : [];
  });
}

/** Each place at the height that it comes to, from the one before on. */
function stepped(places: readonly Place[]): Place[] {
  return places.flatMap(([x, y], i): Place[] => [
    [places[i - 1]?.[0] ?? Math.min(x, 0), y],
    [x, y],
  ]);
}

function described<Curve extends UnitCurve>(curves: readonly Curve[], { area }: UnitCurves<Curve>): string {
  const sorted = curves.toSorted((a, b) => a.area - b.area);
  const [least, most] = [sorted[0]!, sorted.at(-1)!];
  if (sorted.length === 1)
    return `${area} of ${classText(least.of)}: ${estimateText(least.area, least.half)}.`;
  return `${plural(sorted.length, 'class', 'classes')}: ${area} from ${estimateText(least.area, least.half)} (${least.of}) to ${estimateText(most.area, most.half)} (${most.of}).`;
}
