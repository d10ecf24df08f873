import { callouts } from '../callout.ts';
import { armLegend, armLook, configMeaning, measured, pointLook } from '../config-mark.ts';
import type { ConfigMark, Drawn } from '../data.ts';
import type { Drawing, Frame, Mark } from '../drawing.ts';
import { emptyDrawing } from '../empty.ts';
import { type Panel, panelIn } from '../panel.ts';
import { focusedSpan, isDrawable, linearScale } from '../scale.ts';
import { beyondNote, measureTitle, sheetOf } from '../sheet.ts';
import type { FigureTable } from '../table.ts';

/** Validation against test: what choosing by either is worth. */
export interface TestVsValidationData extends Drawn {
  readonly figure: 'test-vs-validation';
  readonly test: string;
  readonly validation: string;
  readonly points: readonly (ConfigMark & { readonly test: number; readonly validation: number })[];
  /** The configs that either split would choose. */
  readonly bestByValidation: {
    readonly hash: string;
    readonly test: number;
    readonly validation: number;
  } | null;
  readonly bestByTest: { readonly hash: string; readonly test: number; readonly validation: number } | null;
  /** Spearman's, over what is shown; null with fewer than three. */
  readonly rankCorrelation: number | null;
}

/** Times its height: wider, the diagonal lies too flat to see how far from it configs are. */
const WIDEST = 1.75;

export function drawTestVsValidation(data: TestVsValidationData, frame: Frame): Drawing {
  const { by, test, validation } = data;
  const title = 'Validation against test';
  const points = data.points.filter((point) => isDrawable(point.test) && isDrawable(point.validation));
  const focus = focusedSpan(points.flatMap((point) => [point.test, point.validation]));
  if (!focus) {
    return emptyDrawing(data, frame, title, `No config has both ${test} and ${validation} yet.`);
  }
  const beyond = points.filter(({ test: a, validation: b }) =>
    [a, b].some((value) => value < focus.span.low || value > focus.span.high),
  ).length;
  const sheet = sheetOf(data, frame, {
    title,
    legend: armLegend(points),
    notes: [...choosing(data), ...beyondNote(beyond, 'config')],
  });
  // One scale for both: on the diagonal, what was seen in validation came true.
  const scale = linearScale(focus.span);
  const width = Math.min(sheet.body.width, sheet.body.height * WIDEST);
  const panel = panelIn(
    { ...sheet.body, width },
    {
      x: { scale, title: measureTitle(validation), column: validation, grid: true },
      y: { scale, title: measureTitle(test), column: test },
    },
  );
  const look = pointLook(points.length);
  const marks = points.map((point): Mark => {
    const more = [`${validation} ${measured(point.validation)}`, `${test} ${measured(point.test)}`];
    return {
      kind: 'point',
      at: [panel.xWithin(point.validation)!, panel.yWithin(point.test)!],
      ...look,
      ...armLook(point.arm),
      ...configMeaning(point, by, more),
    };
  });
  return {
    ...frame,
    title,
    description: [`Each config by ${validation} and ${test}.`, ...choosing(data)].join(' '),
    marks: [...sheet.marks, ...panel.marks, diagonal(panel), ...marks, ...chosenMarks(data, panel)],
    selectable: panel.selectable,
  };
}

function diagonal({ plot: { x, y, width, height } }: Panel): Mark {
  const through = [[x, y + height] as const, [x + width, y] as const];
  return { kind: 'line', through, stroke: 'muted', dashed: true };
}

function chosenMarks(
  { bestByTest, bestByValidation, test, validation }: TestVsValidationData,
  panel: Panel,
): Mark[] {
  const same = bestByTest?.hash === bestByValidation?.hash;
  const chosen = [
    ...(same ? [] : [{ config: bestByTest, said: 'best by test', shape: 'square', side: 'above' } as const]),
    {
      config: bestByValidation,
      said: same ? 'chosen by either' : 'chosen by validation',
      ...({ shape: 'diamond', side: 'below' } as const),
    },
  ];
  const placed = chosen.flatMap(({ config, said, shape, side }) => {
    const x = panel.xWithin(config?.validation);
    const y = panel.yWithin(config?.test);
    return config && x !== null && y !== null ? [{ at: [x, y] as const, config, said, shape, side }] : [];
  });
  return [
    ...placed.map(({ at, config, said, shape }): Mark => {
      const tip = `${said}\n${validation} ${measured(config.validation)}\n${test} ${measured(config.test)}`;
      return { kind: 'point', at, radius: 5, fill: 'accent', shape, tip, leadsTo: { config: config.hash } };
    }),
    ...callouts(
      placed.map(({ at, config, said, side }) => {
        return { at, said: `${said}: ${measured(config.test)}`, ink: 'accent', side };
      }),
      panel.plot,
    ),
  ];
}

/** What choosing by validation is worth, in sentences. */
function choosing(data: TestVsValidationData): string[] {
  const { bestByValidation: chosen, bestByTest: best, rankCorrelation, test, validation } = data;
  const said: string[] = [];
  if (chosen && isDrawable(chosen.test) && isDrawable(chosen.validation)) {
    const lead = `The config that validation chooses has ${validation} ${measured(chosen.validation)} and ${test} ${measured(chosen.test)}`;
    said.push(
      best && isDrawable(best.test)
        ? `${lead}; the best of all by test has ${measured(best.test)}.`
        : `${lead}.`,
    );
  }
  if (isDrawable(rankCorrelation))
    said.push(`Rank correlation of the two (Spearman): ${rankCorrelation.toFixed(2)}.`);
  return said;
}

export function testVsValidationTable({ test, validation, points }: TestVsValidationData): FigureTable {
  return {
    columns: ['config', 'arm', validation, test, 'replicates'],
    rows: points.map((p) => [p.hash, p.arm, p.validation, p.test, p.n]),
  };
}
