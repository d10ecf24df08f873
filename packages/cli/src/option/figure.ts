import { InputError, nearest } from '@latentsweep/core';
import { FIGURES, type FigureName } from '@latentsweep/figures';

export const FIGURE_NAMES = Object.keys(FIGURES) as readonly FigureName[];

/** Throws InputError `unknown_figure`. */
export function figureName(text: string): FigureName {
  const name = FIGURE_NAMES.find((figure) => figure === text);
  if (name !== undefined) return name;
  const near = nearest(text, FIGURE_NAMES);
  const hint = near === null ? `Figures: ${FIGURE_NAMES.join(', ')}.` : `Did you mean ${near}?`;
  throw new InputError('unknown_figure', `There is no figure '${text}'.`, hint);
}

/** Each with what it shows, for the help. */
export function figureList(): string[] {
  const width = Math.max(...FIGURE_NAMES.map((name) => name.length));
  return FIGURE_NAMES.map((name) => `  ${name.padEnd(width)}   ${FIGURES[name].about}`);
}
