import { duration, grouped, plural } from '@latentsweep/core';
import type { Drawn, Histogram, Spread } from '../data.ts';
import type { Drawing, Frame, Ink, Mark } from '../drawing.ts';
import { durationScale } from '../duration-scale.ts';
import { emptyDrawing } from '../empty.ts';
import type { LegendEntry } from '../legend.ts';
import { seriesOfArm } from '../palette.ts';
import { type Panel, panelIn } from '../panel.ts';
import { choicesScale, isDrawable, spanOf } from '../scale.ts';
import { sheetOf } from '../sheet.ts';
import { SIZE, textWidth } from '../text-width.ts';

/** How long trials took. */
export interface DurationsData extends Drawn {
  readonly figure: 'durations';
  /** Seconds. Edges grow by a factor. */
  readonly arms: readonly { readonly arm: string; readonly histogram: Histogram; readonly spread: Spread }[];
}

type Arm = DurationsData['arms'][number];

const LEGEND: readonly LegendEntry[] = [{ label: 'median', ink: 'text', like: 'line' }];

/** The least height of an arm's histogram. */
const LOWEST = 20;

export function drawDurations(data: DurationsData, frame: Frame): Drawing {
  const title = 'How long trials took';
  const arms = data.arms.filter(({ histogram }) => bins(histogram).length > 0);
  const span = spanOf(
    arms.flatMap(({ histogram }) => bins(histogram).flatMap(({ low, high }) => [low, high])),
  );
  if (!span) return emptyDrawing(data, frame, title, 'No trial has a duration yet.');
  const room = Math.max(
    1,
    Math.floor((sheetOf(data, frame, { title, legend: LEGEND, notes: ['more'] }).body.height - 55) / LOWEST),
  );
  const shown = arms.slice(0, room);
  const hidden = arms.length - shown.length;
  const notes = hidden > 0 ? [`${plural(hidden, 'more arm')} where there is more room.`] : [];
  const { marks, body } = sheetOf(data, frame, { title, legend: LEGEND, notes });
  const scale = choicesScale(shown.map(({ arm }) => arm));
  const beside =
    body.width >= 420 ? Math.max(...shown.map((arm) => textWidth(medianText(arm), SIZE.tick))) + 6 : 0;
  const panel = panelIn(
    { ...body, width: body.width - beside },
    {
      x: { scale: durationScale(span), title: 'time from start to end of a trial', grid: true },
      y: { scale },
    },
  );
  return {
    ...frame,
    title,
    description: arms.map(described).join(' '),
    marks: [
      ...marks,
      ...panel.marks,
      ...shown.flatMap((arm, i) => armMarks(arm, i, panel, scale.band * panel.plot.height, beside > 0)),
    ],
    selectable: [],
  };
}

interface Bin {
  readonly low: number;
  readonly high: number;
  readonly count: number;
}

/** Those that hold a trial and have a place on a logarithm. */
function bins({ edges, counts }: Histogram): Bin[] {
  return counts.flatMap((count, i) => {
    const [low, high] = [edges[i], edges[i + 1]];
    const drawable = isDrawable(low) && isDrawable(high) && low > 0 && high >= low;
    return drawable && isDrawable(count) && count > 0 ? [{ low, high, count }] : [];
  });
}

function armMarks(
  { arm, histogram, spread }: Arm,
  i: number,
  panel: Panel,
  height: number,
  beside: boolean,
): Mark[] {
  const all = bins(histogram);
  const most = Math.max(...all.map(({ count }) => count));
  const base = panel.y(i)! + height / 2 - 1;
  const full = height - Math.min(8, height * 0.25);
  const ink: Ink = { series: seriesOfArm(arm) };
  const marks = all.flatMap(({ low, high, count }): Mark[] => {
    const [x, end] = [panel.xWithin(low), panel.xWithin(high)];
    if (x === null || end === null) return [];
    const bar = Math.max(1, (count / most) * full);
    const tip = `${arm}: ${plural(count, 'trial')} from ${duration(low)} to ${duration(high)}`;
    const width = Math.max(0.5, end - x - (end - x > 3 ? 1 : 0));
    return [
      {
        kind: 'rect',
        x: Math.min(x, panel.plot.x + panel.plot.width - width),
        y: base - bar,
        width,
        height: bar,
        fill: ink,
        tip,
      },
    ];
  });
  const [, median] = spread.quartiles;
  const at = panel.xWithin(median > 0 ? median : null);
  if (at !== null) {
    const through = [
      [at, base],
      [at, base - full],
    ] as const;
    marks.push({ kind: 'line', through, stroke: 'text', width: 2, tip: `${arm}: ${spreadText(spread)}` });
  }
  if (beside) {
    const text = medianText({ arm, histogram, spread });
    const x = panel.plot.x + panel.plot.width + 10;
    marks.push({
      kind: 'text',
      at: [x, panel.y(i)! + SIZE.tick * 0.35],
      text,
      ink: 'text',
      size: SIZE.tick,
    });
  }
  return marks;
}

const medianText = ({ spread }: Arm) => `median ${duration(spread.quartiles[1])}`;

function spreadText({ quartiles: [low, median, high], least, most, n }: Spread): string {
  return `median ${duration(median)}, half of ${grouped(n)} from ${duration(low)} to ${duration(high)}, all from ${duration(least)} to ${duration(most)}`;
}

const described = ({ arm, spread }: Arm): string => `${arm}: ${spreadText(spread)}.`;
