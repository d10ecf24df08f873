import type { Frame } from './drawing.ts';
import { MOST as MOST_CLASSES } from './figure/confusion-layout.ts';
import { countsOf } from './figure/images.ts';
import { layOutImages } from './figure/images-layout.ts';
import type { FigureData } from './figures.ts';

/** Pixels: what stands around a figure, a row of text or bars, a panel. */
const AROUND = 120;
const ROW = 26;
const PANEL = 230;
/** Below this panels stand under one another. */
const TWO_COLUMNS = 520;

/** The room that a figure takes at a width where nothing else decides it: more rows and panels, more height. */
export function frameOf(data: FigureData, width: number): Frame {
  return { width, height: Math.round(heightOf(data, width)) };
}

function heightOf(data: FigureData, width: number): number {
  const panels = (count: number) =>
    AROUND + PANEL * Math.ceil(Math.max(1, count) / (width < TWO_COLUMNS ? 1 : 2));
  const rows = (count: number, height = ROW) => AROUND + height * Math.max(1, count);
  switch (data.figure) {
    case 'importance':
      return rows(data.importances.length);
    case 'arms':
    case 'durations':
      return rows(data.arms.length, 2.2 * ROW);
    case 'timeline':
      return rows(Math.max(4, data.workers.length)) + PANEL / 2;
    case 'slice':
      return panels(data.slices.length);
    case 'curves':
      return panels(data.panels.length);
    case 'generated': {
      const columns = Math.max(2, Math.floor((width < TWO_COLUMNS ? width : 0.55 * width) / 150));
      const histograms = Math.min(6, Math.ceil(data.columns.length / columns)) * 0.5 * PANEL;
      const projection = Math.min(width, 1.3 * PANEL);
      return AROUND + (width < TWO_COLUMNS ? histograms + projection : Math.max(histograms, projection));
    }
    case 'confusion': {
      const classes = Math.max(2, Math.min(MOST_CLASSES, data.classes.length, width / ROW));
      return AROUND + 2 * ROW + classes * (classes < 5 ? 3 * ROW : classes < 15 ? 1.5 * ROW : 0.75 * ROW);
    }
    case 'images':
      return AROUND + layOutImages(countsOf(data), width - 16).height;
    case 'contour':
    case 'test-vs-validation':
    case 'roc':
    case 'precision-recall':
    case 'calibration':
    case 'latent':
      return AROUND + Math.min(width, 2 * PANEL);
    case 'history':
    case 'edf':
    case 'parallel':
      return AROUND + Math.max(PANEL, Math.min(0.5 * width, 2 * PANEL));
  }
}
