/** Figures: data in, drawings out; and drawings as SVG and in characters. What writes files is behind `./files`. */

export type * from './data.ts';
export type * from './drawing.ts';
export { draw, FIGURES, type FigureData, type FigureName } from './figures.ts';
export { frameOf } from './frame.ts';
