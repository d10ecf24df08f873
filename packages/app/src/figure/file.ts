import { csvOf, draw, type FigureData, frameOf, svgOf } from '@latentsweep/figures';

export const FIGURE_FILES = ['svg', 'png', 'pdf', 'csv'] as const;
export type FigureFile = (typeof FIGURE_FILES)[number];

export interface FigureLook {
  /** Pixels. */
  readonly width: number;
  /** The figure's own height for that width by default. */
  readonly height?: number | undefined;
  readonly dark: boolean;
}

/** A figure as what a file of that kind holds. CSV has the data behind it. Throws InputError `no_canvas`, `picture_too_large`. */
export async function figureFile(
  data: FigureData,
  kind: FigureFile,
  { width, height, dark }: FigureLook,
): Promise<string | Uint8Array> {
  if (kind === 'csv') return csvOf(data);
  const frame = frameOf(data, width);
  const drawing = draw(data, height === undefined ? frame : { width, height });
  const theme = dark ? 'dark' : 'light';
  if (kind === 'svg') return svgOf(drawing, { theme });
  // Loaded only where it is needed: a binary of some megabytes.
  const { pdfOf, pngOf } = await import('@latentsweep/figures/files');
  return kind === 'png' ? pngOf(drawing, { theme }) : pdfOf(drawing, { theme });
}
