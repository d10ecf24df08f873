import { grouped, InputError, plural } from '@latentsweep/core';
import type { ShownRows } from '@latentsweep/worker';
import { columnShares } from './column-shares.ts';
import { missingNotes } from './missing-note.ts';
import { pairs } from './pairs.ts';
import { predictedOf } from './predicted.ts';
import type { DataOf, Gather } from './wish.ts';

type GeneratedData = DataOf<'generated'>;

/** Columns that have a histogram. */
const MOST_COLUMNS = 24;

/** Of one trial: the config's first replicate that has completed. */
export const gatherGenerated: Gather<'generated'> = async (store, sweep, wish, services = {}) => {
  const { config, drawn, made } = await predictedOf(store, sweep, wish, services, 1, (shown) => shown);
  const { trial, rows } = made[0]!;
  if (!rows || rows.made.count === 0) throw nothingMade(trial, rows);
  const sample = { shown: rows.made.count, of: rows.made.of, what: 'rows' } as const;
  return {
    figure: 'generated',
    ...drawn,
    ...{ sample, config, trial },
    notes: [...drawn.notes, ...notesOn(rows), ...missingNotes(rows.columns.slice(0, MOST_COLUMNS))],
    ...generatedFigure(rows),
  };
};

function generatedFigure(rows: ShownRows): Pick<GeneratedData, 'columns' | 'moreColumns' | 'projection'> {
  const { columns, moreColumns, projection } = rows;
  return {
    columns: columns.slice(0, MOST_COLUMNS).map(columnShares),
    moreColumns: moreColumns + Math.max(0, columns.length - MOST_COLUMNS),
    projection: {
      explained: projection.explained,
      real: pairs(projection.real),
      generated: pairs(projection.made),
    },
  };
}

function nothingMade(trial: number, rows: ShownRows | null): InputError {
  return rows === null
    ? new InputError(
        'nothing_to_draw',
        `Trial ${trial} makes no rows: its arm takes real rows as they are.`,
        'Name a config of another arm: `vae_mixing`, `vae_boundary`, `smote` or `placebo`.',
      )
    : new InputError(
        'nothing_to_draw',
        `Trial ${trial} has no generated row in its last training set.`,
        'With `vae_boundary` none came within `band` of the boundary; otherwise no class lacked rows.',
      );
}

function notesOn({ made, real }: ShownRows): string[] {
  const generated =
    made.count < made.of
      ? `${grouped(made.count)} of ${plural(made.of, 'generated row')}`
      : plural(made.of, 'generated row');
  const others =
    real.count < real.of
      ? `${grouped(real.count)} of ${plural(real.of, 'real row')}`
      : plural(real.of, 'real row');
  return [
    `${generated} of the last epoch beside ${others} of the same classes, out of those that it was trained with.`,
  ];
}
