import { plural } from '@latentsweep/core';
import { arranged } from '../arrange.ts';
import type { Drawn } from '../data.ts';
import type { Drawing, Frame, Ink, Mark } from '../drawing.ts';
import { emptyDrawing } from '../empty.ts';
import { endLabels } from '../end-labels.ts';
import { estimateText } from '../estimate.ts';
import type { LegendEntry } from '../legend.ts';
import { ofConfig } from '../of-config.ts';
import { type Box, type Panel, panelIn } from '../panel.ts';
import { isDrawable, linearScale, logScale, type Scale, spanOf, type Tick } from '../scale.ts';
import { sheetOf } from '../sheet.ts';
import { SIZE, textWidth } from '../text-width.ts';
import { bandMarks, lineMarks } from '../trace.ts';

/** Loss and accuracy over the epochs of a config, or what a program reported, its replicates as thin lines. */
export interface CurvesData extends Drawn {
  readonly figure: 'curves';
  readonly config: string;
  /** Where the values stand, if not at the epochs 1, 2, 3, …: at a program's steps, or reports, rising. */
  readonly along?: { readonly name: 'step' | 'report'; readonly places: readonly number[] };
  readonly panels: readonly {
    readonly title: string;
    readonly unit: string | null;
    readonly series: readonly {
      readonly label: 'training' | 'validation' | 'reported';
      /** One a replicate, a value an epoch; null where it is none. At most 50 lines. */
      readonly replicates: readonly {
        readonly trial: number;
        readonly replicate: number;
        readonly values: readonly (number | null)[];
      }[];
      /** Over replicates, an epoch each; null where there is none. */
      readonly mean: readonly (number | null)[];
      /** Of the 95% interval of the mean. */
      readonly half: readonly (number | null)[];
    }[];
  }[];
}

type PanelData = CurvesData['panels'][number];
type Series = PanelData['series'][number];
type Along = CurvesData['along'];

const LOOK = {
  training: { ink: { series: 1 }, dashed: false },
  validation: { ink: { series: 6 }, dashed: true },
  reported: { ink: { series: 1 }, dashed: false },
} as const satisfies Record<Series['label'], { readonly ink: Ink; readonly dashed: boolean }>;

/** Above this, the last epochs of a loss would be one flat line. */
const LOGARITHMIC = 100;
/** Fewer pixels between two epochs are too few for points that can be told apart. */
const ROOM_FOR_POINTS = 7;
/** Beside a plot that is at least that wide its lines are labelled where they end. */
const ROOM_FOR_LABELS = 230;
const LABELS = Math.max(...Object.keys(LOOK).map((label) => textWidth(label, SIZE.tick))) + 4;

export function drawCurves(data: CurvesData, frame: Frame): Drawing {
  const { along } = data;
  const title = along ? `What was reported over the ${along.name}s` : 'Loss and accuracy over the epochs';
  const panels = data.panels.filter((panel) => panel.series.some(hasValue));
  if (panels.length === 0) {
    return emptyDrawing(
      ofConfig(data),
      frame,
      title,
      `No ${along?.name ?? 'epoch'} of this config has a value that can be drawn.`,
    );
  }
  const shown = new Set(panels.flatMap(({ series }) => series.filter(hasValue).map(({ label }) => label)));
  const several = panels.some(({ series }) => series.some(({ replicates }) => replicates.length > 1));
  const legend = [
    ...(['training', 'validation'] as const).filter((label) => shown.has(label)).map(legendEntry),
    ...(several ? [INTERVAL] : []),
  ];
  const first = boxesFor(sheetOf(ofConfig(data), frame, { title, legend }).body, panels.length);
  const hidden = panels.length - first.length;
  const notes = hidden > 0 ? [`${plural(hidden, 'more panel')} where there is more room.`] : [];
  const sheet = sheetOf(ofConfig(data), frame, { title, legend, notes });
  const boxes = boxesFor(sheet.body, panels.length);
  const columns = new Set(boxes.map(({ x }) => x)).size;
  return {
    ...frame,
    title,
    description: panels.map((panel) => described(panel, along)).join(' '),
    marks: [
      ...sheet.marks,
      ...boxes.flatMap((box, i) => panelMarks(panels[i]!, box, i + columns >= boxes.length, along)),
    ],
    selectable: [],
  };
}

const INTERVAL: LegendEntry = { label: '95% interval of the mean', ink: 'muted', like: 'area' };

function legendEntry(label: Series['label']): LegendEntry {
  const { ink, dashed } = LOOK[label];
  return { label, ink, like: dashed ? 'dashes' : 'line' };
}

const boxesFor = (body: Box, panels: number): Box[] =>
  arranged(body, panels, { aspect: 1.7, narrowest: 130, lowest: 70 });

const hasValue = ({ mean, replicates }: Series): boolean =>
  mean.some(isDrawable) || replicates.some(({ values }) => values.some(isDrawable));

function panelMarks({ title, unit, series }: PanelData, outer: Box, lowest: boolean, along: Along): Mark[] {
  const values = series.flatMap((one) => [
    ...one.mean,
    ...one.replicates.flatMap((replicate) => replicate.values),
  ]);
  const scale = scaleOf(values);
  const epochs = Math.max(
    1,
    ...series.flatMap((one) => [one.mean, ...one.replicates.map((r) => r.values)].map(length)),
  );
  const labelled = along === undefined && outer.width >= ROOM_FOR_LABELS && epochs > 1;
  const box = labelled ? { ...outer, width: outer.width - LABELS } : outer;
  const notes = [unit, scale.bounds.kind === 'log' ? 'log' : null].filter((note) => note !== null);
  const plain = panelIn(box, {
    title: notes.length === 0 ? title : `${title} (${notes.join(', ')})`,
    x: {
      scale: along ? placeScale(along.places) : epochScale(epochs),
      title: lowest ? (along?.name ?? 'epoch') : undefined,
    },
    y: { scale },
  });
  const panel = along ? { ...plain, x: (nth: number) => plain.x(along.places[nth - 1] ?? null) } : plain;
  const drawn = series.filter(hasValue);
  return [
    ...panel.marks,
    ...drawn.flatMap((one) => replicateMarks(one, panel)),
    ...drawn.flatMap((one) => bandOf(one, panel)),
    ...drawn.flatMap((one) => meanMarks(one, panel, epochs, along)),
    ...(labelled ? labelMarks(drawn, panel) : []),
  ];
}

const length = (values: readonly unknown[]) => values.length;

const PLACES = { step: 'Step', report: 'Report' } as const;

function placeText(i: number, along: Along): string {
  return along ? `${PLACES[along.name]} ${along.places[i]}` : `Epoch ${i + 1}`;
}

function placeScale(places: readonly number[]): Scale {
  const low = places[0] ?? 1;
  return linearScale({ low, high: Math.max(places.at(-1) ?? low, low + 1) }, { exact: true });
}

/** Whole epochs: half of one is no tick. */
function epochScale(epochs: number): Scale {
  const scale = linearScale({ low: 1, high: Math.max(epochs, 2) }, { exact: true, whole: true });
  return {
    ...scale,
    *ticks(most) {
      if (epochs === 1) yield [{ place: 0, label: '1' }];
      else for (const ticks of scale.ticks(most)) yield withFirst(ticks, scale);
    },
  };
}

/** Round epochs, and the first one where it is not too near the next. */
function withFirst(ticks: readonly Tick[], scale: Scale): readonly Tick[] {
  const [next] = ticks;
  if (!next || next.place === 0) return ticks;
  const apart = ticks.length > 1 ? ticks[1]!.place - next.place : 1;
  return next.place < apart * 0.6 ? ticks : [{ place: scale.place(1)!, label: '1' }, ...ticks];
}

function scaleOf(values: readonly (number | null)[]): Scale {
  const span = spanOf(values) ?? { low: 0, high: 1 };
  const wide = span.low > 0 && span.high / span.low > LOGARITHMIC;
  return wide ? logScale(span) : linearScale(span);
}

function replicateMarks({ label, replicates }: Series, panel: Panel): Mark[] {
  if (replicates.length < 2) return [];
  const { ink, dashed } = LOOK[label];
  return replicates.flatMap(({ trial, replicate, values }) =>
    lineMarks(
      placesOf(values, panel),
      { stroke: ink, width: 1, dashed },
      {
        opacity: Math.min(0.4, Math.max(0.06, 3 / replicates.length)),
        tip: `Replicate ${replicate}, ${label}`,
        leadsTo: { trial },
      },
    ),
  );
}

const placesOf = (values: readonly (number | null)[], panel: Panel) =>
  values.map((value, i) => [panel.x(i + 1), panel.y(value)] as const);

/** The interval may reach further than the values: it is cut at the edges of the plot. */
function bandOf({ label, mean, half }: Series, panel: Panel): Mark[] {
  const bands = mean.map((value, i) => {
    const around = half[i];
    const known = isDrawable(value) && isDrawable(around);
    const lower = known ? panel.yWithin(value - around) : null;
    // Below 0 a logarithm has no place: the band goes down to the edge.
    const bottom = lower ?? (known ? panel.plot.y + panel.plot.height : null);
    return [panel.x(i + 1), bottom, known ? panel.yWithin(value + around) : null] as const;
  });
  return bandMarks(bands, LOOK[label].ink, { opacity: 0.2 });
}

function meanMarks(
  { label, mean, half, replicates }: Series,
  panel: Panel,
  epochs: number,
  along: Along,
): Mark[] {
  const { ink, dashed } = LOOK[label];
  const [only] = replicates;
  const values = mean.some(isDrawable) ? mean : (only?.values ?? []);
  const places = placesOf(values, panel);
  const marks = lineMarks(places, { stroke: ink, width: 2, dashed });
  if (panel.plot.width / epochs < ROOM_FOR_POINTS) return marks;
  const points = places.flatMap(([x, y], i): Mark[] => {
    if (x === null || y === null) return [];
    const tip = `${placeText(i, along)}, ${label}: ${estimateText(values[i]!, half[i] ?? null)}`;
    return [{ kind: 'point', at: [x, y], radius: 2, fill: ink, tip }];
  });
  return [...marks, ...points];
}

function labelMarks(series: readonly Series[], { plot, y }: Panel): Mark[] {
  const ends = series.flatMap(({ label, mean }) => {
    const at = y(mean.findLast((value) => y(value) !== null));
    return at === null ? [] : [{ text: label, at, ink: LOOK[label].ink }];
  });
  return endLabels(ends, { x: plot.x + plot.width + 4, top: plot.y, bottom: plot.y + plot.height });
}

function described({ title, unit, series }: PanelData, along: Along): string {
  const ends = series.filter(hasValue).map(({ label, mean, half }) => {
    const last = mean.findLastIndex(isDrawable);
    return `${label} ${estimateText(mean[last] ?? null, half[last] ?? null)} at ${placeText(last, along).toLowerCase()}`;
  });
  return `${title}${unit === null ? '' : ` in ${unit}`}: ${ends.join(', ')}.`;
}
