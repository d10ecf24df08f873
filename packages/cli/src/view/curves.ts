import { short } from '@latentsweep/app';
import { CURVES, type Curves } from '@latentsweep/core';
import type { Table } from '@latentsweep/store';
import { chartPaints, legend, lineChart } from '../terminal/braille.ts';
import type { Style } from '../terminal/style.ts';

const CHARTS: readonly (readonly [title: string, train: string, validation: string | null])[] = [
  ['classifier loss', 'classifier_loss', 'val_classifier_loss'],
  ['classifier accuracy', 'classifier_accuracy', 'val_classifier_accuracy'],
  ['VAE loss', 'vae_loss', 'val_vae_loss'],
  ['VAE accuracy', 'vae_accuracy', 'val_vae_accuracy'],
  ['VAE: KL divergence', 'vae_kl', null],
];
const HEIGHT = 7;
/** Epochs further apart than this are no easier to read. */
const WIDEST = 180;

/** Training against validation over the epochs, one chart below another. */
export function curveCharts(curves: Curves, width: number, style: Style): string[] {
  const paints = chartPaints(style);
  return CHARTS.flatMap(([title, train, validation]) => {
    const series = [{ label: 'training', values: curves[train] ?? [] }];
    if (validation) series.push({ label: 'validation', values: curves[validation] ?? [] });
    const chart = lineChart(series, { width: Math.min(width, WIDEST), height: HEIGHT }, paints, short);
    return chart.length === 0 ? [] : ['', `${style.bold(title)}   ${legend(series, paints)}`, ...chart];
  });
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
