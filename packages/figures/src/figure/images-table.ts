import type { FigureTable } from '../table.ts';
import type { ImagesData } from './images.ts';

/** A row an image; its pixels as base64, a byte each, row by row. */
export function imagesTable({ classes, real, made, mistaken }: ImagesData): FigureTable {
  const name = (k: number) => classes[k] ?? null;
  return {
    columns: ['kind', 'class', 'taken_for', 'probability', 'width', 'height', 'channels', 'pixels_base64'],
    rows: [
      ...real.map((image) => ({ kind: 'training', taken: null, certainty: null, ...image })),
      ...made.map((image) => ({ kind: 'made', taken: null, certainty: null, ...image })),
      ...mistaken.map((image) => ({ kind: 'mistaken', ...image })),
    ].map(({ kind, of, taken, certainty, pixels: { width, height, channels, bytes } }) => [
      ...[kind, name(of), taken === null ? null : name(taken), certainty],
      ...[width, height, channels, bytes],
    ]),
  };
}
