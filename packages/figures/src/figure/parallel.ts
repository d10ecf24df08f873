import { bestOf, configMeaning, measured } from '../config-mark.ts';
import type { Axis, ConfigMark, Drawn, OnAxis } from '../data.ts';
import type { Drawing, Frame, Mark, Place, Selectable } from '../drawing.ts';
import { emptyDrawing } from '../empty.ts';
import type { Box } from '../panel.ts';
import { focusedSpan, isDrawable, linearScale, type Scale, type Span, scaleOf } from '../scale.ts';
import { beyondNote, measureTitle, sheetOf } from '../sheet.ts';
import type { FigureTable } from '../table.ts';
import { LINE, SIZE, shortened, shortenedAtStart, textWidth } from '../text-width.ts';

/** Configs as lines through their parameters. */
export interface ParallelData extends Drawn {
  readonly figure: 'parallel';
  readonly axes: readonly Axis[];
  readonly lines: readonly (ConfigMark & { readonly values: readonly OnAxis[] })[];
}

/** One of the axes, the metric's the last. */
interface Upright {
  readonly title: string;
  readonly column: string;
  readonly scale: Scale;
  /** Some config's arm has no such parameter: their lines pass a place of its own, beyond the axis. */
  readonly lacking: boolean;
}

/** Narrower than this, axes lie below one another instead of side by side. */
const NARROWEST = 84;
const LOWEST = 34;
/** The part of an axis beyond its end where lines of configs go that lack the parameter, and its distance. */
const LACKING = 0.1;

export function drawParallel(data: ParallelData, frame: Frame): Drawing {
  const { by, maximize } = data;
  const title = 'Configs through their parameters';
  const focus = focusedSpan(data.lines.map(({ mean }) => mean));
  if (!focus) return emptyDrawing(data, frame, title, `No config has a value of ${by} yet.`);
  const { span } = focus;
  const [worst, best] = maximize ? [span.low, span.high] : [span.high, span.low];
  const sheetWith = (notes: readonly string[]) =>
    sheetOf(data, frame, {
      title,
      bar: { title: measureTitle(by), from: measured(worst), to: measured(best) },
      notes,
    });
  const all = uprightsOf(data, span);
  const { body } = sheetWith(['']);
  const lying = body.width / all.length < NARROWEST && body.height / all.length > LOWEST;
  const most = Math.max(2, Math.floor(lying ? body.height / LOWEST : body.width / (NARROWEST / 2)));
  // The metric's axis stays; those with no room are named.
  const kept = [...all.slice(0, -1).slice(0, most - 1), all.at(-1)!];
  const left = all.filter((axis) => !kept.includes(axis)).map((axis) => axis.title);
  const sheet = sheetWith([
    ...(left.length > 0 ? [`There is no room for ${left.join(', ')}.`] : []),
    ...beyondNote(focus.beyond, 'config'),
  ]);
  const standing = lying ? null : standingRoom(kept, sheet.body);
  const axes = kept.map((axis, i) => placed(axis, i, kept.length, sheet.body, standing));
  const metric = axes.length - 1;
  const places = ({ values, mean }: ParallelData['lines'][number]) =>
    axes.map(({ at }, i) => at(i === metric ? mean : (values[i] ?? null)));
  const top = bestOf(data.lines, maximize);
  const lines = data.lines
    .filter((line) => isDrawable(line.mean) && line !== top)
    // The worst first, so that good ones lie on top.
    .sort((a, b) => (maximize ? a.mean - b.mean : b.mean - a.mean))
    .map((line): Mark => {
      const share = quality(line.mean, span, maximize);
      const stroke = { scale: share };
      const opacity = lineOpacity(data.lines.length) * (0.5 + 0.5 * share);
      return {
        kind: 'line',
        through: places(line),
        stroke,
        width: 1.25,
        opacity,
        ...configMeaning(line, by),
      };
    });
  const bestLine: Mark[] = top
    ? [
        {
          kind: 'line',
          through: places(top),
          stroke: 'accent',
          width: 2.5,
          ...configMeaning(top, by, ['the best']),
        },
      ]
    : [];
  return {
    ...frame,
    title,
    description: `Each config as a line through ${all.map((axis) => axis.title).join(', ')}, coloured by ${by}.${top ? ` The best has ${measured(top.mean)}.` : ''}`,
    marks: [
      ...sheet.marks,
      ...axes.flatMap(({ line }) => line),
      ...lines,
      ...bestLine,
      ...axes.flatMap(({ labels }) => labels),
    ],
    selectable: axes.map(({ selectable }) => selectable),
  };
}

function lineOpacity(lines: number): number {
  if (lines <= 50) return 0.9;
  return lines <= 500 ? 0.6 : 0.35;
}

function quality(mean: number, { low, high }: Span, maximize: boolean): number {
  if (low === high) return 1;
  const share = Math.min(Math.max((mean - low) / (high - low), 0), 1);
  return maximize ? share : 1 - share;
}

function uprightsOf({ axes, lines, by }: ParallelData, span: Span): Upright[] {
  const parameters = axes.map((axis, i): Upright => {
    const scale = scaleOf(axis);
    const lacking = lines.some(({ values }) => scale.clamped(values[i] ?? null) === null);
    return { title: axis.parameter, column: axis.column, scale, lacking };
  });
  return [...parameters, { title: measureTitle(by), column: by, scale: linearScale(span), lacking: false }];
}

interface PlacedAxis {
  readonly line: readonly Mark[];
  readonly labels: readonly Mark[];
  readonly selectable: Selectable;
  at(value: OnAxis): Place;
}

/** How axes stand side by side. */
interface Standing {
  /** Pixels before the first, where its labels are. */
  readonly left: number;
  /** From one to the next. */
  readonly step: number;
  /** Lines of titles: where they have no room beside one another, neighbours' stand on two by turns. */
  readonly titles: 1 | 2;
}

function standingRoom(axes: readonly Upright[], body: Box): Standing {
  const { bounds } = axes[0]!.scale;
  const labels = bounds.kind === 'choices' ? bounds.choices : ['0.0001'];
  const widest = Math.max(0, ...labels.slice(0, 100).map((label) => textWidth(label, SIZE.tick)));
  const left = Math.min(Math.max(widest, textWidth('none', SIZE.tick)) + 8, body.width / 5);
  const step = (body.width - left - Math.min(48, body.width / 8)) / Math.max(1, axes.length - 1);
  const fit = axes.every(({ title }) => textWidth(title, SIZE.tick) <= step - 12);
  return { left, step, titles: fit ? 1 : 2 };
}

/** Side by side: upwards, its title above. Below one another: to the right, its title above it. */
function placed(axis: Upright, i: number, n: number, body: Box, standing: Standing | null): PlacedAxis {
  const choices = axis.scale.bounds.kind === 'choices';
  const share = axis.lacking ? 1 - LACKING : 1;
  if (!standing) {
    const step = body.height / n;
    const y = body.y + i * step + LINE;
    const length = body.width - 8;
    const left = body.x + 4;
    const place = (at: number): Place => [left + at * share * length, y];
    const none: Place = [left + length, y];
    return {
      line: [axisLine(place(0), place(1))],
      labels: [
        ...chip(body.x, y - LINE + 1, shortened(axis.title, body.width * 0.6, SIZE.tick, true), {
          bold: true,
        }),
        ...lyingLabels(axis, place, step),
        ...(axis.lacking ? chip(none[0], y + 2, 'none', { anchor: 'end' }) : []),
      ],
      selectable: {
        column: axis.column,
        along: 'x',
        scale: axis.scale.bounds,
        x: left,
        y: y - 8,
        width: share * length,
        height: 16,
      },
      at: (value) => {
        const at = axis.scale.clamped(value);
        return at === null ? none : place(at);
      },
    };
  }
  const { left, step } = standing;
  const x = body.x + left + i * step;
  const room = i === 0 ? left - 6 : step - 14;
  const top = body.y + standing.titles * LINE + 6;
  const length = Math.max(1, body.y + body.height - top - 8);
  // Choices go down, as in lists; numbers up.
  const place = (at: number): Place => [
    x,
    choices ? top + at * share * length : top + share * length * (1 - at),
  ];
  const none: Place = [x, top + length];
  const title = shortenedAtStart(axis.title, Math.max(0, step * standing.titles - 12), SIZE.tick);
  return {
    line: [axisLine(place(0), place(1))],
    labels: [
      ...titleMarks(title, x, body, body.y + (i % standing.titles) * LINE),
      ...standingLabels(axis, place, share * length, room),
      ...(axis.lacking
        ? chip(x - 5, none[1] - LINE / 2, shortened('none', room, SIZE.tick), { anchor: 'end' })
        : []),
    ],
    selectable: {
      column: axis.column,
      along: 'y',
      scale: axis.scale.bounds,
      x: x - 8,
      y: top,
      width: 16,
      height: share * length,
    },
    at: (value) => {
      const at = axis.scale.clamped(value);
      return at === null ? none : place(at);
    },
  };
}

function axisLine(from: Place, to: Place): Mark {
  return { kind: 'line', through: [from, to], stroke: 'muted', width: 1 };
}

function titleMarks(text: string, x: number, body: Box, top: number): Mark[] {
  const half = textWidth(text, SIZE.tick) / 2;
  const middle = Math.min(Math.max(x, body.x + half), body.x + body.width - half);
  const at: Place = [middle, top + SIZE.tick + 1];
  return [{ kind: 'text', at, text, ink: 'text', size: SIZE.tick, anchor: 'middle' }];
}

/** Left of the axis, as many as there is room for. */
function standingLabels(
  { scale }: Upright,
  place: (at: number) => Place,
  length: number,
  room: number,
): Mark[] {
  const choices = scale.bounds.kind === 'choices';
  const most = Math.max(choices ? 1 : 2, Math.floor(length / (choices ? LINE : 56)));
  for (const ticks of scale.ticks(most)) {
    return ticks.flatMap(({ place: at, label }) => {
      const [x, y] = place(at);
      const text = shortened(label, room, SIZE.tick);
      return chip(x - 5, y - LINE / 2, text, { anchor: 'end' });
    });
  }
  return [];
}

/** Below the axis: those that do not touch. */
function lyingLabels({ scale }: Upright, place: (at: number) => Place, step: number): Mark[] {
  if (step < 2 * LINE) return [];
  const length = place(1)[0] - place(0)[0];
  for (const whole of scale.ticks(Math.max(2, Math.floor(length / 50)))) {
    const ticks = whole.map((tick) => ({ ...tick, label: shortened(tick.label, length / 2, SIZE.tick) }));
    const widths = ticks.map(({ label }) => textWidth(label, SIZE.tick));
    const middles = ticks.map(({ place: at }, i) => {
      const half = widths[i]! / 2;
      return Math.min(Math.max(place(at)[0], place(0)[0] + half), place(1)[0] - half);
    });
    const apart = middles.every(
      (x, i) => i === 0 || x - middles[i - 1]! >= (widths[i]! + widths[i - 1]!) / 2 + 8,
    );
    if (!apart) continue;
    return ticks.flatMap(({ label }, i) => chip(middles[i]!, place(0)[1] + 2, label, { anchor: 'middle' }));
  }
  return [];
}

/** Text on a ground that parts it from the lines behind it. `top`: of its line. */
function chip(
  x: number,
  top: number,
  text: string,
  {
    anchor = 'start',
    bold = false,
  }: { readonly anchor?: 'start' | 'middle' | 'end'; readonly bold?: boolean },
): Mark[] {
  if (text === '') return [];
  const width = textWidth(text, SIZE.tick, bold);
  const left = x - width * (anchor === 'start' ? 0 : anchor === 'end' ? 1 : 0.5);
  return [
    {
      kind: 'rect',
      x: left - 1,
      y: top + 1,
      width: width + 2,
      height: LINE - 2,
      fill: 'surface',
      opacity: 0.75,
    },
    {
      kind: 'text',
      at: [x, top + SIZE.tick + 1],
      text,
      ink: bold ? 'text' : 'muted',
      size: SIZE.tick,
      anchor,
      bold,
    },
  ];
}

/** A row a config that is shown, a column a parameter. */
export function parallelTable({ by, axes, lines }: ParallelData): FigureTable {
  const own = [...axes.entries()].filter(([, { column }]) => column !== 'arm');
  return {
    columns: ['config', 'arm', ...own.map(([, { column }]) => column), by, 'half_interval', 'replicates'],
    rows: lines.map(({ hash, arm, values, mean, half, n }) => {
      const written = own.map(([i, axis]) => {
        const value = values[i] ?? null;
        return axis.kind === 'choices' && value !== null ? (axis.choices[value] ?? null) : value;
      });
      return [hash, arm, ...written, mean, half, n];
    }),
  };
}
