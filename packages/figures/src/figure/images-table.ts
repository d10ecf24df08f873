import type { FigureTable } from '../table.ts';
import type { ImagesData } from './images.ts';

/** A row an image; its pixels as base64, a byte each, row by row. */
export function imagesTable({
  classes,
  real,
  made,
  reconstructed,
  interpolated,
  mistaken,
}: ImagesData): FigureTable {
  const name = (k: number) => classes[k] ?? null;
  return {
    columns: ['kind', 'class', 'taken_for', 'probability', 'width', 'height', 'channels', 'pixels_base64'],
    rows: [
      ...unmistaken('training', real),
      ...unmistaken('made', made),
      ...unmistaken('reconstructed', reconstructed),
      ...unmistaken('interpolated', interpolated),
      ...mistaken.map((image) => ({ kind: 'mistaken', ...image })),
    ].map(({ kind, of, taken, certainty, pixels: { width, height, channels, bytes } }) => [
      ...[kind, name(of), taken === null ? null : name(taken), certainty],
      ...[width, height, channels, bytes],
    ]),
  };
}

const unmistaken = (kind: string, images: ImagesData['real']) =>
  images.map((image) => ({ kind, taken: null, certainty: null, ...image }));
