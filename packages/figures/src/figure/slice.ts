import { armLegend, armLook, bestOf, configMeaning, measured, pointLook } from '../config-mark.ts';
import type { Axis, ConfigMark, Drawn } from '../data.ts';
import type { Drawing, Frame, Mark, Place } from '../drawing.ts';
import { emptyDrawing } from '../empty.ts';
import { boxesIn, type Panel, panelIn } from '../panel.ts';
import { focusedSpan, isDrawable, linearScale, numberText, type Scale, scaleOf } from '../scale.ts';
import { beyondNote, measureTitle, sheetOf } from '../sheet.ts';
import type { FigureTable } from '../table.ts';

/** The metric against one parameter, one mark a config. */
export interface SliceData extends Drawn {
  readonly figure: 'slice';
  readonly slices: readonly {
    readonly axis: Axis;
    readonly marks: readonly (ConfigMark & { readonly value: number })[];
    /** The mean over configs at a value or in a bin of them, whatever else they have: all, or a larger sample than the marks. */
    readonly trend: readonly { readonly value: number; readonly mean: number; readonly configs: number }[];
  }[];
}

type Slice = SliceData['slices'][number];

const NARROWEST = 200;
const LOWEST = 150;
/** With more marks than this in a panel, intervals would hide one another. */
const MOST_INTERVALS = 120;

export function drawSlice(data: SliceData, frame: Frame): Drawing {
  const { by } = data;
  const title = `${by} by parameter`;
  const all = data.slices.flatMap(({ marks }) => marks);
  const focus = focusedSpan(
    all.flatMap(({ mean, half }) => (half === null ? [mean] : [mean - half, mean + half])),
  );
  if (!focus) return emptyDrawing(data, frame, title, `No config has a value of ${by} yet.`);

  const legend = [
    ...armLegend(all),
    { label: 'mean of all configs there', ink: 'text', like: 'line' } as const,
  ];
  const sheetWith = (notes: readonly string[]) => sheetOf(data, frame, { title, legend, notes });
  const room = { narrowest: NARROWEST, lowest: LOWEST };
  const fit = boxesIn(sheetWith(['']).body, data.slices.length, room).length;
  const left = data.slices.slice(fit).map(({ axis }) => axis.parameter);
  const sheet = sheetWith([
    ...(left.length > 0 ? [`There is no room for ${left.join(', ')}.`] : []),
    ...beyondNote(data.slices[0]!.marks.filter(({ mean }) => isBeyond(mean, focus.span)).length, 'config'),
  ]);
  const boxes = boxesIn(sheet.body, fit, room);
  const scale = linearScale(focus.span);
  const panels = boxes.map((box, i) => slicePanel(data, data.slices[i]!, box, scale, box.x === boxes[0]!.x));
  return {
    ...frame,
    title,
    description: `${by} of each config against ${data.slices.map(({ axis }) => axis.parameter).join(', ')}. ${data.slices.map((slice) => trendText(slice, data.maximize)).join(' ')}`,
    marks: [...sheet.marks, ...panels.flatMap(({ marks }) => marks)],
    selectable: panels.flatMap(({ selectable }) => selectable),
  };
}

const isBeyond = (mean: number, { low, high }: { low: number; high: number }) =>
  isDrawable(mean) && (mean < low || mean > high);

function slicePanel(
  { by }: SliceData,
  slice: Slice,
  box: Parameters<typeof panelIn>[0],
  scale: Scale,
  first: boolean,
): Pick<Panel, 'marks' | 'selectable'> {
  const { axis, marks } = slice;
  const more = axis.kind === 'choices' && axis.more > 0 ? ` (${axis.more} more values not shown)` : '';
  const panel = panelIn(box, {
    x: { scale: scaleOf(axis), title: `${axis.parameter}${more}`, column: axis.column },
    y: { scale, title: first ? measureTitle(by) : ' ', column: by },
  });
  const look = pointLook(marks.length);
  const intervals = marks.length <= MOST_INTERVALS;
  const drawn = marks.flatMap((mark): Mark[] => {
    const x = panel.x(axis.kind === 'choices' ? mark.value + aside(mark.hash) : mark.value);
    const y = panel.yWithin(mark.mean);
    if (x === null || y === null) return [];
    const told = configMeaning(mark, by, [`${axis.parameter} ${valueText(axis, mark.value)}`]);
    const shape = armLook(mark.arm);
    const point: Mark = { kind: 'point', at: [x, y], ...look, ...shape, ...told };
    if (!intervals || !isDrawable(mark.half)) return [point];
    return [whisker(x, mark.mean - mark.half, mark.mean + mark.half, panel, shape.fill), point];
  });
  return { marks: [...panel.marks, ...drawn, ...trendMarks(slice, panel)], selectable: panel.selectable };
}

function whisker(x: number, low: number, high: number, panel: Panel, stroke: { series: number }): Mark {
  const through: Place[] = [
    [x, panel.yWithin(low)!],
    [x, panel.yWithin(high)!],
  ];
  return { kind: 'line', through, stroke, width: 1, opacity: 0.5 };
}

/** Configs of one choice lie beside one another, each always at the same place. From -0.3 to 0.3. */
function aside(hash: string): number {
  let sum = 0;
  for (const c of hash.slice(0, 12)) sum = (sum * 31 + c.codePointAt(0)!) % 9973;
  return (sum / 9972 - 0.5) * 0.6;
}

/** A line over numbers; a bar at each choice, which are in no order. */
function trendMarks({ axis, trend }: Slice, panel: Panel): Mark[] {
  const half = axis.kind === 'choices' ? (panel.plot.width / Math.max(1, axis.choices.length)) * 0.38 : 0;
  const places = trend.flatMap(({ value, mean, configs }) => {
    const x = panel.x(value);
    const y = panel.yWithin(mean);
    if (x === null || y === null) return [];
    const tip = `${axis.parameter} ${valueText(axis, value)}\nmean ${measured(mean)} of ${configs} configs`;
    return [{ x, y, tip }];
  });
  if (axis.kind === 'choices') {
    return places.map(({ x, y, tip }): Mark => {
      const through: Place[] = [
        [Math.max(panel.plot.x, x - half), y],
        [Math.min(panel.plot.x + panel.plot.width, x + half), y],
      ];
      return { kind: 'line', through, stroke: 'text', width: 2, tip };
    });
  }
  const through = places.map(({ x, y }): Place => [x, y]);
  return [
    ...(places.length > 1 ? [{ kind: 'line', through, stroke: 'text', width: 2 } as const] : []),
    ...places.map(({ x, y, tip }): Mark => ({ kind: 'point', at: [x, y], radius: 2.5, fill: 'text', tip })),
  ];
}

function valueText(axis: Axis, value: number): string {
  return axis.kind === 'choices' ? (axis.choices[value] ?? '') : numberText(value);
}

function trendText({ axis, trend }: Slice, maximize: boolean): string {
  const best = bestOf(trend, maximize);
  return best
    ? `${axis.parameter}: the best mean is ${measured(best.mean)} at ${valueText(axis, best.value)}.`
    : '';
}

/** A row a config and parameter. */
export function sliceTable({ by, slices }: SliceData): FigureTable {
  return {
    columns: ['parameter', 'value', 'config', 'arm', by, 'half_interval', 'replicates'],
    rows: slices.flatMap(({ axis, marks }) =>
      marks.map(({ value, hash, arm, mean, half, n }) => {
        const written = axis.kind === 'choices' ? (axis.choices[value] ?? null) : value;
        return [axis.parameter, written, hash, arm, mean, half, n];
      }),
    ),
  };
}
