import { CURVE_PANELS, type CurvePanel, short } from '@latentsweep/app';
import { CURVES, type Curves, printable } from '@latentsweep/core';
import type { Table } from '@latentsweep/store';
import { chartPaints, legend, lineChart } from '../terminal/braille.ts';
import type { Style } from '../terminal/style.ts';

const CHARTS: readonly Pick<CurvePanel, 'title' | 'series'>[] = [
  ...CURVE_PANELS,
  { title: 'VAE: KL divergence', series: [{ label: 'training', name: 'vae_kl' }] },
];
const HEIGHT = 7;
/** Epochs further apart than this are no easier to read. */
const WIDEST = 180;

/** Training against validation over the epochs, one chart below another. */
export function curveCharts(curves: Curves, width: number, style: Style): string[] {
  const paints = chartPaints(style);
  return CHARTS.flatMap(({ title, series: named }) => {
    const series = named.map(({ label, name }) => ({ label, values: curves[name] ?? [] }));
    const chart = lineChart(series, { width: Math.min(width, WIDEST), height: HEIGHT }, paints, short);
    return chart.length === 0 ? [] : ['', `${style.bold(title)}   ${legend(series, paints)}`, ...chart];
  });
}

/** What a program reported over its steps, a chart a metric. */
export function reportCharts({ step = [], ...curves }: Curves, width: number, style: Style): string[] {
  const paints = chartPaints(style);
  const ends = [step[0] ?? 1, step.at(-1) ?? 1].map(short) as [string, string];
  const size = { width: Math.min(width, WIDEST), height: HEIGHT };
  return Object.entries(curves).flatMap(([name, values]) => {
    const chart = lineChart([{ label: name, values }], size, paints, short, ends);
    return chart.length === 0 ? [] : ['', style.bold(printable(name)), ...chart];
  });
}

/** One row a report. */
export function reportTable({ step = [], ...curves }: Curves): Table {
  const drawn = Object.entries(curves).filter(([, values]) => values.length > 0);
  return {
    columns: ['step', ...drawn.map(([name]) => name)],
    rows: Array.from(step, (at, i) => [at, ...drawn.map(([, values]) => values[i] ?? null)]),
  };
}

/** One row an epoch, one column a curve that the trial has. */
export function curveTable(curves: Curves): Table {
  const drawn = CURVES.map((name) => ({ name, values: curves[name] ?? [] })).filter(
    ({ values }) => values.length > 0,
  );
  const epochs = Math.max(0, ...drawn.map(({ values }) => values.length));
  return {
    columns: ['epoch', ...drawn.map(({ name }) => name)],
    rows: Array.from({ length: epochs }, (_, i) => [i + 1, ...drawn.map(({ values }) => values[i] ?? null)]),
  };
}
