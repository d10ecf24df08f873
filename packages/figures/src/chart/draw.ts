import { plural } from '@latentsweep/core';
import type { Chart } from '../chart.ts';
import type { Drawing, Frame, Mark } from '../drawing.ts';
import { legendAt } from '../legend.ts';
import { type Panel, panelIn } from '../panel.ts';
import { choicesScale, linearScale, numberText, type Scale, type Span, spanOf } from '../scale.ts';
import { seriesInk } from '../series-ink.ts';
import { momentText, timeScale, utcOffsets } from '../time-scale.ts';
import { lineMarks } from '../trace.ts';

const EDGE = 8;
/** The axes of no marks. */
const NOTHING: Span = { low: 0, high: 1 };

/** Of a result of SQL: no title but what its columns are called. */
export function drawChart(chart: Chart, frame: Frame): Drawing {
  const width = Math.max(1, frame.width - 2 * EDGE);
  const like = ({ line: 'line', bars: 'square', points: 'point' } as const)[chart.kind];
  const entries = chart.groups.flatMap(({ label }, i) =>
    label === null ? [] : [{ label: label === '' ? '(empty)' : label, ink: seriesInk(i), like }],
  );
  const keys = legendAt(entries, { x: EDGE, y: EDGE, width });
  // So many series have no room for a plot below their names: the tips have them.
  const legend = keys.height <= frame.height * 0.4 ? keys : { marks: [], height: 0 };
  const top = EDGE + legend.height + (legend.height > 0 ? 4 : 0);
  const box = { x: EDGE, y: top, width, height: Math.max(1, frame.height - EDGE - top) };
  const marks = chart.groups.flatMap(({ marks: some }) => some);
  const across = spanOf(marks.map(({ x }) => x)) ?? NOTHING;
  const heights = spanOf([...marks.map(({ y }) => y), ...(chart.kind === 'bars' ? [0] : [])]) ?? NOTHING;
  const panel = panelIn(box, {
    x: {
      scale: scaleAcross(chart, across, marks),
      title: titleAcross(chart, across),
      grid: chart.kind === 'points',
    },
    y: { scale: linearScale(heights), title: chart.y },
  });
  return {
    ...frame,
    title: titleOf(chart),
    description: describe(chart, marks.length, heights),
    marks: [
      ...legend.marks,
      ...panel.marks,
      ...chart.groups.flatMap((_, i) => GROUP[chart.kind](chart, i, panel)),
    ],
    selectable: [],
  };
}

function scaleAcross({ along, words }: Chart, span: Span, marks: readonly { readonly x: number }[]): Scale {
  if (along === 'words') return choicesScale(words);
  return along === 'moments'
    ? timeScale(span)
    : linearScale(span, { whole: marks.every(({ x }) => Number.isInteger(x)) });
}

function titleAcross({ x, along }: Chart, span: Span): string {
  return along === 'moments' ? `${x}, local time (${utcOffsets(span)})` : (x ?? 'row');
}

const titleOf = ({ x, y, series }: Chart) =>
  `${y} by ${x ?? 'row'}${series === null ? '' : ` and ${series}`}`;

function describe(chart: Chart, n: number, { low, high }: Span): string {
  const from = `${plural(n, 'row')}, ${chart.y} from ${numberText(low)} to ${numberText(high)}.`;
  return chart.leftOut === 0
    ? from
    : `${from} ${plural(chart.leftOut, 'row')} without a finite value left out.`;
}

const GROUP = { line: lineOf, bars: barsOf, points: pointsOf } as const;

function tipOf(
  { x, y, series, along, words, groups }: Chart,
  group: number,
  mark: { readonly x: number; readonly y: number },
): string {
  const at =
    along === 'words' ? words[mark.x]! : along === 'moments' ? momentText(mark.x) : numberText(mark.x);
  const { label } = groups[group]!;
  return [
    ...(label === null ? [] : [`${series}: ${label}`]),
    `${x ?? 'row'}: ${at}`,
    `${y}: ${numberText(mark.y)}`,
  ].join('\n');
}

function lineOf(chart: Chart, group: number, panel: Panel): Mark[] {
  const { marks } = chart.groups[group]!;
  const places = marks.map(({ x, y }) => [panel.x(x), panel.y(y)] as const);
  const line = lineMarks(places, { stroke: seriesInk(group), width: 2 });
  return panel.plot.width / marks.length < 7 ? line : [...line, ...pointsOf(chart, group, panel)];
}

function pointsOf(chart: Chart, group: number, panel: Panel): Mark[] {
  const fill = seriesInk(group);
  return chart.groups[group]!.marks.flatMap((mark): Mark[] => {
    const [x, y] = [panel.x(mark.x), panel.y(mark.y)];
    if (x === null || y === null) return [];
    return [
      {
        kind: 'point',
        at: [x, y],
        radius: 2.5,
        fill,
        opacity: chart.kind === 'line' ? 1 : 0.7,
        tip: tipOf(chart, group, mark),
      },
    ];
  });
}

/** Side by side where there are several series. */
function barsOf(chart: Chart, group: number, panel: Panel): Mark[] {
  const n = chart.groups.length;
  const step = panel.plot.width / chart.words.length;
  const width = Math.min(60, (step * 0.8) / n);
  const zero = panel.yWithin(0)!;
  return chart.groups[group]!.marks.flatMap((mark): Mark[] => {
    const [middle, y] = [panel.x(mark.x), panel.y(mark.y)];
    if (middle === null || y === null) return [];
    const box = {
      x: middle + (group - n / 2) * width,
      y: Math.min(y, zero),
      width: Math.max(0.5, width - (width > 4 ? 1 : 0)),
      height: Math.max(0.5, Math.abs(zero - y)),
    };
    return [{ kind: 'rect', ...box, fill: seriesInk(group), tip: tipOf(chart, group, mark) }];
  });
}
