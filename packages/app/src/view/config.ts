import { armNamed, measureNamed, type Values } from '@latentsweep/core';
import { FIGURES, type FigureName } from '@latentsweep/figures';
import type { ConfigRecord, KnownSweep, OverReplicates, Reading, TrialOfConfig } from '@latentsweep/store';

import { figuresFor } from '../figure/of-program.ts';

/** Trials that are listed. */
const TRIALS = 100;
/** More than a race may have. */
const RUNGS = 100;

/** A measure over a config's replicates. */
interface MeasureRow extends OverReplicates {
  readonly name: string;
  readonly about: string;
  readonly unit: string | null;
}

/** A trial among those of its config; times in ISO 8601. */
export interface ShownTrial extends Omit<TrialOfConfig, 'startedAt' | 'finishedAt'> {
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
}

/** A config with all that its replicates say together. */
export interface ConfigPage extends Omit<ConfigRecord, 'measures' | 'trials' | 'trialCount'> {
  /** The word for it. */
  readonly sweep: string;
  readonly measures: readonly MeasureRow[];
  readonly trials: readonly ShownTrial[];
  readonly moreTrials: number;
  /** What a race decided of it, rung by rung. */
  readonly decisions: readonly { readonly kept: boolean; readonly reason: string }[];
  /** Those that can be drawn of it. */
  readonly figures: readonly FigureName[];
}

/** `word`: its hash, or the first characters of it. Throws InputError `unknown_config`, `ambiguous_config`. */
export async function configPage(store: Reading, sweep: KnownSweep, word: string): Promise<ConfigPage> {
  const hash = await store.findConfig(sweep, word);
  const { measures, trials, trialCount, ...known } = await store.config(sweep, hash, TRIALS);
  return {
    sweep: sweep.word,
    ...known,
    measures: [...measures].map(([name, figures]) => measureRow(name, figures)),
    trials: trials.map(shownTrial),
    moreTrials: trialCount - trials.length,
    decisions: (await store.decisions(sweep.id, hash, RUNGS)).map(({ kept, reason }) => ({ kept, reason })),
    figures: figuresOf(sweep, known.config, trials),
  };
}

function measureRow(name: string, figures: OverReplicates): MeasureRow {
  // One that a newer version added is told without words.
  const { description: about = '', unit = null } = measureNamed.get(name) ?? {};
  return { name, about, unit, ...figures };
}

export const shownTrial = ({ startedAt, finishedAt, ...trial }: TrialOfConfig): ShownTrial => ({
  ...trial,
  startedAt: startedAt?.toISOString() ?? null,
  finishedAt: finishedAt?.toISOString() ?? null,
});

/** Curves are kept of what diverged too; what is generated and a latent space need a VAE, and all else a result. */
function figuresOf(
  sweep: Pick<KnownSweep, 'datasetSpec' | 'ownMeasures'>,
  config: Values,
  trials: readonly TrialOfConfig[],
): FigureName[] {
  const is = (wanted: TrialOfConfig['state']) => trials.some(({ state }) => state === wanted);
  // It may be a config of another version.
  const hasVae = armNamed.get(String(config['arm']))?.kind === 'generating';
  return figuresFor(sweep).filter((name) => {
    if (FIGURES[name].of !== 'config') return false;
    if (name === 'curves' && is('diverged')) return true;
    if (name === 'images' && sweep.datasetSpec?.kind !== 'images') return false;
    return is('completed') && (hasVae || (name !== 'generated' && name !== 'latent'));
  });
}
