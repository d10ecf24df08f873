import { writeFile } from 'node:fs/promises';
import type { FigureData } from '@latentsweep/figures';
import { writeAtomically } from '../export/atomic-file.ts';
import { type FigureFile, type FigureLook, figureFile } from './file.ts';

/** Writes a figure to a file of that kind, which appears once it is whole. */
export async function writeFigure(
  path: string,
  kind: FigureFile,
  data: FigureData,
  look: FigureLook,
): Promise<void> {
  const content = await figureFile(data, kind, look);
  await writeAtomically(path, (partial) => writeFile(partial, content, { flush: true }));
}
