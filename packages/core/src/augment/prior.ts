import { concatenate, rowsFrom } from '../dataset/rows.ts';
import type { Values } from '../parameter/parameter.ts';
import { TABLE_VAE_DEFAULTS } from '../parameter/table-defaults.ts';
import { type ArmContext, type GeneratingPlan, minorityClasses, type VaeSettings } from './arm.ts';
import { missingRows } from './fill.ts';

/** Defaults of arms whose VAE draws from the prior: what a collapsed one makes of it is one average row. */
export const PRIOR_DEFAULTS: Values = {
  ...TABLE_VAE_DEFAULTS,
  ...{ hidden_sizes: [64, 64], latent_size: 8, 'loss_weights.prediction': 0 },
};

/**
 * Each minority class brought to its target by rows that a VAE, told the class, draws from the prior in each epoch: all
 * kept rows, then these. `fitOn`: row numbers that it learns from.
 */
export function drawnFromPrior(
  context: ArmContext & { readonly config: VaeSettings },
  fitOn: Uint32Array,
): GeneratingPlan {
  const { dataset, training } = context;
  /** Of a row that is generated from, its class alone is looked at. */
  const generateFrom = concatenate(
    minorityClasses(context).map((k) => {
      const rows = training.kept[k]!;
      return new Uint32Array(missingRows(context, k)).map((_, i) => rows[i % rows.length]!);
    }),
  );
  const order = concatenate([...training.kept, rowsFrom(dataset.train.count, generateFrom.length)]);
  return {
    kind: 'generating',
    vae: context.config,
    fitOn,
    generateFrom,
    byProbability: false,
    set: () => ({ order, weights: null }),
  };
}
