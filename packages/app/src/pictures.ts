/**
 * Figures of what is in the store, and the report that has them. A door of its own: other commands do not wait for what
 * draws to load.
 */

export { FIGURE_FILES, type FigureFile, figureFile } from './figure/file.ts';
export { type FigureWish, gatherFigure } from './figure/gather.ts';
export { writeFigure } from './figure/write.ts';
export { makeReport } from './report/report.ts';
export { writeReport } from './report/write.ts';
