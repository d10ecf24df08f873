import { grouped, plural } from '@latentsweep/core';
import { armsOf } from '../config-mark.ts';
import type { Drawn } from '../data.ts';
import type { Drawing, Frame, Ink, Mark, Place } from '../drawing.ts';
import { emptyDrawing } from '../empty.ts';
import { seriesOfArm } from '../palette.ts';
import { type Panel, panelIn } from '../panel.ts';
import { focusedSpan, isDrawable, linearScale, shareScale } from '../scale.ts';
import { measureTitle, sheetOf } from '../sheet.ts';
import type { FigureTable } from '../table.ts';

/** The share of configs that reach a value. */
export interface EdfData extends Drawn {
  readonly figure: 'edf';
  /** For all and for each arm, values at which the share of configs at or below it grows; both go up. */
  readonly lines: readonly {
    readonly label: string;
    readonly n: number;
    readonly values: readonly number[];
    readonly shares: readonly number[];
  }[];
}

type Line = EdfData['lines'][number];

export function drawEdf(data: EdfData, frame: Frame): Drawing {
  const { by } = data;
  const title = `How many configs reach what ${by}`;
  const focus = focusedSpan(data.lines.flatMap(({ values }) => values));
  if (!focus) return emptyDrawing(data, frame, title, `No config has a value of ${by} yet.`);

  const lines = ordered(data.lines);
  const sheet = sheetOf(data, frame, {
    title,
    legend: lines.map((line) => ({
      label: `${line.label} (${grouped(line.n)})`,
      ink: inkOf(line),
      like: 'line',
    })),
  });
  const panel = panelIn(sheet.body, {
    x: { scale: linearScale(focus.span), title: measureTitle(by), column: by, grid: true },
    y: { scale: shareScale(), title: 'configs at or below' },
  });
  // All of them last, on top.
  const marks = lines.toReversed().map(
    (line): Mark => ({
      kind: 'line',
      through: steps(line, panel),
      stroke: inkOf(line),
      width: isAll(line) ? 3 : 1.75,
      tip: `${line.label}: ${plural(line.n, 'config')}, half of them at or below ${medianText(line)}`,
    }),
  );
  return {
    ...frame,
    title,
    description: `The share of configs at or below each value of ${by}: ${lines.map((line) => `${line.label} half at or below ${medianText(line)}`).join('; ')}.`,
    marks: [...sheet.marks, ...panel.marks, ...marks],
    selectable: panel.selectable,
  };
}

const isAll = ({ label }: Line) => label === 'all';
const inkOf = (line: Line): Ink => (isAll(line) ? 'text' : { series: seriesOfArm(line.label) });

/** All of them, then arms as they are listed everywhere. */
function ordered(lines: readonly Line[]): Line[] {
  const arms = armsOf(lines.map(({ label }) => ({ arm: label })));
  return [
    ...lines.filter(isAll),
    ...lines.filter((line) => !isAll(line)).sort((a, b) => arms.indexOf(a.label) - arms.indexOf(b.label)),
  ];
}

/** From nothing at the left edge up to all at the right one. */
function steps({ values, shares }: Line, panel: Panel): Place[] {
  const { plot } = panel;
  let y = plot.y + plot.height;
  const through: Place[] = [[plot.x, y]];
  values.forEach((value, i) => {
    const x = panel.xWithin(value);
    const next = panel.yWithin(shares[i]);
    if (x === null || next === null) return;
    through.push([x, y], [x, next]);
    y = next;
  });
  through.push([plot.x + plot.width, y]);
  return through;
}

function medianText({ values, shares }: Line): string {
  const at = shares.findIndex((share) => share >= 0.5);
  const value = values[at];
  return isDrawable(value) ? String(Number(value.toPrecision(4))) : 'no value';
}

export function edfTable({ by, lines }: EdfData): FigureTable {
  return {
    columns: ['arm', 'configs', by, 'share_at_or_below'],
    rows: lines.flatMap(({ label, n, values, shares }) =>
      values.map((value, i) => [label, n, value, shares[i] ?? null]),
    ),
  };
}
