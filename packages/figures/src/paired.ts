import { measureNamed, plural } from '@latentsweep/core';
import type { Drawn } from './data.ts';
import type { Drawing, Frame, Ink, Mark } from './drawing.ts';
import { emptyDrawing } from './empty.ts';
import { differenceText } from './estimate.ts';
import { type Panel, panelIn } from './panel.ts';
import { choicesScale, isDrawable, linearScale, spanOf } from './scale.ts';
import { sheetOf } from './sheet.ts';
import { SIZE, textWidth } from './text-width.ts';

/** Differences of configs to a first one, replicate by replicate: on the same data with the same seed. */
export interface PairedData {
  /** The slug of the sweep. */
  readonly sweep: string;
  /** The measure: `test_accuracy`. */
  readonly by: string;
  /** What the first one is called. */
  readonly first: string;
  readonly differences: readonly {
    readonly hash: string;
    readonly label: string;
    /** The mean of the pairs' differences, and half its 95% interval. */
    readonly value: number | null;
    readonly half: number | null;
    readonly pairs: readonly { readonly replicate: number; readonly difference: number }[];
  }[];
}

type Difference = PairedData['differences'][number];

/** The least height of a config's row. */
const ROW = 18;
const WAYS = { higher: 'better is right', lower: 'better is left', neither: 'difference' } as const;
const POINT: Ink = { series: 6 };

export function drawPaired({ sweep, by, first, differences }: PairedData, frame: Frame): Drawing {
  const title = `${by}: difference to ${first}`;
  const better = measureNamed.get(by)?.better;
  const configs = differences.length + 1;
  const data: Drawn = {
    ...{ sweep, by, maximize: better === 'higher', where: null, notes: [] },
    sample: { shown: configs, of: configs, what: 'configs' },
  };
  const known = differences.filter(
    ({ value, pairs }) => isDrawable(value) || pairs.some(({ difference }) => isDrawable(difference)),
  );
  if (known.length === 0) {
    return emptyDrawing(data, frame, title, `No other config has a replicate in common with ${first}.`);
  }
  const legend = [
    { label: 'mean and 95% interval', ink: POINT, like: 'diamond' as const },
    { label: 'a replicate', ink: 'muted' as const, like: 'point' as const },
  ];
  const room = Math.max(
    1,
    Math.floor((sheetOf(data, frame, { title, legend, notes: ['more'] }).body.height - 50) / ROW),
  );
  const shown = known.slice(0, room);
  const hidden = known.length - shown.length;
  const notes = hidden > 0 ? [`${plural(hidden, 'more config')} where there is more room.`] : [];
  const { marks, body } = sheetOf(data, frame, { title, legend, notes });
  const beside =
    body.width >= 400
      ? Math.max(...shown.map((one) => textWidth(differenceText(one.value, one.half), SIZE.tick))) + 8
      : 0;
  const rows = choicesScale(shown.map(({ label }) => label));
  const panel = panelIn(
    { ...body, width: body.width - beside },
    {
      x: {
        scale: linearScale(spanAround(shown)),
        title: WAYS[better ?? 'neither'],
        grid: true,
      },
      y: { scale: rows },
    },
  );
  return {
    ...frame,
    title,
    description: known
      .map(
        (one) =>
          `${one.label}: ${differenceText(one.value, one.half)} over ${plural(one.pairs.length, 'pair')}.`,
      )
      .join(' '),
    marks: [
      ...marks,
      ...panel.marks,
      zeroMark(panel),
      ...shown.flatMap((one, i) => rowMarks(one, i, panel, rows.band * panel.plot.height, beside > 0)),
    ],
    selectable: [],
  };
}

/** All pairs and means, and zero; an interval of two replicates may reach far beyond, and is cut. */
function spanAround(differences: readonly Difference[]) {
  const values = differences.flatMap(({ value, half, pairs }) => {
    const spread = spanOf([0, value, ...pairs.map(({ difference }) => difference)])!;
    const room = 2 * (spread.high - spread.low);
    const ends = isDrawable(value) && isDrawable(half) ? [value - half, value + half] : [];
    return [
      spread.low,
      spread.high,
      ...ends.map((end) => Math.min(Math.max(end, spread.low - room), spread.high + room)),
    ];
  });
  return spanOf(values)!;
}

function zeroMark({ plot, xWithin }: Panel): Mark {
  const x = xWithin(0)!;
  return {
    kind: 'line',
    through: [
      [x, plot.y],
      [x, plot.y + plot.height],
    ],
    stroke: 'text',
    width: 1,
    dashed: true,
  };
}

function rowMarks(one: Difference, i: number, panel: Panel, height: number, beside: boolean): Mark[] {
  const middle = panel.y(i)!;
  const leadsTo = { config: one.hash };
  const below = middle + Math.min(height / 4, 10);
  const marks = one.pairs.flatMap(({ replicate, difference }): Mark[] => {
    const x = panel.x(difference);
    const tip = `${one.label}, replicate ${replicate}: ${differenceText(difference, null)}`;
    return x === null
      ? []
      : [{ kind: 'point', at: [x, below], radius: 2.5, fill: 'muted', opacity: 0.6, tip, leadsTo }];
  });
  const at = panel.x(one.value);
  if (at !== null) {
    const { value, half } = one;
    const tip = `${one.label}: ${differenceText(one.value, one.half)} over ${plural(one.pairs.length, 'pair')}`;
    if (isDrawable(value) && isDrawable(half)) {
      const through = [
        [panel.xWithin(value - half)!, middle],
        [panel.xWithin(value + half)!, middle],
      ] as const;
      marks.push({ kind: 'line', through, stroke: POINT, width: 2, tip, leadsTo });
    }
    marks.push({ kind: 'point', at: [at, middle], radius: 4.5, fill: POINT, shape: 'diamond', tip, leadsTo });
  }
  if (beside) {
    const x = panel.plot.x + panel.plot.width + 12;
    marks.push({
      kind: 'text',
      at: [x, middle + SIZE.tick * 0.35],
      text: differenceText(one.value, one.half),
      ink: 'text',
      size: SIZE.tick,
    });
  }
  return marks;
}
