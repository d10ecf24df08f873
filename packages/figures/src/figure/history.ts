import { callouts } from '../callout.ts';
import { armLegend, armLook, bestOf, configMeaning, measured, pointLook } from '../config-mark.ts';
import type { ConfigMark, Drawn } from '../data.ts';
import type { Drawing, Frame, Mark, Place } from '../drawing.ts';
import { emptyDrawing } from '../empty.ts';
import { type Panel, panelIn } from '../panel.ts';
import { focusedSpan, isDrawable, linearScale } from '../scale.ts';
import { beyondNote, measureTitle, sheetOf } from '../sheet.ts';
import type { FigureTable } from '../table.ts';

/** The best so far: how long the sweep went on finding something better. */
export interface HistoryData extends Drawn {
  readonly figure: 'history';
  /** Configs in the order of their proposal, thinned: the place and the mean. */
  readonly points: readonly (ConfigMark & { readonly place: number })[];
  /** The best mean so far, where it changes; by place. */
  readonly best: readonly { readonly place: number; readonly mean: number; readonly hash: string }[];
  /** How many configs there are. */
  readonly places: number;
}

export function drawHistory(data: HistoryData, frame: Frame): Drawing {
  const { by, points, places, maximize } = data;
  const title = `${by}: the best so far`;
  const focus = focusedSpan([...points, ...data.best].map(({ mean }) => mean));
  if (!focus) return emptyDrawing(data, frame, title, `No config has a value of ${by} yet.`);

  const legend = armLegend(points);
  const sheet = sheetOf(data, frame, {
    title,
    legend: [...legend, { label: 'best so far', ink: 'text', like: 'line' }],
    notes: beyondNote(focus.beyond, 'config'),
  });
  const panel = panelIn(sheet.body, {
    x: {
      scale: linearScale({ low: 1, high: Math.max(places, 2) }, { exact: true, whole: true }),
      title: 'configs, in order of proposal',
    },
    y: { scale: linearScale(focus.span), title: measureTitle(by), column: by },
  });
  const look = pointLook(points.length);
  const marks = points.flatMap((point): Mark[] => {
    const x = panel.x(point.place);
    const y = panel.yWithin(point.mean);
    if (x === null || y === null) return [];
    return [{ kind: 'point', at: [x, y], ...look, ...armLook(point.arm), ...configMeaning(point, by) }];
  });
  return {
    ...frame,
    title,
    description: describe(data),
    marks: [...sheet.marks, ...panel.marks, ...marks, ...bestMarks(data, panel, maximize)],
    selectable: panel.selectable,
  };
}

/** More steps than this are a line, and its corners no marks. */
const MOST_CORNERS = 60;

function bestMarks({ best, by, places }: HistoryData, panel: Panel, maximize: boolean): Mark[] {
  const corners = best.flatMap((step) => {
    const x = panel.x(step.place);
    const y = panel.yWithin(step.mean);
    return x === null || y === null ? [] : [{ ...step, at: [x, y] as const }];
  });
  const last = corners.at(-1);
  if (!last) return [];
  const through: Place[] = corners.flatMap(({ at }, i): Place[] =>
    i === 0 ? [at] : [[at[0], corners[i - 1]!.at[1]], at],
  );
  through.push([panel.x(places) ?? last.at[0], last.at[1]]);
  const told = (step: (typeof corners)[number]) => ({
    tip: `best so far: ${by} ${measured(step.mean)}\nconfig ${step.place} of ${places}`,
    leadsTo: { config: step.hash },
  });
  return [
    { kind: 'line', through, stroke: 'text', width: 2 },
    ...corners
      .slice(-MOST_CORNERS, -1)
      .map((step): Mark => ({ kind: 'point', at: step.at, radius: 2.5, fill: 'text', ...told(step) })),
    { kind: 'point', at: last.at, radius: 5, fill: 'accent', shape: 'diamond', ...told(last) },
    ...callouts(
      [
        {
          at: last.at,
          said: `best ${measured(last.mean)}`,
          ink: 'accent',
          side: maximize ? 'above' : 'below',
        },
      ],
      panel.plot,
    ),
  ];
}

function describe({ by, best, points, places, maximize }: HistoryData): string {
  const last = best.findLast(({ mean }) => isDrawable(mean)) ?? bestOf(points, maximize);
  if (!last) return `${by} of ${places} configs.`;
  const way = maximize ? 'highest' : 'lowest';
  return `The ${way} mean of ${by} so far over ${places} configs in the order of their proposal: ${measured(last.mean)}, reached by config ${last.place}.`;
}

/** A row a config that is shown. */
export function historyTable({ by, points }: HistoryData): FigureTable {
  return {
    columns: ['place', 'config', 'arm', by, 'half_interval', 'replicates'],
    rows: points.map(({ place, hash, arm, mean, half, n }) => [place, hash, arm, mean, half, n]),
  };
}
