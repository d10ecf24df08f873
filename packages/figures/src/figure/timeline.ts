import { duration, grouped, plural } from '@latentsweep/core';
import type { Drawn } from '../data.ts';
import type { Drawing, Frame, Ink, Mark } from '../drawing.ts';
import { emptyDrawing } from '../empty.ts';
import type { LegendEntry } from '../legend.ts';
import { type Box, type Panel, panelIn } from '../panel.ts';
import { choicesScale, isDrawable, linearScale, type Span } from '../scale.ts';
import { sheetOf } from '../sheet.ts';
import { momentText, timeScale, utcOffsets } from '../time-scale.ts';
import { packed } from './packed.ts';

/** Who worked when. */
export interface TimelineData extends Drawn {
  readonly figure: 'timeline';
  /** Milliseconds since 1970. */
  readonly from: number;
  readonly to: number;
  readonly workers: readonly {
    readonly worker: string;
    /** Single trials, where there are few enough. */
    readonly trials: readonly {
      readonly id: number;
      readonly from: number;
      readonly to: number | null;
      readonly state: string;
      readonly attempt: number;
    }[];
    /** Else how busy it was: the mean number of its trials at work, by equal parts of the time. */
    readonly busy: readonly number[];
  }[];
  /** Workers that are not listed. */
  readonly moreWorkers: number;
  /** Trials that ended in each of equal parts of the time. */
  readonly ended: readonly number[];
}

type Worker = TimelineData['workers'][number];
type Trial = Worker['trials'][number];

/** In the order of the legend. */
const STATES: readonly { readonly state: string; readonly ink: Ink }[] = [
  { state: 'completed', ink: { series: 3 } },
  { state: 'pruned', ink: { series: 4 } },
  { state: 'running', ink: { series: 2 } },
  { state: 'diverged', ink: { series: 1 } },
  { state: 'failed', ink: 'accent' },
  { state: 'quarantined', ink: { series: 5 } },
];
const inkOf = (state: string): Ink => STATES.find((known) => known.state === state)?.ink ?? 'muted';
const BUSY: Ink = { series: 6 };

/** The least height of a worker's lane. */
const LANE = 7;
const ENDED = 74;
const ENDED_LOW = 44;

export function drawTimeline(data: TimelineData, frame: Frame): Drawing {
  const title = 'Workers and trials over time';
  const span = { low: data.from, high: data.to };
  if (!isTime(data.from) || !isTime(data.to) || data.to < data.from || data.workers.length === 0) {
    return emptyDrawing(data, frame, title, 'No trial has begun yet.');
  }
  const legend = legendOf(data.workers);
  const bounds = sheetOf(data, frame, { title, legend, notes: ['more'] });
  const room = Math.max(1, Math.floor((bounds.body.height - endedHeight(bounds.body) - 24) / LANE));
  const workers = data.workers.slice(0, room);
  const hidden = data.workers.length - workers.length + Math.max(0, data.moreWorkers || 0);
  const notes = hidden > 0 ? [`${plural(hidden, 'more worker')} not shown.`] : [];
  const { marks, body } = sheetOf(data, frame, { title, legend, notes });
  return {
    ...frame,
    title,
    description: described(data, hidden),
    marks: [...marks, ...panels(data, workers, body, span)],
    selectable: [],
  };
}

/** Moments that Date knows. */
const isTime = (at: number): boolean => Math.abs(at) <= 8.64e15;

function legendOf(workers: readonly Worker[]): LegendEntry[] {
  const trials = workers.flatMap((worker) => worker.trials);
  const states = new Set(trials.map(({ state }) => state));
  const known = STATES.filter(({ state }) => states.has(state));
  const others = [...states].some((state) => !STATES.some((one) => one.state === state));
  const shaded = workers.some(({ trials: own, busy }) => own.length === 0 && busy.length > 0);
  return [
    ...known.map(({ state, ink }) => ({ label: state, ink, like: 'square' as const })),
    ...(others ? [{ label: 'other states', ink: 'muted' as const, like: 'square' as const }] : []),
    ...(trials.some(({ attempt }) => attempt > 1)
      ? [{ label: 'not the first attempt', ink: 'text' as const, like: 'diamond' as const }]
      : []),
    ...(shaded
      ? [{ label: 'at work: the stronger, the more trials at once', ink: BUSY, like: 'square' as const }]
      : []),
  ];
}

const endedHeight = ({ height }: Box): number =>
  height < 110 ? 0 : height < 240 ? ENDED_LOW + 30 : ENDED + 40;

function panels(data: TimelineData, workers: readonly Worker[], body: Box, span: Span): Mark[] {
  const below = data.ended.some((n) => n > 0) ? endedHeight(body) : 0;
  const time = timeScale(span);
  const title = `local time (${utcOffsets(span)})`;
  const above = { ...body, height: body.height - below };
  const lanes = choicesScale(workers.map(({ worker }) => worker));
  const most = Math.max(1, ...data.ended.filter(isDrawable));
  const upper = (left: number) =>
    panelIn(above, {
      x: { scale: time, bare: below > 0, title: below > 0 ? undefined : title, grid: true },
      y: { scale: lanes },
      left,
    });
  const lower = (left: number) =>
    panelIn(
      { ...body, y: body.y + above.height, height: below },
      {
        x: { scale: time, title, grid: true },
        y: { scale: linearScale({ low: 0, high: most }), title: 'trials ended' },
        left,
      },
    );
  // The two stand below one another: the wider labels of both make room.
  const firsts = below > 0 ? [upper(0), lower(0)] : [upper(0)];
  const left = Math.max(...firsts.map(({ plot }) => plot.x)) - body.x;
  const lane = upper(left);
  const marks = [
    ...lane.marks,
    ...workers.flatMap((worker, i) => laneMarks(worker, i, lane, lanes.band, data, span)),
  ];
  if (below === 0) return marks;
  const bars = lower(left);
  return [...marks, ...bars.marks, ...endedMarks(data.ended, bars, span)];
}

function laneMarks(
  worker: Worker,
  i: number,
  panel: Panel,
  band: number,
  data: TimelineData,
  span: Span,
): Mark[] {
  const height = band * panel.plot.height;
  const lane = { top: panel.y(i)! - height / 2, height };
  const gap = Math.min(3, height * 0.15);
  const inner = { top: lane.top + gap, height: Math.max(1, height - 2 * gap) };
  if (worker.trials.length === 0) return busyMarks(worker, panel, inner, data, span);
  return trialMarks(worker, panel, inner, data.to);
}

interface Lane {
  readonly top: number;
  readonly height: number;
}

function trialMarks({ worker, trials }: Worker, panel: Panel, { top, height }: Lane, now: number): Mark[] {
  const { rows, count } = packed(trials, now);
  const part = height / count;
  return trials.flatMap((trial, i): Mark[] => {
    const x = panel.xWithin(trial.from);
    const end = panel.xWithin(trial.to ?? now);
    if (x === null || end === null || end < x) return [];
    const right = panel.plot.x + panel.plot.width;
    const width = Math.max(1, end - x - (end - x > 3 ? 0.5 : 0));
    const box = {
      x: Math.min(x, right - 1),
      y: top + rows[i]! * part,
      width,
      height: Math.max(0.5, part - (part > 4 ? 1 : 0)),
    };
    const tip = tipOf(trial, worker);
    const marks: Mark[] = [
      {
        kind: 'rect',
        ...box,
        fill: inkOf(trial.state),
        tip,
        leadsTo: { trial: trial.id },
        ...(trial.to === null ? { opacity: 0.6 } : {}),
      },
    ];
    if (trial.attempt > 1) {
      const radius = Math.min(4, Math.max(1.5, part / 3));
      marks.push({
        kind: 'point',
        at: [Math.min(box.x + radius, right - radius), box.y + part / 2],
        radius,
        fill: 'text',
        shape: 'diamond',
        tip,
        leadsTo: { trial: trial.id },
      });
    }
    return marks;
  });
}

function tipOf({ id, from, to, state, attempt }: Trial, worker: string): string {
  const took =
    to === null ? `since ${momentText(from)}` : `${momentText(from)}, ${duration((to - from) / 1000)}`;
  return [`Trial ${id}: ${state}`, took, worker, ...(attempt > 1 ? [`Attempt ${attempt}`] : [])].join('\n');
}

function busyMarks(
  { worker, busy }: Worker,
  panel: Panel,
  { top, height }: Lane,
  data: TimelineData,
  span: Span,
): Mark[] {
  const most = Math.max(...data.workers.flatMap((one) => one.busy.filter(isDrawable)), Number.MIN_VALUE);
  return busy.flatMap((n, part): Mark[] => {
    if (!isDrawable(n) || n <= 0) return [];
    const { x, width } = partOf(part, busy.length, panel);
    const opacity = 0.15 + 0.85 * Math.min(1, n / most);
    const tip = `${worker}\n${n.toFixed(1)} trials at work on average\n${partText(part, busy.length, span)}`;
    return [{ kind: 'rect', x, y: top, width, height, fill: BUSY, opacity, tip }];
  });
}

/** The `part`-th of `n` equal parts of the time. */
function partOf(part: number, n: number, { plot }: Panel): { readonly x: number; readonly width: number } {
  return { x: plot.x + (part / n) * plot.width, width: plot.width / n };
}

function partText(part: number, n: number, { low, high }: Span): string {
  const at = (share: number) => low + share * (high - low);
  return `${momentText(at(part / n))} to ${momentText(at((part + 1) / n))}`;
}

function endedMarks(ended: readonly number[], panel: Panel, span: Span): Mark[] {
  const bottom = panel.plot.y + panel.plot.height;
  return ended.flatMap((n, part): Mark[] => {
    const y = panel.y(n);
    if (y === null || n <= 0) return [];
    const { x, width } = partOf(part, ended.length, panel);
    const gap = width > 4 ? 1 : 0;
    const tip = `${plural(Math.round(n), 'trial')} ended\n${partText(part, ended.length, span)}`;
    return [{ kind: 'rect', x, y, width: width - gap, height: bottom - y, fill: { series: 3 }, tip }];
  });
}

function described({ from, to, workers, moreWorkers, ended }: TimelineData, hidden: number): string {
  const n = ended.reduce((sum, count) => sum + (isDrawable(count) ? count : 0), 0);
  const more = hidden > 0 ? `, ${grouped(hidden)} of them not shown` : '';
  return `${plural(Math.round(n), 'trial')} ended on ${plural(workers.length + Math.max(0, moreWorkers || 0), 'worker')}${more} from ${momentText(from)} to ${momentText(to)}, ${duration((to - from) / 1000)}.`;
}
