import { oversample } from '../dataset/cut.ts';
import { concatenate } from '../dataset/rows.ts';
import { VAE } from '../parameter/vae.ts';
import { generatingArm, minorityClasses } from './arm.ts';
import { drawnFromPrior, PRIOR_DEFAULTS } from './prior.ts';
import { balancedRows } from './sizes.ts';

/** What it generates can't borrow from the majority's rows. */
export const vaeMinority = generatingArm({
  name: 'vae_minority',
  kind: 'generating',
  conditional: true,
  description: 'as `vae_conditional`, but the VAE is fitted on the oversampled minority rows alone',
  uses: VAE,
  defaults: PRIOR_DEFAULTS,
  controls: ['oversample', 'prior_shift', 'placebo_columns'],
  plan(context) {
    const rows = oversample(context.training, context.seed);
    return drawnFromPrior(context, concatenate(minorityClasses(context).map((k) => rows[k]!)));
  },
  passRows: balancedRows,
});
