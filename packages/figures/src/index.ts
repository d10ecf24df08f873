/** Figures: data in, drawings out; and drawings as SVG and in characters. What writes files is behind `./files`. */

export { duration } from '@latentsweep/core';
export { brailleOf, type DotCanvas, dotCanvas, dotsBetween } from './braille.ts';
export { charactersOf, frameOfCharacters } from './characters.ts';
export { drawChart } from './chart/draw.ts';
export { type Chart, chartOf } from './chart.ts';
export { csvOf } from './csv.ts';
export type * from './data.ts';
export type * from './drawing.ts';
export { draw, FIGURES, type FigureData, type FigureName } from './figures.ts';
export { frameOf } from './frame.ts';
export { drawPaired, type PairedData } from './paired.ts';
export { inksAsCss } from './palette.ts';
export { svgOf } from './svg.ts';
