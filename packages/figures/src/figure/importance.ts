import type { Drawn } from '../data.ts';
import type { Drawing, Frame, Mark } from '../drawing.ts';
import { emptyDrawing } from '../empty.ts';
import { panelIn } from '../panel.ts';
import { choicesScale, linearScale } from '../scale.ts';
import { sheetOf } from '../sheet.ts';
import type { FigureTable } from '../table.ts';
import { LINE, SIZE, textWidth } from '../text-width.ts';

/** Which parameters tell good configs from the others (PED-ANOVA). */
export interface ImportanceData extends Drawn {
  readonly figure: 'importance';
  /** The most important first; they sum to 1, or are all 0. */
  readonly importances: readonly {
    readonly parameter: string;
    readonly column: string;
    readonly importance: number;
  }[];
  /** The share of configs that counts as good. */
  readonly quantile: number;
}

/** A bar higher than this says no more. */
const HIGHEST = 30;

export function drawImportance(data: ImportanceData, frame: Frame): Drawing {
  const { by, importances, quantile } = data;
  const title = `Which parameters matter for ${by}`;
  const finite = importances.filter(({ importance }) => importance >= 0 && importance <= 1 + 1e-9);
  if (finite.length === 0) {
    return emptyDrawing(data, frame, title, 'No parameter varies over configs with a result.');
  }
  const about = `What tells the best ${percent(quantile)} of configs from the others (PED-ANOVA), in shares of all parameters.`;
  const undecided = finite.every(({ importance }) => importance === 0)
    ? ['No parameter tells the best configs from the others.']
    : [];
  // Laid out first with all of them, to see how many there is room for.
  const room = sheetOf(data, frame, { title, notes: [...undecided, about, ''] }).body.height;
  const shown = finite.slice(0, Math.max(1, Math.floor((room - 24) / (LINE + 2))));
  const more =
    shown.length < finite.length
      ? [`${finite.length - shown.length} parameters of less importance are not shown.`]
      : [];
  const sheet = sheetOf(data, frame, { title, notes: [...more, ...undecided, about] });

  const most = Math.max(...shown.map(({ importance }) => importance), 1e-3);
  const value = textWidth(percent(most), SIZE.text, true) + 8;
  const height = Math.min(sheet.body.height, shown.length * HIGHEST + 24);
  const panel = panelIn(
    { ...sheet.body, width: Math.max(40, sheet.body.width - value), height },
    {
      x: { scale: linearScale({ low: 0, high: most }, { exact: true }), bare: true },
      y: { scale: choicesScale(shown.map(({ parameter }) => parameter)), cut: 'start' },
    },
  );
  const thick = Math.max(2, Math.min(HIGHEST, panel.plot.height / shown.length) - 6);
  const bars = shown.flatMap(({ parameter, importance }, i): Mark[] => {
    const middle = panel.y(i)!;
    const end = panel.xWithin(importance)!;
    const tip = `${parameter}: ${percent(importance)}`;
    const { x } = panel.plot;
    return [
      { kind: 'rect', x, y: middle - thick / 2, width: end - x, height: thick, fill: { series: 6 }, tip },
      {
        kind: 'text',
        at: [end + 6, middle + SIZE.text * 0.35],
        text: percent(importance),
        ink: 'text',
        bold: true,
      },
    ];
  });
  const first = shown[0]!;
  return {
    ...frame,
    title,
    description: `${about} ${first.parameter}: ${percent(first.importance)}${shown[1] ? `, ${shown[1].parameter}: ${percent(shown[1].importance)}` : ''}.`,
    marks: [...sheet.marks, ...panel.marks, ...bars],
    selectable: [],
  };
}

/** `42%`, `0.3%`. */
function percent(share: number): string {
  const value = 100 * share;
  return `${value === 0 || value >= 9.95 ? value.toFixed(0) : value.toFixed(1)}%`;
}

export function importanceTable({ importances }: ImportanceData): FigureTable {
  return {
    columns: ['parameter', 'column', 'importance'],
    rows: importances.map(({ parameter, column, importance }) => [parameter, column, importance]),
  };
}
