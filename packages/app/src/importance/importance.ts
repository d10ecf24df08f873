import { learns, storedDefinition } from '@latentsweep/coordinator';
import { InputError, judgeParameters, plural, RESAMPLES, type ShareInterval, TREES } from '@latentsweep/core';
import { isMaximized, type KnownSweep, type Reading } from '@latentsweep/store';
import { drawnOf } from '../figure/drawn.ts';
import { columnsOf } from '../figure/parameters.ts';

/** A forest for each resample of more takes long. */
const MOST_CONFIGS = 1000;
/** Of fewer no tree can tell anything. */
const LEAST_CONFIGS = 10;
/** Fewer tell little, as the figure says. */
const ENOUGH = 50;
const MOST_PAIRS = 5;

/** How important the parameters of a sweep are, by two methods. */
export interface Importance {
  readonly sweep: string;
  readonly by: string;
  readonly maximize: boolean;
  readonly where: string | null;
  /** How many configs were read, and of how many. */
  readonly sample: { readonly shown: number; readonly of: number; readonly estimated?: boolean };
  /** Of the configs, behind the intervals. */
  readonly resamples: number;
  /** Of a forest of fANOVA. */
  readonly trees: number;
  readonly notes: readonly string[];
  /** Those that vary; by fANOVA, the most important first. */
  readonly parameters: readonly {
    readonly parameter: string;
    readonly column: string;
    readonly pedAnova: ShareInterval;
    readonly fanova: ShareInterval;
  }[];
  /** The strongest pairs, by fANOVA. */
  readonly interactions: readonly ({ readonly parameters: readonly [string, string] } & ShareInterval)[];
}

/**
 * Throws InputError `unknown_metric`, `bad_where`, `nothing_to_draw` where no config has a finite mean, `too_few_configs`, and
 * `nothing_varies`.
 */
export async function importanceOf(
  store: Reading,
  sweep: KnownSweep,
  { by = sweep.metric, where }: { readonly by?: string | undefined; readonly where?: string | undefined },
): Promise<Importance> {
  const names = sweep.parameters.map(({ name }) => name);
  const asked = { by, where };
  const { sample, marks } = await store.configMarks(sweep, {
    ...asked,
    ...{ parameters: names, limit: MOST_CONFIGS, best: 0 },
  });
  const drawn = await drawnOf(store, sweep, { figure: 'importance', ...asked }, sample);
  if (marks.length < LEAST_CONFIGS) {
    throw new InputError(
      'too_few_configs',
      `Importances need ${LEAST_CONFIGS} configs that are ranked by ${by}, and there ${marks.length === 1 ? 'is' : 'are'} ${marks.length}.`,
      where === undefined
        ? 'Wait for more, or try more: what failed, what a race dropped and what breaks a constraint is not ranked.'
        : 'Widen the condition, or leave it out.',
    );
  }
  const varying = names.flatMap((name, i) =>
    new Set(marks.map(({ values }) => values[i]).filter((value) => value !== null)).size > 1
      ? [{ name, i }]
      : [],
  );
  if (varying.length === 0) {
    throw new InputError(
      'nothing_varies',
      `No parameter differs between these ${plural(marks.length, 'config')}.`,
      'Admit more of them: widen the condition, or take a sweep over more values.',
    );
  }
  const definition = storedDefinition(sweep);
  const sign = isMaximized(sweep, by) ? 1 : -1;
  const judged = judgeParameters(
    marks.map(({ hash, mean, values }) => ({
      key: hash,
      score: sign * mean,
      values: varying.map(({ i }) => values[i]!),
    })),
    varying.length,
  );
  const columns = columnsOf(sweep.parameters);
  const isFlat = marks.every(({ mean }) => mean === marks[0]!.mean);
  return {
    ...drawn,
    ...{ resamples: RESAMPLES, trees: TREES },
    notes: [
      ...drawn.notes,
      ...(learns(definition.method)
        ? [
            'Its configs were proposed by results, and crowd where those were good: this is what matters there.',
          ]
        : []),
      ...(isFlat ? [`All of these configs have the same mean of ${by}: nothing explains anything.`] : []),
      ...(marks.length < ENOUGH
        ? [`${plural(marks.length, 'config')} are little: another sweep may say otherwise.`]
        : []),
    ],
    parameters: varying
      .map(({ name }, p) => ({
        ...{ parameter: name, column: columns.get(name)! },
        ...{ pedAnova: judged.ped[p]!, fanova: judged.fanova[p]! },
      }))
      .sort((a, b) => b.fanova.share - a.fanova.share || b.pedAnova.share - a.pedAnova.share),
    interactions: judged.pairs.slice(0, MOST_PAIRS).map(({ parameters: [p, q], ...interval }) => ({
      parameters: [varying[p]!.name, varying[q]!.name] as const,
      ...interval,
    })),
  };
}
